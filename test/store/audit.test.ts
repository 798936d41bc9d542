import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import knexFactory, { type Knex } from 'knex';
import type { AuditEvent } from '../../src/store/auditStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { withFolder } from './samples.js';

function event(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    at: '2024-05-02T10:00:00.000Z',
    actorId: 'a-1',
    actorName: 'Åsa "Ö" Wikström',
    role: 'teamMember',
    action: 'view',
    route: '/comments',
    subject: {},
    status: 200,
    ...changes,
  };
}

interface Installation {
  readonly store: Store;
  readonly file: string;
  readonly anchorFile: string;
}

async function withTrail(work: (installation: Installation) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const file = join(folder, 'kuulolla.sqlite');
    const anchorFile = join(folder, 'audit-anchor.jsonl');
    const store = await openStore({ file, anchorFile });
    try {
      await work({ store, file, anchorFile });
    } finally {
      await store.close();
    }
  });
}

/** Somebody with the file and a SQLite shell. */
async function tamper(file: string, work: (knex: Knex) => Promise<void>): Promise<void> {
  const knex = knexFactory({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true });
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}

const dropTriggers = async (knex: Knex): Promise<void> => {
  const triggers = await knex.raw<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'`,
  );
  for (const { name } of triggers) await knex.raw(`DROP TRIGGER ${name}`);
};

const TEN = Array.from({ length: 10 }, (_, index) => event({ subject: { id: String(index + 1) } }));

test('a chain verifies by what docs/audit.md says alone: sha256 over a JSON array that begins with the hash before', async () => {
  await withTrail(async ({ store, file }) => {
    await store.appendAudit([
      event({ subject: { zebra: 'yes', alpha: 'Ääkköset ja "lainaus"', comments: '3,17-19' }, status: null }),
      event({ actorName: '\u0001\u2028\n\t', action: 'search', subject: { q: 'odotus' } }),
    ]);
    await store.appendAudit([event({ route: 'GET /x', status: 403 })]);
    await tamper(file, async (knex) => {
      const rows = await knex.raw<Record<string, string | number | null>[]>(`SELECT * FROM audit_records ORDER BY id`);
      assert.equal(rows.length, 3);
      let before = '0'.repeat(64);
      for (const row of rows) {
        const { id, at, actor_id, actor_name, role, action, route, subject, status, hash } = row;
        const fields = [before, id, at, actor_id, actor_name, role, action, route];
        const pairs = Object.entries(JSON.parse(String(subject)) as Record<string, string>);
        assert.deepEqual(
          pairs.map(([name]) => name),
          pairs.map(([name]) => name).sort(),
        );
        const text = JSON.stringify([...fields, Object.fromEntries(pairs), status]);
        assert.equal(createHash('sha256').update(text, 'utf8').digest('hex'), hash);
        before = String(hash);
      }
    });
    const chain = await store.verifyAudit();
    assert.deepEqual(
      { ...chain, newest: chain.newest.id },
      { records: 3, newest: 3, purgedThrough: 0, brokenAt: null, problem: null },
    );
    assert.deepEqual(await store.check(), []);
  });
});

test('a worked example: the hash of one record, made with another program', async () => {
  await withTrail(async ({ store }) => {
    // printf '["000…0",1,"2024-05-02T10:00:00.000Z","a-1","Anna","manager","view","/",{"lang":"sv"},200]' | sha256sum
    await store.appendAudit([event({ actorName: 'Anna', role: 'manager', route: '/', subject: { lang: 'sv' } })]);
    const [record] = await store.listAudit({ limit: 1 });
    assert.equal(record?.hash, '31efe6da8d19827a6889ddf3e955fa5be39bcd77b6821177f8e7e077e9c38d54');
  });
});

test('records can be neither changed nor deleted, nor the end of the trail taken back', async () => {
  await withTrail(async ({ store, file }) => {
    await store.appendAudit([event({ subject: { comments: '5' } })]);
    await tamper(file, async (knex) => {
      for (const statement of [
        `UPDATE audit_records SET actor_name = 'nobody'`,
        `DELETE FROM audit_records`,
        `UPDATE audit_comments SET response_id = 6`,
        `DELETE FROM audit_comments`,
        `DELETE FROM audit_head`,
        `UPDATE audit_head SET newest_id = 0`,
      ]) {
        await assert.rejects(knex.raw(statement), /the audit trail is only added to/, statement);
      }
    });
  });
});

