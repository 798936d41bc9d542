import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../src/store/database.js';
import { eraseQuotesOf } from '../../src/store/findings.js';
import type { FrozenQuote, NewFinding } from '../../src/store/findingStore.js';
import type { Store } from '../../src/store/store.js';
import { response, VERSIONS, withStore } from './samples.js';

const AT = '2024-07-01T10:00:00.000Z';
const LATER = '2024-07-02T10:00:00.000Z';

function quote(id: number, changes: Partial<FrozenQuote> = {}): FrozenQuote {
  return {
    response: id,
    text: `Odotin [NIMI] ${id} viikkoa`,
    lang: 'fi',
    polarity: 'neg',
    contradicts: false,
    approved: true,
    ...changes,
  };
}

function finding(changes: Partial<NewFinding> = {}): NewFinding {
  return {
    state: 'draft',
    unit: 'surgery',
    theme: 'waiting_times',
    from: '2024-01-01',
    to: '2024-06-30',
    claim: { fi: 'Moni odottaa.', en: 'Many wait.' },
    limits: { fi: 'Emme tiedä kaikkea.' },
    figures: [
      {
        kind: 'share',
        theme: 'waiting_times',
        subject: null,
        value: 0.3333333333333333,
        interval: [0.25, 0.42],
        n: 120,
        from: '2024-01-01',
        to: '2024-06-30',
        base: null,
        certainty: null,
      },
      {
        kind: 'nps',
        theme: null,
        subject: null,
        value: null,
        interval: null,
        n: null,
        from: '2024-01-01',
        to: '2024-06-30',
        base: { from: '2023-01-01', to: '2023-06-30' },
        certainty: 'sure',
      },
    ],
    quotes: [quote(1), quote(2, { contradicts: true, approved: false, polarity: null })],
    versions: VERSIONS,
    dataVersion: { lastResponse: 2, responses: 2 },
    madeFrom: '/themes/waiting_times?unit=surgery',
    createdBy: 'a-1',
    createdAt: AT,
    replaces: null,
    ...changes,
  };
}

async function withResponses(work: (store: Store, file: string) => Promise<void>): Promise<void> {
  await withStore(async (store, file) => {
    await store.addResponses([
      response('1', { comment: 'yksi' }),
      response('2', { comment: 'kaksi' }),
      response('3', { comment: 'kolme', unitPath: ['centre', 'clinic'] }),
    ]);
    await work(store, file);
  });
}

test('a finding comes back as it was made, suppressed figures as null', () =>
  withResponses(async (store) => {
    const made = finding();
    const id = await store.addFinding(made);
    assert.deepEqual(await store.getFinding(id), {
      ...made,
      id,
      changedAt: AT,
      consensus: {},
      dissent: {},
      fixedAt: null,
      erasedQuotes: 0,
    });
    assert.equal(await store.getFinding(id + 1), null);
    assert.deepEqual(await store.dataVersion(), { lastResponse: 3, responses: 3 });
  }));

test('findings are listed newest first, by state, and by unit with what lies under it', () =>
  withResponses(async (store) => {
    const surgery = await store.addFinding(finding());
    const clinic = await store.addFinding(finding({ unit: 'clinic', state: 'ready', quotes: [] }));
    const whole = await store.addFinding(finding({ unit: null, quotes: [] }));
    const listed = async (filter: Parameters<Store['listFindings']>[0]): Promise<number[]> =>
      (await store.listFindings(filter)).map(({ id }) => id);
    assert.deepEqual(await listed({}), [whole, clinic, surgery]);
    assert.deepEqual(await listed({ units: null }), [whole, clinic, surgery]);
    assert.deepEqual(await listed({ units: ['hospital'] }), [surgery]);
    assert.deepEqual(await listed({ units: ['surgery', 'centre'] }), [clinic, surgery]);
    assert.deepEqual(await listed({ units: [] }), []);
    assert.deepEqual(await listed({ states: ['ready'] }), [clinic]);
    assert.deepEqual(await listed({ states: ['draft'], units: ['clinic'] }), []);
  }));

test('nothing is stored of a unknown unit, an unknown response or an unknown finding before it', () =>
  withResponses(async (store) => {
    await assert.rejects(store.addFinding(finding({ unit: 'nowhere' })), /expected a known unit for a finding/);
    await assert.rejects(store.addFinding(finding({ quotes: [quote(99)] })), /FOREIGN KEY/);
    await assert.rejects(store.addFinding(finding({ quotes: [quote(1), quote(1)] })), /UNIQUE/, 'one voice a response');
    await assert.rejects(store.addFinding(finding({ replaces: 99 })), /FOREIGN KEY/);
    assert.deepEqual(await store.listFindings({}), []);
  }));

