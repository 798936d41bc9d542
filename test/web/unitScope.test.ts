import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { actorOfRole } from '../support/actors.js';
import { formToken, readPage, type Page } from '../support/pageVisits.js';
import {
  FOREIGN_LINE,
  FOREIGN_MARKS,
  FOREIGN_RESPONSES,
  FOREIGN_UNIT,
  NO_ID,
  NO_UNIT,
  OWN_LINE,
  OWN_RESPONSES,
  OWN_UNIT,
  startGuarded,
  type Guarded,
  type Ids,
} from './authorisationFixture.js';
import { isFor, ROUTE_RIGHTS } from './routeRights.js';

/** Every right that is for units: what is for the whole organisation alone is not theirs anyway. */
const reader = actorOfRole('manager', {
  units: [OWN_LINE],
  grants: ['serious.read', 'serious.edit', 'panel.lead', 'feedback.import', 'themes.edit', 'training.run'],
});

let guarded: Guarded;
before(async () => {
  guarded = await startGuarded();
  guarded.actAs(reader);
});
after(() => guarded.app.close());

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function get(address: string): Promise<Answer> {
  const headers = { cookie: 'kuulolla_lang=en', accept: 'text/html' };
  const answer = await fetch(guarded.app.url + address, { headers, redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
}

const EXPORTS = ['trend', 'themes', 'units', 'movement', 'report'].map((name) => `/export/${name}.csv`);

/** Addresses of all GET routes that are for the reader, with the ids and the unit given. */
function addresses({ comment, finding, action, round }: Record<keyof Ids, number | string>, unit: string): string[] {
  const routes = Object.keys(ROUTE_RIGHTS).filter(
    (route) => route.startsWith('GET ') && ROUTE_RIGHTS[route] !== 'open' && isFor(reader, route),
  );
  return routes.flatMap((route) => {
    const path = route
      .slice('GET '.length)
      .replace('/comments/:id', `/comments/${comment}`)
      .replace('/findings/:id', `/findings/${finding}`)
      .replace('/actions/:id', `/actions/${action}`)
      .replace('/panel/:round', `/panel/${round}`)
      .replace('/units/:code', `/units/${unit}`)
      .replace('/themes/:key', '/themes/waiting_times')
      .replace(/:\w+/g, '1');
    return path.startsWith('/export/') ? EXPORTS : [path];
  });
}

const WITH_UNIT = [
  '/',
  '/themes',
  '/themes/waiting_times',
  '/movement',
  '/drivers',
  '/signals',
  '/units',
  '/report',
  '/comments',
  '/serious',
  '/api/v1/nps',
  '/api/v1/nps?by=unit',
  '/api/v1/themes',
  '/api/v1/movement',
  '/api/v1/comments',
  '/findings/new',
  '/actions/new',
  '/panel/new',
  ...EXPORTS,
];

const withUnit = (path: string, unit: string): string => `${path}${path.includes('?') ? '&' : '?'}unit=${unit}`;

/** What two answers have to have in common: all but tokens, numbers of errors, and the very thing that was asked for. */
function plain(text: string, asked: readonly (string | number)[]): string {
  const bare = text
    .replace(/name="_csrf" value="[^"]*"/g, '')
    .replace(/back=[^"]*"/g, '')
    .replace(/name="back" value="[^"]*"/g, '');
  return asked.reduce<string>((left, each) => left.replaceAll(String(each), 'ASKED'), bare);
}

function words(html: string): string {
  return html.replace(/<(svg|script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');
}

function assertOwn({ text }: Answer, address: string): void {
  const found = FOREIGN_MARKS.filter((mark) => text.toLowerCase().includes(mark));
  assert.deepEqual(found, [], address);
  const counts = [FOREIGN_RESPONSES, FOREIGN_RESPONSES + OWN_RESPONSES];
  const told = counts.filter((count) => new RegExp(`(?<![\\d.,])${count}(?![\\d.,]\\d)`).test(words(text)));
  assert.deepEqual(told, [], address);
}

describe('whoever sees one line of service', () => {
  it('finds nothing of another on any page, export or answer of the API', async () => {
    const { own } = guarded;
    const plainPages = addresses(own, OWN_UNIT);
    assert.ok(plainPages.length >= 35, String(plainPages.length));
    const more = [
      ...WITH_UNIT.map((path) => withUnit(path, OWN_LINE)),
      ...['by=unit', 'by=month'].map((by) => `/api/v1/nps?${by}`),
      '/comments?q=kovin&search=meaning',
      '/api/v1/comments?q=kovin&search=meaning',
      '/api/v1/comments?limit=200',
      `/comments?like=${own.comment}`,
      '/movement?adjust=both',
      '/serious?state=all',
      '/actions?state=all',
      '/my-work?whose=all',
    ];
    for (const address of [...plainPages, ...more]) {
      const answer = await get(address);
      assert.ok(![401, 403].includes(answer.status) && answer.status < 500, `${address}: ${answer.status}`);
      assertOwn(answer, address);
    }
  });

  it('finds no comment by a word that occurs in another line alone', async () => {
    const { items, total } = JSON.parse((await get('/api/v1/comments?q=salamanteri')).text) as {
      readonly items: readonly unknown[];
      readonly total: number;
    };
    assert.deepEqual([items, total], [[], 0]);
  });

  it('is told of figures of their line where no unit is asked for', async () => {
    const nps = JSON.parse((await get('/api/v1/nps?by=unit')).text) as {
      readonly total: { readonly responses: number };
      readonly buckets: readonly { readonly key: string }[];
    };
    assert.equal(nps.total.responses, OWN_RESPONSES);
    assert.deepEqual(
      nps.buckets.map(({ key }) => key),
      [OWN_UNIT],
      'the line is what they see all of, so its parts are shown',
    );
    const { text } = await get('/');
    assert.match(words(text), new RegExp(`(?<!\\d)${OWN_RESPONSES}(?!\\d)`));
    assert.match(text, /<option value="rinne" selected>/, 'there is no "all services" beside the only one');
  });

  it('gets for a foreign unit the answer for one that is not there', async () => {
    for (const path of [...WITH_UNIT, '/units/:code', '/comments?q=kovin&search=meaning']) {
      const at = (unit: string): string => (path === '/units/:code' ? `/units/${unit}` : withUnit(path, unit));
      const none = await get(at(NO_UNIT));
      for (const unit of [FOREIGN_LINE, FOREIGN_UNIT]) {
        const foreign = await get(at(unit));
        assert.equal(foreign.status, none.status, at(unit));
        assert.equal(plain(foreign.text, [unit]), plain(none.text, [NO_UNIT]), at(unit));
      }
    }
  });

  it('gets for ids of another line the answer for ids that nothing has', async () => {
    const { foreign } = guarded;
    const kinds: readonly (readonly [keyof Ids, readonly string[]])[] = [
      ['comment', ['/comments/ID', '/comments?like=ID']],
      ['finding', ['/findings/ID', '/findings/ID/edit', '/actions/new?finding=ID', '/actions?finding=ID']],
      ['action', ['/actions/ID', '/actions/ID/edit']],
      ['round', ['/panel/ID', '/panel/ID/edit', '/panel/ID/results']],
    ];
    for (const [kind, patterns] of kinds) {
      for (const pattern of patterns) {
        const there = await get(pattern.replace('ID', String(foreign[kind])));
        const nowhere = await get(pattern.replace('ID', NO_ID));
        assert.equal(there.status, nowhere.status, pattern);
        assert.equal(
          plain(there.text, [`/${foreign[kind]}`, `=${foreign[kind]}`]),
          plain(nowhere.text, [`/${NO_ID}`, `=${NO_ID}`]),
          pattern,
        );
      }
    }
  });

  it('changes nothing of another line, and is answered as if it were not there', async () => {
    const { foreign, own, app } = guarded;
    const { store } = app.assembly.flows;
    const page: Page = await readPage(app, '/about/methods', 'en');
    const send = async (path: string, fields: Readonly<Record<string, string>>): Promise<number> => {
      const answer = await fetch(app.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: page.cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ _csrf: formToken(page), ...fields }).toString(),
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    const state = async (): Promise<unknown> => [
      await store.getComment(foreign.comment),
      await store.labelHistory(foreign.comment),
      await store.getSeriousCase(foreign.comment),
      await store.listMessages(foreign.comment),
      await store.getAssignment(foreign.comment),
      await store.getFinding(foreign.finding),
      await store.getAction(foreign.action),
      await store.getRound(foreign.round),
      await store.getAnnotation(foreign.annotation),
    ];
    const before = await state();
    const tries: readonly (readonly [string, keyof Ids, Readonly<Record<string, string>>])[] = [
      ['/comments/ID/corrections', 'comment', { say: 'absent', theme: 'waiting_times' }],
      ['/comments/ID/serious', 'comment', { category: 'violence', note: 'x' }],
      ['/serious/ID/state', 'comment', { state: 'handled', note: 'x' }],
      ['/comments/ID/messages', 'comment', { text: 'mine' }],
      ['/comments/ID/assignment', 'comment', { assignee: 'manager', note: 'x' }],
      ['/comments/ID/assignment/state', 'comment', { state: 'answered', note: 'x' }],
      ['/findings/ID', 'finding', { claim_fi: 'muuta', limits_fi: 'muuta' }],
      ['/findings/ID/state', 'finding', { state: 'closed' }],
      ['/actions/ID', 'action', { title: 'mine' }],
      ['/actions/ID/state', 'action', { state: 'done' }],
      ['/actions/ID/outcome', 'action', { outcome: 'mine' }],
      ['/panel/ID/close', 'round', {}],
      ['/panel/ID/remove', 'round', {}],
      ['/annotations/ID/delete', 'annotation', {}],
    ];
    for (const [path, kind, fields] of tries) {
      const there = await send(path.replace('ID', String(foreign[kind])), fields);
      const nowhere = await send(path.replace('ID', NO_ID), fields);
      assert.equal(there, nowhere, path);
      assert.ok(there >= 400 && there < 500, `${path}: ${there}`);
    }
    for (const unit of [FOREIGN_UNIT, NO_UNIT]) {
      assert.equal(await send('/annotations', { unit, day: '2024-05-01', text: 'x' }), 422, unit);
    }
    assert.deepEqual(await state(), before);
    assert.equal(await send('/annotations', { unit: OWN_UNIT, day: '2024-05-01', text: 'own note' }), 303);
    assert.equal(await send(`/comments/${own.comment}/corrections`, { say: 'absent', theme: 'waiting_times' }), 303);
  });

  it('files what is sent under their line, and hears the same of every other unit', async () => {
    const send = async (unit: string, id: string): Promise<unknown> => {
      const item = { source: 'api', id, answered_at: '2024-05-01', score: 9, unit };
      const answer = await fetch(`${guarded.app.url}/api/v1/feedback`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify([item]),
      });
      const { results } = (await answer.json()) as {
        readonly results: readonly { readonly outcome: string; readonly reasons?: readonly { expected: string }[] }[];
      };
      return results.map(({ outcome, reasons }) => [outcome, reasons?.[0]?.expected]);
    };
    const refused = await send(NO_UNIT, 'x-1');
    assert.match(JSON.stringify(refused), /rejected/);
    assert.deepEqual(await send(FOREIGN_UNIT, 'x-2'), refused);
    assert.deepEqual(await send(`${OWN_LINE} > ${OWN_UNIT}`, 'x-3'), [['accepted', undefined]]);
  });

  it('is not shown what a reader of everything was shown a moment ago', async () => {
    const pages = ['/themes/waiting_times', '/comments?q=kovin&search=meaning', `/comments/${guarded.own.comment}`];
    for (const page of pages) {
      guarded.actAs(actorOfRole('manager'));
      assert.equal((await get(page)).status, 200);
      guarded.actAs(reader);
      assertOwn(await get(page), page);
    }
  });
});

describe('whoever sees two units apart', () => {
  it('sees them together where no unit is asked for, and each by itself', async () => {
    guarded.actAs(actorOfRole('teamMember', { units: [OWN_UNIT, FOREIGN_UNIT] }));
    const total = async (query: string): Promise<number> =>
      (JSON.parse((await get(`/api/v1/nps${query}`)).text) as { total: { responses: number } }).total.responses;
    const own = await total(`?unit=${OWN_UNIT}`);
    assert.equal(await total(`?unit=${FOREIGN_UNIT}`), FOREIGN_RESPONSES);
    assert.equal(await total(''), own + FOREIGN_RESPONSES);
    assert.match((await get('/')).text, /<option value="" selected>My services<\/option>/);
    guarded.actAs(reader);
  });
});
