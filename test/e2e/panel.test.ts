import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { MEMBERS } from '../flows/panelFixture.js';
import { makeRound, startPanelApp } from '../support/panelApp.js';
import type { RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, openBrowser, visit, type Visit } from './browser.js';

describe('a round of a panel in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  before(async () => {
    app = await startPanelApp();
    await makeRound(app);
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await app.close();
  });

  async function come(who: string, lang: string, screen: 'phone' | 'desktop', javaScript = true): Promise<Visit> {
    const visited = await visit(browser, app.url, lang, screen, { javaScript });
    await visited.page.context().addCookies([{ name: 'who', value: who, url: app.url }]);
    return visited;
  }

  async function look(page: Page, where: string): Promise<void> {
    await assertAccessible(page, where);
    await assertFits(page, where);
  }

  const press = (page: Page): Promise<void> => page.locator('main form button[type=submit]').first().click();

  it('is opened by its facilitator', async () => {
    const { page, faults } = await come('veera', 'en', 'desktop');
    for (const path of ['/panel', '/panel/new', '/panel/1/edit', '/panel/1']) {
      await page.goto(app.url + path);
      await look(page, path);
    }
    await page.getByRole('button', { name: 'Open the round' }).click();
    await page.getByText('0 of 5 members have answered everything').waitFor();
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  it('is answered by five members on phones, in three languages, one of them without script', async () => {
    for (const [place, who] of MEMBERS.entries()) {
      const lang = ['fi', 'sv', 'en', 'fi', 'sv'][place] ?? 'fi';
      // axe is itself a script
      const hasScript = who !== 'sofia';
      // one a language is enough: the pages are the same
      const isLookedAt = place < 3;
      const { page, faults } = await come(who, lang, 'phone', hasScript);
      const seen = async (): Promise<void> => {
        if (isLookedAt) await look(page, `${new URL(page.url()).pathname} ${lang}`);
      };
      await page.goto(`${app.url}/panel`);
      await seen();
      await page.locator('.panel-card a.button').click();
      await seen();
      // everybody reads both languages
      for (const tick of await page.locator('input[name=languages]').all()) await tick.check();
      await press(page);
      for (const n of [1, 2]) {
        await page.waitForURL(`**/panel/1/findings/${n}*`);
        await seen();
        const choice = page.locator('label.big-choice');
        const box = await choice.first().boundingBox();
        assert.ok((box?.height ?? 0) >= 60 && (box?.width ?? 0) >= 300, 'big enough for a thumb');
        await choice.nth(place === 4 ? 2 : 0).click();
        await page.locator('.scale label').nth(3).click();
        await press(page);
      }
      for (let n = 1; n <= 4; n += 1) {
        await page.waitForURL('**/panel/1/comments/*');
        if (n === 1) await seen();
        const text = await page.locator('.check-text').innerText();
        if (text.includes('jonotin')) {
          await page.locator('#theme-waiting_times').check();
          await page.locator('input[name=polarity_waiting_times][value=neg]').check();
        } else await page.locator('#none').check();
        await press(page);
      }
      await page.waitForURL('**/panel/1/done*');
      await seen();
      assert.deepEqual(faults, []);
      await page.context().close();
    }
  });

  it('is closed, judged and shown to its members in three languages', async () => {
    const { page, faults } = await come('veera', 'en', 'desktop');
    await page.goto(`${app.url}/panel/1`);
    await page.getByText('5 of 5 members have answered everything').waitFor();
    await page.getByRole('button', { name: 'Close the round' }).click();
    await page.waitForURL('**/panel/1/results');
    await page.locator('details.table').evaluateAll('(all) => all.forEach((each) => { each.open = true; })');
    await look(page, 'results');
    const first = page.locator('.panel-conclusion').first();
    await first.locator('[name=consensus_fi]').fill('Odotus on liian pitkä.');
    await first.getByRole('button').click();
    await page.waitForURL('**/panel/1/results#finding-*');
    assert.deepEqual(faults, []);
    await page.context().close();
    for (const lang of ['fi', 'sv', 'en']) {
      for (const [who, path] of [
        ['aino', '/panel'],
        ['veera', '/panel/1/results'],
        ['veera', '/panel/1'],
      ] as const) {
        const phone = await come(who, lang, 'phone');
        await phone.page.goto(app.url + path);
        await look(phone.page, `${path} ${lang} as ${who}`);
        if (who === 'aino') await phone.page.getByText('Odotus on liian pitkä.').waitFor();
        assert.deepEqual(phone.faults, []);
        await phone.page.context().close();
      }
    }
  });
});
