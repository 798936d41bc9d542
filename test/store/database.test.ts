import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import knexFactory from 'knex';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { openDatabase } from '../../src/store/database.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { response, VERSIONS, withFolder, withStore } from './samples.js';

/** Runs statements on the file from outside. */
async function tamper(file: string, ...statements: string[]): Promise<void> {
  const knex = knexFactory({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true });
  try {
    for (const statement of statements) await knex.raw(statement);
  } finally {
    await knex.destroy();
  }
}

test('a new file gets its schema, also when several open it at once, and opening again changes nothing', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'new.sqlite');
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ file })));
    await stores[0]?.addResponses([response('1')]);
    assert.deepEqual(await stores[2]?.readCells(NO_FILTER, []), [{ count: 1 }]);
    await Promise.all(stores.map((store) => store.close()));
    const again = await openStore({ file });
    assert.deepEqual(await again.check(), []);
    assert.equal(await again.isEmpty(), false);
    await again.close();
  });
});

test('a database of a newer version, of something else, or no database at all is refused with the reason', async () => {
  await withFolder(async (folder) => {
    const newer = join(folder, 'newer.sqlite');
    await (await openStore({ file: newer })).close();
    await tamper(newer, `INSERT INTO schema_steps (name, batch, migration_time) VALUES ('0099-later', 2, 0)`);
    await assert.rejects(openStore({ file: newer }), /found 0099-later of a newer version/);
    const foreign = join(folder, 'foreign.sqlite');
    await tamper(foreign, 'CREATE TABLE customers (id INTEGER)');
    await assert.rejects(openStore({ file: foreign }), /expected a Kuulolla database, found tables of something else/);
    const text = join(folder, 'text.sqlite');
    await writeFile(text, 'id;score;comment\n'.repeat(100));
    await assert.rejects(openStore({ file: text }), /cannot open the database .*text\.sqlite: .*not a database/);
    await assert.rejects(openStore({ file: join(folder, 'no', 'such', 'folder.sqlite') }), /cannot open the database/);
  });
});

test('reading connections cannot write, and what a writer throws undoes what it wrote', async () => {
  await withFolder(async (folder) => {
    const database = await openDatabase(join(folder, 'd.sqlite'), 1);
    try {
      const insert = `INSERT INTO settings (name, value) VALUES ('a', '1')`;
      await assert.rejects(
        database.read((sql) => sql.rows(insert)),
        /readonly/,
      );
      await assert.rejects(
        database.write(async (sql) => {
          await sql.rows(insert);
          throw new Error('stop');
        }),
        /^Error: stop$/,
      );
      assert.deepEqual(await database.read((sql) => sql.rows('SELECT name FROM settings')), []);
      await database.write((sql) => sql.rows(insert));
      assert.deepEqual(await database.read((sql) => sql.rows('SELECT name FROM settings')), [{ name: 'a' }]);
    } finally {
      await database.close();
    }
  });
});

test('a read sees one commit from its first statement to its last', async () => {
  await withFolder(async (folder) => {
    const database = await openDatabase(join(folder, 'd.sqlite'), 2);
    try {
      const names = await database.read(async (sql) => {
        const before = await sql.rows('SELECT name FROM settings');
        await database.write((lane) => lane.rows(`INSERT INTO settings (name, value) VALUES ('a', '1')`));
        return [before.length, (await sql.rows('SELECT name FROM settings')).length];
      });
      assert.deepEqual(names, [0, 0]);
    } finally {
      await database.close();
    }
  });
});

test('many callers at once: nothing interleaves, every response is stored once and every sum is right', async () => {
  await withStore(async (store) => {
    const rows = Array.from({ length: 600 }, (_, index) =>
      response(String(index), {
        comment: `sana ${index}`,
        day: `2024-0${1 + (index % 3)}-10`,
        unitPath: ['h', `u${index % 9}`],
      }),
    );
    const batches = Array.from({ length: 40 }, (_, batch) => rows.filter((_, index) => index % 20 === batch % 20));
    const tagging = async (): Promise<void> => {
      const pending = await store.pendingComments(25);
      await store.saveTags(
        pending.map(({ id }) => ({
          id,
          state: 'tagged',
          tags: [{ theme: 'access', polarity: 'pos', confidence: 0.9, evidence: [] }],
        })),
        VERSIONS,
        [],
      );
    };
    const reading = async (): Promise<void> => {
      const cells = await store.readCells(NO_FILTER, ['month']);
      const total = cells.reduce((sum, cell) => sum + cell.count, 0);
      // batches are whole or not there: 30 responses each
      assert.equal(total % 30, 0, `${total} responses seen`);
    };
    const outcomes = await Promise.all(
      batches.flatMap((batch) => [store.addResponses(batch), tagging().then(() => []), reading().then(() => [])]),
    );
    assert.equal(outcomes.flat().filter((outcome) => outcome.outcome === 'accepted').length, 600);
    assert.equal(outcomes.flat().filter((outcome) => outcome.outcome === 'duplicate').length, 600);
    for (let round = 0; round < 30; round++) await tagging();
    assert.deepEqual(await store.readCells(NO_FILTER, ['commentState', 'themes']), [
      { commentState: 'tagged', themes: 'access:pos', count: 600 },
    ]);
    assert.deepEqual(await store.check(), []);
  });
});

