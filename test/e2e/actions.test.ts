import { after, before, describe } from 'node:test';
import type { Browser } from 'playwright-core';
import { addClinicMonths, newAction } from '../support/actionSetup.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { openBrowser, sweepPages } from './browser.js';

let app: RunningApp;
let browser: Browser;

before(async () => {
  app = await startApp({ tagger: createFakeTagger(), idle: true });
  const { store } = app.assembly.flows;
  await addClinicMonths(store);
  await store.addAction(newAction());
  await store.addAction(newAction({ startedOn: '2024-07-10', due: '2024-08-31' }));
  await store.addAction(newAction({ state: 'planned', startedOn: null }));
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await app.close();
});

describe('pages of actions', () => {
  sweepPages(() => ({ browser, base: app.url }), {
    paths: ['/actions', '/actions/1', '/actions/2', '/actions/3', '/actions/new', '/actions/1/edit'],
  });
});
