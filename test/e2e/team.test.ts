import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Actor } from '../../src/domain/actor.js';
import { actorOfRole } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, isJudged, openBrowser, SCREENS, visit } from './browser.js';

const SANNA = actorOfRole('teamMember', { id: 'sanna', name: 'Sanna Rautiainen', units: ['clinic'] });

let app: RunningApp;
let browser: Browser;
let actor: Actor = SANNA;

before(async () => {
  app = await startApp({ tagger: createFakeTagger(), actorOf: () => actor });
  await send(12);
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await app.close();
});

let sent = 0;
async function send(count: number): Promise<void> {
  const items = Array.from({ length: count }, () => ({
    source: 'test',
    id: `c-${(sent += 1)}`,
    answered_at: '2024-05-02',
    score: 4,
    comment: `Tulin ajoissa mutta jonotin kauan käytävässä, kerta ${sent}`,
    lang: 'fi',
    unit: 'hospital > clinic',
    channel: 'sms',
  }));
  actor = actorOfRole('administrator');
  assert.equal((await postFeedback(app, items)).status, 202);
  actor = SANNA;
  while ((await app.assembly.flows.store.taggingProgress()).pending > 0)
    await new Promise((resolve) => setImmediate(resolve));
}

const focusedComment = (page: Page): Promise<number> =>
  page.evaluate<number>(
    "[...document.querySelectorAll('[data-comment]')].findIndex((each) => each.contains(document.activeElement))",
  );
const dialogIsOpen = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>("document.querySelector('[data-keys]').open");

