import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ThemeReason } from '../../src/tagging/tagger.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, openBrowser, SCREENS, visit } from './browser.js';

function reasonsFor(text: string): ThemeReason[] {
  const middle = Math.floor(text.length / 2);
  const spans = [
    { start: 0, end: middle },
    { start: middle, end: text.length },
  ];
  return ['waiting_times', 'staff_friendliness', 'premises'].map((theme, index) => ({
    theme,
    given: index === 0,
    confidence: index === 0 ? 0.9 : 0.1,
    threshold: 0.4,
    polarity: 'neg',
    polarityProbabilities: { pos: 0.1, neg: 0.7, neu: 0.2 },
    evidence: spans.slice(0, 1),
    encoder: 1,
    lexical: 0.5,
    constant: -1,
    clauses: spans.map((span) => ({ span, logit: 0, encoder: 0.5, lexical: 0.25 })),
    rest: { encoder: 0, lexical: 0 },
  }));
}

let app: RunningApp;
let browser: Browser;

before(async () => {
  const tagger = createFakeTagger();
  tagger.explain = ({ text }) => Promise.resolve(reasonsFor(text));
  app = await startApp({ tagger });
  const items = Array.from({ length: 60 }, (_, number) => ({
    source: 'test',
    id: `c-${number}`,
    answered_at: `2024-05-${String(1 + (number % 28)).padStart(2, '0')}`,
    score: 9,
    comment: `Tulin ajoissa mutta jonotin kauan käytävässä, kerta ${number}`,
    lang: 'fi',
    unit: 'hospital',
    channel: 'sms',
  }));
  assert.equal((await postFeedback(app, items)).status, 202);
  while ((await app.assembly.flows.store.taggingProgress()).pending > 0)
    await new Promise((resolve) => setImmediate(resolve));
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

async function waitingComments(page: Page): Promise<number> {
  await page.goto(`${app.url}/comments?theme=waiting_times`);
  return Number((await page.locator('main .lead').textContent())?.replace(/\D/g, ''));
}

describe('correcting in a browser', () => {
  for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
    it(`takes a theme off from the list, and the figures follow (${screen})`, async () => {
      const { page, faults } = await visit(browser, app.url, 'en', screen);
      const before = await waitingComments(page);
      const menu = page.locator('[data-correct]').nth(4);
      await menu.locator('summary').click();
      await assertAccessible(page, `open menu ${screen}`);
      await assertFits(page, `open menu ${screen}`);
      await menu.getByRole('button', { name: 'Wrong theme: Waiting times' }).click();
      await page.getByRole('status').getByText('no longer in this selection').waitFor();
      assert.equal(await waitingComments(page), before - 1);
      await page.goto(`${app.url}/themes/waiting_times`);
      await page.getByRole('link', { name: new RegExp(`^Read ${before - 1} comments$`) }).waitFor();
      assert.deepEqual(faults, []);
      await page.context().close();
    });

    it(`adds a theme from the comment’s own page, shows who did, and takes it back (${screen})`, async () => {
      const { page, faults } = await visit(browser, app.url, 'en', screen);
      const id = screen === 'desktop' ? 11 : 12;
      await page.goto(`${app.url}/comments/${id}`);
      await page.getByText('Why not Premises?').click();
      await assertAccessible(page, `reasons ${screen}`);
      await assertFits(page, `reasons ${screen}`);
      await page.getByRole('button', { name: 'Add as complaint: Premises' }).click();
      await page.getByText('Premises (complaint)').waitFor();
      assert.match((await page.locator('.said').first().textContent()) ?? '', /confirmed by a user of this computer/);
      await assertAccessible(page, `corrected ${screen}`);
      await page.goto(`${app.url}/comments?theme=premises`);
      assert.ok((await page.locator(`#c${id}`).count()) === 1, 'it is among the comments about premises');
      await page.goto(`${app.url}/comments/${id}`);
      await page.getByRole('button', { name: 'Undo what was said about Premises' }).click();
      await page.getByText('undone by a user of this computer').waitFor();
      assert.equal(await page.getByText('Premises (complaint)').count(), 0);
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }

  it('works by keyboard: j to a comment, c opens its form, Escape closes it', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    for (const key of ['j', 'j', 'c']) await page.keyboard.press(key);
    const openIn = (): Promise<number> =>
      page.evaluate<number>(
        "[...document.querySelectorAll('[data-comment]')].findIndex((each) => each.querySelector('details[open]'))",
      );
    assert.equal(await openIn(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await openIn(), -1);
    await page.keyboard.press('c');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // the second button says complaint, as the tagger did: the comment stays where it was, now confirmed
    await page.waitForURL(/corrected=\d+#c\d+$/);
    assert.equal(await page.locator('li:target .check').count(), 1);
    await page.keyboard.press('j');
    const focused = await page.evaluate<number>(
      "[...document.querySelectorAll('[data-comment]')].findIndex((each) => each.contains(document.activeElement))",
    );
    assert.equal(focused, 2);
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    const { page } = await visit(browser, app.url, 'fi', 'phone', { javaScript: false });
    await page.goto(`${app.url}/comments`);
    const menu = page.locator('[data-comment]').nth(5).locator('[data-correct]').last();
    await menu.locator('summary').click();
    await menu.getByRole('combobox').selectOption('access');
    await menu.getByRole('button', { name: 'Lisää, kielteinen' }).click();
    await page.waitForURL(/corrected=/);
    assert.match((await page.locator('li:target .tags').textContent()) ?? '', /Palveluun pääsy/);
    await page.context().close();
  });

  for (const lang of ['fi', 'sv', 'en'] as const) {
    it(`has accessible pages that fit (${lang})`, async () => {
      const { page, faults } = await visit(browser, app.url, lang, 'phone');
      for (const path of ['/comments', '/comments/20', '/quality/runs']) {
        await page.goto(app.url + path);
        await assertAccessible(page, `${path} ${lang}`);
        await assertFits(page, `${path} ${lang}`);
      }
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }
});
