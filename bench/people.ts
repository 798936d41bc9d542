/**
 * How the pages answer when many people use them at once.
 *
 *   node dist/bench/people.js [--people 200] [--seconds 60] [--think 10] [--data FOLDER]
 *
 * Starts the service on the demo organisation (on a copy of FOLDER where one is given, such as `var` after `npm start`; else on a new
 * one, once every comment is tagged), signs everybody in as people of the demo, and asks for the pages of their roles: first as
 * people do, each reading a page for about THINK seconds, then without a pause (autocannon), each with one request under way all the
 * time. The asking shares the machine with the service.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { seededRandom, type Random } from '../src/domain/random.js';
import { start } from '../test/support/process.js';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    think: { type: 'string', default: '10' },
    data: { type: 'string' },
  },
});
const people = Number(values.people);
const seconds = Number(values.seconds);
const thinkSeconds = Number(values.think);

/** Pages that somebody of a role turns over, by what the demo account's role is called in English. */
const FIGURES = ['/', '/themes', '/themes/waiting_times', '/movement', '/units', '/drivers', '/signals'];
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'demo-manager': [...FIGURES, '/comments', '/findings', '/actions', '/report'],
  'demo-team-member': [
    '/my-work',
    '/comments',
    '/comments?theme=waiting_times&polarity=neg',
    '/comments?q=puhelin',
    '/',
    '/findings',
  ],
  'demo-read-only': [...FIGURES, '/comments'],
  'demo-facilitator': ['/panel', '/findings', '/comments', '/quality', '/themes'],
  'demo-administrator': ['/', '/admin/accounts', '/taxonomy', '/quality/runs', '/import'],
  'demo-privacy-officer': ['/admin/audit', '/', '/admin/subjects'],
  'demo-panel-member': ['/panel'],
};
/** How many of a hundred people are of a role. */
const SHARES: Readonly<Record<string, number>> = {
  'demo-team-member': 50,
  'demo-manager': 20,
  'demo-read-only': 15,
  'demo-panel-member': 8,
  'demo-facilitator': 4,
  'demo-administrator': 2,
  'demo-privacy-officer': 1,
};

interface Person {
  readonly cookie: string;
  readonly pages: readonly string[];
}

/** Which kind of person an account of the demo is: of several the name ends in a number. */
function kindOf(userName: string): string {
  return userName.replace(/-\d+$/, '');
}

async function signIn(base: string, accountId: string, cookies: string, token: string): Promise<string> {
  const answer = await fetch(`${base}/login/as`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: token, account: accountId, next: '/' }).toString(),
  });
  if (answer.status !== 303) throw new Error(`expected to be signed in (303), found ${answer.status}`);
  const set = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  return [cookies, ...set].join('; ');
}

async function everybody(base: string): Promise<{ readonly people: Person[]; readonly perSecond: number }> {
  const page = await fetch(`${base}/login`);
  const html = await page.text();
  const cookies = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const accounts = [...html.matchAll(/name="account" value="([^"]+)"/g)].map(([, id = '']) => id);
  if (accounts.length === 0) throw new Error('expected people of the demo on the sign-in page, found none');
  const byKind = new Map<string, string[]>();
  for (const id of accounts) byKind.set(kindOf(id), [...(byKind.get(kindOf(id)) ?? []), id]);
  const unknown = [...byKind.keys()].filter((kind) => !PAGES[kind]);
  if (unknown.length > 0)
    throw new Error(`expected pages for every kind of person, found none for ${unknown.join(', ')}`);
  const wanted = Object.entries(SHARES).flatMap(([kind, share]) => {
    const ids = byKind.get(kind) ?? [];
    return Array.from({ length: Math.max(1, Math.round((share * people) / 100)) }, (_, index) => ({
      id: ids[index % ids.length] ?? '',
      kind,
    }));
  });
  const startedAt = performance.now();
  const signedIn: Person[] = [];
  for (const { id, kind } of wanted.slice(0, people)) {
    signedIn.push({ cookie: await signIn(base, id, cookies, token), pages: PAGES[kind] ?? [] });
  }
  return { people: signedIn, perSecond: (1000 * signedIn.length) / (performance.now() - startedAt) };
}

interface Load {
  /** Milliseconds of every answer, by page. */
  readonly times: Map<string, number[]>;
  /** Answers other than 2xx, and requests without one. */
  wrong: number;
  failed: number;
}

