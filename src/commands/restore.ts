/** `restore`: a backup in the place of the database, which is kept beside it. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { restore } from '../store/restore.js';
import type { CommandContext } from './context.js';

export function registerRestoreCommand(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description('check a backup and put it in the place of the database; the present database is kept beside it')
    .argument('<file>', 'backup written by the backup command')
    .option('--force', 'go on although another process has the database open (restart the service afterwards)', false)
    .action((file: string, options: { readonly force: boolean }) => runRestore(context, resolve(file), options.force));
}

const TRAIL_REASONS = {
  own: 'there was no later one of the same installation in the database until now',
  unreadable: 'the database until now could not be read',
} as const;

async function runRestore(context: CommandContext, file: string, force: boolean): Promise<void> {
  const { databaseFile, auditAnchorFile: anchorFile, erasuresFile } = context.config;
  if (!existsSync(file)) {
    context.fail(`expected a backup at ${file}, found no such file`);
    return;
  }
  if (file === resolve(databaseFile)) {
    context.fail(`expected a backup, found the database itself: ${file}`, 2);
    return;
  }
  await mkdir(dirname(databaseFile), { recursive: true });
  context.note(`checking ${file}`);
  const result = await restore({
    backup: file,
    database: databaseFile,
    anchorFile,
    erasuresFile,
    force,
    // 2024-07-31T12:00:00.000Z → 20240731T120000Z
    timestamp: new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
  });
  switch (result.outcome) {
    case 'held':
      context.fail(
        `another process has ${databaseFile} open: stop the service first, or add --force and restart it afterwards. ` +
          'Nothing was changed.',
      );
      return;
    case 'unsound':
      context.fail(['the backup cannot be used, nothing was changed:', ...result.problems].join('\n  '));
      return;
    case 'restored':
      context.print(`restored: ${databaseFile} from ${file} (${result.responses} responses)`);
      if (result.keptAs !== null) context.print(`the database until now is kept as ${result.keptAs}`);
      if (result.erasedAgain > 0) {
        context.print(`erased again, as data subjects had asked since the backup was made: ${result.erasedAgain}`);
      }
      if (result.trail !== 'carried') {
        context.note(`the audit trail is the one in the backup: ${TRAIL_REASONS[result.trail]}`);
      }
      if (result.wasHeld) context.note('the database was in use: restart the service, it still works on the old one');
  }
}