const FORGERIES: readonly {
  readonly what: string;
  readonly statements: readonly string[];
  readonly brokenAt: number;
  readonly problem: string;
}[] = [
  {
    what: 'one record changed',
    statements: [`UPDATE audit_records SET actor_name = 'nobody' WHERE id = 4`],
    brokenAt: 4,
    problem: 'changed',
  },
  {
    what: 'what a record was about changed',
    statements: [`UPDATE audit_records SET subject = '{"id":"99"}' WHERE id = 1`],
    brokenAt: 1,
    problem: 'changed',
  },
  {
    what: 'a status taken away',
    statements: [`UPDATE audit_records SET status = NULL WHERE id = 10`],
    brokenAt: 10,
    problem: 'changed',
  },
  {
    what: 'one record deleted',
    statements: [`DELETE FROM audit_records WHERE id = 6`],
    brokenAt: 6,
    problem: 'missing',
  },
  {
    what: 'the oldest deleted',
    statements: [`DELETE FROM audit_records WHERE id = 1`],
    brokenAt: 1,
    problem: 'missing',
  },
  { what: 'the end cut off', statements: [`DELETE FROM audit_records WHERE id > 7`], brokenAt: 8, problem: 'cutOff' },
  {
    what: 'the end cut off and its note in the database made to fit',
    statements: [
      `DELETE FROM audit_records WHERE id > 7`,
      `UPDATE audit_head SET newest_id = 7, newest_hash = (SELECT hash FROM audit_records WHERE id = 7)`,
    ],
    brokenAt: 8,
    problem: 'cutOff',
  },
  {
    what: 'who saw a comment taken away',
    statements: [`DELETE FROM audit_comments WHERE response_id = 18`],
    brokenAt: 1,
    problem: 'comments',
  },
];

for (const { what, statements, brokenAt, problem } of FORGERIES) {
  test(`verifying finds ${what}, and where`, async () => {
    await withTrail(async (installation) => {
      const { file, anchorFile } = installation;
      await installation.store.appendAudit([...TEN.slice(0, 9), event({ subject: { comments: '17-19' } })]);
      await installation.store.close();
      await tamper(file, async (knex) => {
        await dropTriggers(knex);
        for (const statement of statements) await knex.raw(statement);
      });
      const store = await openStore({ file, anchorFile });
      try {
        const chain = await store.verifyAudit();
        assert.deepEqual([chain.brokenAt, chain.problem], [brokenAt, problem]);
        const problems = (await store.check()).filter((line) => line.startsWith('audit trail: '));
        assert.equal(problems.length, 1);
      } finally {
        await store.close();
      }
    });
  });
}

test('a trail that was written anew with right hashes throughout is not what the anchor file says', async () => {
  await withTrail(async ({ store, file, anchorFile }) => {
    await store.appendAudit(TEN);
    await store.close();
    await tamper(file, async (knex) => {
      await dropTriggers(knex);
      await knex.raw(`DELETE FROM audit_records`);
      await knex.raw(`UPDATE audit_head SET newest_id = 0, newest_hash = '${'0'.repeat(64)}'`);
    });
    const forger = await openStore({ file });
    await forger.appendAudit(TEN.map((each) => ({ ...each, actorName: 'Somebody Else' })));
    assert.equal((await forger.verifyAudit()).problem, null, 'by itself it is sound');
    await forger.close();
    const opened = await openStore({ file, anchorFile });
    const { brokenAt, problem } = await opened.verifyAudit();
    assert.deepEqual([brokenAt, problem], [10, 'anchor']);
    await opened.close();
  });
});

test('the anchor file gets a line at the first record, one an hour and one at the end; a line cut short is no problem', async () => {
  await withTrail(async ({ store, anchorFile, file }) => {
    const at = (time: string): AuditEvent => event({ at: `2024-05-02T${time}:00.000Z` });
    for (const time of ['10:00', '10:20', '10:59', '11:00', '11:30']) await store.appendAudit([at(time)]);
    await store.close();
    const lines = (await readFile(anchorFile, 'utf8')).trim().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { id: number }).id),
      [1, 4, 5],
    );
    await writeFile(anchorFile, `${lines.join('\n')}\n{"at":"2024`);
    const opened = await openStore({ file, anchorFile });
    assert.equal((await opened.verifyAudit()).problem, null);
    await writeFile(anchorFile, `nonsense\n`);
    await assert.rejects(opened.verifyAudit(), /line 1 of the anchor file/);
    await opened.close();
  });
});