test('two processes write to one database in turns', async () => {
  await withStore(async (store, file) => {
    const other = await openStore({ file });
    try {
      const add = (target: typeof store, from: number): Promise<unknown>[] =>
        Array.from({ length: 20 }, (_, index) => target.addResponses([response(String(from + index))]));
      await Promise.all([...add(store, 0), ...add(other, 10)]);
      assert.deepEqual(await store.readCells(NO_FILTER, []), [{ count: 30 }]);
      assert.deepEqual(await other.check(), []);
    } finally {
      await other.close();
    }
  });
});

test('check says what is wrong: counts, the search index, references and versions', async () => {
  await withStore(async (store, file) => {
    await store.addResponses([response('1', { comment: 'Hyvä', statements: { safe: 5 } }), response('2')]);
    await store.saveTags([{ id: 1, state: 'tagged', tags: [] }], VERSIONS, []);
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        'UPDATE daily_cells SET responses = 2',
        'UPDATE daily_cells SET responses = 1',
        /^daily_cells: 2 counts that a recount does not give/,
      ],
      [
        `UPDATE monthly_cells SET responses = responses + 1 WHERE unit_id = 0 AND channel = '*'`,
        `UPDATE monthly_cells SET responses = responses - 1 WHERE unit_id = 0 AND channel = '*'`,
        /^monthly_cells: /,
      ],
      [
        'UPDATE monthly_theme_cells SET responses = responses + 1',
        'UPDATE monthly_theme_cells SET responses = responses - 1',
        /^monthly_theme_cells: /,
      ],
      [
        'UPDATE monthly_statement_cells SET responses = 9 WHERE unit_id = 0',
        'UPDATE monthly_statement_cells SET responses = 1 WHERE unit_id = 0',
        /^monthly_statement_cells: /,
      ],
      [
        `INSERT INTO monthly_cells (unit_id, channel, lang, month, score_class, comment_state, responses)
         VALUES (1, 'sms', 'sv', 202403, 0, 0, 0)`,
        'DELETE FROM monthly_cells WHERE responses = 0',
        /^1 cells of monthly_cells that count nobody/,
      ],
      [
        `INSERT INTO comment_stems (rowid, stems) VALUES (77, 'x')`,
        'DELETE FROM comment_stems WHERE rowid = 77',
        /^1 entries of the search index without their comment/,
      ],
      [
        'UPDATE responses SET versions_id = NULL WHERE id = 1',
        'UPDATE responses SET versions_id = 1 WHERE id = 1',
        /^1 tagged comments without the versions/,
      ],
      [
        'UPDATE responses SET unit_id = 99 WHERE id = 2',
        'UPDATE responses SET unit_id = 2 WHERE id = 2',
        /refer to missing rows \(responses → units\)/,
      ],
    ];
    for (const [damage, mend, message] of cases) {
      await tamper(file, damage);
      assert.match((await store.check()).join('\n'), new RegExp(message.source, 'm'), damage);
      await tamper(file, mend);
      assert.deepEqual(await store.check(), [], mend);
    }
  });
});

test('the error of a failed statement does not carry its values', async () => {
  await withFolder(async (folder) => {
    const database = await openDatabase(join(folder, 'values.sqlite'), 1);
    const failed = database.write((sql) =>
      sql.rows('INSERT INTO no_such_table (text) VALUES (?)', ['a secret comment']),
    );
    await assert.rejects(
      failed,
      (error: Error) => /no_such_table/.test(error.message) && !/secret/.test(error.message),
    );
    await database.close();
  });
});

test('closing waits for what is under way, and refuses what comes after at once', async () => {
  await withFolder(async (folder) => {
    const database = await openDatabase(join(folder, 'closing.sqlite'), 1);
    // more than there are connections: the others wait in line
    const reads = [1, 2, 3].map((number) => database.read((sql) => sql.rows<{ n: number }>('SELECT ? AS n', [number])));
    const closing = database.close();
    await assert.rejects(
      database.read((sql) => sql.rows('SELECT 1')),
      /expected an open database, .*closing\.sqlite was closed/,
    );
    assert.deepEqual(await Promise.all(reads), [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
    await Promise.all([closing, database.close()]);
  });
});
