/** `subject`: what is stored about a response, a copy of it, and its erasure, at the request of the person who gave it. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../domain/actor.js';
import { compactIds } from '../domain/auditEvent.js';
import { eraseSubject, findSubjects, subjectDocument } from '../flows/subjectRequests.js';
import type { Store } from '../store/store.js';
import type { Erasure } from '../store/subjectStore.js';
import type { CommandContext } from './context.js';

interface Identity {
  readonly source: string;
  readonly id: string;
}

export function registerSubjectCommand(program: Command, context: CommandContext): void {
  const subject = program.command('subject').description("data subjects' requests about one response");
  const withIdentity = (name: string, description: string): Command =>
    subject
      .command(name)
      .description(description)
      .requiredOption('--source <name>', 'source of the response, as it was imported')
      .requiredOption('--id <id>', "the source's own id of the response");

  withIdentity('find', 'says what is stored about a response').action((options: Identity) => runFind(context, options));
  withIdentity('export', 'writes everything that is stored about a response as JSON')
    .option('--output <file>', 'new file; standard output unless given')
    .action((options: Identity & { readonly output?: string }) => runExport(context, options));
  withIdentity('erase', 'deletes a response with everything that is made from it, for good')
    .requiredOption('--reason <text>', 'why; kept, masked')
    .option('--yes', 'really: it cannot be taken back', false)
    .action((options: Identity & { readonly reason: string; readonly yes: boolean }) => runErase(context, options));
}

const now = (): string => new Date().toISOString();

/** The response, or null after it was said what there is instead. */
async function responseOf(context: CommandContext, store: Store, { source, id }: Identity): Promise<number | null> {
  const found = await findSubjects({ store, now }, id, source);
  if (found.outcome === 'found') return found.responses[0] ?? null;
  if (found.outcome === 'erased')
    context.fail(`erased on ${found.erasure.at.slice(0, 10)} at the data subject's request`);
  else context.fail(`expected a response with this id from the source ${source}, found none`);
  return null;
}

async function runFind(context: CommandContext, identity: Identity): Promise<void> {
  const store = await context.store();
  const response = await responseOf(context, store, identity);
  const subject = response === null ? null : await store.getSubject(response);
  if (!subject) return;
  context.print(`response ${subject.response}`);
  for (const [table, rows] of Object.entries(subject.tables)) context.print(`${table}: ${rows.length}`);
  context.print(`records of who saw it: ${subject.seenBy.length}`);
}

async function runExport(context: CommandContext, options: Identity & { readonly output?: string }): Promise<void> {
  const store = await context.store();
  const response = await responseOf(context, store, options);
  const subject = response === null ? null : await store.getSubject(response);
  if (!subject) return;
  // before anything is written out, as for a file that a browser gets
  await recordAbout(store, 'subject export', subject.response);
  const text = subjectDocument(subject, now());
  if (options.output === undefined) context.stdout.write(text);
  else await writeFile(resolve(options.output), text, { flag: 'wx', mode: 0o600 });
}

async function runErase(
  context: CommandContext,
  options: Identity & { readonly reason: string; readonly yes: boolean },
): Promise<void> {
  if (!options.yes) {
    context.fail('expected --yes: an erasure cannot be taken back', 2);
    return;
  }
  if (options.reason.trim() === '') {
    context.fail('expected a reason, found none', 2);
    return;
  }
  const store = await context.store();
  const response = await responseOf(context, store, options);
  if (response === null) return;
  await recordAbout(store, 'subject erase', response);
  const erasure = await eraseSubject({ store, now }, response, { by: LOCAL_ACTOR.id, reason: options.reason });
  if (!erasure) {
    context.fail('expected the response to be there still, it was erased meanwhile');
    return;
  }
  context.print(`erased: response ${response}`);
  for (const line of remainsLines(erasure)) context.print(line);
}

function remainsLines({ remains }: Erasure): string[] {
  const lines = ['backups made until now still have it: restoring one erases it again'];
  if (remains.findings.length > 0) lines.push(`quotes were taken out of findings ${remains.findings.join(', ')}`);
  if (remains.rejectedRowsOfImport !== null) {
    lines.push(
      `look at the rejected rows of import ${remains.rejectedRowsOfImport}: they may be about the same person`,
    );
  }
  if (remains.themes.length > 0) {
    lines.push(`examples of these themes have words of it, take them out by hand: ${remains.themes.join(', ')}`);
  }
  return lines;
}

async function recordAbout(store: Store, what: string, response: number): Promise<void> {
  await store.appendAudit([
    {
      at: now(),
      actorId: LOCAL_ACTOR.id,
      actorName: LOCAL_ACTOR.name,
      role: LOCAL_ACTOR.role,
      action: what.endsWith('export') ? 'export' : 'change',
      route: `command ${what}`,
      subject: { id: String(response), comments: compactIds([response]) },
      status: null,
    },
  ]);
}
