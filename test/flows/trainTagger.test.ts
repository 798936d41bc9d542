import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Polarity } from '../../src/domain/theme.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import { trainingState } from '../../src/flows/trainingState.js';
import { Trainings } from '../../src/flows/trainings.js';
import { trainTagger } from '../../src/flows/trainTagger.js';
import type { LabelSource } from '../../src/domain/confirmedLabel.js';
import type { Learner, TrainingComment } from '../../src/tagging/learner.js';
import { EMPTY_OVERLAY, type HeadsOverlay } from '../../src/tagging/overlay.js';
import type { TrainingReport } from '../../src/tagging/trainingReport.js';
import { headOf, learningDepsWith } from './taxonomySetup.js';

const REPORT: TrainingReport = {
  seed: 1,
  folds: 10,
  comments: { committed: 1, person: 1 },
  inputHash: 'in',
  cells: [],
  before: [],
  after: [],
  accepted: true,
  refusedFor: [],
};
const LEARNED: HeadsOverlay = {
  ...EMPTY_OVERLAY,
  themes: { access: { stack: { encoder: 1, lexical: 1, bias: 0 }, threshold: 0.4 } },
};
const STARTED = '2024-06-01T00:00:00.000Z';

interface Teaching {
  readonly deps: LearningDeps;
  /** What the learner was given, training by training. */
  readonly given: { readonly comments: readonly TrainingComment[]; readonly current: HeadsOverlay }[];
}

/** Two comments, one of them corrected, and one committed label; the learner answers as told. */
async function teaching(
  context: TestContext,
  answer: { overlay?: HeadsOverlay; report?: Partial<TrainingReport> } = {},
): Promise<Teaching> {
  const base = await learningDepsWith(context, [
    { text: 'pitkä jono', day: '2024-06-01', score: 3 },
    { text: 'hyvä hoitaja', day: '2024-06-02', score: 10 },
  ]);
  const given: Teaching['given'][number][] = [];
  const train: Learner['train'] = (comments, current) => {
    given.push({ comments, current });
    return Promise.resolve({ overlay: answer.overlay ?? LEARNED, report: { ...REPORT, ...answer.report } });
  };
  const deps: LearningDeps = Object.create(base, {
    learner: { value: { ...base.learner, train } },
    committedLabels: {
      value: () =>
        Promise.resolve([
          { lang: 'sv', text: 'lång kö', labels: [{ theme: 'waiting_times', polarity: 'neg' as const }] },
        ]),
    },
  }) as LearningDeps;
  return { deps, given };
}

async function say(
  deps: LearningDeps,
  response: number,
  theme: string,
  polarity: Polarity | null,
  source: LabelSource = 'correction',
): Promise<void> {
  const { document } = deps.installation.current;
  const label = {
    response,
    theme,
    present: polarity !== null,
    polarity,
    evidence: [],
    source,
    by: 'anna',
    at: STARTED,
  };
  await deps.store.saveLabels([label], [{ id: response, state: 'tagged', tags: [] }], deps.tagger.versions, document);
}

test('learns from the committed labels, which are whole, and from what people said, which is not', async (context) => {
  const { deps, given } = await teaching(context);
  await say(deps, 1, 'access', 'neg');
  await say(deps, 1, 'waiting_times', null);
  await trainTagger(deps, { seed: 1, by: 'anna' });
  const [first, second, ...rest] = given[0]?.comments ?? [];
  assert.equal(rest.length, 0, 'nothing was said about the second comment');
  assert.deepEqual(
    [first?.origin, first?.complete, first?.verdicts],
    ['committed', true, [{ theme: 'waiting_times', present: true, polarity: 'neg' }]],
  );
  assert.deepEqual(
    [second?.origin, second?.complete, second?.lang, second?.text],
    ['person', false, 'fi', 'pitkä jono'],
  );
  assert.deepEqual(
    [...(second?.verdicts ?? [])].sort((one, other) => one.theme.localeCompare(other.theme)),
    [
      { theme: 'access', present: true, polarity: 'neg' },
      { theme: 'waiting_times', present: false, polarity: null },
    ],
  );
  assert.ok(first?.vectors.length && second?.vectors.length, 'both have vectors');
});

test('accepted heads are in use at once, with their report, and the run says so', async (context) => {
  const { deps } = await teaching(context);
  const { decision, heads } = await trainTagger(deps, { seed: 7, by: 'anna' });
  assert.equal(decision, 'installed');
  assert.deepEqual(deps.installation.current.overlay, LEARNED);
  assert.equal(deps.installation.current.row.heads, heads);
  assert.deepEqual(JSON.parse((await deps.store.getHeads(heads))?.report ?? ''), REPORT);
  const [run] = await deps.store.listRuns(1, 'training');
  assert.deepEqual(
    [run?.state, run?.by, run?.settings, run?.counts, run?.inputHash],
    ['done', 'anna', { seed: 7 }, { comments: 1, labels: 0 }, 'in'],
  );
  assert.equal(run?.outputHash?.slice(0, 12), heads);
});

