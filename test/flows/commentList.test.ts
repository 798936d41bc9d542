import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER, type CommentFilter } from '../../src/domain/feedbackFilter.js';
import { commentDetail } from '../../src/flows/commentDetail.js';
import { commentList } from '../../src/flows/commentList.js';
import { hashText } from '../../src/flows/tagPending.js';
import type { TaggerInput, ThemeReason } from '../../src/tagging/tagger.js';
import { depsWith, NO_TAGGER, VERSIONS, type Answers } from './feedbackFixture.js';

const ALL: CommentFilter = { ...NO_FILTER, theme: null, polarity: null, q: null };

const ANSWERS: Answers[] = [
  { day: '2024-03-01', counts: [1, 0, 0], comment: [['access', 'pos']], text: 'Pääsin heti lääkärille.' },
  { day: '2024-03-02', counts: [0, 0, 1], comment: [['access', 'neg']], text: 'Lääkäriaikaa ei saanut.' },
  {
    day: '2024-03-03',
    counts: [0, 1, 0],
    comment: [['premises', 'pos']],
    text: 'Siistit huoneet.',
    unit: ['org', 'x'],
  },
  { day: '2024-03-04', counts: [0, 1, 0], comment: 'unsupported', text: 'Kõik oli hea.', lang: 'et' },
  { day: '2024-03-05', counts: [9, 0, 0] },
];

test('comments come newest first with how many there are, answers without one are not among them', async (t) => {
  const list = await commentList(await depsWith(t, ANSWERS), ALL);
  assert.equal(list?.total, 4);
  assert.deepEqual(
    list.items.map((comment) => comment.day),
    ['2024-03-04', '2024-03-03', '2024-03-02', '2024-03-01'],
  );
  assert.equal(list.next, null);
});

test('a page ends with the cursor of the next, and the total stays that of all', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const first = await commentList(deps, ALL, null, 3);
  assert.deepEqual([first?.items.length, first?.total], [3, 4]);
  assert.ok(first?.next);
  const second = await commentList(deps, ALL, first.next, 3);
  assert.deepEqual(
    [second?.items.map((comment) => comment.day), second?.next, second?.total],
    [['2024-03-01'], null, 4],
  );
});

test('theme, polarity and words narrow the list; words match inflected forms', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const days = async (filter: Partial<CommentFilter>) =>
    (await commentList(deps, { ...ALL, ...filter }))?.items.map((comment) => comment.day);
  assert.deepEqual(await days({ theme: 'access' }), ['2024-03-02', '2024-03-01']);
  assert.deepEqual(await days({ theme: 'access', polarity: 'neg' }), ['2024-03-02']);
  assert.deepEqual(await days({ q: 'huone' }), ['2024-03-03']);
  assert.deepEqual(await days({ unit: 'x' }), ['2024-03-03']);
});

test('a search without a word finds nothing, and an unknown unit has no list', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const list = await commentList(deps, { ...ALL, q: '?!' });
  assert.deepEqual([list?.total, list?.items], [0, []]);
  assert.equal(await commentList(deps, { ...ALL, unit: 'nowhere' }), null);
});

const REASON: ThemeReason = {
  theme: 'access',
  given: true,
  confidence: 0.9,
  threshold: 0.5,
  polarity: 'pos',
  polarityProbabilities: { pos: 0.8, neg: 0.1, neu: 0.1 },
  evidence: [{ start: 0, end: 23 }],
  encoder: 1.2,
  lexical: 1,
  constant: 0,
  clauses: [{ span: { start: 0, end: 23 }, logit: 2, encoder: 1.2, lexical: 1 }],
  rest: { encoder: 0, lexical: 0 },
};

test('a comment’s reasons are worked out from its stored vectors', async (t) => {
  const seen: TaggerInput[] = [];
  const explain = (input: TaggerInput): Promise<ThemeReason[]> => {
    seen.push(input);
    return Promise.resolve([REASON]);
  };
  const deps = { ...(await depsWith(t, ANSWERS)), tagger: { ...NO_TAGGER, explain } };
  const text = 'Pääsin heti lääkärille.';
  const list = await commentList(deps, { ...ALL, theme: 'access', polarity: 'pos' });
  const id = list?.items[0]?.id ?? -1;
  assert.deepEqual((await commentDetail(deps, id))?.reasons, [REASON]);
  await deps.store.saveTags([], VERSIONS, [{ textHash: hashText(text), bytes: new Uint8Array([1, 2, 3]) }]);
  const detail = await commentDetail(deps, id);
  assert.equal(detail?.comment.text, text);
  assert.deepEqual(
    seen.map((input) => [input.text, input.vectors && [...input.vectors]]),
    [
      [text, undefined],
      [text, [1, 2, 3]],
    ],
  );
});

test('a comment in an untagged language has no reasons, and an unknown id no comment', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const list = await commentList(deps, { ...ALL, lang: 'et' });
  assert.deepEqual((await commentDetail(deps, list?.items[0]?.id ?? -1))?.reasons, []);
  assert.equal(await commentDetail(deps, 4711), null);
});
