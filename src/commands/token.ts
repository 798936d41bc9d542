/** `token`: what other programs use the API with. */
import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../domain/actor.js';
import { createToken, type TokenProblem } from '../flows/tokens.js';
import type { CommandContext } from './context.js';
import { printTable } from './printTable.js';

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const now = (): string => new Date().toISOString();

export function registerTokenCommand(program: Command, context: CommandContext): void {
  const token = program.command('token').description('tokens for programs that use the API: add, list, revoke');
  token
    .command('add')
    .description('make a token and print it, once; nobody can look it up later')
    .requiredOption('--scope <scope>', 'ingest: sends feedback; read: reads figures and comments')
    .requiredOption('--name <name>', 'the system that uses it')
    .option('--unit <code>', 'a unit that it is for, with all under it; may be given several times', several, [])
    .action((options: { readonly scope: string; readonly name: string; readonly unit: readonly string[] }) =>
      runAdd(context, options),
    );
  token
    .command('list')
    .description('all tokens, without what they are')
    .option('--json', 'as JSON')
    .action(({ json = false }: { readonly json?: boolean }) => runList(context, json));
  token
    .command('revoke')
    .description('a token that works no more')
    .argument('<id>', 'as token list says it')
    .action((id: string) => runRevoke(context, id));
}

async function runAdd(
  context: CommandContext,
  { scope, name, unit }: { readonly scope: string; readonly name: string; readonly unit: readonly string[] },
): Promise<void> {
  const store = await context.store();
  const made = await createToken({ store, now }, { scope, name, units: unit.length > 0 ? unit : null }, LOCAL_ACTOR.id);
  if (made.id === null) {
    for (const problem of made.problems) context.fail(problemText(problem), 2);
    return;
  }
  await record(context, 'token add', made.id);
  context.print(made.token);
  context.note(`${made.id}: this is shown once, keep it where the other system reads its secrets`);
}

async function runList(context: CommandContext, json: boolean): Promise<void> {
  const tokens = await (await context.store()).listTokens();
  if (json) {
    context.print(JSON.stringify(tokens, null, 2));
    return;
  }
  printTable(context, [
    ['id', 'name', 'scope', 'units', 'made', 'last used', 'state'],
    ...tokens.map(({ id, name, scope, units, createdAt, lastUsedAt, revokedAt }) => [
      id,
      name,
      scope,
      units?.join(' ') ?? 'all',
      createdAt,
      lastUsedAt ?? 'never',
      revokedAt === null ? 'in use' : `revoked ${revokedAt}`,
    ]),
  ]);
}

async function runRevoke(context: CommandContext, id: string): Promise<void> {
  if (!(await (await context.store()).revokeToken(id, now()))) {
    context.fail(`expected the id of a token in use (token list), found ${id}`);
    return;
  }
  await record(context, 'token revoke', id);
  context.print(`${id} is revoked`);
}

/** What is done to tokens from the command line is in the audit trail too. */
async function record(context: CommandContext, command: string, token: string): Promise<void> {
  const { id, name, role } = LOCAL_ACTOR;
  const event = { at: now(), actorId: id, actorName: name, role, action: 'change', status: null } as const;
  await (await context.store()).appendAudit([{ ...event, route: command, subject: { token } }]);
}

function problemText({ field, found }: TokenProblem): string {
  const expected: Readonly<Record<TokenProblem['field'], string>> = {
    name: 'a name of 1–100 characters (--name)',
    scope: 'ingest or read (--scope)',
    units: 'the code of a unit (--unit)',
  };
  return `expected ${expected[field]}, found "${found}"`;
}
