import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { AuditRecord } from '../../src/store/auditStore.js';
import type { Actor } from '../../src/domain/actor.js';
import { actorOfRole } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { feedbackItems, formOf, type Form } from './auditSetup.js';

describe('the audit of requests', () => {
  let app: RunningApp;
  let actor: Actor | null = null;
  let newest = 0;
  const officer = actorOfRole('privacyOfficer', { id: 'a-9', name: 'Pia Officer' });
  const manager = actorOfRole('manager', { id: 'a-1', name: 'Maija Manager' });

  before(async () => {
    app = await startApp({ tagger: createFakeTagger(), idle: true, actorOf: () => actor });
    actor = actorOfRole('administrator', { id: 'a-0', name: 'Adam', grants: ['subjects.manage'] });
    await feedbackItems(app, 8);
  });
  after(() => app.close());
  beforeEach(async () => {
    actor = manager;
    await settled();
    newest = (await app.assembly.flows.store.listAudit({ limit: 1 }))[0]?.id ?? 0;
  });

  /** Records of this test, oldest first, once those that may wait have been written. */
  async function settled(): Promise<AuditRecord[]> {
    await app.assembly.trail.flush();
    const records = await app.assembly.flows.store.listAudit({ limit: 100 });
    return records.filter(({ id }) => id > newest).reverse();
  }

  const get = (path: string): Promise<Response> => fetch(app.url + path, { redirect: 'manual' });

  it('records a view with who, role, route pattern and filter, and which comments were shown', async () => {
    const response = await get('/comments?lang=fi&nonsense=hello');
    assert.equal(response.status, 200);
    const html = await response.text();
    const linked = new Set([...html.matchAll(/href="\/comments\/(\d+)"/g)].map((match) => Number(match[1])));
    const [record] = await settled();
    assert.deepEqual(
      { ...record, id: 0, at: '', hash: '' },
      {
        ...{ id: 0, at: '', hash: '', actorId: 'a-1', actorName: 'Maija Manager', role: 'manager', action: 'view' },
        ...{ route: '/comments', subject: { lang: 'fi', comments: '1-8' }, status: 200 },
      },
    );
    assert.deepEqual([...linked].sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('records a search with its words masked before they are cut at 200 characters', async () => {
    await get(`/comments?q=${encodeURIComponent('jono 131052-308T')}`);
    await get(`/comments?q=${encodeURIComponent(`${'a'.repeat(195)} 040 123 4567`)}`);
    await get(`/comments?q=${encodeURIComponent('asked for by John Smith on the phone')}`);
    const [first, second, third] = await settled();
    assert.deepEqual([first?.action, first?.subject['q']], ['search', 'jono [HETU]']);
    assert.equal(third?.subject['q'], 'asked for by [NIMI] [NIMI] on the phone');
    assert.equal(second?.subject['q']?.length, 200);
    assert.doesNotMatch(second?.subject['q'] ?? '', /\d/);
  });

  it('records an opened comment, a change with the names of its fields, and never what was typed', async () => {
    const form = await formOf(app, '/comments/3');
    const response = await form.post('/comments/3/corrections', { say: 'absent', theme: 'access', back: 'SECRETWORD' });
    assert.ok([303, 422].includes(response.status), String(response.status));
    const [opened, changed] = await settled();
    assert.deepEqual([opened?.action, opened?.route], ['view', '/comments/:id']);
    assert.match(opened?.subject['comments'] ?? '', /\b3\b/);
    assert.deepEqual(
      [changed?.action, changed?.route, changed?.subject['id'], changed?.subject['fields']],
      ['change', 'POST /comments/:id/corrections', '3', 'back,say,theme'],
    );
    assert.doesNotMatch(JSON.stringify([opened, changed]), /SECRETWORD|comment number/i);
  });

  it('records what was refused, without naming comments', async () => {
    assert.equal((await get('/admin/audit')).status, 403);
    assert.equal((await get('/quality/labels.jsonl')).status, 403);
    const records = await settled();
    assert.deepEqual(
      records.map(({ action, route, status, subject }) => [action, route, status, subject]),
      [
        ['refused', '/admin/audit', 403, {}],
        ['refused', '/quality/labels.jsonl', 403, {}],
      ],
    );
  });

  it('records exports, also of the API, and nothing of assets, probes, the language switch and people unknown', async () => {
    assert.equal((await get('/export/themes.csv')).status, 200);
    const api = await get('/api/v1/comments?limit=2');
    for (const path of ['/assets/kuulolla.css', '/healthz', '/readyz', '/metrics', '/language/sv']) await get(path);
    actor = null;
    await get('/');
    await get('/login');
    const records = await settled();
    assert.deepEqual(
      records.map(({ action, route, subject }) => [action, route, subject]),
      [
        ['export', '/export/:file', { file: 'themes.csv' }],
        ...(api.status === 200 ? [['export', '/api/v1/comments', { limit: '2', comments: '7-8' }]] : []),
      ],
    );
  });

  it('does not keep an address that nobody knows', async () => {
    await get('/Maija-Meikalainen-131052-308T');
    await get('/comments/Maija/Meikalainen');
    assert.deepEqual(
      (await settled()).map(({ route, status, subject }) => [route, status, subject]),
      [
        ['/…', 404, {}],
        ['/comments/…', 404, {}],
      ],
    );
  });

  it('shows the trail newest first, filtered, with the state of the chain, and who saw a comment', async () => {
    await get('/comments');
    actor = officer;
    const all = await (await get('/admin/audit')).text();
    assert.match(all, /Maija Manager/);
    assert.match(all, /Ketju on ehjä/);
    const about = await (await get('/admin/audit?comment=4')).text();
    assert.match(about, /Kuka on nähnyt avoimen palautteen 4/);
    assert.match(about, /Maija Manager/);
    assert.doesNotMatch(await (await get('/admin/audit?comment=4000')).text(), /<td[^>]*>Maija Manager/);
    const none = await (await get('/admin/audit?from=2001-01-01&to=2001-01-02')).text();
    assert.match(none, /Merkintöjä ei löytynyt/);
    assert.match(await (await get('/admin/audit?action=walk')).text(), /walk/, 'a filter that makes no sense is named');
  });

  it('gives the trail as CSV, which is recorded itself before it is sent', async () => {
    await get('/comments');
    actor = officer;
    const csv = await (await get('/admin/audit/records.csv?person=a-1')).text();
    const lines = csv.trim().split('\r\n');
    assert.equal(lines[0], 'id;at;actorId;actorName;role;action;route;subject;status;hash');
    assert.ok(lines.length > 2 && lines.slice(1).every((line) => line.includes(';a-1;')), csv.slice(0, 300));
    const [, download] = await settled();
    assert.deepEqual(
      [download?.action, download?.route, download?.actorId],
      ['export', '/admin/audit/records.csv', 'a-9'],
    );
  });

  it('checks the chain again when asked to', async () => {
    actor = officer;
    const form: Form = await formOf(app, '/admin/audit');
    assert.equal((await form.post('/admin/audit/check', {})).status, 303);
    assert.match(await (await get('/admin/audit')).text(), /Ketju on ehjä/);
  });

  it('keeps no search words, comments or names in the log folder of anchors', async () => {
    const anchors = await readFile(join(app.dataFolder, 'audit-anchor.jsonl'), 'utf8');
    for (const line of anchors.trim().split('\n')) {
      assert.deepEqual(Object.keys(JSON.parse(line) as object).sort(), ['at', 'hash', 'id']);
    }
  });
});
