import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { missingThemes, suggestionFor } from '../../src/flows/missingThemes.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import { groupThemeless } from '../../src/flows/themelessGroups.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const NAMES = [
  'omena',
  'päärynä',
  'luumu',
  'kirsikka',
  'mansikka',
  'mustikka',
  'puolukka',
  'karpalo',
  'lakka',
  'vadelma',
];

/** Comments about food and about the bus, each with two words of its own, in these months. */
function comments(topic: string, month: string, count: number, changes: Partial<Answers> = {}): Answers[] {
  return Array.from({ length: count }, (_, index) => ({
    day: `${month}-${String(10 + (index % 15))}`,
    counts: [1, 0, 0],
    comment: [],
    text: `${topic} ${NAMES[index % 10]} ${month.replace('-', 'x')}y${Math.floor(index / 10)}`,
    ...changes,
  }));
}

const FOOD = 'ruoka keittiö lautanen';
const BUS = 'bussi pysäkki aikataulu';

/** A year and three months of both; food is said three times as often in the last three. */
const ANSWERS: Answers[] = [
  ...['2023-04', '2023-06', '2023-08', '2023-10', '2023-12', '2024-02'].flatMap((month) => [
    ...comments(FOOD, month, 3),
    ...comments(BUS, month, 6, { counts: [0, 0, 1] }),
  ]),
  ...['2024-04', '2024-05', '2024-06'].flatMap((month) => [...comments(FOOD, month, 12), ...comments(BUS, month, 3)]),
  // say nothing that could be a theme
  ...comments('', '2024-05', 6, { text: 'Kiitos!' }),
  ...comments('', '2024-05', 4, { text: '-' }),
  // have a theme, and are part of what shares are of
  ...['2023-06', '2023-10', '2024-02'].flatMap((month) => comments('x', month, 60, { comment: [['access', 'neg']] })),
  ...comments('x', '2024-05', 120, { comment: [['access', 'neg']] }),
];

async function setUp(t: TestContext, answers: readonly Answers[] = ANSWERS): Promise<FlowDeps & { now: () => string }> {
  let hour = 0;
  const now = (): string => new Date(Date.UTC(2024, 6, 15, (hour += 1))).toISOString();
  return { ...(await depsWith(t, answers)), tagger: createFakeTagger({}), now };
}

test('comments without a theme are grouped by what they say; thanks and signs are left out', async (t) => {
  const deps = await setUp(t);
  assert.equal(await missingThemes(deps), null, 'before the first run');
  const counts = await groupThemeless(deps);
  // 18 + 36 of food, 36 + 9 of the bus, 10 that say nothing
  assert.deepEqual([counts?.themeless, counts?.comments, counts?.telling], [109, 109, 99]);
  const found = await missingThemes(deps);
  assert.ok(found && found.groups.length > 0);
  assert.deepEqual(
    [found.settings.from, found.settings.recentFrom, found.settings.to],
    ['2023-04-01', '2024-04-01', '2024-06-21'],
  );
  for (const { quotes } of found.groups) {
    const topics = new Set(quotes.map(({ text }) => text.split(' ')[0]));
    assert.equal(topics.size, 1, [...topics].join());
  }
  const shown = found.groups.reduce((sum, group) => sum + group.comments, 0);
  assert.equal(shown + found.mixed, 99);
});

test('a run with the same comments finds the same groups under the same names', async (t) => {
  const deps = await setUp(t);
  await groupThemeless(deps);
  const first = await missingThemes(deps);
  await groupThemeless(deps);
  const second = await missingThemes(deps);
  const stable = (found: typeof first) => found?.groups.map(({ id, phrases, comments }) => ({ id, phrases, comments }));
  assert.deepEqual(stable(second), stable(first));
  assert.ok(first?.groups.every(({ isNew }) => isNew) && second?.groups.every(({ isNew }) => !isNew));
  assert.equal(second?.run.inputHash, first?.run.inputHash);
  const other = await setUp(t);
  await groupThemeless(other);
  assert.deepEqual(stable(await missingThemes(other)), stable(first), 'elsewhere too');
});

