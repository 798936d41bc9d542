import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createJudgingTagger } from '../support/judgingTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, openBrowser, visit, SCREENS } from './browser.js';

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
  for (const lang of ['fi', 'sv', 'en'] as const) {
    for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
      it(`is accessible and fits (${lang}, ${screen})`, async () => {
        const { page, faults } = await visit(browser, app.url, lang, screen);
        for (const path of ['/quality', '/quality/sample', '/themes']) {
          await page.goto(app.url + path);
          await page.locator('details.table').evaluateAll('(all) => all.forEach((each) => { each.open = true; })');
          await assertAccessible(page, `${path} ${lang} ${screen}`);
          await assertFits(page, `${path} ${lang} ${screen}`);
        }
        assert.deepEqual(faults, []);
        await page.context().close();
      });
    }
  }

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
