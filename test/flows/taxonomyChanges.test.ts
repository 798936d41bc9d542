import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { LOCAL_ACTOR } from '../../src/domain/actor.js';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import type { ThemeKey } from '../../src/domain/theme.js';
import type { ChangeRequest } from '../../src/flows/changePlan.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import { mentionsOf, tallyBy, tallyCells, EMPTY_TALLY } from '../../src/flows/tally.js';
import { applyChange, previewChange, type ChangePreview } from '../../src/flows/taxonomyChanges.js';
import { taxonomyVersions } from '../../src/flows/taxonomyVersions.js';
import { themeFigure } from '../../src/flows/themeFigures.js';
import { themeList } from '../../src/flows/themeList.js';
import type { NewLabel } from '../../src/store/labelStore.js';
import { headOf, learningDepsWith, tagAgain, type Written } from './taxonomySetup.js';

const MONTHS = ['2024-01', '2024-02', '2024-03'] as const;
const KINDS = ['jono', 'pääsy', 'jono ja pääsy', 'hoitaja', 'tila, hoitaja', 'tila', 'muuta', 'jono, hoitaja'] as const;

/** 40 comments a month, five of each kind; scores differ by kind. */
function comments(): Written[] {
  return MONTHS.flatMap((month, at) =>
    Array.from({ length: 40 }, (_, n) => ({
      text: `${KINDS[n % KINDS.length]} kommentti ${at}-${n}`,
      day: `${month}-${String(10 + (n % 9))}`,
      score: n % 8 < 3 ? (n % 5) + 1 : n % 4 === 0 ? null : 9,
    })),
  );
}

const said = (response: number, theme: ThemeKey, present: boolean, at = '2024-05-01T10:00:00Z'): NewLabel => ({
  response,
  theme,
  present,
  polarity: present ? 'pos' : null,
  evidence: [],
  source: 'correction',
  by: 'aino',
  at,
});

/** What people said: ids follow the order of `comments`; 1 waits, 2 got in, 3 both, 4 praises, 7 is about nothing. */
const LABELS = [
  said(1, 'waiting_times', false),
  said(2, 'waiting_times', true),
  said(3, 'access', false),
  said(9, 'access', false),
  said(10, 'access', true),
  said(4, 'waiting_times', true),
  said(7, 'access', true),
  said(11, 'waiting_times', false),
  said(12, 'staff_friendliness', false),
];

async function taught(context: TestContext): Promise<LearningDeps> {
  const deps = await learningDepsWith(context, comments());
  await deps.store.countTaggedOtherwise(deps.tagger.versions);
  for (const label of LABELS) {
    const row = await deps.store.getComment(label.response);
    const [machine] = await deps.tagger.tag([{ text: row?.text ?? '' }]);
    await deps.store.saveLabels(
      [label],
      [{ id: label.response, state: 'tagged', tags: machine?.tags ?? [] }],
      deps.tagger.versions,
      deps.installation.current.document,
    );
  }
  return deps;
}

async function preview(deps: LearningDeps, request: ChangeRequest, sample?: number): Promise<ChangePreview> {
  const outcome = await previewChange(deps, request, sample);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.preview;
}

async function cellsOf({ store }: LearningDeps) {
  return store.readCells(NO_FILTER, ['month', 'scoreClass', 'commentState', 'themes']);
}

/** Counts by theme and month, as they are stored now. */
async function storedCounts(deps: LearningDeps): Promise<Map<string, number>> {
  const byMonth = tallyBy(await cellsOf(deps), 'month');
  return new Map(
    deps.taxonomy.themes.flatMap(({ key }) =>
      MONTHS.map((month) => [`${key} ${month}`, mentionsOf((byMonth.get(month) ?? EMPTY_TALLY).themes.get(key))]),
    ),
  );
}

