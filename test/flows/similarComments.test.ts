import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { NO_FILTER, type CommentFilter } from '../../src/domain/feedbackFilter.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import { indexSimilarity } from '../../src/flows/indexSimilarity.js';
import { Installation } from '../../src/flows/installation.js';
import { nearestExamples } from '../../src/flows/nearestExamples.js';
import { similarComments } from '../../src/flows/similarComments.js';
import { tagBatch } from '../../src/flows/tagPending.js';
import type { LabelledComment } from '../../src/tagging/quality.js';
import { createFakeTagger, type FakeTagger } from '../support/fakeTagger.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const ALL: CommentFilter = { ...NO_FILTER, theme: null, polarity: null, q: null };

/** Labels that share no word with the comments: what all texts have in common is drawn from them. */
const LABELS: LabelledComment[] = Array.from({ length: 40 }, (_, index) => ({
  lang: 'fi',
  text: `label${index} other${index} word${index * 7} more${index * 3}`,
  labels: index % 2 === 0 ? [{ theme: 'access', polarity: 'neg' }] : [],
}));

const comment = (text: string, changes: Partial<Answers> = {}): Answers => ({
  day: '2024-03-01',
  counts: [1, 0, 0],
  comment: 'pending',
  text,
  ...changes,
});

async function setUp(
  t: TestContext,
  answers: readonly Answers[],
): Promise<LearningDeps & { readonly tagger: FakeTagger }> {
  const bare = await depsWith(t, answers);
  const tagger = createFakeTagger({});
  const now = (): string => '2024-07-15T08:00:00.000Z';
  const installation = await Installation.open({ store: bare.store, tagger, shipped: bare.taxonomy, now });
  const deps = {
    ...bare,
    tagger,
    learner: tagger,
    installation,
    now,
    committedLabels: () => Promise.resolve(LABELS),
  };
  await tagBatch(deps, await deps.store.pendingComments(100));
  return deps;
}

const textsOf = async (
  deps: LearningDeps,
  to: Parameters<typeof similarComments>[2],
  filter: Partial<CommentFilter> = {},
) => (await similarComments(deps, { ...ALL, ...filter }, to))?.items.map(({ comment: { text } }) => text);

const ANSWERS: Answers[] = [
  comment('parking hall is too small'),
  comment('parking hall is too expensive', { lang: 'en', day: '2024-04-01' }),
  comment('the nurse listened to me', { lang: 'en' }),
  comment('parking hall is too small', { day: '2024-05-01', counts: [0, 2, 0] }),
];

test('comments are found by what they mean once the index is made, and say how many wait until then', async (t) => {
  const deps = await setUp(t, ANSWERS);
  const before = await similarComments(deps, ALL, { text: 'parking hall' });
  assert.deepEqual([before?.items.length, before?.waiting], [0, 5]);
  deps.tagger.embedded.length = 0;
  assert.deepEqual(await indexSimilarity(deps), { comments: 5, embedded: 0 });
  assert.deepEqual(new Set(deps.tagger.embedded), new Set(LABELS.map(({ text }) => text)), 'comments had vectors');
  const found = await similarComments(deps, ALL, { text: 'parking hall is small' });
  assert.equal(found?.waiting, 0);
  assert.deepEqual(
    found.items.slice(0, 2).map((item) => [item.comment.text, item.comment.day, item.alike]),
    [
      ['parking hall is too small', '2024-05-01', 3],
      ['parking hall is too expensive', '2024-04-01', 1],
    ],
  );
  // what is tagged from now on is in the index at once, and there is nothing left to do
  assert.deepEqual(await indexSimilarity(deps), { comments: 0, embedded: 0 });
  const runs = await deps.store.listRuns(10, 'similarityIndex');
  assert.deepEqual(
    runs.map((run) => [run.state, run.counts]),
    [['done', { comments: 5, embedded: 0 }]],
  );
  assert.deepEqual(await deps.store.check(), []);
});

test('comments like a comment are other texts, and the filter holds', async (t) => {
  const deps = await setUp(t, ANSWERS);
  await indexSimilarity(deps);
  const [first] = (
    await deps.store.listComments({ ...ALL, stems: [], limit: 9, cursor: null, to: '2024-03-01' })
  ).items.filter(({ text }) => text.startsWith('parking'));
  assert.equal((await textsOf(deps, { comment: first!.id }))?.[0], 'parking hall is too expensive');
  assert.deepEqual(await textsOf(deps, { comment: first!.id }, { lang: 'fi' }), []);
  assert.deepEqual(await textsOf(deps, { text: 'parking hall is small' }, { lang: 'fi' }), [
    'parking hall is too small',
  ]);
  assert.deepEqual(await textsOf(deps, { text: '  ' }), []);
  assert.equal(await similarComments(deps, ALL, { comment: 999 }), null);
  assert.equal(await similarComments(deps, { ...ALL, unit: 'nowhere' }, { text: 'parking' }), null);
});

test('what someone searches for is not stored', async (t) => {
  const deps = await setUp(t, ANSWERS);
  await indexSimilarity(deps);
  await similarComments(deps, ALL, { text: 'my secret question' });
  deps.tagger.embedded.length = 0;
  await similarComments(deps, ALL, { text: 'my secret question' });
  assert.deepEqual(deps.tagger.embedded, ['my secret question']);
});

test('the nearest examples of a theme are those most alike, with what was said about it, and follow new labels', async (t) => {
  const deps = await setUp(t, ANSWERS);
  const [asked] = await deps.tagger.tag([{ text: 'label4 other4 word28' }]);
  const near = (exceptText: string | null = null) => nearestExamples(deps, asked!.whole, 'access', 3, exceptText);
  const [first, ...others] = await near();
  assert.deepEqual(
    [first?.text, first?.present, first?.polarity, first?.source, first?.id],
    [LABELS[4]?.text, true, 'neg', 'committed', null],
  );
  assert.equal(others.length, 2);
  assert.ok((first?.similarity ?? 0) > (others[0]?.similarity ?? 1));
  assert.ok((await near(LABELS[4]?.text)).every(({ text }) => text !== LABELS[4]?.text));
  assert.deepEqual(await nearestExamples(deps, asked!.whole, 'no_such_theme'), []);

  // a person says of a comment that it is not about access
  const [row] = (await deps.store.listComments({ ...ALL, stems: [], limit: 1, cursor: null })).items;
  await deps.store.saveLabels(
    [
      {
        response: row!.id,
        theme: 'access',
        present: false,
        polarity: null,
        evidence: [],
        source: 'correction',
        by: 'local',
        at: deps.now(),
      },
    ],
    [{ id: row!.id, state: 'tagged', tags: [] }],
    deps.tagger.versions,
    deps.installation.current.document,
  );
  const [own] = await deps.tagger.tag([{ text: row!.text }]);
  const [nearest] = await nearestExamples(deps, own!.whole, 'access');
  assert.deepEqual(
    [nearest?.text, nearest?.present, nearest?.source, nearest?.id],
    [row!.text, false, 'correction', row!.id],
  );
});
