import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const PAGES = [
  '/',
  '/themes',
  '/themes/waiting_times',
  '/comments',
  '/comments?theme=waiting_times&polarity=neg&q=jonottaminen',
  '/units',
  '/import',
  '/about/methods',
  '/about/accessibility',
];
const LANGUAGES = ['fi', 'sv', 'en'] as const;

async function page(app: RunningApp, path: string, lang: string = 'en'): Promise<{ status: number; html: string }> {
  const answer = await fetch(app.url + path, { headers: { cookie: `kuulolla_lang=${lang}`, accept: 'text/html' } });
  return { status: answer.status, html: await answer.text() };
}

async function send(app: RunningApp, items: readonly object[]): Promise<void> {
  const answer = await fetch(`${app.url}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(items),
  });
  assert.equal(answer.status, 202, await answer.text());
}

const item = (number: number, more: object = {}): object => ({
  source: 'test',
  id: `r-${number}`,
  answered_at: `2024-0${1 + (number % 6)}-1${number % 9}`,
  score: [10, 9, 10, 8, 3][number % 5],
  comment: `Oli ystävällinen hoitaja mutta jonotin ${number} viikkoa`,
  lang: 'fi',
  unit: `hospital > clinic-${number % 3}`,
  channel: 'sms',
  ...more,
});

async function tagAll(app: RunningApp): Promise<void> {
  const { store } = app.assembly.flows;
  while ((await store.taggingProgress()).pending > 0) await new Promise((resolve) => setImmediate(resolve));
}

function assertSound(html: string, where: string): void {
  assert.doesNotMatch(html, /undefined|NaN|\[object |Infinity/, where);
  assert.doesNotMatch(html, / style="/, `${where}: the policy forbids style attributes`);
  assert.match(html, /<h1/, where);
}

for (const [state, count] of [
  ['none', 0],
  ['one', 1],
  ['many', 60],
] as const) {
  describe(`every page with ${state} of the feedback`, () => {
    let app: RunningApp;
    before(async () => {
      app = await startApp({ tagger: createFakeTagger() });
      if (count > 0)
        await send(
          app,
          Array.from({ length: count }, (_, number) => item(number)),
        );
      await tagAll(app);
    });
    after(() => app.close());

    for (const lang of LANGUAGES) {
      it(`is sound in ${lang}`, async () => {
        const paths = count > 0 ? [...PAGES, '/units/hospital', '/comments/1'] : PAGES;
        for (const path of paths) {
          const { status, html } = await page(app, path, lang);
          assert.equal(status, 200, path);
          assert.match(html, new RegExp(`<html lang="${lang}">`), path);
          assertSound(html, path);
        }
      });
    }
  });
}

describe('what pages show', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger() });
    await send(app, [
      // 3 answers in one unit: hidden. 40 in another: 30 promoters, 4 passives, 6 detractors, NPS 60.
      ...[0, 1, 2].map((n) => item(n, { id: `few-${n}`, unit: 'org > small', score: 0, comment: undefined })),
      ...Array.from({ length: 40 }, (_, n) =>
        item(n, {
          id: `big-${n}`,
          unit: 'org > large',
          score: n < 30 ? 10 : n < 34 ? 8 : 2,
          answered_at: '2024-03-05',
          comment: n === 0 ? 'Jono oli <script>alert("x")</script> pitkä, jonotin tunnin' : undefined,
        }),
      ),
    ]);
    await tagAll(app);
  });
  after(() => app.close());

  it('NPS, interval and base as computed by hand', async () => {
    const { html } = await page(app, '/units/large');
    // adjusted Wald, 30/4/6: centre (30.75 − 6.75)/43 = 55.81, ± 22.4
    assert.match(html, /NPS is 60\./);
    assert.match(html, /n = 40|n\u00a0=\u00a040/);
    assert.match(html, /33–78/);
  });

  it('a base under five as words, never as a number', async () => {
    const { html } = await page(app, '/units/small');
    assert.match(html, /too few answers to show NPS/);
    assert.doesNotMatch(html, /NPS is/);
  });

  it('comments as text, whatever they hold', async () => {
    const { html } = await page(app, '/comments');
    assert.doesNotMatch(html, /<script>alert/);
    assert.match(html, /&lt;script&gt;alert/);
  });

  it('the evidence marked with the name of its theme', async () => {
    const { html } = await page(app, '/comments?theme=waiting_times');
    assert.match(html, /<mark class="evidence c0" title="Waiting times">jonotin<\/mark>/);
  });

  it('an unknown unit, theme, comment and page as 404 with a way on', async () => {
    for (const path of [
      '/units/nowhere',
      '/themes/nothing',
      '/comments/999999',
      '/comments/abc',
      '/nowhere',
      '/?unit=nowhere',
    ]) {
      const { status, html } = await page(app, path);
      assert.equal(status, 404, path);
      assert.match(html, /To the overview/, path);
    }
  });

  it('a cursor that was cut short as a page not found', async () => {
    assert.equal((await page(app, '/comments?cursor=abc')).status, 404);
  });

  it('a theme that nobody mentions without a bar or a share of its polarity', async () => {
    // three answers and not one comment: there is nothing that a polarity could be a share of
    const { html } = await page(app, '/units/small');
    assert.match(html, /Digital channels/);
    assert.doesNotMatch(html, /class="diverging"|– complaints/);
  });

  it('comments on another scale without an NPS, and says why', async () => {
    await send(
      app,
      Array.from({ length: 12 }, (_, n) => item(n, { id: `five-${n}`, unit: 'other', scale: 'five', score: 5 })),
    );
    await tagAll(app);
    const { html } = await page(app, '/units/other');
    assert.match(html, /Nobody in this selection answered on the 0–10 scale/);
    assert.doesNotMatch(html, /NPS by month/);
  });

  it('a parameter that cannot be used as a notice beside the page', async () => {
    const { status, html } = await page(app, '/?from=2024-13-45');
    assert.equal(status, 200);
    assert.match(html, /2024-13-45/);
  });
});

describe('the language of the interface', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger(), idle: true });
  });
  after(() => app.close());

  it('follows the cookie, then the browser, then is Finnish', async () => {
    const lang = async (headers: Record<string, string>): Promise<string | undefined> =>
      /<html lang="(\w+)">/.exec(await (await fetch(`${app.url}/`, { headers })).text())?.[1];
    assert.equal(await lang({ cookie: 'kuulolla_lang=sv', 'accept-language': 'en' }), 'sv');
    assert.equal(await lang({ 'accept-language': 'sv-FI,sv;q=0.9' }), 'sv');
    assert.equal(await lang({ 'accept-language': 'de' }), 'fi');
    assert.equal(await lang({ cookie: 'kuulolla_lang=xx' }), 'fi');
  });

  it('is remembered, and the reader comes back to the same page of this service only', async () => {
    const go = async (back: string): Promise<Response> =>
      fetch(`${app.url}/language/sv?back=${encodeURIComponent(back)}`, { redirect: 'manual' });
    const answer = await go('/themes?unit=a');
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/themes?unit=a');
    assert.match(answer.headers.get('set-cookie') ?? '', /kuulolla_lang=sv/);
    for (const elsewhere of ['https://example.org/', '//example.org', '/\\example.org', 'javascript:alert(1)']) {
      assert.equal((await go(elsewhere)).headers.get('location'), '/', elsewhere);
    }
  });
});

describe('protection of pages', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger(), idle: true });
  });
  after(() => app.close());

  it('allows scripts, styles and pictures from this service only', async () => {
    const answer = await fetch(`${app.url}/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /style-src 'self'(;|$)/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('x-powered-by'), null);
  });

  it('refuses a form without its token', async () => {
    const body = new FormData();
    body.set('file', new Blob(['id;pvm;arvosana\n1;1.2.2024;9\n']), 'a.csv');
    const answer = await fetch(`${app.url}/import`, { method: 'POST', body });
    assert.equal(answer.status, 403);
    assert.equal((await app.assembly.flows.store.listImports(10)).length, 0);
  });
});
