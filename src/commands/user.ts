/** `user`: accounts from the command line, where the first administrator comes from. */
import type { Command } from 'commander';
import { GRANTABLE_RIGHTS, LOCAL_ACTOR, ROLES } from '../domain/actor.js';
import { userNameOf } from '../domain/passwordRule.js';
import { createAccount, isDemoAccount, type AccountProblem } from '../flows/accounts.js';
import { Passwords } from '../flows/passwords.js';
import type { Account } from '../store/accountStore.js';
import { askPassword, type PasswordOptions } from './askPassword.js';
import type { CommandContext } from './context.js';
import { printTable } from './printTable.js';

interface AddOptions extends PasswordOptions {
  readonly name: string;
  readonly userName: string;
  readonly role: string;
  readonly unit: readonly string[];
  readonly grant: readonly string[];
  readonly email?: string;
  /** False with --no-password. */
  readonly password: boolean;
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const now = (): string => new Date().toISOString();

export function registerUserCommand(program: Command, context: CommandContext): void {
  const user = program.command('user').description('accounts: add, list, disable, enable, password');
  user
    .command('add')
    .description('add an account; the password is asked for on the terminal')
    .requiredOption('--name <name>', 'how the person is called on pages')
    .requiredOption('--user-name <name>', 'what they sign in with: 2–64 letters, digits or . _ @ -')
    .requiredOption('--role <role>', ROLES.join(', '))
    .option('--unit <code>', 'a unit that they see with all under it; may be given several times', several, [])
    .option('--grant <right>', `a right beside those of the role: ${GRANTABLE_RIGHTS.join(', ')}`, several, [])
    .option('--email <address>', 'where an OpenID provider recognises them by, and digests go to')
    .option('--password-stdin', 'the first line of standard input is the password')
    .option('--generate', 'make a password and print it once')
    .option('--no-password', 'they sign in through an OpenID provider alone')
    .action((options: AddOptions) => runAdd(context, options));
  user
    .command('list')
    .description('all accounts')
    .option('--json', 'as JSON')
    .action(({ json = false }: { readonly json?: boolean }) => runList(context, json));
  for (const [name, state, description] of [
    ['disable', 'disabled', 'nobody gets in by the account any more; its sessions end at once'],
    ['enable', 'active', 'the account can be used again'],
  ] as const) {
    user
      .command(name)
      .description(description)
      .requiredOption('--user-name <name>', 'of the account')
      .action(({ userName }: { readonly userName: string }) => runState(context, userName, state));
  }
  user
    .command('password')
    .description('a new password; all sessions of the account end')
    .requiredOption('--user-name <name>', 'of the account')
    .option('--password-stdin', 'the first line of standard input is the password')
    .option('--generate', 'make a password and print it once')
    .action((options: PasswordOptions & { readonly userName: string }) => runPassword(context, options));
}

async function runAdd(context: CommandContext, options: AddOptions): Promise<void> {
  const store = await context.store();
  const { name, userName, role, unit, grant: grants, email = '' } = options;
  const input = { name, userName, role, units: unit.length > 0 ? unit : null, grants, email };
  let password: string | null = null;
  if (options.password) {
    password = await askPassword(context, options, userNameOf(userName));
    if (password === null) return;
  }
  const hash = password === null ? null : await new Passwords().hash(password);
  const made = await createAccount({ store, now }, input, hash);
  if ('problems' in made) {
    for (const problem of made.problems) context.fail(problemText(problem), 2);
    return;
  }
  await record(context, 'user add', made.id);
  context.print(
    `${userNameOf(userName)} can sign in as ${role}${password === null ? ' through the OpenID provider' : ''}`,
  );
  if (options.generate && password !== null) context.print(`password: ${password}`);
}

async function runList(context: CommandContext, json: boolean): Promise<void> {
  const accounts = await (await context.store()).listAccounts();
  if (json) {
    context.print(JSON.stringify(accounts, null, 2));
    return;
  }
  printTable(context, [
    ['user name', 'name', 'role', 'units', 'rights beside', 'state', 'last sign-in'],
    ...accounts.map(({ userName, name, role, units, grants, state, lastSignInAt }) => [
      userName,
      name,
      role,
      units?.join(' ') ?? 'all',
      grants.join(' '),
      state,
      lastSignInAt ?? 'never',
    ]),
  ]);
}

async function runState(context: CommandContext, typed: string, state: Account['state']): Promise<void> {
  const account = await find(context, typed);
  if (!account) return;
  await (await context.store()).changeAccount(account.id, { state });
  await record(context, `user ${state === 'active' ? 'enable' : 'disable'}`, account.id);
  context.print(`${account.userName} is ${state}`);
}

async function runPassword(
  context: CommandContext,
  options: PasswordOptions & { readonly userName: string },
): Promise<void> {
  const account = await find(context, options.userName);
  if (!account) return;
  if (isDemoAccount(account)) {
    context.fail(`expected an account of a person, found ${account.userName}: people of the demo have no password`);
    return;
  }
  const password = await askPassword(context, options, account.userName);
  if (password === null) return;
  await (await context.store()).setPassword(account.id, await new Passwords().hash(password), null);
  await record(context, 'user password', account.id);
  context.print(`${account.userName} has a new password, all its sessions have ended`);
  if (options.generate) context.print(`password: ${password}`);
}

async function find(context: CommandContext, typed: string): Promise<Account | null> {
  const account = await (await context.store()).findAccount(userNameOf(typed));
  if (!account) context.fail(`expected the user name of an account (user list), found ${typed}`);
  return account;
}

/** What is done to accounts from the command line is in the audit trail too. */
async function record(context: CommandContext, command: string, account: string): Promise<void> {
  const { id, name, role } = LOCAL_ACTOR;
  const event = { at: now(), actorId: id, actorName: name, role, action: 'change', status: null } as const;
  await (await context.store()).appendAudit([{ ...event, route: command, subject: { account } }]);
}

function problemText({ field, found }: AccountProblem): string {
  const expected: Readonly<Record<AccountProblem['field'], string>> = {
    name: 'a name of 1–100 characters (--name)',
    email: 'an e-mail address (--email)',
    role: `one of ${ROLES.join(', ')} (--role)`,
    userName: 'a user name of 2–64 letters, digits or . _ @ -, not beginning with demo- (--user-name)',
    userNameTaken: 'a user name that is not taken (--user-name)',
    ownRole: 'the role that the account has',
    units: 'the code of a unit (--unit)',
    unitsOfAdministrator: 'no unit for an administrator, who looks after the whole organisation (--unit)',
    grants: `one of ${GRANTABLE_RIGHTS.join(', ')} (--grant)`,
  };
  return `expected ${expected[field]}, found "${found}"`;
}
