import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { LOCAL_ACTOR } from '../../src/domain/actor.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import { adopt, refitOwnTheme } from '../../src/flows/ownThemeAdoption.js';
import { ownThemeQuality } from '../../src/flows/ownThemeQuality.js';
import {
  createDraft,
  discardDraft,
  ownThemeView,
  type OwnThemeInput,
  type OwnThemeProblem,
} from '../../src/flows/ownThemes.js';
import { resumeScans, scanEnded, startScan, stopScans } from '../../src/flows/ownThemeScans.js';
import { answer, questions, takeBackAnswer, typicalComments } from '../../src/flows/ownThemeTeaching.js';
import type { OwnThemeExample } from '../../src/tagging/learner.js';
import { headOf, learningDepsWith, tagAgain, type WordTagger, type Written } from './taxonomySetup.js';

const EXAMPLES = ['parkki täynnä', 'ei parkkia', 'parkki kallis', 'parkki kaukana', 'parkki jäässä'];
const INPUT: OwnThemeInput = {
  key: 'parking',
  name: { fi: 'Pysäköinti', sv: 'Parkering', en: 'Parking' },
  description: { fi: 'Autot.', sv: '', en: '' },
  excludes: { fi: '', sv: '', en: '' },
  examples: EXAMPLES.map((text) => ({ text, lang: 'fi' })),
  counterExamples: [{ text: 'pyörä varastettiin', lang: 'fi' }],
};

/** Twelve comments of two months: four about parking (two a month), eight about queues. */
const COMMENTS: Written[] = Array.from({ length: 12 }, (_, index) => ({
  text: index % 3 === 0 ? `parkki numero ${words(index)}` : `jono numero ${words(index)}`,
  day: index < 6 ? '2024-05-10' : '2024-06-10',
  score: 9,
}));

function words(index: number): string {
  return ['ahma', 'hauki', 'ilves', 'joutsen', 'karhu', 'lokki', 'mäyrä', 'norppa', 'orava', 'peura', 'rotta', 'susi'][
    index
  ]!;
}

interface Setup {
  readonly deps: LearningDeps;
  /** What each fit was given. */
  readonly fits: (readonly OwnThemeExample[])[];
}

/** A learner that reads the word `parkki`; its bias tells how often someone said yes. */
async function setUp(context: TestContext): Promise<Setup> {
  const deps = await learningDepsWith(context, COMMENTS);
  const fits: (readonly OwnThemeExample[])[] = [];
  const tagger = deps.tagger as WordTagger;
  tagger.fitOwnTheme = (theme, examples) => {
    fits.push(examples);
    const bias = examples.filter(({ present, origin }) => present && origin === 'person').length;
    return Promise.resolve({ ...headOf(theme, 'parkki'), encoderBias: bias });
  };
  tagger.rank = (head, texts) =>
    Promise.resolve(texts.map(({ text }) => (text.includes(head.encoder) ? 0.9 : 0.1) - text.length / 1000));
  return { deps, fits };
}

async function setUpScanned(context: TestContext): Promise<Setup> {
  const setup = await setUp(context);
  assert.deepEqual(await createDraft(setup.deps, INPUT, LOCAL_ACTOR), { outcome: 'created', key: 'parking' });
  await scanEnded(setup.deps, 'parking');
  return setup;
}

async function problemsOf(deps: LearningDeps, changes: Partial<OwnThemeInput>): Promise<readonly OwnThemeProblem[]> {
  const created = await createDraft(deps, { ...INPUT, ...changes }, LOCAL_ACTOR);
  return created.outcome === 'refused' ? created.problems : [];
}

test('a theme is learned from its sentences and random comments, and every stored comment is scored', async (t) => {
  const { deps, fits } = await setUpScanned(t);
  const kinds = (fits[0] ?? []).map(({ origin, present }) => `${origin} ${present}`);
  assert.equal(kinds.filter((kind) => kind === 'example true').length, 5);
  assert.equal(kinds.filter((kind) => kind === 'example false').length, 1);
  assert.equal(kinds.filter((kind) => kind === 'background false').length, 12);
  const view = await ownThemeView(deps, 'parking');
  assert.equal(view?.state, 'ready');
  assert.deepEqual(view.scan, { scanned: 12, total: 12, answersSince: 0 });
  assert.deepEqual(view.months, [
    { month: '2024-05', comments: 6, given: 2 },
    { month: '2024-06', comments: 6, given: 2 },
  ]);
  assert.deepEqual([view.ripeness, view.answersToGo], ['started', 20]);
  const typical = await typicalComments(deps, 'parking', 4);
  assert.ok(typical.every(({ text }) => text.startsWith('parkki')));
  const [run] = await deps.store.listRuns(1, 'themeScan');
  assert.deepEqual([run?.state, run?.counts], ['done', { comments: 12, given: 4 }]);
});

