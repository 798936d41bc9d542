import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '../../src/domain/actor.js';
import { actorOfRole } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const SANNA = actorOfRole('teamMember', { id: 'sanna', name: 'Sanna', units: ['clinic'] });
const MIKAEL = actorOfRole('manager', { id: 'mikael', name: 'Mikael', units: ['hospital'] });
const WARD_NURSE = actorOfRole('teamMember', { id: 'ward', name: 'Ward', units: ['ward'] });
const READER = actorOfRole('readOnly', { id: 'reader', name: 'Reader' });

let app: RunningApp;
let actor: Actor = SANNA;

before(async () => {
  app = await startApp({ tagger: createFakeTagger(), actorOf: () => actor });
  const { store } = app.assembly.flows;
  for (const { id, name, role, units } of [SANNA, MIKAEL, WARD_NURSE]) {
    assert.ok(role !== 'local' && role !== 'token');
    const account = { id, userName: id, name, email: null, role, units, grants: [], lang: null, identity: null };
    await store.addAccount({ ...account, createdAt: '2024-05-01T00:00:00.000Z' }, null);
  }
  // by the service itself: what a test sends as a team member would be refused
  actor = actorOfRole('administrator');
  await send(['clinic', 'ward', 'clinic']);
});
after(() => app.close());

let sent = 0;
async function send(units: readonly string[]): Promise<void> {
  const items = units.map((unit) => {
    sent += 1;
    return {
      source: 'test',
      id: `c-${sent}`,
      answered_at: `2024-05-0${(sent % 9) + 1}`,
      score: 3,
      comment: `Jonotin kauan <b>, kerta ${sent}`,
      lang: 'fi',
      unit: `hospital > ${unit}`,
      channel: 'sms',
    };
  });
  const before = actor;
  actor = actorOfRole('administrator');
  assert.equal((await postFeedback(app, items)).status, 202);
  actor = before;
}

const page = (path: string, lang = 'en'): Promise<Page> => readPage(app, path, lang);

/** Sends a form of the page `from`. */
async function post(from: string, to: string, fields: Record<string, string>): Promise<{ status: number; to: string }> {
  const answer = await sendForm(app, to, fields, await page(from));
  await answer.body?.cancel();
  return { status: answer.status, to: answer.headers.get('location') ?? '' };
}

function as(someone: Actor): void {
  actor = someone;
}

