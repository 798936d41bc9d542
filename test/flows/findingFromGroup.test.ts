import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { composeFinding } from '../../src/flows/composeFinding.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import { missingThemes } from '../../src/flows/missingThemes.js';
import { groupThemeless } from '../../src/flows/themelessGroups.js';
import type { OwnThemeDraft } from '../../src/store/ownThemeStore.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const QUALITY = { weak: [], drifted: [] };
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

/** Each with two words of its own; every fourth by someone who was happy all the same. */
function comments(topic: string, month: string, count: number): Answers[] {
  return Array.from({ length: count }, (_, index) => ({
    day: `${month}-${String(10 + (index % 15))}`,
    counts: index % 4 === 0 ? [1, 0, 0] : [0, 0, 1],
    comment: [],
    text: `${topic} ${NAMES[index % 10]} ${month.replace('-', 'x')}y${Math.floor(index / 10)}`,
  }));
}

const FOOD = 'ruoka keittiö lautanen haarukka lusikka';
const BUS = 'bussi pysäkki aikataulu kuljettaja lippu';

async function setUp(context: TestContext): Promise<FlowDeps & { now: () => string }> {
  const answers = [
    ...['2023-04', '2023-08', '2023-12'].flatMap((month) => [...comments(FOOD, month, 4), ...comments(BUS, month, 9)]),
    ...['2024-04', '2024-05', '2024-06'].flatMap((month) => [...comments(FOOD, month, 12), ...comments(BUS, month, 4)]),
  ];
  return { ...(await depsWith(context, answers)), tagger: createFakeTagger({}), now: () => '2024-07-15T09:00:00.000Z' };
}

test('a finding made of a group without a theme has its share, its words, and voices of both minds', async (context) => {
  const deps = await setUp(context);
  assert.equal(await composeFinding(deps, { kind: 'group', group: 1 }, QUALITY), null, 'before the first run');
  await groupThemeless(deps);
  const [group] = (await missingThemes(deps))?.groups ?? [];
  assert.ok(group);
  const found = (await composeFinding(deps, { kind: 'group', group: group.id }, QUALITY)) ?? assert.fail();
  const { recent } = group.growth;
  assert.deepEqual(
    found.figures.map(({ kind, n, from }) => [kind, n, from]),
    [
      ['groupShare', recent.base, '2024-04-01'],
      ['groupShareBefore', group.growth.before.base, '2023-04-01'],
      ['nps', group.nps.n, '2023-04-01'],
    ],
  );
  assert.equal(found.figures[0]?.value, recent.count / recent.base);
  assert.equal(found.filter.unit, null, 'groups are of the whole organisation');
  assert.deepEqual(found.phrases, group.phrases);
  assert.equal(found.direction, 'neg', 'three in four were critical');
  const tones = found.candidates.map(({ polarity, contradicts }) => `${polarity} ${contradicts}`);
  assert.deepEqual([...new Set(tones)].sort(), ['neg false', 'pos true']);
  assert.equal(new Set(found.candidates.map(({ response }) => response)).size, found.candidates.length);
  assert.equal(await composeFinding(deps, { kind: 'group', group: 99 }, QUALITY), null);
});

test('a finding made of a theme that is being taught has the share that the theme would be given to', async (context) => {
  const deps = await setUp(context);
  const draft: OwnThemeDraft = {
    key: 'food',
    name: { fi: 'Ruoka', sv: 'Mat', en: 'Food' },
    description: { fi: '', sv: '', en: '' },
    excludes: { fi: '', sv: '', en: '' },
    colour: null,
    sentences: [],
    state: 'ready',
    head: '{}',
    answers: 30,
    scannedAnswers: 30,
    scanned: 84,
    total: 84,
    months: [
      { month: '2024-05', comments: 16, given: 12 },
      { month: '2024-06', comments: 16, given: 11 },
    ],
    by: 'maija',
    createdAt: deps.now(),
    changedAt: deps.now(),
  };
  await deps.store.saveOwnTheme({ ...draft, months: [] });
  assert.equal(await composeFinding(deps, { kind: 'draft', key: 'food' }, QUALITY), null, 'before it was looked for');
  await deps.store.saveOwnTheme(draft);
  const { items } = await deps.store.listComments({
    from: '2024-05-01',
    to: '2024-06-30',
    unit: null,
    channel: null,
    lang: null,
    theme: null,
    polarity: null,
    q: null,
    stems: [],
    limit: 20,
    cursor: null,
  });
  const sure = items.slice(0, 9);
  await deps.store.replaceOwnThemeCandidates('food', [
    ...sure.map(({ id }) => ({ id, score: 0.9, random: false })),
    ...items.slice(9).map(({ id }) => ({ id, score: 0.2, random: true })),
  ]);
  const found = (await composeFinding(deps, { kind: 'draft', key: 'food' }, QUALITY)) ?? assert.fail();
  const [share] = found.figures;
  assert.deepEqual(
    [share?.kind, share?.value, share?.n, share?.from, share?.to],
    ['draftShare', 23 / 32, 32, '2024-05-01', '2024-06-30'],
  );
  assert.deepEqual(found.name, draft.name);
  const likely = new Set(sure.map(({ id }) => id));
  assert.ok(found.candidates.length > 0 && found.candidates.every(({ response }) => likely.has(response)));

  await deps.store.updateOwnTheme('food', { months: [{ month: '2024-06', comments: 16, given: 3 }] });
  const few = (await composeFinding(deps, { kind: 'draft', key: 'food' }, QUALITY)) ?? assert.fail();
  assert.deepEqual(few.candidates, [], 'of so few nobody is quoted');
});
