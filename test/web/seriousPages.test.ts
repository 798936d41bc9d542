import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { RIGHTS, type Actor, type Right } from '../../src/domain/actor.js';
import { actorWith } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { wordLearner } from '../flows/seriousFixture.js';

const READER: readonly Right[] = ['figures.read', 'comments.read'];
let app: RunningApp;
let rights: readonly Right[] = RIGHTS;

const COMMENTS = [
  ['en', 'A man pulled a knife in the waiting room and nobody came'],
  ['fi', 'Sain toisen potilaan lääkkeet mukaani kotiin'],
  ['sv', 'Hoitaja oli ystävällinen <b>'],
] as const;

before(async () => {
  app = await startApp({
    tagger: { ...createFakeTagger(), ...wordLearner },
    actorOf: (): Actor => actorWith(rights),
  });
  const feedback = COMMENTS.map(([lang, comment], number) => ({
    source: 'test',
    id: `r-${number}`,
    answered_at: `2024-05-0${number + 1}`,
    score: 2,
    comment,
    lang,
    unit: 'hospital > clinic',
    channel: 'sms',
  }));
  assert.equal((await postFeedback(app, feedback)).status, 202);
  const { store } = app.assembly.flows;
  const isRead = async (): Promise<boolean> => (await store.summariseSerious(NOTHING)).states.open === 2;
  while (!(await isRead())) await new Promise((resolve) => setImmediate(resolve));
});
after(() => app.close());

const NOTHING = { from: null, to: null, unit: null, channel: null, lang: null };

const page = (path: string, lang = 'en'): Promise<Page> => readPage(app, path, lang);

async function send(from: string, to: string, fields: Record<string, string>): Promise<Response> {
  return sendForm(app, to, fields, await page(from));
}

describe('the serious queue', () => {
  it('says how many are open, marks the words, and why they are here, in three languages', async () => {
    for (const [lang, lead, why] of [
      ['fi', /2 kommenttia on avoinna; vanhin on päivältä 1\.5\.2024/, /Sanat, joita sääntö etsii/],
      ['sv', /2 kommentarer är öppna; den äldsta är från 1\.5\.2024/, /Ord som en regel söker efter/],
      ['en', /2 comments are open; the oldest is from 1 May 2024/, /Words that a rule looks for/],
    ] as const) {
      const { status, html } = await page('/serious', lang);
      assert.equal(status, 200);
      assert.match(html, lead);
      assert.match(html, why);
      assert.match(html, /<mark class="serious-mark">knife<\/mark>/);
      assert.doesNotMatch(html, /undefined|NaN|\[object | style="/);
    }
  });

  it('is in the navigation and on the overview', async () => {
    const { html } = await page('/');
    assert.match(html, /href="\/serious"[^>]*>Serious/);
    assert.match(html, /2 comments in the serious queue are open\./);
  });

  it('changes states with a note', async () => {
    const answer = await send('/serious', '/serious/1/state', {
      state: 'handled',
      note: 'told',
      back: '/serious?page=1',
    });
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/serious?page=1']);
    assert.match((await page('/serious')).html, /1 comment is open/);
    assert.match((await page('/serious?state=handled')).html, /anna: Handled – told/);
    assert.equal((await send('/serious', '/serious/1/state', { state: 'gone' })).status, 422);
    assert.equal((await send('/serious', '/serious/999/state', { state: 'open' })).status, 404);
    assert.equal((await send('/serious', '/serious/1/state', { state: 'open', _csrf: 'x' })).status, 403);
  });

  it('takes a comment from its page', async () => {
    const fields = { category: 'abuse', note: 'rough hands' };
    const answer = await send('/comments/3', '/comments/3/serious', fields);
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/comments/3?serious=sent#serious']);
    assert.match((await page('/serious?category=abuse')).html, /anna put it here: rough hands/);
    assert.equal((await send('/comments/3', '/comments/3/serious', { category: 'none' })).status, 422);
    assert.match((await page('/comments/3?serious=sent')).html, /The comment is in the queue of serious comments\./);
  });
});

describe('the rules for serious comments', () => {
  const fieldsOf = (html: string): Record<string, string> =>
    Object.fromEntries(
      [...html.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)].map(
        ([, name = '', text = '']) => [
          name,
          text.replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
        ],
      ),
    );

  it('are shown with their syntax, quality and versions in three languages', async () => {
    for (const lang of ['fi', 'sv', 'en']) {
      const { status, html } = await page('/serious/rules?category=danger', lang);
      assert.equal(status, 200, lang);
      assert.match(html, /name="rules_fi"[^>]*>~ \(itsemurh\*/);
      assert.doesNotMatch(html, /undefined|NaN|\[object | style="/);
    }
    assert.equal((await page('/serious/rules?category=none')).status, 404);
  });

  it('are looked at before they are taken into use, and taken back', async () => {
    const rules = '/serious/rules?category=danger';
    const typed = { ...fieldsOf((await page(rules)).html), category: 'danger', passPerThousand: '40' };
    const broken = await send(rules, '/serious/rules/preview', { ...typed, rules_en: 'fine\n(knife' });
    assert.equal(broken.status, 422);
    assert.match(await broken.text(), /English, line 2: a bracket is not closed/);

    const preview = await send(rules, '/serious/rules/preview', { ...typed, rules_en: 'tomato' });
    assert.equal(preview.status, 200);
    const html = await preview.text();
    assert.match(html, /0 comments would come into the queue and 1 would leave it\./);

    const apply: Record<string, string> = { ...fieldsOf(html), reason: 'only tomatoes' };
    assert.equal(apply['rules_en'], 'tomato');
    assert.equal((await send(rules, '/serious/rules/apply', apply)).status, 303);
    assert.match((await page(rules)).html, /Version 2[\s\S]*only tomatoes[\s\S]*in use[\s\S]*Version 1/);
    assert.equal((await send(rules, '/serious/rules/back', { version: '1' })).status, 303);
    assert.match((await page(rules)).html, /name="rules_fi"[^>]*>~ \(itsemurh\*/);
  });
});

describe('without the right', () => {
  before(() => (rights = READER));
  after(() => (rights = RIGHTS));

  it('the queue is not shown, and its section and notice are not there', async () => {
    const { status, html } = await page('/serious');
    assert.equal(status, 403);
    assert.doesNotMatch(html, /knife|href="\/serious"/);
    const overview = await page('/');
    assert.doesNotMatch(overview.html, /href="\/serious"|serious queue/);
    for (const path of ['/serious/rules', '/serious?state=all']) assert.equal((await page(path)).status, 403, path);
    assert.equal((await send('/comments/1', '/serious/1/state', { state: 'open' })).status, 403);
    assert.equal((await send('/comments/1', '/serious/rules/back', { version: '1' })).status, 403);
  });

  it('a reader can still say that a comment is serious', async () => {
    assert.equal((await send('/comments/2', '/comments/2/serious', { category: 'danger', note: '' })).status, 303);
  });

  it('whoever may read the queue may not change it', async () => {
    rights = [...READER, 'serious.read'];
    const { status, html } = await page('/serious?state=all');
    assert.equal(status, 200);
    assert.doesNotMatch(html, /<form[^>]*\/state|\/serious\/rules/);
    assert.equal((await send('/comments/1', '/serious/1/state', { state: 'open' })).status, 403);
    assert.equal((await page('/serious/rules')).status, 403);
  });
});
