import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { RunningApp } from '../support/runningApp.js';
import { startWorkedExample, PERIODS } from '../web/movementFixture.js';
import { assertAccessible, assertFits, openBrowser, visit } from './browser.js';

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startWorkedExample();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await app.close();
});

const WORDS = {
  fi: {
    make: 'Tee havainto',
    claim: 'Mitä ajattelemme, suomi',
    check: 'Tarkista kieli',
    warning: 'Ammattisana: nps',
    save: 'Tallenna luonnos',
    read: 'Olen lukenut valitut lainaukset, ja raati saa lukea ne kaikki',
    ready: 'Valmis raadille',
    state: 'valmis raadille',
    table: 'Luvut taulukkona',
  },
  sv: {
    make: 'Gör en iakttagelse',
    claim: 'Vad vi tror, suomi',
    check: 'Kontrollera språket',
    warning: 'Fackord: nps',
    save: 'Spara utkastet',
    read: 'Jag har läst de valda citaten, och panelen får läsa dem alla',
    ready: 'Klar för panelen',
    state: 'klar för panelen',
    table: 'Siffrorna som tabell',
  },
  en: {
    make: 'Make a finding',
    claim: 'What we think, suomi',
    check: 'Check the language',
    warning: 'Word of the trade: nps',
    save: 'Save the draft',
    read: 'I have read the chosen quotes, and a panel may read them all',
    ready: 'Ready for the panel',
    state: 'ready for the panel',
    table: 'The figures as a table',
  },
} as const;

describe('a finding in a browser', () => {
  for (const lang of ['fi', 'sv', 'en'] as const) {
    // on a phone the words are longest in Finnish
    for (const screen of lang === 'fi' ? (['desktop', 'phone'] as const) : (['desktop'] as const)) {
      it(`is made of a row of a movement, checked, kept and made ready, on pages that are accessible and fit (${lang}, ${screen})`, async () => {
        const words = WORDS[lang];
        const { page, faults } = await visit(browser, app.url, lang, screen, { javaScript: screen === 'desktop' });
        const look = async (where: string): Promise<void> => {
          // axe needs script
          if (screen === 'desktop') await assertAccessible(page, `${where} ${lang}`);
          await assertFits(page, `${where} ${lang} ${screen}`);
        };
        await page.goto(`${app.url}/movement?${PERIODS}`);
        await page.locator('a.row-link').first().click();
        await look('form');
        const claim = page.getByLabel(words.claim);
        const drafted = await claim.inputValue();
        await claim.fill(`${drafted}\nNPS.`);
        await page.getByRole('button', { name: words.check }).click();
        await page.getByText(words.warning).waitFor();
        await look('checked form');
        await page.getByLabel(words.claim).fill(drafted);
        await page.getByLabel(words.read).check();
        await page.getByRole('button', { name: words.save }).click();
        await page.waitForURL(/\/findings\/\d+$/);
        await page.locator('summary', { hasText: words.table }).click();
        await look('letter');
        await page.getByRole('button', { name: words.ready }).click();
        await page.locator('.chip-state', { hasText: words.state }).waitFor();
        await page.goto(`${app.url}/findings?state=ready`);
        assert.ok((await page.locator('.finding-card').count()) > 0);
        await look('list');
        assert.deepEqual(faults, []);
        await page.context().close();
      });
    }
  }

  it('opens from the list of comments with the key f, and prints without what is only for the screen', async () => {
    const { page, faults } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/comments`);
    await page.keyboard.press('j');
    await page.keyboard.press('f');
    await page.waitForURL(/\/findings\/new\?from=%2Fcomments%2F\d+/);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.waitForURL(/\/findings\/\d+$/);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.finding-next').isVisible(), false);
    assert.equal(await page.locator('.letter .actions').isVisible(), false);
    assert.equal(await page.locator('#claim').isVisible(), true);
    assert.deepEqual(faults, []);
    await page.context().close();
  });
});
