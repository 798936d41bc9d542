import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { indexSimilarity } from '../../src/flows/indexSimilarity.js';
import { groupThemeless } from '../../src/flows/themelessGroups.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { LANGUAGES, readPage } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

async function page(
  app: RunningApp,
  path: string,
  lang = 'en',
): Promise<{ readonly status: number; readonly html: string }> {
  const { status, html } = await readPage(app, path, lang);
  assert.doesNotMatch(html, /undefined|NaN|\[object |Infinity/, path);
  assert.doesNotMatch(html, / style="/, path);
  return { status, html };
}

/** Comments about food and about the bus, none with a theme, and some with one. */
function feedback(): object[] {
  return Array.from({ length: 90 }, (_, number) => ({
    source: 'test',
    id: `r-${number}`,
    answered_at: `2024-0${1 + (number % 6)}-1${number % 9}`,
    score: number % 11,
    comment:
      number % 3 === 0
        ? `ruoka keittiö lautanen numero${number}`
        : number % 3 === 1
          ? `bussi pysäkki aikataulu numero${number}`
          : `Kauan jonotin kerran${number}`,
    lang: 'fi',
    unit: `hospital > clinic-${number % 2}`,
    channel: 'sms',
  }));
}

describe('comments by meaning, and groups without a theme', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger() });
    assert.equal((await postFeedback(app, feedback())).status, 202);
    const { store } = app.assembly.flows;
    while ((await store.taggingProgress()).pending > 0) await new Promise((resolve) => setImmediate(resolve));
  });
  after(() => app.close());

  it('say what is still missing before anything is prepared', async () => {
    for (const lang of LANGUAGES) {
      assert.equal((await page(app, '/taxonomy/missing', lang)).status, 200);
      const { html } = await page(app, '/comments?q=ruoka+lautanen&search=meaning', lang);
      assert.match(html, /90/);
    }
  });

  it('are shown with their similarity in words, and keep the way of searching in their links and forms', async () => {
    await indexSimilarity(app.assembly.flows);
    for (const lang of LANGUAGES) {
      const { status, html } = await page(app, '/comments?q=ruoka+lautanen&search=meaning&unit=clinic-0', lang);
      assert.equal(status, 200);
      assert.match(html, /class="near small">[^<]+ · \d/);
      assert.match(html, /value="meaning" checked/);
      assert.match(html, /<input type="hidden" name="search" value="meaning">/);
      assert.match(html, /theme=access&amp;q=ruoka\+lautanen&amp;search=meaning|search=meaning/);
    }
    const { html } = await page(app, '/comments?q=ruoka+lautanen&search=meaning');
    const found = [...html.matchAll(/<p class="text"[^>]*>(?:<mark[^>]*>)?(\w+)/gu)].map((match) => match[1]);
    assert.deepEqual(new Set(found.slice(0, 10)), new Set(['ruoka']));
    assert.match((await page(app, '/comments?q=ruoka')).html, /value="words" checked/);
  });

  it('answer for one comment, and say so when it is not there', async () => {
    const { store } = app.assembly.flows;
    const filter = {
      from: null,
      to: null,
      unit: null,
      channel: null,
      lang: null,
      theme: null,
      polarity: null,
      q: null,
    };
    const { items } = await store.listComments({ ...filter, stems: [], limit: 90, cursor: null });
    const bus = items.find(({ text }) => text.startsWith('bussi'));
    const { status, html } = await page(app, `/comments?like=${bus?.id}`);
    assert.equal(status, 200);
    assert.match(html, new RegExp(`name="like" value="${bus?.id}"`));
    assert.ok(html.includes(bus?.text ?? 'no text'));
    assert.equal((await page(app, '/comments?like=999999')).status, 404);
    assert.match((await page(app, '/comments?like=first')).html, /like/);
    assert.equal((await page(app, '/comments?q=ruoka&search=meaning&unit=nowhere')).status, 404);
  });

  it('are found through the API, most similar first', async () => {
    const ask = async (query: string): Promise<{ items: { text: string; similarity?: number }[]; next: unknown }> =>
      (await fetch(`${app.url}/api/v1/comments?${query}`)).json() as never;
    const { items, next } = await ask('q=bussi+pys%C3%A4kki&search=meaning&limit=5');
    assert.equal(items.length, 5);
    assert.equal(next, null);
    assert.ok(items.every(({ text }) => text.startsWith('bussi')));
    const similarities = items.map(({ similarity }) => similarity ?? 0);
    assert.deepEqual(
      similarities,
      [...similarities].sort((a, b) => b - a),
    );
    assert.equal((await fetch(`${app.url}/api/v1/comments?q=bussi&search=magic`)).status, 400);
    assert.equal((await ask('q=bussi')).items[0]?.similarity, undefined);
  });

  it('become cards with examples and a button', async () => {
    await groupThemeless(app.assembly.flows);
    for (const lang of LANGUAGES) {
      const { status, html } = await page(app, '/taxonomy/missing', lang);
      assert.equal(status, 200);
      assert.match(html, /href="\/taxonomy\/new\?from=\d+"/);
      assert.match(html, /<article class="group/);
      assert.match(html, /ruoka|bussi/);
    }
  });
});