test('groups keep their id when comments come and the last month moves on', async (t) => {
  const deps = await setUp(t);
  await groupThemeless(deps);
  const before = await missingThemes(deps);
  const added = comments(FOOD, '2024-07', 6).map((answer, index) => ({ answer, id: `later-${index}` }));
  const stored = await deps.store.addResponses(
    added.map(({ answer, id }) => ({
      source: 'test',
      sourceId: id,
      day: '2024-07-02',
      answeredAt: null,
      unitPath: ['org'],
      channel: 'sms',
      lang: 'fi',
      score: 9,
      scale: 'nps',
      comment: answer.text ?? '',
      statements: {},
      contentHash: id,
      stems: '',
      initialState: 'pending',
    })),
  );
  await deps.store.saveTags(
    stored.map(({ id }) => ({ id, state: 'tagged', tags: [] })),
    deps.tagger.versions,
    [],
  );
  await groupThemeless(deps);
  const after = await missingThemes(deps);
  const ids = new Set(before?.groups.map(({ id }) => id));
  const kept = after?.groups.filter(({ id }) => ids.has(id)) ?? [];
  assert.ok(kept.length >= (before?.groups.length ?? 0) - 1, `${kept.length} of ${ids.size}`);
});

test('a group’s shares are of all comments of the same months, and its NPS is of those who say it', async (t) => {
  const deps = await setUp(t);
  await groupThemeless(deps);
  const found = await missingThemes(deps);
  const bases = new Set(found?.groups.map(({ growth }) => `${growth.before.base} ${growth.recent.base}`));
  // before: 18 + 36 + 180 of a theme; recent: 36 + 9 + 10 + 120
  assert.deepEqual([...bases], ['234 175']);
  for (const { quotes, nps, growth, comments: n, months } of found?.groups ?? []) {
    assert.equal(nps.nps, quotes[0]?.text.startsWith(BUS) && growth.recent.count === 0 ? -100 : nps.nps);
    assert.equal(growth.before.count + growth.recent.count, n);
    assert.equal(
      months.reduce((sum, month) => sum + month.count, 0),
      n,
    );
    assert.equal(months.length, 15);
  }
});

test('a group suggests a theme with its most typical texts, until its comments have one', async (t) => {
  const deps = await setUp(t);
  await groupThemeless(deps);
  const [group] = (await missingThemes(deps))?.groups ?? [];
  assert.ok(group);
  const suggestion = await suggestionFor(deps, group.id);
  assert.equal(suggestion?.examples[0]?.text, group.quotes[0]?.text);
  assert.ok(suggestion);
  assert.ok(suggestion.examples.length >= 5 && suggestion.examples.length <= 20);
  assert.equal(new Set(suggestion.examples.map(({ text }) => text)).size, suggestion.examples.length);
  assert.equal(await suggestionFor(deps, 999), null);

  const stored = await deps.store.getGroup(group.id);
  await deps.store.saveTags(
    (stored?.members ?? []).map(({ id }) => ({
      id,
      state: 'tagged',
      tags: [{ theme: 'food', polarity: 'neu', confidence: 0.9, evidence: [{ start: 0, end: 5 }] }],
    })),
    deps.tagger.versions,
    [],
  );
  assert.equal(await suggestionFor(deps, group.id), null);
  assert.ok(!(await missingThemes(deps))?.groups.some(({ id }) => id === group.id));
});

test('few comments make no groups, and an empty database is left alone', async (t) => {
  const few = await setUp(t, comments(FOOD, '2024-05', 8));
  assert.equal((await groupThemeless(few))?.groups, 0);
  assert.deepEqual((await missingThemes(few))?.groups, []);
  assert.equal(await groupThemeless(await setUp(t, [])), null);
});
