import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createDraft } from '../../src/flows/ownThemes.js';
import { scanEnded } from '../../src/flows/ownThemeScans.js';
import { createWordTagger, headOf } from '../flows/taxonomySetup.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { openBrowser, sweepPages, visit } from './browser.js';

const KINDS = [
  'jono oli pitkä',
  'pääsy oli helppo',
  'jono ja pääsy',
  'mukava hoitaja',
  'tila oli ahdas',
  'muuta sanoisin',
];
const PAGES = [
  '/taxonomy',
  '/taxonomy/versions',
  '/taxonomy/new?split=premises',
  '/taxonomy/premises/edit',
  '/taxonomy/changes/preview?change=merge&theme=access&into=waiting_times',
  '/taxonomy/changes/preview?change=describe&theme=access&name_fi=x',
  '/taxonomy/drafts/other',
];
const WORDS = { fi: 'Muut asiat', sv: 'Annat', en: 'Other matters' };

let app: RunningApp;
let browser: Browser;

before(async () => {
  const tagger = Object.assign(createWordTagger(), {
    fitOwnTheme: (theme: string) => Promise.resolve(headOf(theme, 'muuta')),
    rank: (_head: unknown, texts: readonly { readonly text: string }[]) =>
      Promise.resolve(texts.map(({ text }) => (text.includes('muuta') ? 0.7 : 0.1))),
    judge: (texts: readonly unknown[]) => Promise.resolve(texts.map(() => [])),
  });
  app = await startApp({ tagger });
  const items = Array.from({ length: 180 }, (_, n) => ({
    source: 'test',
    id: `t-${n}`,
    answered_at: `2024-0${1 + (n % 6)}-1${n % 9}`,
    score: n % 3 === 0 ? 3 : 10,
    comment: `${KINDS[n % KINDS.length]}, kerta ${n}`,
    lang: 'fi',
    unit: 'hospital',
    channel: 'sms',
  }));
  assert.equal((await postFeedback(app, items)).status, 202);
  await app.background?.tagging.idle();
  const examples = ['yksi', 'kaksi', 'kolme', 'neljä', 'viisi'].map((word) => ({ text: `muuta ${word}` }));
  const input = { key: 'other', name: WORDS, description: WORDS, excludes: WORDS, examples, counterExamples: [] };
  await createDraft(app.assembly.flows, input, { id: 'local' });
  await scanEnded(app.assembly.flows, 'other');
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

describe('the list of themes in a browser', () => {
  // the browser notes the form that is shown again with what is wrong with it
  sweepPages(() => ({ browser, base: app.url }), { paths: PAGES, tolerated: '422' });

  it('lets a theme be taught with y, n and s, and an answer be taken back', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/taxonomy/drafts/other`);
    const text = await page.locator('.question .text').textContent();
    await page.keyboard.press('s');
    await page.waitForURL(/skip=\d+/);
    assert.notEqual(await page.locator('.question .text').textContent(), text);
    await page.keyboard.press('y');
    await page.waitForURL(/answered=\d+/);
    await page.getByText('1 yes, 0 no').waitFor();
    await page.keyboard.press('n');
    await page.getByText('1 yes, 1 no').waitFor();
    await page.getByRole('button', { name: 'Undo the last answer' }).click();
    await page.getByText('1 yes, 0 no').waitFor();
    await page.context().close();
  });

  it('lets two themes be merged and the merge be taken back without JavaScript, on a phone', async () => {
    const { page } = await visit(browser, app.url, 'en', 'phone', { javaScript: false });
    await page.goto(`${app.url}/taxonomy`);
    await page.getByRole('link', { name: 'Change Access' }).click();
    await page.getByLabel('Into which theme?').selectOption({ label: 'Waiting times' });
    await page.getByRole('button', { name: 'Look at what merging does' }).click();
    await page.getByRole('heading', { level: 1, name: 'Merge Access into Waiting times?' }).waitFor();
    await page.getByLabel(/^Why\?/).fill('They are one thing to our clients');
    await page.getByRole('button', { name: 'Merge the themes' }).click();
    await page.getByText('The change is in use: version 1.1').waitFor();
    await app.background?.tagging.idle();
    await page.getByRole('link', { name: 'All versions' }).click();
    await page.getByRole('link', { name: 'Go back to this Version 1' }).click();
    await page.getByRole('button', { name: 'Go back to this version' }).click();
    await page.getByText('The change is in use: version 1 of').waitFor();
    assert.equal(app.assembly.flows.taxonomy.themes.length, 7);
    await app.background?.tagging.idle();
    await page.context().close();
  });
});
