import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { openBrowser, sweepPages, visit } from './browser.js';

const WORDS = ['jonotin kauan', 'oli ystävällinen hoitaja', 'vänlig personal', 'no parking anywhere', 'kiitos'];
const PAGES = [
  '/',
  '/themes',
  '/themes/waiting_times',
  '/comments',
  '/comments/1',
  '/units',
  '/units/clinic-1',
  '/serious',
  '/serious/rules',
  '/import',
  '/about/methods',
  '/about/accessibility',
  '/nowhere',
];

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startApp({ tagger: createFakeTagger() });
  const items = Array.from({ length: 240 }, (_, n) => ({
    source: 'test',
    id: `e-${n}`,
    answered_at: `${2023 + (n % 2)}-${String(1 + (n % 12)).padStart(2, '0')}-1${n % 9}`,
    score: [10, 9, 7, 10, 2][n % 5],
    comment: `${WORDS[n % WORDS.length]} ${n}`,
    lang: ['fi', 'fi', 'sv', 'en', 'fi'][n % 5],
    unit: `hospital > clinic-${n % 3}`,
    channel: 'sms',
  }));
  const answer = await fetch(`${app.url}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(items),
  });
  assert.equal(answer.status, 202);
  while ((await app.assembly.flows.store.taggingProgress()).pending > 0)
    await new Promise((resolve) => setImmediate(resolve));
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

describe('pages in a browser', () => {
  // the browser itself notes the one page that is not there
  sweepPages(() => ({ browser, base: app.url }), { paths: PAGES, tolerated: '404' });

  it('lead by links from the overview to the comments behind a theme', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(app.url);
    await page.getByRole('link', { name: 'Waiting times', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Waiting times' }).waitFor();
    await page.getByRole('link', { name: /^Read \d+ comments$/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Comments' }).waitFor();
    assert.ok((await page.locator('[data-comment]').count()) > 0);
    assert.equal(await page.locator('mark.evidence').first().textContent(), 'jonotin');
    await page.context().close();
  });

  it('change language and stay on the same page', async () => {
    const { page } = await visit(browser, app.url, 'en', 'phone');
    await page.goto(`${app.url}/themes?unit=clinic-1`);
    await page.getByRole('link', { name: 'suomi' }).click();
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/themes?unit=clinic-1');
    await page.getByRole('heading', { level: 1, name: 'Teemat' }).waitFor();
    await page.context().close();
  });

  it('let a reader filter and search without JavaScript', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop', { javaScript: false });
    await page.goto(`${app.url}/comments`);
    await page.getByRole('searchbox', { name: 'Search the comments' }).fill('jonottaminen');
    await page.getByRole('button', { name: 'Search' }).click();
    const found = await page.locator('[data-comment] .text').allTextContents();
    assert.ok(found.length > 0 && found.every((text) => text.includes('jonotin')), found.join(' | '));
    await page.context().close();
  });

  it('move between comments with j and k', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const focused = await page.evaluate<number>(
      "[...document.querySelectorAll('[data-comment]')].findIndex((comment) => comment.contains(document.activeElement))",
    );
    assert.equal(focused, 0);
    await page.context().close();
  });
});
