import { after, before, describe } from 'node:test';
import type { Browser } from 'playwright-core';
import { findChromium } from '../support/chromium.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { feedbackItems } from '../web/auditSetup.js';
import { openBrowser, sweepPages } from './browser.js';

describe('the pages of the privacy officer', { skip: findChromium() ? false : 'no Chromium found' }, () => {
  let app: RunningApp;
  let browser: Browser;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger(), idle: true });
    await feedbackItems(app, 5);
    await fetch(`${app.url}/comments`);
    await app.assembly.flows.store.eraseSubject(5, { at: new Date().toISOString(), by: 'local', reason: 'letter' });
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await app.close();
  });

  sweepPages(() => ({ browser, base: app.url }), {
    paths: [
      '/admin/audit',
      '/admin/audit?comment=3&action=view',
      '/admin/audit?from=2001-01-01&to=2001-01-02',
      '/admin/subjects',
      '/admin/subjects?result=erased&response=5',
      '/admin/subjects?found=1.2',
      '/admin/subjects/3',
    ],
  });
});