test('records whose time is over are purged from the oldest on, and the rest still verifies', async () => {
  await withTrail(async ({ store }) => {
    await store.appendAudit(
      ['2019-03-01', '2019-03-02', '2024-01-01', '2019-04-01'].map((day, index) =>
        event({ at: `${day}T08:00:00.000Z`, subject: { comments: String(index + 1) } }),
      ),
    );
    assert.equal(await store.purgeAudit('2020-01-01T00:00:00.000Z'), 2, 'one from a clock that was wrong stays');
    const chain = await store.verifyAudit();
    assert.deepEqual([chain.records, chain.purgedThrough, chain.newest.id, chain.problem], [2, 2, 4, null]);
    assert.deepEqual(await store.listAudit({ subject: { name: 'comments', value: '1' }, limit: 9 }), []);
    assert.equal((await store.listAudit({ subject: { name: 'comments', value: '3' }, limit: 9 })).length, 1);
    assert.equal(await store.purgeAudit('2020-01-01T00:00:00.000Z'), 0);
    await store.appendAudit([event()]);
    assert.equal(await store.purgeAudit('2030-01-01T00:00:00.000Z'), 3);
    await store.appendAudit([event()]);
    const after = await store.verifyAudit();
    assert.deepEqual([after.records, after.newest.id, after.problem], [1, 6, null]);
    assert.deepEqual(await store.check(), []);
  });
});

test('the list is newest first, by person, action, route, comment, subject and time, page by page', async () => {
  await withTrail(async ({ store }) => {
    await store.appendAudit([
      event({ at: '2024-05-01T22:00:00.000Z', subject: { comments: '3,17-20' } }),
      event({
        at: '2024-05-02T08:00:00.000Z',
        actorId: 'a-2',
        actorName: 'Bo',
        action: 'export',
        route: '/export/:file',
      }),
      event({ at: '2024-05-03T08:00:00.000Z', actorName: 'Anna', action: 'change', subject: { 'a."b': 'x', id: '7' } }),
    ]);
    const ids = async (query: Parameters<Store['listAudit']>[0]): Promise<number[]> =>
      (await store.listAudit(query)).map(({ id }) => id);
    assert.deepEqual(await ids({ limit: 9 }), [3, 2, 1]);
    assert.deepEqual(await ids({ limit: 2 }), [3, 2]);
    assert.deepEqual(await ids({ limit: 2, beforeId: 2 }), [1]);
    assert.deepEqual(await ids({ limit: 9, actorId: 'a-1' }), [3, 1]);
    assert.deepEqual(await ids({ limit: 9, action: 'export' }), [2]);
    assert.deepEqual(await ids({ limit: 9, route: 'export' }), [2]);
    assert.deepEqual(await ids({ limit: 9, route: '%' }), [], 'a route is text, not a pattern');
    assert.deepEqual(await ids({ limit: 9, subject: { name: 'comments', value: '18' } }), [1]);
    assert.deepEqual(await ids({ limit: 9, subject: { name: 'comments', value: '4' } }), []);
    assert.deepEqual(await ids({ limit: 9, subject: { name: 'a."b', value: 'x' } }), [3]);
    assert.deepEqual(await ids({ limit: 9, from: '2024-05-02T08:00:00.000Z', to: '2024-05-03T08:00:00.000Z' }), [2]);
    assert.deepEqual(await store.auditActors(), [
      { id: 'a-1', name: 'Anna' },
      { id: 'a-2', name: 'Bo' },
    ]);
  });
});

test('several writers at once make one chain', async () => {
  await withTrail(async ({ store, file }) => {
    const other = await openStore({ file });
    try {
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? store : other).appendAudit([event(), event()])),
      );
    } finally {
      await other.close();
    }
    const chain = await store.verifyAudit();
    assert.deepEqual([chain.records, chain.problem], [80, null]);
  });
});

test('a backup has the trail as it was and verifies by itself', async () => {
  await withTrail(async ({ store, file }) => {
    await store.appendAudit(TEN);
    await store.backup(`${file}.copy`);
    await store.appendAudit(TEN);
    const copy = await openStore({ file: `${file}.copy` });
    assert.deepEqual(await copy.check(), []);
    assert.equal((await copy.verifyAudit()).records, 10);
    await copy.close();
  });
});
