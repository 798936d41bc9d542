import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { RunningApp } from '../support/runningApp.js';
import { PERIODS, send, startWorkedExample } from '../web/movementFixture.js';
import { openBrowser, sweepPages, visit } from './browser.js';

const PAGES = [
  `/movement?${PERIODS}`,
  `/movement?unit=hospital&${PERIODS}&adjust=both`,
  `/movement?unit=few&${PERIODS}`,
  '/movement',
  '/?from=2024-01-01&to=2024-06-30',
  '/report',
  '/report?unit=clinic&month=2024-05',
  '/report?unit=few&month=2024-05',
];

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startWorkedExample();
  await send(
    app,
    [10, 10, 3].map((score, n) => ({ source: 'test', id: `few-${n}`, answered_at: '2024-05-15', score, unit: 'few' })),
  );
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await app.close();
});

describe('the movement in a browser', () => {
  sweepPages(() => ({ browser, base: app.url }), { paths: PAGES });

  it('leads from the overview to the whole account, down to a unit, and lets the mix be taken out, without JavaScript', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop', { javaScript: false });
    await page.goto(`${app.url}/?from=2024-01-01&to=2024-06-30`);
    await page.getByRole('link', { name: 'The whole account' }).click();
    await page.getByRole('heading', { level: 1, name: 'NPS movement' }).waitFor();
    await page.getByRole('link', { name: 'hospital', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'NPS movement: hospital' }).waitFor();
    await page.getByRole('link', { name: 'services', exact: true }).click();
    await page.getByRole('rowheader', { name: 'Share: clinic' }).waitFor();
    assert.match(page.url(), /unit=hospital.*adjust=unit/);
    await page.context().close();
  });

  it('downloads the table that is shown', async () => {
    const { page } = await visit(browser, app.url, 'en', 'desktop');
    await page.goto(`${app.url}/movement?${PERIODS}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'The whole account: Excel' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'kuulolla-movement-2024-01-01-2024-06-30.xlsx');
    await page.context().close();
  });

  it('prints the report on at most two sheets of A4', async () => {
    const { page } = await visit(browser, app.url, 'fi', 'desktop');
    await page.goto(`${app.url}/report?unit=clinic&month=2024-05`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
    assert.ok(sheets >= 1 && sheets <= 2, `${sheets} sheets`);
    assert.match(pdf, /\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12]/);
    await page.context().close();
  });
});
