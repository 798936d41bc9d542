import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { GRANTABLE_RIGHTS, RIGHTS, ROLE_RIGHTS, ROLES, type Actor } from '../../src/domain/actor.js';
import { projectRoot } from '../../src/root.js';
import { actorOfRole } from '../support/actors.js';
import { appRoutes } from '../support/pageRoutes.js';
import { readPage, formToken, type Page } from '../support/pageVisits.js';
import { OWN_LINE, OWN_UNIT, startGuarded, type Guarded } from './authorisationFixture.js';
import { isFor, ROUTE_RIGHTS } from './routeRights.js';

let guarded: Guarded;
before(async () => {
  guarded = await startGuarded();
});
after(() => guarded.app.close());

/** The address of a route, with what is there for those who may see it. */
function addressOf(path: string): string {
  const { comment, finding, action, round, annotation } = guarded.own;
  const ids: readonly (readonly [RegExp, string | number])[] = [
    [/^(\/comments\/|\/serious\/):id/, comment],
    [/^(\/findings\/):id/, finding],
    [/^(\/actions\/):id/, action],
    [/^(\/panel\/):round/, round],
    [/^(\/annotations\/):id/, annotation],
    [/^(\/units\/):code/, OWN_UNIT],
    [/^(\/themes\/|\/taxonomy\/):key/, 'waiting_times'],
    [/^(\/taxonomy\/drafts\/):key/, 'parking'],
    [/^(\/export\/):file/, 'themes.csv'],
    [/^(\/language\/):lang/, 'en'],
  ];
  let address = path;
  for (const [pattern, value] of ids) address = address.replace(pattern, `$1${value}`);
  return address.replace(/:\w+/g, '1');
}

/** A page that anybody who has signed in may see: its forms have the token that every form of the visitor takes. */
const anyPage = (): Promise<Page> => readPage(guarded.app, '/about/methods');

async function use(route: string, page: Page): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const { url } = guarded.app;
  const headers = { cookie: page.cookie, accept: 'text/html' };
  if (method === 'GET') {
    const answer = await fetch(url + addressOf(path), { headers, redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.status;
  }
  const body = new URLSearchParams({ _csrf: formToken(page) });
  const file = new FormData();
  file.set('_csrf', formToken(page));
  const json = route === 'POST /api/v1/feedback';
  const answer = await fetch(url + addressOf(path), {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(json && { 'Content-Type': 'application/json' }) },
    body: json ? '[]' : route === 'POST /import' ? file : body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** What starts something, or takes away what the next one needs; tried by those who may not. */
const NOT_TRIED = new Set(['POST /quality/training', 'POST /annotations/:id/delete', 'POST /panel/:round/close']);

async function walk(actor: Actor): Promise<string[]> {
  guarded.actAs(actor);
  const page = await anyPage();
  assert.notEqual(formToken(page), '', 'every page of who has signed in has the form that signs out');
  const gaps: string[] = [];
  for (const [route, guard] of Object.entries(ROUTE_RIGHTS)) {
    const allowed = isFor(actor, route);
    if (guard === 'open' || (allowed && NOT_TRIED.has(route))) continue;
    const status = await use(route, page);
    const isRefused = status === 403 || status === 401;
    if (isRefused === allowed || status >= 500) {
      gaps.push(`${route}: expected ${allowed ? 'an answer' : '403'}, found ${status}`);
    }
  }
  return gaps;
}

describe('the table of routes and rights', () => {
  it('names every route of the service and no other', () => {
    const routes = appRoutes(guarded.app.assembly.app);
    const known = Object.keys(ROUTE_RIGHTS);
    assert.deepEqual(
      routes.filter((route) => !known.includes(route)),
      [],
      'a new route says in test/web/routeRights.ts whom it is for',
    );
    assert.deepEqual(
      known.filter((route) => !routes.includes(route)),
      [],
    );
  });

  for (const role of ROLES) {
    it(`is what a ${role} of the whole organisation finds`, async () => {
      assert.deepEqual(await walk(actorOfRole(role)), []);
    });

    it(`is what a ${role} of one unit finds`, async () => {
      assert.deepEqual(await walk(actorOfRole(role, { units: [OWN_LINE] })), []);
    });
  }

  it('is what a manager with every right that can be granted finds', async () => {
    const grants = ['serious.read', 'serious.edit', 'feedback.import', 'themes.edit', 'training.run'] as const;
    assert.deepEqual(await walk(actorOfRole('manager', { grants })), []);
    assert.deepEqual(await walk(actorOfRole('manager', { grants, units: [OWN_LINE] })), []);
  });

  it('keeps everything that is not open from who has not signed in', async () => {
    guarded.actAs(null);
    const page = await readPage(guarded.app, '/login');
    const open: string[] = [];
    for (const [route, guard] of Object.entries(ROUTE_RIGHTS)) {
      if (guard === 'open') continue;
      const status = await use(route, page);
      const isPage = route.startsWith('GET ') && !route.startsWith('GET /api/');
      if (status !== (isPage ? 303 : 401)) open.push(`${route}: ${status}`);
    }
    assert.deepEqual(open, []);
  });

  it('sends who sees no figures from / to the first page of theirs', async () => {
    guarded.actAs(actorOfRole('panelMember'));
    const answer = await fetch(`${guarded.app.url}/`, { redirect: 'manual' });
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/panel']);
  });
});

it('docs/authorisation.md says which role has which right', async () => {
  const text = await readFile(join(projectRoot(), 'docs/authorisation.md'), 'utf8');
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [head = [], , ...rows] = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cells);
  const yes = (is: boolean): string => (is ? 'yes' : '');
  assert.deepEqual(head, ['Right', ...ROLES, 'can be granted']);
  assert.deepEqual(
    rows,
    RIGHTS.map((right) => [
      `\`${right}\``,
      ...ROLES.map((role) => yes(ROLE_RIGHTS[role].includes(right))),
      yes(GRANTABLE_RIGHTS.some((granted) => granted === right)),
    ]),
  );
});
