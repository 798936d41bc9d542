/** Commands in the audit trail: which was run, by which account of the machine, and how it ended. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { LOCAL_ACTOR } from '../domain/actor.js';
import type { CommandContext } from './context.js';

/** Those that change what is stored, or read it out. */
const RECORDED: readonly string[] = [
  ...['import', 'retag', 'train', 'theme', 'visits', 'demo'],
  ...['user', 'token', 'subject', 'backup', 'restore'],
];
/** Those whose first argument says what they do: `theme add`. */
const WITH_SUBCOMMANDS: readonly string[] = ['theme', 'user', 'token', 'subject'];

/**
 * To be called when the command is over. Arguments are not recorded but for the names of options: file names and ids of sources are
 * nobody's business in five years. A database that there is not is not made for it.
 */
export async function recordCommand(
  context: CommandContext & { readonly exitCode: number },
  argv: readonly string[],
): Promise<void> {
  const [name = '', next = ''] = argv;
  if (!RECORDED.includes(name) || argv.includes('--help') || argv.includes('-h')) return;
  if (!existsSync(context.config.databaseFile)) return;
  const what = WITH_SUBCOMMANDS.includes(name) && /^[a-z-]{1,20}$/.test(next) ? `${name} ${next}` : name;
  const options = argv.flatMap((each) => /^--[a-z][a-z-]{0,30}/.exec(each) ?? []);
  const store = await context.store();
  await store.appendAudit([
    {
      at: new Date().toISOString(),
      actorId: LOCAL_ACTOR.id,
      actorName: LOCAL_ACTOR.name,
      role: LOCAL_ACTOR.role,
      action: 'system',
      route: `command ${what}`,
      subject: {
        account: accountName(),
        exitCode: String(context.exitCode),
        ...(options.length > 0 && { options: [...new Set(options)].sort().join(' ') }),
      },
      status: null,
    },
  ]);
}

/** A container may run under a number that has no name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
