import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ingestFeedback, type ItemResult } from '../../src/flows/ingestFeedback.js';
import { createImportSetup, type ImportSetup } from './importSetup.js';

let setup: ImportSetup;
beforeEach(async () => (setup = await createImportSetup()));
afterEach(() => setup.remove());

const ITEM = {
  id: 'a1',
  answered_at: '2025-05-01T22:30:00Z',
  score: 9,
  comment: 'Lääkäri Virtanen oli ystävällinen, soittakaa 040 1234567',
  unit: 'Sairaala > Kirurgia',
  channel: 'sms',
  statements: { felt_safe: 5 },
};

function reasonsOf(result: ItemResult | undefined): string[] {
  return result?.outcome === 'rejected' ? result.reasons.map(({ column, reason }) => `${column} ${reason}`) : [];
}

async function storedComment(result: ItemResult | undefined) {
  assert.ok(result?.outcome === 'accepted', JSON.stringify(result));
  return setup.store.getComment(result.id);
}

test('an item is stored masked, in its language, on the day of Helsinki, under its unit', async () => {
  const [result] = await ingestFeedback(setup.deps, [ITEM]);
  const row = await storedComment(result);
  assert.equal(row?.text, 'Lääkäri [HENKILÖKUNTA] oli ystävällinen, soittakaa [PUHELIN]');
  assert.deepEqual(
    [row.source, row.sourceId, row.day, row.answeredAt, row.unit, row.channel, row.lang, row.score, row.state],
    ['api', 'a1', '2025-05-02', '2025-05-01T22:30:00.000Z', 'kirurgia', 'sms', 'fi', 9, 'pending'],
  );
  const units = await setup.store.listUnits();
  assert.deepEqual(
    units.map(({ code, parent, name }) => [code, parent, name.fi]),
    [
      ['sairaala', null, 'Sairaala'],
      ['kirurgia', 'sairaala', 'Kirurgia'],
    ],
  );
  assert.deepEqual(await setup.store.readStatements({ from: null, to: null, unit: null, channel: null, lang: null }), [
    { statement: 'felt_safe', value: 5, count: 1 },
  ]);
});

test('the same item again is a duplicate, with other content it is a conflict and changes nothing', async () => {
  const [first] = await ingestFeedback(setup.deps, [ITEM]);
  const [again, changed] = await ingestFeedback(setup.deps, [ITEM, { ...ITEM, score: 2 }]);
  assert.ok(first?.outcome === 'accepted');
  assert.deepEqual(again, { outcome: 'duplicate', id: first.id });
  assert.deepEqual(reasonsOf(changed), ['id conflict']);
  assert.equal((await setup.store.getComment(first.id))?.score, 9);
});

test('the same id of another source is another response', async () => {
  const results = await ingestFeedback(setup.deps, [ITEM, { ...ITEM, source: 'other' }]);
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['accepted', 'accepted'],
  );
});

test('every problem of an item is told, and the others are stored', async () => {
  const results = await ingestFeedback(setup.deps, [
    { id: '', answered_at: '2025-06-02', score: 11, channel: 'savu', statements: { useful: 6 } },
    { id: 'b', answered_at: '1.5.2025' },
    { id: 'c', answered_at: '1.5.2025', score: '10/10 ystävällinen' },
    { id: 'd', answered_at: '1.5.2025', score: 10 },
    { id: 'e', answered_at: '1.5.2025', scor: 10 },
    'text',
  ]);
  assert.deepEqual(results.map(reasonsOf), [
    ['id missing', 'answered_at future', 'score scoreOutOfRange', 'channel channel', 'statements.useful statement'],
    ['score noScoreNoComment'],
    ['score scoreNotNumber'],
    [],
    ['scor unknownField'],
    [' type'],
  ]);
  assert.equal(results[3]?.outcome, 'accepted');
});

test('a comment in a language that is not tagged is unsupported, one without language waits', async () => {
  const items = ['Спасибо большое, врач был очень внимательный', '👍👍', 'Tack för hjälpen, alla var vänliga'];
  const results = await ingestFeedback(
    setup.deps,
    items.map((comment, index) => ({ id: index, answered_at: '1.5.2025', comment })),
  );
  const rows = await Promise.all(results.map(storedComment));
  assert.deepEqual(
    rows.map((row) => [row?.lang, row?.state]),
    [
      ['ru', 'unsupported'],
      ['und', 'pending'],
      ['sv', 'pending'],
    ],
  );
});

test('names in English text are masked without a title', async () => {
  const [result] = await ingestFeedback(setup.deps, [
    { id: 1, answered_at: '1.5.2025', comment: 'Everyone was nice but Elizabeth Johnson was the best of all.' },
  ]);
  assert.doesNotMatch((await storedComment(result))?.text ?? '', /Elizabeth|Johnson/);
});

test('a unit outside what the sender may write to is refused', async () => {
  const results = await ingestFeedback(setup.deps, [ITEM, { ...ITEM, id: 'a2', unit: 'Muu' }], {
    permits: (path) => path[0] === 'sairaala',
  });
  assert.deepEqual(results.map(reasonsOf), [[], ['unit notAllowed']]);
});

test('the unmasked comment is kept only where the installation says so, and not past its days', async () => {
  await ingestFeedback({ ...setup.deps, keepOriginalDays: 90 }, [ITEM]);
  await ingestFeedback(setup.deps, [{ ...ITEM, id: 'a2' }]);
  // 90 days after 1 June 2025
  assert.equal(await setup.store.purgeOriginals('2025-08-29'), 0);
  assert.equal(await setup.store.purgeOriginals('2025-09-01'), 1);
});