test('what cannot be taken is said field by field, and nothing is stored', async (t) => {
  const { deps } = await setUp(t);
  assert.deepEqual(await problemsOf(deps, { key: 'Parking!' }), [{ field: 'key', problem: 'pattern' }]);
  assert.deepEqual(await problemsOf(deps, { key: 'premises' }), [{ field: 'key', problem: 'taken' }]);
  assert.deepEqual(await problemsOf(deps, { name: { ...INPUT.name, sv: ' ' } }), [
    { field: 'name', lang: 'sv', problem: 'empty' },
  ]);
  assert.deepEqual(await problemsOf(deps, { name: { ...INPUT.name, en: 'premises' } }), [
    { field: 'name', lang: 'en', problem: 'taken' },
  ]);
  // a sentence that repeats another counts once
  const four = [...EXAMPLES.slice(0, 4), 'Parkki  TÄYNNÄ'].map((text) => ({ text, lang: 'fi' }));
  assert.deepEqual(await problemsOf(deps, { examples: four }), [
    { field: 'examples', problem: 'tooFew', limit: 5, found: 4 },
  ]);
  const many = Array.from({ length: 21 }, (_, index) => ({ text: `parkki ${index}`, lang: 'fi' }));
  assert.deepEqual(await problemsOf(deps, { examples: many }), [
    { field: 'examples', problem: 'tooMany', limit: 20, found: 21 },
  ]);
  assert.deepEqual(await problemsOf(deps, { colour: 12 }), [{ field: 'colour', problem: 'range', limit: 12 }]);
  assert.deepEqual(await deps.store.listOwnThemes(), []);
});

test('identifiers in sentences are masked before they are kept', async (t) => {
  const { deps } = await setUp(t);
  const examples = [...EXAMPLES, 'parkista soitti matti@example.org'].map((text) => ({ text, lang: 'fi' }));
  await createDraft(deps, { ...INPUT, examples }, LOCAL_ACTOR);
  await scanEnded(deps, 'parking');
  const view = await ownThemeView(deps, 'parking');
  assert.ok(view?.examples.every(({ text }) => !text.includes('matti@')));
});

test('an answer is kept as a label of the comment, teaches at once and is not asked again', async (t) => {
  const { deps, fits } = await setUpScanned(t);
  const asked = await questions(deps, 'parking', 2);
  assert.deepEqual(
    asked.map(({ reason }) => reason),
    ['typical', 'uncertain'],
  );
  const first = asked[0]!;
  const outcome = await answer(deps, 'parking', first.id, true, LOCAL_ACTOR);
  assert.deepEqual(outcome.outcome === 'answered' && outcome.theme.answers, { yes: 1, no: 0 });
  const [label] = await deps.store.labelHistory(first.id);
  assert.deepEqual([label?.theme, label?.present, label?.source, label?.by], ['parking', true, 'candidate', 'local']);
  const last = fits.at(-1)!;
  assert.deepEqual(
    last.filter(({ origin }) => origin === 'person').map(({ text, present }) => [text, present]),
    [[first.text, true]],
  );
  assert.ok(!last.some(({ origin, text }) => origin === 'background' && text === first.text));
  assert.ok(!(await questions(deps, 'parking', 12)).some(({ id }) => id === first.id));

  const back = await takeBackAnswer(deps, 'parking', first.id, LOCAL_ACTOR);
  assert.deepEqual(back.outcome === 'answered' && back.theme.answers, { yes: 0, no: 0 });
  assert.deepEqual(await takeBackAnswer(deps, 'parking', first.id, LOCAL_ACTOR), { outcome: 'unknown' });
  assert.deepEqual(await answer(deps, 'parking', 999, true, LOCAL_ACTOR), { outcome: 'unknown' });
  assert.deepEqual(await answer(deps, 'nothing', first.id, true, LOCAL_ACTOR), { outcome: 'unknown' });
});

test('after ten answers all comments are scored again, so that the counts rest on them', async (t) => {
  const { deps } = await setUpScanned(t);
  for (const { id, text } of await questions(deps, 'parking', 10)) {
    await answer(deps, 'parking', id, text.startsWith('parkki'), LOCAL_ACTOR);
  }
  await scanEnded(deps, 'parking');
  const theme = await deps.store.getOwnTheme('parking');
  assert.deepEqual([theme?.answers, theme?.scannedAnswers], [10, 10]);
  assert.equal((await deps.store.listRuns(9, 'themeScan')).length, 2);
});

test('answers given at once wait for each other, so that none is lost', async (t) => {
  const { deps, fits } = await setUpScanned(t);
  const asked = await questions(deps, 'parking', 4);
  await Promise.all(asked.map(({ id }) => answer(deps, 'parking', id, true, LOCAL_ACTOR)));
  assert.equal(fits.at(-1)?.filter(({ origin }) => origin === 'person').length, 4);
  assert.equal((await deps.store.getOwnTheme('parking'))?.answers, 4);
});

