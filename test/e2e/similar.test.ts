import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { indexSimilarity } from '../../src/flows/indexSimilarity.js';
import { groupThemeless } from '../../src/flows/themelessGroups.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, isJudged, openBrowser, visit, SCREENS } from './browser.js';

const WORDS = ['ruoka keittiö lautanen', 'bussi pysäkki aikataulu', 'food kitchen plate', 'jonotin kauan'];
const PAGES = ['/comments?q=ruoka+lautanen&search=meaning', '/comments?like=1', '/taxonomy/missing'];

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startApp({ tagger: createFakeTagger() });
  const items = Array.from({ length: 120 }, (_, n) => ({
    source: 'test',
    id: `s-${n}`,
    answered_at: `2024-${String(1 + (n % 12)).padStart(2, '0')}-1${n % 9}`,
    score: n % 11,
    comment: `${WORDS[n % WORDS.length]} numero${n}`,
    lang: n % WORDS.length === 2 ? 'en' : 'fi',
    unit: `hospital > clinic-${n % 3}`,
    channel: 'sms',
  }));
  assert.equal((await postFeedback(app, items)).status, 202);
  const { flows } = app.assembly;
  while ((await flows.store.taggingProgress()).pending > 0) await new Promise((resolve) => setImmediate(resolve));
  await indexSimilarity(flows);
  await groupThemeless(flows);
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

for (const lang of ['fi', 'sv', 'en'] as const) {
  for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
    it(`search by meaning and groups without a theme are accessible and fit (${lang}, ${screen})`, async () => {
      const { page, faults } = await visit(browser, app.url, lang, screen);
      for (const path of PAGES) {
        await page.goto(app.url + path);
        if (isJudged(lang, screen)) await assertAccessible(page, `${path} ${lang} ${screen}`);
        await assertFits(page, `${path} ${lang} ${screen}`);
      }
      assert.ok((await page.locator('article.group').count()) > 0);
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }
}

it('a search goes from words to meaning and on to what is like a comment, by keyboard alone', async () => {
  const { page } = await visit(browser, app.url, 'en', 'desktop');
  await page.goto(`${app.url}/comments`);
  await page.locator('#q').fill('food kitchen');
  await page.getByLabel('By meaning').press('Space');
  await page.locator('#q').press('Enter');
  await page.waitForURL(/search=meaning/);
  assert.match((await page.locator('.comment .text').first().textContent()) ?? '', /food kitchen plate/);
  await page.locator('.comment a', { hasText: 'Find comments like this' }).first().press('Enter');
  await page.waitForURL(/like=\d+/);
  assert.match((await page.locator('.comment .near').first().textContent()) ?? '', /\d+%/);
});