function record({ times }: Load, path: string, milliseconds: number): void {
  const known = times.get(path);
  if (known) known.push(milliseconds);
  else times.set(path, [milliseconds]);
}

/** Everybody reads a page for about `thinkSeconds` (half to one and a half of it) before asking for the next one. */
async function readCalmly(base: string, everyone: readonly Person[], random: Random): Promise<Load> {
  const load: Load = { times: new Map(), wrong: 0, failed: 0 };
  const end = performance.now() + 1000 * seconds;
  await Promise.all(
    everyone.map(async ({ cookie, pages }, index) => {
      await setTimeout(1000 * thinkSeconds * random());
      for (let turn = index; performance.now() < end; turn += 1) {
        const path = pages[turn % pages.length] ?? '/';
        const askedAt = performance.now();
        try {
          const answer = await fetch(base + path, { headers: { cookie } });
          await answer.arrayBuffer();
          if (!answer.ok) load.wrong += 1;
        } catch {
          load.failed += 1;
        }
        record(load, path, performance.now() - askedAt);
        await setTimeout(1000 * thinkSeconds * (0.5 + random()));
      }
    }),
  );
  return load;
}

/** Everybody has a request under way all the time. */
function readWithoutPause(base: string, everyone: readonly Person[]): Promise<Load> {
  const load: Load = { times: new Map(), wrong: 0, failed: 0 };
  let next = 0;
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url: base,
        connections: everyone.length,
        duration: seconds,
        timeout: 30,
        setupClient: (client) => {
          const person = everyone[next % everyone.length]!;
          // not everybody turns to the same page at the same time
          const at = next % person.pages.length;
          next += 1;
          const pages = [...person.pages.slice(at), ...person.pages.slice(0, at)];
          client.setRequests(pages.map((path) => ({ method: 'GET', path, headers: { cookie: person.cookie } })));
          let answered = 0;
          client.on('response', (_status, _bytes, took) => {
            record(load, pages[answered % pages.length] ?? '', took);
            answered += 1;
          });
        },
      },
      (error: Error | null, { non2xx, errors }) => {
        if (error) reject(error);
        else resolve({ ...load, wrong: non2xx, failed: errors });
      },
    );
    process.once('SIGINT', () => instance.stop());
  });
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function report(title: string, { times, wrong, failed }: Load): void {
  const all = [...times.values()].flat().sort((a, b) => a - b);
  process.stdout.write(
    `\n${title}: ${(all.length / seconds).toFixed(1)} pages/s, ${wrong} answers not 2xx, ${failed} failed\n`,
  );
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(42) : String(cell).padStart(10))).join('');
  const measured = (page: string, sorted: readonly number[]): string =>
    row([page, sorted.length, ...[0.5, 0.95, 0.99].map((share) => Math.round(percentile(sorted, share)))]);
  const lines = [
    row(['page', 'answers', 'median ms', 'p95 ms', 'p99 ms']),
    measured('all', all),
    ...[...times].map(([path, found]) =>
      measured(
        path,
        found.sort((a, b) => a - b),
      ),
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Until the service has read every comment: a page says so while it has not. */
async function untilTagged(base: string): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${base}/metrics`)).text();
    const count = (state: string): number =>
      Number(new RegExp(`^kuulolla_comments\\{state="${state}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? Number.NaN);
    if (count('pending') === 0 && count('tagged') > 0) return;
    await setTimeout(1000);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'kuulolla-people-'));
if (values.data) await cp(values.data, folder, { recursive: true });
const service = start('main', [], { PORT: '0', KUULOLLA_DATA: folder, KUULOLLA_LOG_LEVEL: 'error' });
try {
  const said = await service.said(/listens on (\S+)\n/);
  const base = /listens on (\S+)/.exec(said)?.[1] ?? '';
  await untilTagged(base);
  const signedIn = await everybody(base);
  process.stdout.write(
    `${availableParallelism()} cores for service and bench; ${signedIn.people.length} people signed in, ${signedIn.perSecond.toFixed(1)}/s one after the other\n`,
  );
  const calm = await readCalmly(base, signedIn.people, seededRandom(1));
  report(`${people} people who read a page for about ${thinkSeconds} s`, calm);
  report(`${people} people without a pause`, await readWithoutPause(base, signedIn.people));
} finally {
  service.child.kill('SIGTERM');
  const { stderr } = await service.finished;
  if (stderr) process.stderr.write(stderr);
  await rm(folder, { recursive: true, force: true });
}