/** The preview must say what tagging again gives: counts, impacts, comments without theme, and every example. */
async function assertComesTrue(deps: LearningDeps, request: ChangeRequest): Promise<ChangePreview> {
  const before = await storedCounts(deps);
  const looked = await preview(deps, request);
  assert.deepEqual(await storedCounts(deps), before, 'looking changes nothing');
  const applied = await applyChange(deps, request, LOCAL_ACTOR);
  assert.ok(applied.ok);
  assert.equal(await tagAgain(deps), 120);
  const after = await storedCounts(deps);
  const cells = await cellsOf(deps);
  const foretold = new Map(before);
  for (const move of looked.figures.themes) {
    for (const row of move.months) {
      const place = `${move.theme.key} ${row.month}`;
      assert.equal(row.before, before.get(place) ?? null, `before: ${place}`);
      if (row.after === null) foretold.delete(place);
      else foretold.set(place, row.after);
      assert.equal(row.afterInterval, null, 'nothing is estimated');
    }
  }
  assert.deepEqual(new Map([...foretold].sort()), new Map([...after].sort()));
  const none = cells.reduce(
    (sum, cell) => (cell.commentState === 'tagged' && cell.themes === '' ? sum + cell.count : sum),
    0,
  );
  assert.equal(looked.figures.withoutTheme?.after, none);
  const tally = tallyCells(cells);
  for (const { theme, after: impact } of looked.figures.impacts) {
    if (!deps.taxonomy.themes.some(({ key }) => key === theme.key)) continue;
    const figure = themeFigure(theme, tally, EMPTY_TALLY, 5);
    assert.deepEqual([impact.impact, impact.interval], [figure.impact, figure.impactInterval], theme.key);
  }
  for (const example of Object.values(looked.examples).flat()) {
    const row = await deps.store.getComment(example.comment.id);
    assert.deepEqual(row?.tags, example.after, example.comment.text);
    assert.notDeepEqual(row?.tags, example.comment.tags);
  }
  assert.deepEqual(await deps.store.check(), []);
  return looked;
}

test('a merge gives exactly the counts, impacts and tags that its preview says, labels included', async (t) => {
  const deps = await taught(t);
  const looked = await assertComesTrue(deps, { kind: 'merge', theme: 'access', into: 'waiting_times' });
  assert.equal(looked.basis, 'counted');
  const [access, waiting] = looked.figures.themes;
  // five kinds of five comments a month have one of the two: 5 + 5 + 5 + 5; what people said moves single ones
  assert.equal(access?.theme.key, 'access');
  assert.equal(access?.total.after, null);
  assert.deepEqual(waiting?.months.at(-1), {
    month: '2024-03',
    base: 40,
    before: 15,
    after: 20,
    afterInterval: null,
  });
  assert.equal(looked.examples.changed.length, 10, 'access becomes waiting times');
  assert.equal(looked.examples.lost.length, 10, 'both count once');
  assert.deepEqual(
    (await themeList(deps)).former.map(({ theme, countsTo }) => [theme.key, countsTo?.key]),
    [['access', 'waiting_times']],
  );
});

test('retiring a theme gives exactly what its preview says', async (t) => {
  const deps = await taught(t);
  const looked = await assertComesTrue(deps, { kind: 'retire', theme: 'premises' });
  assert.deepEqual(
    looked.figures.themes.map(({ theme, total }) => [theme.key, total.before, total.after]),
    [['premises', 30, null]],
  );
  const none = looked.figures.withoutTheme;
  assert.equal((none?.after ?? 0) - (none?.before ?? 0), 15, 'those that are about premises alone');
  assert.equal(looked.examples.lost.length, 10);
  assert.deepEqual([looked.examples.gained, looked.examples.changed], [[], []]);
});

test('bringing a theme back asks the heads about every comment and is exact too', async (t) => {
  const deps = await taught(t);
  await applyChange(deps, { kind: 'merge', theme: 'access', into: 'waiting_times' }, LOCAL_ACTOR);
  await tagAgain(deps);
  const looked = await assertComesTrue(deps, { kind: 'bringBack', theme: 'access' });
  assert.deepEqual([looked.basis, looked.read], ['asked', 120]);
  assert.equal(looked.figures.themes[0]?.total.before, null);
});

test('an own theme is foretold by its head, comes into use with it, and its draft is kept', async (t) => {
  const deps = await taught(t);
  await deps.store.saveOwnTheme({
    key: 'other',
    name: { fi: 'Muu', sv: 'Annat', en: 'Other' },
    description: { fi: '', sv: '', en: '' },
    excludes: { fi: '', sv: '', en: '' },
    colour: null,
    sentences: [],
    state: 'ready',
    head: JSON.stringify(headOf('other', 'muuta')),
    answers: 20,
    scannedAnswers: 20,
    scanned: 120,
    total: 120,
    months: [],
    by: 'aino',
    createdAt: '2024-06-01T10:00:00Z',
    changedAt: '2024-06-01T10:00:00Z',
  });
  assert.deepEqual(await previewChange(deps, { kind: 'add', drafts: ['none'] }), {
    ok: false,
    problem: 'noDraft',
    theme: 'none',
  });
  const looked = await assertComesTrue(deps, { kind: 'split', theme: 'premises', drafts: ['other'], keep: false });
  assert.deepEqual(
    looked.figures.themes.map(({ theme, total }) => [theme.key, total.before, total.after]),
    [
      ['premises', 30, null],
      ['other', null, 15],
    ],
  );
  assert.equal(looked.examples.gained.length, 10);
  assert.equal((await deps.store.getOwnTheme('other'))?.state, 'adopted');
  assert.equal(deps.taxonomy.themes.at(-1)?.colour, 7, 'the first of the colours for own themes');
  assert.deepEqual((await themeList(deps)).drafts, []);
});

