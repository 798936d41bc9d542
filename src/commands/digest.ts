/** `digest`: what would be sent to whom, or sends it now. */
import type { Command } from 'commander';
import { digestDeps, linkBase } from '../digests.js';
import { authoriseStore } from '../flows/authorisedStore.js';
import { composeDue, dueDigests, sendDigests } from '../flows/sendDigests.js';
import { digestText } from '../web/digestText.js';
import type { CommandContext } from './context.js';

interface Options {
  readonly dryRun: boolean;
  readonly now: boolean;
}

export function registerDigestCommand(program: Command, context: CommandContext): void {
  program
    .command('digest')
    .description(
      'digests of what is new in saved views (docs/team.md): print them, or send them without waiting for the hour',
    )
    .option(
      '--dry-run',
      'print what would be sent if the hour were now; nothing is sent and nothing marked as sent',
      false,
    )
    .option('--now', 'send it; what was sent for this day or week already is not sent again', false)
    .action((options: Options) => runDigest(context, options));
}

async function runDigest(context: CommandContext, { dryRun, now: send }: Options): Promise<void> {
  if (dryRun === send) {
    context.fail('expected one of --dry-run and --now', 2);
    return;
  }
  const { config, log } = context;
  const store = await context.store();
  const now = (): string => new Date().toISOString();
  const today = (): string => context.today();
  const deps = digestDeps({ config, store, guarded: authoriseStore(store), now, today, log });
  if (send) {
    if (deps.senders.length === 0) {
      context.fail(
        'expected KUULOLLA_SMTP_URL or KUULOLLA_WEBHOOK_URL, found neither: there is no way to send a digest',
      );
      return;
    }
    const { sent, failed, nothing } = await sendDigests(deps, { atOnce: true });
    context.print(`sent: ${sent}, nothing new: ${nothing}, failed: ${failed}`);
    if (failed > 0) context.fail('what failed is tried again by the service when it runs');
    return;
  }
  let count = 0;
  for (const due of await dueDigests(deps, true)) {
    const digest = await composeDue(deps, due, 0);
    if (!digest) continue;
    const { subject, text } = digestText(digest, linkBase(config), due.recipient.lang);
    count += 1;
    context.print(
      `${due.recipient.id} ${due.key.kind} ${due.key.slot}${due.recipient.email === null ? ' (no address)' : ''}`,
    );
    context.print(`${subject}\n\n${text}`);
  }
  context.note(`${count} to send`);
}
