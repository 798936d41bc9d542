import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { agreementFrom, rateOf } from '../../src/domain/tagQuality.js';
import {
  expectedWidths,
  nextSample,
  readChecked,
  saveSample,
  type SampleAnswers,
} from '../../src/flows/qualitySample.js';
import type { Answers } from './feedbackFixture.js';
import { qualityDeps, type QualityDeps } from './qualityFixture.js';

const ANSWERS: Answers[] = [
  { day: '2024-06-01', counts: [100, 0, 0], comment: [] },
  { day: '2024-06-02', counts: [4, 0, 0], comment: [], lang: 'sv', text: 'jonotin länge' },
  // not of the last year, and not tagged
  { day: '2022-01-01', counts: [50, 0, 0], comment: [], lang: 'en' },
  { day: '2024-06-02', counts: [5, 0, 0], comment: 'pending', lang: 'en' },
];

async function setUp(context: TestContext): Promise<{ deps: QualityDeps; nothing: SampleAnswers }> {
  const deps = await qualityDeps(context, ANSWERS);
  return { deps, nothing: Object.fromEntries(deps.taxonomy.themes.map(({ key }) => [key, null])) };
}

test('languages take turns by the root of their size, each comment once, until none is left', async (t) => {
  const { deps, nothing } = await setUp(t);
  const drawn: string[] = [];
  const seen = new Set<number>();
  for (;;) {
    const { next } = await nextSample(deps);
    if (!next || drawn.length >= 12) break;
    drawn.push(next.lang);
    assert.ok(!seen.has(next.id));
    seen.add(next.id);
    assert.equal((await saveSample(deps, next.id, nothing, 'maija')).outcome, 'saved');
  }
  // √100 : √4 is five to one
  assert.equal(drawn.filter((lang) => lang === 'sv').length, 2);
  const { progress } = await nextSample(deps);
  assert.deepEqual(progress, [
    { lang: 'fi', checked: 10, comments: 100 },
    { lang: 'sv', checked: 2, comments: 4 },
  ]);
});

test('the draw is the same for everyone, and does not follow time', async (t) => {
  const { deps } = await setUp(t);
  const one = await nextSample(deps);
  assert.equal((await nextSample(deps)).next?.id, one.next?.id);
  assert.notEqual(one.next?.id, 1);
});

test('what someone says about every theme is kept, and only then is the answer of the tagger told', async (t) => {
  const { deps, nothing } = await setUp(t);
  let id = 0;
  for (;;) {
    const { next } = await nextSample(deps);
    assert.ok(next);
    id = next.id;
    if (next.lang === 'sv') break;
    await saveSample(deps, id, nothing, 'maija');
  }
  assert.equal(await readChecked(deps, id), null);
  const saved = await saveSample(deps, id, { ...nothing, premises: 'pos' }, 'maija');
  assert.equal(saved.outcome, 'saved');
  const checked = await readChecked(deps, id);
  assert.deepEqual(checked?.said, [{ theme: 'premises', polarity: 'pos' }]);
  assert.deepEqual(
    checked?.machine.map(({ theme, polarity }) => [theme, polarity]),
    [['waiting_times', 'neg']],
  );
  assert.equal(checked?.same, false);
  const history = await deps.store.labelHistory(id);
  assert.equal(history.length, deps.taxonomy.themes.length);
  assert.deepEqual([...new Set(history.map(({ source, by }) => `${source} ${by}`))], ['sample maija']);
  // the person's word is the comment's tag from now on
  const comment = await deps.store.getComment(id);
  assert.deepEqual(
    comment?.tags.map(({ theme, confirmed }) => [theme, confirmed]),
    [['premises', true]],
  );
});

test('only drawn comments are taken, with an answer for every theme', async (t) => {
  const { deps, nothing } = await setUp(t);
  const { next } = await nextSample(deps);
  assert.ok(next);
  assert.equal((await saveSample(deps, next.id, { waiting_times: null }, 'maija')).outcome, 'otherThemes');
  await saveSample(deps, next.id, nothing, 'maija');
  assert.equal((await saveSample(deps, next.id, nothing, 'maija')).outcome, 'notDrawn');
  // of 2022, pending, unknown
  for (const id of [110, 156, 9999]) assert.equal((await saveSample(deps, id, nothing, 'maija')).outcome, 'notDrawn');
});

test('four times as many comments halve the width that is to be expected', () => {
  const micro = { ...agreementFrom({ hits: 75, given: 100, labelled: 100 }, 700), polarity: rateOf(0, 0) };
  const widths = expectedWidths(micro, 100);
  const of = (comments: number): number => widths.find((width) => width.comments === comments)?.halfWidth ?? NaN;
  // J = 75 of 125 = .6 ± .0842 (Wilson .5125–.6817); F1 .6777–.8107
  assert.ok(Math.abs(of(100) - 0.0665) < 1e-3, String(of(100)));
  assert.ok(Math.abs(of(50) / of(200) - 2) < 0.06);
  assert.deepEqual(expectedWidths(micro, 0), []);
});