describe('the page of one’s own work', () => {
  it('says in three languages what is new, and leads to just that', async () => {
    as(SANNA);
    assert.match((await page('/my-work')).html, /From now on, this page tells what is new/);
    await send(['clinic', 'ward', 'clinic']);
    for (const [lang, lead] of [
      ['fi', /Yksiköihisi on tullut 2 uutta kommenttia/],
      ['sv', /2 nya kommentarer har kommit till dina enheter/],
      ['en', /2 new comments have come to your units/],
    ] as const) {
      const { status, html } = await page('/my-work', lang);
      assert.equal(status, 200);
      assert.match(html, lead);
      assert.doesNotMatch(html, /undefined|NaN|\[object | style="/);
    }
    const opened = await post('/my-work', '/my-work/seen', { open: 'yes' });
    assert.deepEqual(opened, { status: 303, to: '/comments?after=3' });
    const { html } = await page(opened.to);
    assert.match(html, /2 new comments/);
    assert.match(html, /href="\/comments\/6"/);
    assert.doesNotMatch(html, /href="\/comments\/[135]"/);
    assert.match((await page('/my-work')).html, /No new comments have come/);
  });

  it('is for those who work with comments alone', async () => {
    as(READER);
    assert.equal((await page('/my-work')).status, 403);
    assert.equal((await page('/my-work/views/new?url=%2F')).status, 403);
    assert.equal((await post('/comments', '/my-work/views', { name: 'x', url: '/' })).status, 403);
    const { html } = await page('/comments/1');
    assert.doesNotMatch(html, /my-work\/|\/assignment|\/messages/);
    assert.doesNotMatch((await page('/comments')).html, /data-press="a"|save-view/);
  });
});

describe('saved views', () => {
  it('are saved from the filter bar, renamed, opened at what is new, and deleted', async () => {
    as(MIKAEL);
    for (const path of ['/', '/themes', '/themes/waiting_times', '/movement', '/comments']) {
      assert.match((await page(path)).html, /class="save-view" href="\/my-work\/views\/new\?url=/, path);
    }
    const form = '/my-work/views/new?url=%2Fcomments%3Funit%3Dclinic%26cursor%3Dx';
    const { html } = await page(form);
    assert.match(html, /name="url" value="\/comments\?unit=clinic"/);
    const saved = await post(form, '/my-work/views', { name: 'My <clinic>', url: '/comments?unit=clinic&cursor=x' });
    assert.equal(saved.status, 303);
    const id = /^\/my-work#v(\d+)$/.exec(saved.to)?.[1] ?? assert.fail(saved.to);
    await send(['clinic', 'ward']);
    const work = (await page('/my-work')).html;
    assert.match(work, /My &lt;clinic&gt;/);
    assert.match(work, /Read 1 new<span class="visually-hidden">: My/);
    const opened = await post('/my-work', `/my-work/views/${id}/open`, {});
    assert.match(opened.to, /^\/comments\?unit=clinic&after=6$/);
    assert.match((await page('/my-work')).html, /nothing new/);
    assert.equal((await post('/my-work', `/my-work/views/${id}`, { name: 'Renamed', digest: 'weekly' })).status, 303);
    assert.match((await page('/my-work')).html, /Renamed[\s\S]*on Mondays at 7/);
    assert.equal((await post('/my-work', `/my-work/views/${id}/delete`, {})).to, '/my-work#views');
    assert.doesNotMatch((await page('/my-work')).html, /Renamed/);
  });

  it('are refused of pages that are none, without a name, without the form’s token, and of others', async () => {
    as(MIKAEL);
    const saved = await post('/my-work/views/new?url=%2F', '/my-work/views', { name: 'Whole', url: '/' });
    const id = /v(\d+)$/.exec(saved.to)?.[1] ?? '';
    assert.equal((await page('/my-work/views/new?url=https%3A%2F%2Fevil.example')).status, 422);
    assert.equal((await post('/my-work', '/my-work/views', { name: 'x', url: '//evil.example' })).status, 422);
    assert.equal((await post('/my-work', '/my-work/views', { name: ' ', url: '/' })).status, 422);
    assert.equal((await post('/my-work', '/my-work/views', { name: 'x', url: '/', _csrf: 'x' })).status, 403);
    as(SANNA);
    for (const path of [
      `/my-work/views/${id}`,
      `/my-work/views/${id}/delete`,
      `/my-work/views/${id}/open`,
      '/my-work/views/x/open',
    ]) {
      assert.equal((await post('/my-work', path, { name: 'x', digest: 'none' })).status, 404, path);
    }
  });
});

describe('a comment that needs an answer', () => {
  it('is given to a colleague, marked in the list, waits on their page, and is settled', async () => {
    as(SANNA);
    const form = (await page('/comments/1?ask=1')).html;
    assert.match(form, /<details class="team-ask" open>/);
    assert.match(form, /<option value="mikael"/);
    assert.doesNotMatch(form, /<option value="ward"|value="reader"/);
    const fields = { to: 'mikael', due: '2024-05-20', note: 'Soita 040 1234567' };
    assert.deepEqual(await post('/comments/1', '/comments/1/assignment', fields), {
      status: 303,
      to: '/comments/1#answer',
    });
    assert.match((await page('/comments')).html, /class="work-mark">to answer: Mikael, by 20 May 2024</);
    as(MIKAEL);
    const work = (await page('/my-work')).html;
    assert.match(work, /1 comment waits for your answer\. Overdue: 1\./);
    assert.match(work, /Comment 1, clinic[\s\S]*Overdue[\s\S]*Soita \[PUHELIN\]/);
    const settled = await post('/comments/1', '/comments/1/assignment/state', { state: 'answered', note: '' });
    assert.equal(settled.status, 303);
    const { html } = await page('/comments/1');
    assert.match(html, /The comment has been answered: Mikael/);
    assert.match(html, /Sanna: Mikael answers by 20 May 2024[\s\S]*Mikael: answered/);
    assert.match((await page('/my-work')).html, /No comment waits for your answer/);
  });

  it('is refused to those of other units and for people who may not see it', async () => {
    as(WARD_NURSE);
    assert.equal((await post('/my-work', '/comments/1/assignment', { to: 'ward' })).status, 404);
    assert.equal((await post('/my-work', '/comments/1/messages', { text: 'x' })).status, 404);
    assert.equal((await page('/comments/1')).status, 404);
    as(SANNA);
    assert.equal((await post('/comments/1', '/comments/1/assignment', { to: 'ward' })).status, 422);
    assert.equal((await post('/comments/1', '/comments/1/assignment', { to: 'sanna', due: 'soon' })).status, 422);
    assert.equal((await post('/comments/1', '/comments/1/assignment/state', { state: 'lost' })).status, 422);
    assert.equal((await post('/comments/3', '/comments/3/assignment/state', { state: 'open' })).status, 404);
    assert.equal((await post('/comments/1', '/comments/999/assignment', { to: 'sanna' })).status, 404);
  });
});

describe('a thread under a comment', () => {
  it('is written masked, withdrawn by its writer, and shown to those who may', async () => {
    as(SANNA);
    const text = 'Kuka tuntee? 131052-308T <i>\nToinen rivi';
    assert.deepEqual(await post('/comments/3', '/comments/3/messages', { text }), {
      status: 303,
      to: '/comments/3#thread',
    });
    as(MIKAEL);
    const { html } = await page('/comments/3');
    assert.match(html, /<strong>Sanna<\/strong>[\s\S]*Kuka tuntee\? \[HETU\] &lt;i&gt;\nToinen rivi/);
    assert.doesNotMatch(html, /\/withdraw/);
    const message = /id="m(\d+)"/.exec(html)?.[1] ?? '';
    assert.equal((await post('/comments/3', `/comments/3/messages/${message}/withdraw`, {})).status, 404);
    await post('/comments/3', '/comments/3/messages', { text: 'Minä.' });
    as(SANNA);
    assert.match((await page('/my-work')).html, /1 new message, last: Mikael/);
    assert.equal((await post('/comments/3', `/comments/3/messages/${message}/withdraw`, {})).status, 303);
    const after = (await page('/comments/3')).html;
    assert.match(after, /The writer withdrew the message/);
    assert.doesNotMatch(after, /Kuka tuntee/);
    assert.equal((await post('/comments/3', '/comments/3/messages', { text: '  ' })).status, 422);
  });
});
