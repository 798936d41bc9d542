import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { QualityCards, type QualityCard } from '../../src/flows/qualityCard.js';
import type { LabelledComment } from '../../src/tagging/quality.js';
import type { Answers } from './feedbackFixture.js';
import { qualityDeps, saveVerdicts, type QualityDeps } from './qualityFixture.js';

const waiting = (text: string, labelled: boolean, lang = 'fi'): LabelledComment => ({
  lang,
  text,
  labels: labelled ? [{ theme: 'waiting_times', polarity: 'neg' }] : [],
});

/** In Finnish 8 of 10 with the theme are found, and 2 of 20 without it are given it; Swedish has one comment. */
const COMMITTED: LabelledComment[] = [
  ...Array.from({ length: 8 }, (_, n) => waiting(`jonotin ${n}`, true)),
  ...Array.from({ length: 2 }, (_, n) => waiting(`odotin ${n}`, true)),
  ...Array.from({ length: 2 }, (_, n) => waiting(`en jonotin ${n}`, false)),
  ...Array.from({ length: 18 }, (_, n) => waiting(`kiitos ${n}`, false)),
  waiting('köade jonotin', true, 'sv'),
];

/** 100 read comments, 20 of them tagged with waiting times. */
const ANSWERS: Answers[] = [
  { day: '2024-06-01', counts: [20, 0, 0], comment: [['waiting_times', 'neg']] },
  { day: '2024-06-01', counts: [80, 0, 0], comment: [] },
];

async function cardOf(deps: QualityDeps): Promise<QualityCard> {
  const found = await new QualityCards(deps, (error) => assert.fail(String(error))).card(60_000);
  assert.ok(found.state === 'ready');
  return found.value;
}

const waitingOf = (card: QualityCard, lang: string | null) =>
  card.committed.languages
    .find((quality) => quality.lang === lang)
    ?.themes.find(({ theme }) => theme === 'waiting_times');

async function setUp(context: TestContext): Promise<QualityDeps> {
  return qualityDeps(context, ANSWERS, COMMITTED);
}

test('heads are judged on the committed labels per language, and the card says that they were fitted there', async (t) => {
  const card = await cardOf(await setUp(t));
  assert.equal(card.committed.method, 'fittedThere');
  const fi = waitingOf(card, 'fi');
  assert.deepEqual([fi?.precision.hits, fi?.precision.n, fi?.recall.n, fi?.specificity.n], [8, 10, 10, 20]);
  assert.equal(fi?.f1, 0.8);
  assert.equal(waitingOf(card, null)?.recall.n, 11);
  assert.deepEqual(card.labels, { correction: 0, candidate: 0, sample: 0, panel: 0 });
  assert.deepEqual([card.sample, card.panel.pairs, card.panel.kappa], [[], 0, null]);
});

test('committed comments are embedded once, and never again', async (t) => {
  const deps = await setUp(t);
  await cardOf(deps);
  assert.equal(deps.tagger.embedded.length, 31);
  await cardOf(deps);
  assert.equal(deps.tagger.embedded.length, 31);
});

test('heads that a training made are shown by its cross-validation', async (t) => {
  const deps = await setUp(t);
  const nothing = { precision: null, recall: null, f1: null };
  const cell = {
    lang: 'fi',
    origin: 'committed',
    known: 30,
    labelled: 10,
    before: nothing,
    change: null,
    worse: false,
  };
  const report = {
    seed: 1,
    folds: 5,
    comments: { committed: 31, person: 0 },
    inputHash: '',
    cells: [
      // 6 of 10 found, 8 given
      { ...cell, theme: 'waiting_times', after: { precision: 0.75, recall: 0.6, f1: 2 / 3 } },
      { ...cell, theme: null, known: 210, after: { precision: 0.5, recall: 0.5, f1: 0.5 } },
      { ...cell, theme: 'premises', labelled: 0, after: { precision: 0, recall: null, f1: 0 } },
    ],
    before: [],
    after: [
      {
        lang: 'fi',
        microF1: 0.7,
        macroF1: 0.61,
        jointF1: 0.5,
        neutralF1: null,
        polarityRight: 0.8,
        calibrationError: 0.033,
      },
    ],
    accepted: true,
    refusedFor: [],
  };
  const overlay = {
    format: 1 as const,
    themes: { waiting_times: { stack: { encoder: 1, lexical: 1, bias: 0 }, threshold: 0.4 } },
    polarityStack: null,
    ownThemes: [],
  };
  await deps.installation.apply({ heads: { overlay, report }, by: 'maija', reason: 'trained' });
  const card = await cardOf(deps);
  assert.deepEqual([card.committed.method, card.committed.folds], ['crossValidated', 5]);
  const fi = waitingOf(card, 'fi');
  assert.deepEqual([fi?.recall.hits, fi?.recall.n, fi?.precision.n, fi?.specificity.hits], [6, 10, 8, 18]);
  const quality = card.committed.languages.find(({ lang }) => lang === 'fi');
  assert.deepEqual([quality?.macroF1, quality?.calibrationError], [0.61, 0.033]);
  // .8 of the 5 that were found
  assert.deepEqual([quality?.polarityOfFound.hits, quality?.polarityOfFound.n], [4, 5]);
});

