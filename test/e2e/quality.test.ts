import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createJudgingTagger } from '../support/judgingTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { openBrowser, sweepPages, visit } from './browser.js';

const THEMES = [
  'waiting_times',
  'staff_friendliness',
  'premises',
  'instructions',
  'digital_channels',
  'care_quality',
  'access',
];
const WORDS = ['jonotin kauan', 'oli ystävällinen hoitaja', 'kiitos'];

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startApp({ tagger: createJudgingTagger(THEMES) });
  const items = Array.from({ length: 400 }, (_, n) => ({
    source: 'test',
    id: `q-${n}`,
    answered_at: `2024-0${1 + (n % 3)}-1${n % 9}`,
    score: 9,
    comment: `${WORDS[n % WORDS.length]} ${n}`,
    lang: 'fi',
    unit: 'hospital',
  }));
  assert.equal((await postFeedback(app, items)).status, 202);
  while ((await app.assembly.flows.store.taggingProgress()).pending > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

describe('the quality card in a browser', () => {
  sweepPages(() => ({ browser, base: app.url }), { paths: ['/quality', '/quality/sample', '/themes'] });

  it('shows what was measured without being loaded again', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const tagger = createJudgingTagger(THEMES);
    const judge: typeof tagger.judge = async (...asked) => held.then(() => tagger.judge(...asked));
    const fresh = await startApp({ tagger: { ...tagger, judge } });
    const { page } = await visit(browser, fresh.url, 'en', 'desktop');
    try {
      await page.goto(`${fresh.url}/quality`);
      const loaded = await page.evaluate<number>('performance.timeOrigin');
      assert.equal(await page.locator('[data-live="on"]').count(), 1);
      release();
      await page.locator('[data-live="off"]').waitFor();
      assert.equal(await page.evaluate<number>('performance.timeOrigin'), loaded);
    } finally {
      release();
      await page.context().close();
      await fresh.close();
    }
  });

  it('lets a comment be checked by keyboard, without JavaScript', async () => {
    const { page } = await visit(browser, app.url, 'en', 'phone', { javaScript: false });
    await page.goto(`${app.url}/quality/sample`);
    await page
      .getByRole('group', { name: /^Waiting times/ })
      .getByRole('radio', { name: 'complaint' })
      .focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Save and next' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/^You and the tagger (said the same|differ)\.$/).waitFor();
    assert.match(page.url(), /\/quality\/sample\?checked=\d+$/);
    await page.context().close();
  });
});
