import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER, type FeedbackFilter } from '../../src/domain/feedbackFilter.js';
import type { StatementAnswers, Store } from '../../src/store/store.js';
import { response, withStore } from './samples.js';

const DESK = ['county', 'clinic', 'desk'];
const CLINIC = ['county', 'clinic'];
const HELPED = { got_help: 5 };

async function read(store: Store, filter: Partial<FeedbackFilter>, limit = 100): Promise<StatementAnswers[]> {
  return store.readStatementAnswers({ ...NO_FILTER, ...filter }, limit);
}

/** How many respondents, by the unit they are filed to. */
async function units(store: Store, unit: string | null): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const found of await read(store, { unit })) counts[found.unit] = (counts[found.unit] ?? 0) + 1;
  return counts;
}

test('answers come together with the score, also without a comment; without a score or a statement nothing comes', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('both', { score: 10, statements: { got_help: 5, heard: 4 } }),
      response('commented', { score: 3, comment: 'words', channel: 'paper', statements: { heard: 1 } }),
      response('no score', { score: null, statements: HELPED }),
      response('another scale', { score: 5, scale: '1-5', statements: HELPED }),
      response('no statement', { score: 8 }),
    ]);
    const found = await read(store, {});
    assert.deepEqual(
      found.sort((one, other) => (one.channel < other.channel ? -1 : 1)),
      [
        { scoreClass: 'detractor', unit: 'hospital', channel: 'paper', answers: { heard: 1 } },
        { scoreClass: 'promoter', unit: 'hospital', channel: 'sms', answers: { got_help: 5, heard: 4 } },
      ],
    );
  });
});

test('respondents are filed to the child of the unit asked for, to itself, and to the root of all', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { unitPath: DESK, statements: HELPED }),
      response('2', { unitPath: DESK, statements: HELPED }),
      response('3', { unitPath: CLINIC, statements: HELPED }),
      response('4', { unitPath: ['county'], statements: HELPED }),
      response('5', { unitPath: ['other'], statements: HELPED }),
    ]);
    assert.deepEqual(await units(store, null), { county: 4, other: 1 });
    assert.deepEqual(await units(store, 'county'), { clinic: 3, county: 1 });
    assert.deepEqual(await units(store, 'clinic'), { desk: 2, clinic: 1 });
    assert.deepEqual(await units(store, 'desk'), { desk: 2 });
    assert.deepEqual(await units(store, 'nowhere'), {});
  });
});

test('of more than the limit the newest by day come, whichever was stored last', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('old', { day: '2024-01-01', statements: { heard: 1 } }),
      response('newest', { day: '2024-03-03', statements: { heard: 3 } }),
      response('newer', { day: '2024-02-02', statements: { heard: 2 } }),
      response('newest of all, without a statement', { day: '2024-04-04' }),
    ]);
    const values = async (limit: number, filter: Partial<FeedbackFilter> = {}): Promise<(number | undefined)[]> =>
      (await read(store, filter, limit)).map(({ answers }) => answers['heard']).sort();
    assert.deepEqual(await values(2), [2, 3]);
    assert.deepEqual(await values(1, { to: '2024-02-02' }), [2]);
    assert.deepEqual(await values(9, { from: '2024-01-01', to: '2024-02-02' }), [1, 2]);
    assert.deepEqual(await values(9, { channel: 'paper' }), []);
    assert.deepEqual(await values(9, { lang: 'sv' }), []);
    assert.deepEqual(await values(9, { lang: 'fi', channel: 'sms' }), [1, 2, 3]);
  });
});