test('a theme in use tags stored comments, and what was answered holds', async (t) => {
  const { deps } = await setUpScanned(t);
  const [first] = await typicalComments(deps, 'parking', 1);
  await answer(deps, 'parking', first!.id, false, LOCAL_ACTOR);
  assert.deepEqual(await adopt(deps, 'parking', LOCAL_ACTOR), { outcome: 'adopted', key: 'parking' });
  assert.ok(deps.taxonomy.themes.some((theme) => theme.key === 'parking' && theme.name.sv === 'Parkering'));
  await tagAgain(deps);
  const has = async (id: number): Promise<boolean> =>
    (await deps.store.getComment(id))!.tags.some(({ theme }) => theme === 'parking');
  const typical = await typicalComments(deps, 'parking', 4);
  assert.deepEqual(await Promise.all(typical.map(({ id }) => has(id))), [false, true, true, true]);
  assert.deepEqual(await adopt(deps, 'parking', LOCAL_ACTOR), { outcome: 'refused', problem: 'unknown' });
  assert.equal(await discardDraft(deps, 'parking'), false);
});

test('what people say after a theme came into use refines it; without anything new nothing is installed', async (t) => {
  const { deps } = await setUpScanned(t);
  await adopt(deps, 'parking', LOCAL_ACTOR);
  assert.equal(await refitOwnTheme(deps, 'parking', LOCAL_ACTOR), 'unchanged');
  const [first] = await typicalComments(deps, 'parking', 1);
  await answer(deps, 'parking', first!.id, true, LOCAL_ACTOR);
  const before = deps.installation.current.row.heads;
  assert.equal(await refitOwnTheme(deps, 'parking', LOCAL_ACTOR), 'installed');
  assert.notEqual(deps.installation.current.row.heads, before);
  assert.equal(deps.installation.current.overlay.ownThemes.length, 1);
  assert.equal(await refitOwnTheme(deps, 'premises', LOCAL_ACTOR), 'unknown');
});

test('quality is measured on answers that the head has not seen: 3 of 4 found are right, and none is missed', async (t) => {
  const { deps, fits } = await setUpScanned(t);
  for (const { id, text } of await typicalComments(deps, 'parking', 5)) {
    // the fifth is about queues; the fourth about parking is said not to be
    await answer(deps, 'parking', id, text.startsWith('parkki') && !text.includes('ahma'), LOCAL_ACTOR);
  }
  fits.length = 0;
  const quality = await ownThemeQuality(deps, 'parking');
  assert.deepEqual([quality?.yes, quality?.no], [3, 2]);
  assert.deepEqual([quality?.precision.hits, quality?.precision.n], [3, 4]);
  assert.deepEqual([quality?.recall.hits, quality?.recall.n], [3, 3]);
  assert.equal(quality?.f1, 6 / 7);
  for (const examples of fits) assert.ok(examples.filter(({ origin }) => origin === 'person').length < 5);
  assert.equal(await ownThemeQuality(deps, 'nothing'), null);
});

test('a scan that was cut short is begun anew when the service starts; a discarded theme leaves nothing', async (t) => {
  const { deps } = await setUp(t);
  await createDraft(deps, INPUT, LOCAL_ACTOR, { scan: false });
  assert.equal((await ownThemeView(deps, 'parking'))?.state, 'scanning');
  assert.equal(await resumeScans(deps), 1);
  await scanEnded(deps, 'parking');
  assert.equal((await ownThemeView(deps, 'parking'))?.state, 'ready');
  assert.equal(await discardDraft(deps, 'parking'), true);
  assert.equal(await ownThemeView(deps, 'parking'), null);
  assert.deepEqual(await questions(deps, 'parking', 5), []);
});

test('a scan that fails is on record, and the theme can be scored again', async (t) => {
  const { deps } = await setUp(t);
  const tagger = deps.tagger as WordTagger;
  const rank = tagger.rank.bind(tagger);
  tagger.rank = () => Promise.reject(new Error('out of memory'));
  await createDraft(deps, INPUT, LOCAL_ACTOR);
  await scanEnded(deps, 'parking');
  const view = await ownThemeView(deps, 'parking');
  assert.deepEqual([view?.state, view?.scan.answersSince], ['ready', null]);
  const [run] = await deps.store.listRuns(1, 'themeScan');
  assert.deepEqual([run?.state, run?.error], ['failed', 'out of memory']);
  tagger.rank = rank;
  startScan(deps, 'parking', 'local');
  await scanEnded(deps, 'parking');
  assert.equal((await ownThemeView(deps, 'parking'))?.scan.scanned, 12);
});

test('nothing is scored after the service was told to stop', async (t) => {
  const { deps } = await setUp(t);
  await stopScans(deps);
  await createDraft(deps, INPUT, LOCAL_ACTOR);
  await scanEnded(deps, 'parking');
  assert.equal((await ownThemeView(deps, 'parking'))?.state, 'scanning');
  assert.deepEqual(await deps.store.listRuns(1, 'themeScan'), []);
});