test('every change is noted: who, when, which field, and what it was; of quotes only how many', () =>
  withResponses(async (store) => {
    const id = await store.addFinding(finding());
    await store.changeFinding(id, { claim: { en: 'Many wait.', fi: 'Moni odottaa.' } }, 'a-2', LATER);
    assert.deepEqual(await store.findingHistory(id), [], 'the same words in another order are no change');
    await store.changeFinding(
      id,
      { claim: { fi: 'Harva odottaa.' }, quotes: [quote(2)], state: 'ready' },
      'a-2',
      LATER,
    );
    assert.deepEqual(await store.findingHistory(id), [
      { field: 'state', before: '"draft"', after: '"ready"', by: 'a-2', at: LATER },
      {
        field: 'claim',
        before: '{"fi":"Moni odottaa.","en":"Many wait."}',
        after: '{"fi":"Harva odottaa."}',
        by: 'a-2',
        at: LATER,
      },
      {
        field: 'quotes',
        before: '{"quotes":2,"contradicting":1,"approved":1}',
        after: '{"quotes":1,"contradicting":0,"approved":1}',
        by: 'a-2',
        at: LATER,
      },
    ]);
    const now = await store.getFinding(id);
    assert.deepEqual(now?.quotes, [quote(2)]);
    assert.equal(now?.changedAt, LATER);
    await assert.rejects(
      store.changeFinding(99, { state: 'ready' }, 'a-2', LATER),
      /expected a finding 99, found none/,
    );
  }));

test('after a round has opened claim, limits and quotes stay, and only what the panel thought is added', () =>
  withResponses(async (store, file) => {
    const id = await store.addFinding(finding({ state: 'ready' }));
    await store.changeFinding(id, { state: 'inReview' }, 'leena', LATER);
    assert.equal((await store.getFinding(id))?.fixedAt, LATER);
    for (const change of [{ claim: { fi: 'Toinen.' } }, { limits: {} }, { quotes: [] }, { quotes: [quote(1)] }]) {
      await assert.rejects(store.changeFinding(id, change, 'a-1', LATER), /to be replaced, since a panel has read it/);
    }
    const consensus = { fi: 'Tunnistamme tämän.' };
    await store.changeFinding(id, { state: 'confirmed', consensus, claim: finding().claim }, 'leena', LATER);
    const now = await store.getFinding(id);
    assert.deepEqual([now?.state, now?.consensus, now?.fixedAt], ['confirmed', consensus, LATER]);
    assert.deepEqual(
      (await store.findingHistory(id)).map(({ field }) => field),
      ['state', 'state', 'consensus'],
    );

    const database = await openDatabase(file, 1);
    try {
      for (const statement of [
        `UPDATE findings SET figures = '[]'`,
        `UPDATE findings SET last_day = 20241231`,
        `UPDATE findings SET claim = '{}'`,
        `UPDATE findings SET fixed_at = NULL`,
        `UPDATE finding_history SET by = 'x'`,
        `INSERT INTO finding_quotes VALUES (1, 9, 3, 'x', 'fi', NULL, 0, 0)`,
      ]) {
        await assert.rejects(
          database.write((sql) => sql.rows(statement)),
          /never changes|only be replaced|only added to/,
          statement,
        );
      }
    } finally {
      await database.close();
    }
  }));

test('what a person asks to have erased goes from findings too, also where a panel has read it', () =>
  withResponses(async (store, file) => {
    const id = await store.addFinding(finding({ state: 'ready' }));
    const other = await store.addFinding(finding({ quotes: [quote(2)] }));
    await store.changeFinding(id, { state: 'inReview' }, 'leena', LATER);
    const database = await openDatabase(file, 1);
    try {
      assert.deepEqual(await database.write((sql) => eraseQuotesOf(sql, 1)), [id]);
      assert.deepEqual(await database.write((sql) => eraseQuotesOf(sql, 1)), [], 'there is nothing left of it');
      await database.write((sql) => sql.rows(`DELETE FROM responses WHERE id = 2`));
    } finally {
      await database.close();
    }
    const left = await store.getFinding(id);
    assert.deepEqual(left?.quotes, [], 'a quote goes with its response even where nobody thought of it');
    assert.equal(left?.erasedQuotes, 1);
    assert.deepEqual(left?.figures, finding().figures);
    assert.deepEqual((await store.getFinding(other))?.quotes, []);
  }));
