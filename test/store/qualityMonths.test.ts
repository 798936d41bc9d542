import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QualityMonth } from '../../src/store/qualityStore.js';
import { withStore } from './samples.js';

const MONTH: QualityMonth = {
  reading: 'space heads a b',
  lang: 'fi',
  month: '2024-03',
  firstMonth: '2023-01',
  tagged: 412,
  sampled: 300,
  unsure: 17,
  words: { words: 4000, newWords: 310, standardError: 0.0123 },
  directions: { n: 300, mean: Float64Array.from([0.1, -2.5, 1e-9]), spread: 0.8, squaredSpread: 0.03 },
};

test('a month comes back as it was kept, and a new look at it takes its place', () =>
  withStore(async (store) => {
    await store.saveQualityMonth(MONTH);
    assert.deepEqual(await store.readQualityMonths(MONTH.reading), [MONTH]);
    const grown = { ...MONTH, tagged: 500, unsure: 20 };
    await store.saveQualityMonth(grown);
    await store.saveQualityMonth({ ...MONTH, lang: 'en' });
    const months = await store.readQualityMonths(MONTH.reading);
    assert.deepEqual(months, [{ ...MONTH, lang: 'en' }, grown]);
  }));

test('readings of other heads are apart, and the oldest goes when a third comes', () =>
  withStore(async (store) => {
    for (const reading of ['one', 'two', 'three']) await store.saveQualityMonth({ ...MONTH, reading });
    const kept = await Promise.all(['one', 'two', 'three'].map((reading) => store.readQualityMonths(reading)));
    assert.deepEqual(
      kept.map((months) => months.length),
      [0, 1, 1],
    );
  }));