test('with more comments than are asked about, counts are estimates with an interval that holds the truth', async (t) => {
  const deps = await taught(t);
  await applyChange(deps, { kind: 'retire', theme: 'waiting_times' }, LOCAL_ACTOR);
  await tagAgain(deps);
  const looked = await preview(deps, { kind: 'bringBack', theme: 'waiting_times' }, 60);
  assert.deepEqual([looked.basis, looked.read], ['sampled', 90]);
  const [move] = looked.figures.themes;
  const [low = 0, high = 0] = move?.total.afterInterval ?? [];
  assert.ok(low <= 45 && high >= 45 && low < high, `${low}–${high}`);
});

test('renaming changes no figure', async (t) => {
  const deps = await taught(t);
  const theme = deps.taxonomy.themes.find(({ key }) => key === 'premises');
  assert.ok(theme);
  const name = { fi: 'Rakennukset', sv: 'Byggnader', en: 'Buildings' };
  const looked = await assertComesTrue(deps, { kind: 'describe', theme: 'premises', words: { ...theme, name } });
  assert.deepEqual(
    looked.figures.themes.map((move) => [move.theme.name.en, move.total.before, move.total.after]),
    [['Buildings', 30, 30]],
  );
  assert.deepEqual(looked.examples, { gained: [], lost: [], changed: [] });
});

test('what cannot be done is refused with the reason, before and when it is applied', async (t) => {
  const deps = await taught(t);
  const request: ChangeRequest = { kind: 'merge', theme: 'access', into: 'parking' };
  const refusal = { ok: false, problem: 'unknown', theme: 'parking' };
  assert.deepEqual(await previewChange(deps, request), refusal);
  assert.deepEqual(await applyChange(deps, request, LOCAL_ACTOR), refusal);
  assert.deepEqual(await previewChange(deps, { kind: 'goBack', installation: 77 }), {
    ok: false,
    problem: 'noVersion',
    theme: '',
  });
  assert.equal(deps.installation.current.document.version, '1');
});

test('every version is kept with who, why and what changed, and can be used again', async (t) => {
  const deps = await taught(t);
  await applyChange(deps, { kind: 'merge', theme: 'access', into: 'waiting_times' }, LOCAL_ACTOR, 'call 040 123 4567');
  await applyChange(deps, { kind: 'retire', theme: 'premises' }, LOCAL_ACTOR);
  await tagAgain(deps);
  const first = (await taxonomyVersions(deps)).at(-1);
  assert.ok(first);
  const looked = await assertComesTrue(deps, { kind: 'goBack', installation: first.row.id });
  assert.deepEqual(
    looked.plan.subjects,
    ['premises', 'access'].sort((a, b) => order(deps, a) - order(deps, b)),
  );
  const steps = await taxonomyVersions(deps);
  assert.deepEqual(
    steps.map((step) => [
      step.row.taxonomy,
      step.inUse,
      step.differences.map((each) => `${each.kind} ${each.theme.key}`),
    ]),
    [
      ['1', true, steps[0]?.differences.map((each) => `${each.kind} ${each.theme.key}`)],
      ['1.2', false, ['retired premises']],
      ['1.1', false, ['merged access']],
      ['1', false, []],
    ],
  );
  assert.deepEqual(steps[0]?.differences.map((each) => `${each.kind} ${each.theme.key}`).sort(), [
    'broughtBack access',
    'broughtBack premises',
  ]);
  assert.equal(steps[2]?.row.reason, 'merge access into waiting_times: call [PUHELIN]');
  assert.equal(steps[2]?.row.by, 'local');
  assert.deepEqual(await previewChange(deps, { kind: 'goBack', installation: first.row.id }), {
    ok: false,
    problem: 'inUse',
    theme: '',
  });
});

function order({ installation }: LearningDeps, key: ThemeKey): number {
  return installation.current.document.themes.findIndex((theme) => theme.key === key);
}

test('nothing is shown of fewer comments than the disclosure limit', async (t) => {
  const deps = await learningDepsWith(t, comments().slice(0, 4));
  const looked = await preview(deps, { kind: 'retire', theme: 'waiting_times' });
  assert.deepEqual(looked.figures, { base: null, themes: [], withoutTheme: null, impacts: [] });
  assert.deepEqual(looked.examples.lost, []);
});
