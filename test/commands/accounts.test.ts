import assert from 'node:assert/strict';
import { Readable, Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { openCommandContext } from '../../src/commands/openContext.js';
import { registerTokenCommand } from '../../src/commands/token.js';
import { registerUserCommand } from '../../src/commands/user.js';
import { Passwords } from '../../src/flows/passwords.js';
import { tokenHash } from '../../src/flows/tokens.js';
import type { Account, ApiToken } from '../../src/store/accountStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
before(async () => {
  folder = await createTemporaryFolder();
});
after(() => folder.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    chunks.push(chunk.toString());
    done();
  };
  return { stream: new Writable({ write }), text: () => chunks.join('') };
}

/** Runs a command as cli.ts does, with `input` on standard input. */
async function run(argv: readonly string[], input = ''): Promise<Ran> {
  const [out, err] = [collector(), collector()];
  const context = openCommandContext({
    root: folder.path,
    env: { KUULOLLA_DATA: folder.path, KUULOLLA_LOG_LEVEL: 'silent' },
    stdin: Readable.from([input]),
    stdout: out.stream,
    stderr: err.stream,
  });
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void err.stream.write(text) });
  registerUserCommand(program, context);
  registerTokenCommand(program, context);
  let code: number | null = null;
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = 2;
  } finally {
    await context.close();
  }
  return { code: code ?? context.exitCode, out: out.text(), err: err.text() };
}

async function withStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const person = (userName: string, role: string): string[] => [
  ...['user', 'add', '--name', 'Aino Example', '--user-name', userName, '--role', role],
];

describe('user add', () => {
  it('makes the first administrator in an empty folder, with the password of standard input', async () => {
    const { code, out } = await run(
      [...person('Aino', 'administrator'), '--password-stdin'],
      'a good long password\nmore',
    );
    assert.deepEqual([code, out], [0, 'aino can sign in as administrator\n']);
    await withStore(async (store) => {
      const account = await store.findAccount('aino');
      assert.deepEqual([account?.role, account?.units, account?.name], ['administrator', null, 'Aino Example']);
      const hash = await store.passwordHashOf(account?.id ?? '');
      assert.equal((await new Passwords().verify('a good long password', hash)).right, true);
    });
  });

  it('prints a generated password once', async () => {
    const { code, out } = await run([...person('bea', 'manager'), '--generate']);
    assert.equal(code, 0);
    const [, made] = /^bea can sign in as manager\npassword: (\S+)\n$/.exec(out) ?? [];
    assert.ok(made, out);
    await withStore(async (store) => {
      const id = (await store.findAccount('bea'))?.id ?? '';
      assert.equal((await new Passwords().verify(made, await store.passwordHashOf(id))).right, true);
    });
  });

  it('refuses what cannot be, names all of it, and adds nobody', async () => {
    const wrong = [...person('aino', 'king'), '--unit', 'nowhere', '--grant', 'accounts.manage', '--email', 'x'];
    const { code, err } = await run([...wrong, '--generate']);
    assert.equal(code, 2);
    for (const said of [
      /one of administrator, manager.*\(--role\), found "king"/,
      /code of a unit \(--unit\), found "nowhere"/,
      /\(--grant\), found "accounts.manage"/,
      /e-mail address \(--email\), found "x"/,
      /not taken \(--user-name\), found "aino"/,
    ]) {
      assert.match(err, said);
    }
    assert.equal(await withStore((store) => store.countAccounts()), 2);
  });

  it('wants a password of twelve characters, from a terminal or as an option says', async () => {
    const short = await run([...person('cia', 'manager'), '--password-stdin'], 'short\n');
    assert.deepEqual(
      [short.code, short.err],
      [2, 'expected a password of 12–200 characters other than the user name, found 5\n'],
    );
    const nowhere = await run(person('cia', 'manager'));
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /expected a terminal .*--password-stdin or --generate/);
    assert.equal(await withStore((store) => store.findAccount('cia')), null);
  });

  it('makes an account without a password for who comes through a provider', async () => {
    const { code } = await run([...person('dan', 'readOnly'), '--no-password', '--email', 'Dan@Example.org']);
    assert.equal(code, 0);
    const account = await withStore((store) => store.findAccount('dan'));
    assert.deepEqual([account?.hasPassword, account?.email], [false, 'dan@example.org']);
  });

  it('without what it needs says so with exit code 2', async () => {
    assert.equal((await run(['user', 'add', '--name', 'X'])).code, 2);
  });
});