test('refused heads are kept on record and not used', async (context) => {
  const report = { accepted: false, refusedFor: ['theme access fi committed'] };
  const { deps } = await teaching(context, { report });
  const before = deps.installation.current;
  const { decision, heads } = await trainTagger(deps, { seed: 1, by: 'anna' });
  assert.equal(decision, 'refused');
  assert.deepEqual(deps.installation.current, before);
  assert.ok(await deps.store.getHeads(heads));
  const [run] = await deps.store.listRuns(1, 'training');
  assert.deepEqual([run?.state, run?.error], ['refused', 'worse than the heads in use: theme access fi committed']);
  const state = await trainingState(deps);
  assert.deepEqual(
    [state.judged?.run.state, state.judged?.inUse, state.judged?.report.refusedFor],
    ['refused', false, report.refusedFor],
  );
});

test('the same heads again, or none that rest on a label confirmed here, are not installed', async (context) => {
  const { deps } = await teaching(context);
  await trainTagger(deps, { seed: 1, by: 'anna' });
  assert.equal((await trainTagger(deps, { seed: 1, by: 'anna' })).decision, 'same');
  assert.equal((await deps.store.listInstallations(10)).length, 2);

  const alone = await teaching(context, { report: { comments: { committed: 1, person: 0 } } });
  assert.equal((await trainTagger(alone.deps, { seed: 1, by: 'anna' })).decision, 'same');
  assert.equal(alone.deps.installation.current.row.heads, 'shipped');
});

test('a dry run changes nothing and leaves no record', async (context) => {
  const { deps } = await teaching(context);
  const { decision, heads } = await trainTagger(deps, { seed: 1, by: 'anna', dryRun: true });
  assert.equal(decision, 'installed');
  assert.equal(deps.installation.current.row.heads, 'shipped');
  assert.equal(await deps.store.getHeads(heads), null);
  assert.deepEqual(await deps.store.listRuns(5, 'training'), []);
});

test('of an own theme only labels that are no selection teach how sure its head may be', async (context) => {
  const own = { ...LEARNED, ownThemes: [headOf('parking', 'pysäköinti')] };
  const { deps, given } = await teaching(context, { overlay: own });
  const { document } = deps.installation.current;
  const parking = { ...document.themes[0]!, key: 'parking', origin: 'own' as const };
  await deps.installation.apply({
    document: { themes: [...document.themes, parking] },
    heads: { overlay: own, report: null },
    by: 'anna',
    reason: 'own theme parking',
  });
  await say(deps, 1, 'parking', 'neu', 'candidate');
  await say(deps, 2, 'parking', null, 'sample');
  await trainTagger(deps, { seed: 1, by: 'anna' });
  assert.deepEqual(
    given[0]?.comments.filter(({ origin }) => origin === 'person').map(({ text, verdicts }) => [text, verdicts]),
    [['hyvä hoitaja', [{ theme: 'parking', present: false, polarity: null }]]],
  );
});

test('a yes to a theme that others were merged into says nothing about its own head, a no does', async (context) => {
  const { deps, given } = await teaching(context);
  const { document } = deps.installation.current;
  const themes = document.themes.map((theme) =>
    theme.key === 'access' ? { ...theme, state: 'merged' as const, mergedInto: 'waiting_times' } : theme,
  );
  await deps.installation.apply({ document: { themes }, by: 'anna', reason: 'merge access into waiting_times' });
  await say(deps, 1, 'waiting_times', 'neg');
  await say(deps, 2, 'waiting_times', null);
  await trainTagger(deps, { seed: 1, by: 'anna' });
  assert.deepEqual(
    given[0]?.comments.filter(({ origin }) => origin === 'person').map(({ text, verdicts }) => [text, verdicts]),
    [['hyvä hoitaja', [{ theme: 'waiting_times', present: false, polarity: null }]]],
  );
});

test('labels said after the last training are counted as new', async (context) => {
  const { deps } = await teaching(context);
  await say(deps, 1, 'access', 'neg');
  assert.deepEqual((await trainingState(deps)).labels, { all: 1, since: 1 });
  await trainTagger(deps, { seed: 1, by: 'anna' });
  assert.deepEqual((await trainingState(deps)).labels, { all: 1, since: 0 });
});

test('one training at a time is started from the page, and a failed one leaves the way free', async (context) => {
  const { deps } = await teaching(context);
  const failing = Object.create(deps, {
    committedLabels: { value: () => Promise.reject(new Error('expected labels, found none')) },
  }) as LearningDeps;
  const failures: unknown[] = [];
  const trainings = new Trainings(failing, (error) => failures.push(error));
  assert.deepEqual([trainings.start('anna'), trainings.start('anna'), trainings.isRunning], [true, false, true]);
  await trainings.settled();
  assert.deepEqual([trainings.isRunning, failures.length], [false, 1]);
  assert.equal((await trainingState(failing)).last?.error, 'expected labels, found none');
});
