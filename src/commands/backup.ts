/** `backup`: a consistent copy of the database, also while the service runs. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

export function registerBackupCommand(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .description('write a consistent copy of the database, also while the service runs')
    .argument('<file>', 'new file for the copy; an existing file is refused')
    .action((file: string) => runBackup(context, resolve(file)));
}

async function runBackup(context: CommandContext, file: string): Promise<void> {
  const { databaseFile } = context.config;
  if (!existsSync(databaseFile)) {
    context.fail(`expected a database at ${databaseFile}, found none: there is nothing to back up`);
    return;
  }
  if (existsSync(file)) {
    context.fail(`expected a new file name for the backup, found ${file} there already`, 2);
    return;
  }
  const store = await context.store();
  await store.backup(file);
  const { size } = await stat(file);
  context.print(`backup: ${file} (${(size / 1e6).toFixed(1)} MB)`);
}
