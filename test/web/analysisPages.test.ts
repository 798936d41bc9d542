import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { assertSound, LANGUAGES, readPage, sendForm } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

/** 18 months of 20 answers in a clinic: half praise, from June 2024 half complain instead; half of those give a 2. */
function feedback(count: number): object[] {
  return Array.from({ length: count }, (_, number) => {
    const month = number % 18;
    const turned = month === 17 && number % 4 < 2;
    return {
      source: 'test',
      id: `r-${number}`,
      answered_at: `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-1${number % 9}`,
      score: turned ? 2 : number % 5 === 0 ? 8 : 10,
      comment: turned ? `Jälleen kerran jonotin ${number} tuntia` : `Oli ystävällinen hoitaja, kerta ${number}`,
      lang: 'fi',
      unit: `hospital > clinic-${number % 2}`,
      channel: 'sms',
    };
  });
}

async function appWith(count: number): Promise<RunningApp> {
  const app = await startApp({ tagger: createFakeTagger() });
  if (count > 0) assert.equal((await postFeedback(app, feedback(count))).status, 202);
  const { store } = app.assembly.flows;
  while ((await store.taggingProgress()).pending > 0) await new Promise((resolve) => setImmediate(resolve));
  return app;
}

for (const [state, count] of [
  ['none', 0],
  ['one', 1],
  ['many', 900],
] as const) {
  describe(`the pages of drivers and signals with ${state} of the feedback`, () => {
    let app: RunningApp;
    before(async () => {
      app = await appWith(count);
    });
    after(() => app.close());

    for (const lang of LANGUAGES) {
      it(`are sound in ${lang}`, async () => {
        const paths = ['/drivers', '/signals', '/signals?theme=premises', '/signals?from=2024-06-01&to=2024-06-30'];
        if (count > 0) paths.push('/drivers?unit=clinic-0', '/signals?unit=clinic-0&theme=waiting_times');
        for (const path of paths) assertSound(await readPage(app, path, lang), `${path} ${lang}`);
      });
    }
  });
}

describe('what they say', () => {
  let app: RunningApp;
  before(async () => {
    app = await appWith(900);
  });
  after(() => app.close());

  it('names the month, the unit and the theme that stand out, with links to its comments and the movement', async () => {
    const { html } = await readPage(app, '/signals');
    assert.match(html, /more complaints about “Waiting times”: usually 0% of comments, then \d+%/);
    assert.match(
      html,
      /\/comments\?from=2024-06-01&#38;to=2024-06-30[^"]*theme=waiting_times&#38;polarity=neg|\/comments\?from=2024-06-01&amp;to=2024-06-30[^"]*theme=waiting_times&amp;polarity=neg/,
    );
    assert.match(
      html,
      /\/movement\?from=2024-06-01(?:&amp;|&#38;)to=2024-06-30[^"]*base_from=2023-06-01(?:&amp;|&#38;)base_to=2023-06-30/,
    );
  });

  it('says what NPS is associated with, never that it is caused', async () => {
    const { html } = await readPage(app, '/drivers?from=2024-06-01&to=2024-06-30');
    assert.match(html, /at least 100 comments/, 'fifty are too few');
    const year = await readPage(app, '/drivers?from=2023-07-01&to=2024-06-30');
    // twelve months of fifty; complaints 26 or so are too rare, so nothing but praise is left
    assert.match(year.html, /associated with|too few/);
    assert.doesNotMatch(year.html, /\bcaused by\b/);
  });

  it('answers 404 for an unknown unit', async () => {
    assert.equal((await readPage(app, '/drivers?unit=nowhere')).status, 404);
    assert.equal((await readPage(app, '/signals?unit=nowhere')).status, 404);
  });
});

describe('the statements on the page of drivers', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger() });
    // who was heard gives 10, who was not gives 3; the other statement is unrelated
    const answers = Array.from({ length: 160 }, (_, number) => ({
      source: 'test',
      id: `s-${number}`,
      answered_at: `2024-06-${number < 150 ? '10' : '20'}`,
      score: number % 4 === 0 ? 3 : 10,
      unit: number < 150 ? 'hospital' : 'other',
      channel: 'sms',
      statements: { heard: number % 4 === 0 ? 4 : 5, own_statement: number % 8 < 4 ? 2 : 5 },
    }));
    assert.equal((await postFeedback(app, answers)).status, 202);
  });
  after(() => app.close());

  it('stand in a table with importance, effect per step, and who fully agrees, without any comment', async () => {
    const titles = { fi: 'Väittämät', sv: 'Påståenden', en: 'Statements' };
    for (const lang of LANGUAGES) {
      const shown = await readPage(app, '/drivers', lang);
      assertSound(shown, lang);
      assert.match(shown.html, new RegExp(`<h2 id="statements">${titles[lang]}</h2>`));
      assert.equal(shown.html.match(/<h2/g)?.length, 1, 'nothing on themes');
    }
    const { html } = await readPage(app, '/drivers');
    // a step from 4 to 5 goes with 200 points; 120 of 160 fully agree
    assert.match(html, /Was heard<\/th>\s*<td[^>]*>100%.*?\+200<small>.*?>75%<small>/s);
    assert.match(html, /own_statement<\/th>/);
    assert.match(html, /the 160 respondents/);
    assert.doesNotMatch(html, /Only the newest/);
  });

  it('are not there where too few or none answered', async () => {
    assert.doesNotMatch((await readPage(app, '/drivers?unit=other')).html, /id="statements"/);
  });
});

describe('notes on the charts', () => {
  let app: RunningApp;
  before(async () => {
    app = await appWith(40);
  });
  after(() => app.close());

  it('are added, shown masked with a number and a link to the movement, and deleted', async () => {
    const path = '/signals?unit=clinic-0';
    const first = await readPage(app, path);
    const note = { unit: 'clinic-0', day: '2024-02-05', text: 'New letter, call 040 123 4567', back: path };
    const added = await sendForm(app, '/annotations', note, first);
    assert.equal(added.status, 303);
    assert.equal(added.headers.get('location'), `${path}#notes`);
    const shown = await readPage(app, path);
    assert.match(shown.html, /1\. New letter, call \[PUHELIN\]/);
    assert.doesNotMatch(shown.html, /040 123/);
    assert.match(shown.html, /base_from=2023-11-01(?:&amp;|&#38;)base_to=2024-01-31/);
    assert.doesNotMatch((await readPage(app, '/signals?unit=clinic-1')).html, /New letter/);

    const id = /\/annotations\/(\d+)\/delete/.exec(shown.html)?.[1] ?? '';
    const deletion = { back: 'https://elsewhere.example/' };
    const deleted = await sendForm(app, `/annotations/${id}/delete`, deletion, shown);
    assert.equal(deleted.headers.get('location'), '/#notes', 'never to another site');
    assert.doesNotMatch((await readPage(app, path)).html, /New letter/);
    assert.equal((await sendForm(app, `/annotations/${id}/delete`, deletion, shown)).status, 404);
  });

  it('are refused without the form’s token, and when a field is not good', async () => {
    const first = await readPage(app, '/signals');
    const note = { unit: '', day: '2024-02-05', text: 'New letter', back: '/signals' };
    assert.equal((await sendForm(app, '/annotations', { ...note, _csrf: '' }, first)).status, 403);
    const bad = { ...note, day: '5.2.2024' };
    assert.equal((await sendForm(app, '/annotations', bad, first)).status, 422);
    assert.deepEqual(await app.assembly.flows.store.listAnnotations(null, null, null), []);
  });
});
