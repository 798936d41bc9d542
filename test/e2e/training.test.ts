import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Learner } from '../../src/tagging/learner.js';
import { EMPTY_OVERLAY } from '../../src/tagging/overlay.js';
import type { TrainingCell } from '../../src/tagging/trainingReport.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, isJudged, openBrowser, visit, SCREENS } from './browser.js';

const quality = { precision: 0.7, recall: 0.7, f1: 0.7, brier: 0.06 };
const cells = (['fi', 'sv', 'en', null] as const).flatMap((lang) =>
  ['waiting_times', 'access', null].map((theme): TrainingCell => {
    const change = { value: 0.01, interval: [-0.01, 0.03] as const };
    const base = { known: 879, labelled: 130, before: quality, after: quality, change, worse: false };
    return { measure: 'theme', theme, lang, origin: 'committed', ...base };
  }),
);
const learn: Learner['train'] = () =>
  Promise.resolve({
    overlay: { ...EMPTY_OVERLAY, themes: { access: { stack: { encoder: 1, lexical: 1, bias: 0 }, threshold: 0.4 } } },
    report: {
      seed: 1,
      folds: 10,
      comments: { committed: 879, person: 14 },
      inputHash: 'in',
      cells,
      before: [],
      after: [],
      accepted: true,
      refusedFor: [],
    },
  });

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startApp({ tagger: Object.assign(createFakeTagger(), { train: learn }), idle: true });
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

describe('training in a browser', () => {
  it('is asked for with one click, and taken back with another', async () => {
    const { page, faults } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/quality/training`);
    await page.getByRole('button', { name: 'Train now' }).click();
    await page.getByRole('heading', { name: 'The last training' }).waitFor();
    assert.match(await page.locator('#last + p').innerText(), /accepted and in use/);
    await page.getByRole('button', { name: 'Go back to this one' }).click();
    assert.match(await page.locator('#last + p').innerText(), /not in use now/);
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  for (const lang of ['fi', 'sv', 'en'] as const) {
    for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
      it(`is accessible and fits (${lang}, ${screen})`, async () => {
        const { page, faults } = await visit(browser, app.url, lang, screen);
        await page.goto(`${app.url}/quality/training`);
        if (isJudged(lang, screen)) await assertAccessible(page, `${lang} ${screen}`);
        await assertFits(page, `${lang} ${screen}`);
        assert.deepEqual(faults, []);
        await page.context().close();
      });
    }
  }
});
