import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Learner } from '../../src/tagging/learner.js';
import { EMPTY_OVERLAY } from '../../src/tagging/overlay.js';
import type { CellQuality, TrainingCell, TrainingReport } from '../../src/tagging/trainingReport.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const PATH = '/quality/training';
const quality = (f1: number): CellQuality => ({ precision: f1, recall: f1, f1, brier: 0.061 });
const cell = (name: Partial<TrainingCell>): TrainingCell => ({
  measure: 'theme',
  theme: null,
  lang: 'fi',
  origin: 'committed',
  known: 411,
  labelled: 56,
  before: quality(0.62),
  after: quality(0.6),
  change: { value: -0.02, interval: [-0.04, -0.01] },
  worse: false,
  ...name,
});
const overall = (microF1: number) => ({
  lang: null,
  microF1,
  macroF1: microF1,
  jointF1: microF1,
  neutralF1: null,
  polarityRight: null,
  calibrationError: 0.01,
});
const REPORT: TrainingReport = {
  seed: 1,
  folds: 10,
  comments: { committed: 879, person: 3 },
  inputHash: 'in',
  cells: [cell({}), cell({ theme: 'waiting_times' }), cell({ measure: 'confidence', change: null })],
  before: [overall(0.75)],
  after: [overall(0.77)],
  accepted: true,
  refusedFor: [],
};
const STACK = { encoder: 1, lexical: 1, bias: 0 };

const page = (app: RunningApp, lang = 'en'): Promise<Page> => readPage(app, PATH, lang);

async function post(app: RunningApp, path: string, withToken = true): Promise<Response> {
  return sendForm(app, path, withToken ? {} : { _csrf: '' }, await page(app));
}

/** Trains by the button, until the page says that it is over. */
async function train(app: RunningApp): Promise<Response> {
  const { store } = app.assembly.flows;
  const { length: before } = await store.listRuns(10, 'training');
  const answer = await post(app, PATH);
  while ((await store.listRuns(10, 'training')).length === before)
    await new Promise((resolve) => setImmediate(resolve));
  while ((await page(app)).html.includes('Training is under way'))
    await new Promise((resolve) => setImmediate(resolve));
  return answer;
}

describe('the page of training', () => {
  let app: RunningApp;
  let report = REPORT;
  let threshold = 0.4;
  before(async () => {
    const learn: Learner['train'] = () =>
      Promise.resolve({ overlay: { ...EMPTY_OVERLAY, themes: { access: { stack: STACK, threshold } } }, report });
    app = await startApp({ tagger: Object.assign(createFakeTagger(), { train: learn }), idle: true });
  });
  after(() => app.close());

  const assertSound = async (): Promise<void> => {
    for (const lang of ['fi', 'sv', 'en']) {
      const { status, html } = await page(app, lang);
      assert.equal(status, 200);
      assert.doesNotMatch(html, /undefined|NaN|\[object |Infinity| style="|training\.[a-z]/, lang);
    }
  };

  it('says that nothing has been taught yet, and what is in use', async () => {
    await assertSound();
    const { html } = await page(app);
    assert.match(html, /has not been taught here yet, and nothing has been confirmed/);
    assert.match(html, /Heads in use<\/dt><dd[^>]*>as they came/);
    assert.doesNotMatch(html, /The last training<\/h2>/);
  });

  it('trains at a click and shows what changed', async () => {
    const answer = await train(app);
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, PATH]);
    await assertSound();
    const { html } = await page(app);
    assert.match(
      html,
      /No new labels since the last training\..*no theme got worse beyond chance; F1 over all themes 0\.75 → 0\.77/,
    );
    assert.match(html, /Waiting times<\/th>\s*<td[^>]*>0\.62 → 0\.60<small>\s*−0\.02 \(−0\.04 … −0\.01\)\s·\sn\s=\s56/);
    assert.match(html, /879 \+ 3 comments/);
  });

  it('goes back to what was in use before with one click', async () => {
    const [, first] = await app.assembly.flows.store.listInstallations(10);
    const answer = await post(app, `${PATH}/back/${first?.id}`);
    assert.equal(answer.status, 303);
    assert.equal(app.assembly.flows.installation.current.row.heads, 'shipped');
    const { html } = await page(app);
    assert.match(html, new RegExp(`back to number ${first?.id}`));
    assert.match(html, /not in use now/);
    assert.equal((await post(app, `${PATH}/back/999`)).status, 404);
  });

  it('says what was refused and why, and that the heads in use stayed', async () => {
    const worse = cell({ theme: 'waiting_times', worse: true });
    report = { ...REPORT, accepted: false, cells: [worse], refusedFor: ['theme waiting_times fi committed'] };
    threshold = 0.5;
    await train(app);
    await assertSound();
    const { html } = await page(app);
    assert.match(html, /refused and the heads in use stayed: Waiting times in Finnish, on the labels that come with/);
    assert.match(html, /<strong class="bad-state">worse<\/strong>/);
    assert.equal(app.assembly.flows.installation.current.row.heads, 'shipped');
  });

  it('is not trained by a form from elsewhere', async () => {
    assert.equal((await post(app, PATH, false)).status, 403);
  });
});