describe('user list, disable, enable, password', () => {
  it('lists accounts as a table and as JSON, without what opens them', async () => {
    const table = await run(['user', 'list']);
    assert.match(
      table.out,
      /^user name +name +role +units +rights beside +state +last sign-in\naino +Aino Example +administrator +all/,
    );
    const { out } = await run(['user', 'list', '--json']);
    const accounts = JSON.parse(out) as Account[];
    assert.deepEqual(accounts.map(({ userName }) => userName).sort(), ['aino', 'bea', 'dan']);
    assert.doesNotMatch(out, /scrypt/);
  });

  it('disables and enables, and notes it in the audit trail', async () => {
    assert.equal((await run(['user', 'disable', '--user-name', 'BEA'])).out, 'bea is disabled\n');
    assert.equal((await withStore((store) => store.findAccount('bea')))?.state, 'disabled');
    assert.equal((await run(['user', 'enable', '--user-name', 'bea'])).out, 'bea is active\n');
    const unknown = await run(['user', 'disable', '--user-name', 'nobody']);
    assert.equal(unknown.code, 1);
    const records = await withStore((store) => store.listAudit({ limit: 2 }));
    assert.deepEqual(
      records.map(({ route, actorId }) => [route, actorId]),
      [
        ['user enable', 'local'],
        ['user disable', 'local'],
      ],
    );
  });

  it('gives a new password, and sessions end', async () => {
    const id = await withStore(async (store) => {
      const account = await store.findAccount('bea');
      const [createdAt, expiresAt] = ['2024-05-02T08:00:00.000Z', '2099-05-02T08:00:00.000Z'];
      await store.addSession('s', { accountId: account?.id ?? '', createdAt, lastSeenAt: createdAt, expiresAt });
      return account?.id ?? '';
    });
    assert.equal(
      (await run(['user', 'password', '--user-name', 'bea', '--password-stdin'], 'quite another one\n')).code,
      0,
    );
    await withStore(async (store) => {
      assert.equal(await store.getSession('s'), null);
      assert.equal((await new Passwords().verify('quite another one', await store.passwordHashOf(id))).right, true);
    });
  });
});

describe('token', () => {
  it('add prints the token alone on standard output, and the database has its hash', async () => {
    const { code, out, err } = await run(['token', 'add', '--scope', 'ingest', '--name', 'survey']);
    assert.equal(code, 0);
    assert.match(out, /^kuulolla_[\w-]{43}\n$/);
    const found = await withStore((store) => store.findToken(tokenHash(out.trim())));
    assert.deepEqual([found?.name, found?.scope, found?.units], ['survey', 'ingest', null]);
    assert.match(err, new RegExp(`^${found?.id ?? ''}: this is shown once`));
  });

  it('add refuses other scopes and units that there are not', async () => {
    const { code, err, out } = await run(['token', 'add', '--scope', 'all', '--name', 'x', '--unit', 'nowhere']);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /ingest or read \(--scope\), found "all"[\s\S]*code of a unit \(--unit\), found "nowhere"/);
  });

  it('list and revoke go by the id', async () => {
    const [listed = assert.fail()] = JSON.parse((await run(['token', 'list', '--json'])).out) as ApiToken[];
    assert.match((await run(['token', 'list'])).out, new RegExp(`${listed.id} +survey +ingest +all .* in use`));
    assert.equal((await run(['token', 'revoke', listed.id])).out, `${listed.id} is revoked\n`);
    assert.equal((await run(['token', 'revoke', listed.id])).code, 1);
    assert.match((await run(['token', 'list'])).out, /revoked 2/);
  });
});