describe('a team’s day in a browser', () => {
  for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
    it(`saves a view, reads what is new in it, asks for an answer, and gives it (${screen})`, async () => {
      const { page, faults } = await visit(browser, app.url, 'en', screen);
      await page.goto(`${app.url}/comments?channel=sms`);
      await page.locator('.filter > summary').click();
      await page.getByRole('link', { name: 'Save this view' }).click();
      await assertAccessible(page, 'the form of a view');
      await page.getByLabel('Name').fill(`Text messages ${screen}`);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(/\/my-work#v\d+$/);
      await send(2);
      await page.reload();
      await page
        .locator('.work-lines li', { hasText: `Text messages ${screen}` })
        .getByRole('button', { name: /^Read 2 new/ })
        .click();
      await page.waitForURL(/after=\d+/);
      assert.equal(await page.locator('[data-comment]').count(), 2);
      await page.keyboard.press('j');
      await page.keyboard.press('a');
      await page.waitForURL(/\/comments\/\d+\?ask=1#answer$/);
      await page.getByLabel('By', { exact: true }).fill('2024-05-10');
      await page.getByLabel('Note', { exact: true }).fill('Call back');
      await assertAccessible(page, `asking ${screen}`);
      await assertFits(page, `asking ${screen}`);
      await page.getByRole('button', { name: 'Ask for an answer' }).click();
      await page.getByText('The answer was due by 10 May 2024 and is overdue.').waitFor();
      await page.getByLabel('Write to colleagues').fill('I call her tomorrow.');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('I call her tomorrow.').waitFor();
      await page.getByRole('button', { name: 'Withdraw my message' }).click();
      await page.getByText('The writer withdrew the message').waitFor();
      assert.equal(await page.getByText('I call her tomorrow.').count(), 0);
      await page.goto(`${app.url}/my-work`);
      await page.locator('.work-lines').getByText('Overdue').waitFor();
      await page.locator('.work-lines a[href*="#answer"]').first().click();
      await page.getByRole('button', { name: 'Answered' }).click();
      await page.getByText(/The comment has been answered: Sanna Rautiainen/).waitFor();
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }

  for (const lang of ['fi', 'sv', 'en'] as const) {
    it(`has accessible pages that fit (${lang})`, async () => {
      await app.assembly.flows.store.assign({
        response: 3,
        assignee: { id: SANNA.id, name: SANNA.name },
        state: 'open',
        by: { id: SANNA.id, name: SANNA.name },
        at: '2024-05-02T10:00:00.000Z',
        due: '2024-05-03',
        note: 'Soita',
      });
      for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
        const { page, faults } = await visit(browser, app.url, lang, screen);
        for (const path of [
          '/my-work',
          '/my-work?whose=all',
          '/my-work/views/new?url=%2Fcomments%3Funit%3Dclinic',
          '/comments/3',
          '/comments?after=5',
        ]) {
          await page.goto(app.url + path);
          await page.locator('details').evaluateAll('(all) => all.forEach((each) => { each.open = true; })');
          if (isJudged(lang, screen)) await assertAccessible(page, `${path} ${lang} ${screen}`);
          await assertFits(page, `${path} ${lang} ${screen}`);
        }
        await page.locator('[data-keys-open]').click();
        if (isJudged(lang, screen)) await assertAccessible(page, `keys ${lang} ${screen}`);
        await assertFits(page, `keys ${lang} ${screen}`);
        assert.deepEqual(faults, []);
        await page.context().close();
      }
    });
  }

  it('works without JavaScript', async () => {
    const { page } = await visit(browser, app.url, 'fi', 'phone', { javaScript: false });
    await page.goto(`${app.url}/comments`);
    assert.equal(await page.locator('[data-keys-open]').isVisible(), false);
    await page.locator('[data-press="a"]').first().click();
    await page.getByLabel('Lisätieto', { exact: true }).fill('Soita');
    await page.getByRole('button', { name: /Pyydä vastausta|Tallenna muutos/ }).click();
    await page.locator('.team-state').waitFor();
    await page.context().close();
  });
});

describe('the keys of the list of comments', () => {
  it('are all shown by ?, in a dialog that Escape closes and that gives the focus back', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    for (const key of ['j', 'j', '?']) await page.keyboard.press(key);
    assert.equal(await dialogIsOpen(page), true);
    const dialog = page.getByRole('dialog', { name: 'Keys on the list of comments' });
    assert.deepEqual(await dialog.locator('kbd').allTextContents(), ['J', 'K', 'Enter', 'C', 'F', 'A', 'Esc', '?']);
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    assert.equal(await dialogIsOpen(page), false);
    assert.equal(await focusedComment(page), 1);
    await page.context().close();
  });

  it('open the comment, the form of an answer and the form of a finding', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    for (const [key, address] of [
      ['Enter', /\/comments\/\d+$/],
      ['a', /\/comments\/\d+\?ask=1#answer$/],
      ['f', /\/findings\/new\?from=%2Fcomments%2F\d+$/],
    ] as const) {
      await page.goto(`${app.url}/comments`);
      await page.keyboard.press('j');
      await page.keyboard.press(key);
      await page.waitForURL(address);
    }
    await page.context().close();
  });

  it('do nothing in a field, with nothing chosen, or with Ctrl', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    for (const key of ['a', 'f', 'Enter', 'Control+j']) await page.keyboard.press(key);
    assert.equal(page.url(), `${app.url}/comments`);
    assert.equal(await focusedComment(page), -1);
    await page.locator('#q').focus();
    await page.keyboard.type('jaf?c');
    assert.equal(await page.locator('#q').inputValue(), 'jaf?c');
    assert.equal(await dialogIsOpen(page), false);
    assert.equal(page.url(), `${app.url}/comments`);
    await page.context().close();
  });

  it('can be turned off, and stay off, while the button still opens the help', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    await page.keyboard.press('?');
    await page.getByLabel('Use single-key commands in this browser').uncheck();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    for (const key of ['j', '?']) await page.keyboard.press(key);
    assert.deepEqual([await focusedComment(page), await dialogIsOpen(page)], [-1, false]);
    await page.locator('[data-keys-open]').click();
    await page.getByLabel('Use single-key commands in this browser').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    assert.equal(await focusedComment(page), 0);
    await page.context().close();
  });

  it('say the comment itself to whoever listens: the link that j goes to is described by its text', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    await page.keyboard.press('j');
    const said = await page.evaluate<string>(
      "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent",
    );
    assert.match(said, /Tulin ajoissa mutta jonotin kauan/);
    await page.context().close();
  });
});