test('only the checked sample measures; corrections and candidate answers are counted and left out', async (t) => {
  const deps = await qualityDeps(t, [
    { day: '2024-06-01', counts: [3, 0, 0], comment: [], text: 'jonotin kauan' },
    { day: '2024-06-02', counts: [1, 0, 0], comment: [], text: 'odotin kauan' },
  ]);
  await saveVerdicts(deps, 1, 'sample', { waiting_times: 'neg', premises: null });
  await saveVerdicts(deps, 4, 'sample', { waiting_times: 'neg' });
  await saveVerdicts(deps, 2, 'correction', { waiting_times: null });
  await saveVerdicts(deps, 3, 'candidate', { waiting_times: null });
  const card = await cardOf(deps);
  const all = card.sample.find(({ lang }) => lang === null);
  assert.equal(all?.comments, 2);
  assert.deepEqual([all.micro.known, all.micro.recall.hits, all.micro.recall.n], [3, 1, 2]);
  assert.deepEqual(card.labels, { correction: 1, candidate: 1, sample: 3, panel: 0 });
});

test('agreement with the panel is the share of pairs and what chance does not give', async (t) => {
  const deps = await qualityDeps(t, [
    { day: '2024-06-01', counts: [2, 0, 0], comment: [], text: 'jonotin kauan' },
    { day: '2024-06-02', counts: [2, 0, 0], comment: [], text: 'kiitos kaikesta' },
  ]);
  // the tagger finds the theme in 1 and 2
  await saveVerdicts(deps, 1, 'panel', { waiting_times: 'neg' });
  await saveVerdicts(deps, 2, 'panel', { waiting_times: null });
  await saveVerdicts(deps, 3, 'panel', { waiting_times: null });
  await saveVerdicts(deps, 4, 'panel', { waiting_times: null });
  const { panel } = await cardOf(deps);
  // agreed 3 of 4; panel says yes to 1 of 4, tagger to 2 of 4: by chance .25·.5 + .75·.5 = .5; (.75 − .5)/.5
  assert.deepEqual([panel.pairs, panel.comments, panel.agreed, panel.kappa], [4, 4, 0.75, 0.5]);
});

test('the true share takes the errors out of the observed one, and says on what they were measured', async (t) => {
  const card = await cardOf(await setUp(t));
  const share = card.trueShares.themes.find(({ theme }) => theme.key === 'waiting_times');
  assert.deepEqual([share?.observed.count, share?.observed.base, share?.from], [20, 100, 'committed']);
  // se 9/11, sp 18/20: (.2 + .9 − 1)/(9/11 + .9 − 1) = .1/.71818
  assert.ok(Math.abs((share?.estimate?.share ?? 0) - 0.13924) < 1e-5);
  const interval = share?.estimate?.interval;
  assert.ok(interval && interval[0] < 0.05 && interval[1] > 0.2, String(interval));
  // nobody labelled premises: nothing is known of its errors
  const premises = card.trueShares.themes.find(({ theme }) => theme.key === 'premises');
  assert.deepEqual([premises?.estimate, premises?.from], [null, null]);
});

test('under the disclosure limit no share is shown, neither observed nor true', async (t) => {
  const deps = await qualityDeps(
    t,
    [{ day: '2024-06-01', counts: [4, 0, 0], comment: [['waiting_times', 'neg']] }],
    COMMITTED,
  );
  const share = (await cardOf(deps)).trueShares.themes[0];
  assert.deepEqual([share?.observed.suppressed, share?.observed.share, share?.estimate], [true, null, null]);
});

test('a merged theme counts what the labels of both say', async (t) => {
  const deps = await setUp(t);
  const { document } = deps.installation.current;
  const themes = document.themes.map((theme) =>
    theme.key === 'waiting_times' ? { ...theme, state: 'merged' as const, mergedInto: 'access' } : theme,
  );
  await deps.installation.apply({ document: { themes }, by: 'maija', reason: 'merge' });
  const card = await cardOf(deps);
  const access = card.committed.languages
    .find(({ lang }) => lang === 'fi')
    ?.themes.find(({ theme }) => theme === 'access');
  assert.deepEqual([access?.known, access?.labelled, access?.recall.hits], [30, 10, 8]);
});

test('a page that does not wait is told how far the measuring is; the next one has it', async (t) => {
  const deps = await setUp(t);
  const cards = new QualityCards(deps, (error) => assert.fail(String(error)));
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  deps.tagger.beforeBatch = () => held;
  assert.deepEqual(await cards.card(0), { state: 'measuring', done: 0, of: 0 });
  go();
  const found = await cards.card(60_000);
  assert.equal(found.state, 'ready');
});

test('what is known of weak themes is at hand without waiting, and nothing is measured while comments wait', async (t) => {
  const deps = await setUp(t);
  const cards = new QualityCards(deps, (error) => assert.fail(String(error)));
  await cards.card(60_000);
  const [weakest] = cards.weak;
  // ten comments with the theme are too few
  assert.deepEqual(
    [weakest?.theme, weakest?.lang, weakest?.reason, weakest?.labelled],
    ['waiting_times', 'fi', 'few', 10],
  );

  const waiting = await qualityDeps(t, [{ day: '2024-06-01', counts: [1, 0, 0], comment: 'pending' }], COMMITTED);
  assert.deepEqual(new QualityCards(waiting, (error) => assert.fail(String(error))).weak, []);
  await waiting.store.taggingProgress();
  assert.deepEqual(waiting.tagger.embedded, []);
});

test('a card is remembered until labels change', async (t) => {
  const deps = await setUp(t);
  const cards = new QualityCards(deps, (error) => assert.fail(String(error)));
  const value = async (): Promise<QualityCard> => {
    const found = await cards.card(60_000);
    assert.ok(found.state === 'ready');
    return found.value;
  };
  const first = await value();
  assert.equal(await value(), first);
  await saveVerdicts(deps, 1, 'sample', { waiting_times: 'neg' });
  const second = await value();
  assert.notEqual(second, first);
  assert.equal(second.committed, first.committed, 'what rests on versions alone is not measured again');
});
