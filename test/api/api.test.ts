import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { API_PREFIX } from '../../src/web/api/openapi.js';
import { problemSchema } from '../../src/web/api/problem.js';
import { commentPageSchema, npsReportSchema, themeReportSchema } from '../../src/web/api/schemas.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

let app: RunningApp;

/** January 2024: 6 promoters, 2 passives, 2 detractors of the clinic; February: 5 promoters; 3 answers of another unit. */
function samples(): object[] {
  const answer = (id: number, score: number | null, comment: string | null, more: object = {}) => ({
    id: `s${id}`,
    source: 'survey',
    answered_at: '2024-01-15',
    unit: 'hospital > clinic',
    channel: 'sms',
    lang: 'fi',
    score,
    comment,
    ...more,
  });
  return [
    ...[9, 9, 10, 10, 9, 10].map((score, index) => answer(index, score, 'ystävällinen hoitaja')),
    answer(6, 7, 'jonotin'),
    answer(7, 8, null),
    answer(8, 0, 'jonotin ja hoitaja oli ystävällinen'),
    answer(9, 3, 'jonotin kauan', { answered_at: '2024-01-31T21:59:00Z' }),
    ...[10, 11, 12, 13, 14].map((id) => answer(id, 10, null, { answered_at: '2024-02-10', channel: 'web' })),
    ...[15, 16, 17].map((id) =>
      answer(id, 0, 'parking', { unit: 'hospital > ward', answered_at: '2024-03-05', lang: 'en' }),
    ),
  ];
}

before(async () => {
  app = await startApp({ tagger: createFakeTagger() });
  const { status } = await postFeedback(app, samples());
  assert.equal(status, 202);
  await app.background?.tagging.idle();
});
after(() => app.close());

async function get<S extends z.ZodType>(path: string, schema: S, status = 200): Promise<z.infer<S>> {
  const response = await fetch(`${app.url}${path}`);
  assert.equal(response.status, status, path);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  assert.equal(response.headers.get('content-type')?.split(';')[0], type);
  return schema.parse(await response.json());
}

const parametersOf = (problem: z.infer<typeof problemSchema>) => problem.problems?.map(({ parameter }) => parameter);

describe('GET /api/v1/nps', () => {
  it('counts the answers of a period and gives NPS with its interval', async () => {
    const { total, period } = await get('/api/v1/nps?from=2024-01-01&to=2024-01-31', npsReportSchema);
    assert.deepEqual(period, { from: '2024-01-01', to: '2024-01-31' });
    assert.deepEqual([total.promoters, total.passives, total.detractors, total.nps], [6, 2, 2, 40]);
    // Adjusted Wald, worked out in docs: 6/2/2 gives [−12.586, 74.124].
    assert.deepEqual(
      total.interval?.map((bound) => bound.toFixed(3)),
      ['-12.586', '74.124'],
    );
  });

  it('counts an instant as the day that it is in Helsinki', async () => {
    const { total } = await get('/api/v1/nps?from=2024-01-31&to=2024-01-31&unit=clinic', npsReportSchema);
    assert.deepEqual(
      [total.n, total.nps, total.suppressed],
      [null, null, true],
      'one answer at 23.59 of that day: hidden',
    );
  });

  it('hides a month with fewer than five answers, and one more so that it does not follow from the total', async () => {
    const { buckets, total } = await get('/api/v1/nps?from=2024-01-01&to=2024-04-30&by=month', npsReportSchema);
    assert.equal(total.n, 18);
    assert.deepEqual(
      buckets.map(({ key, n, suppressed }) => [key, n, suppressed]),
      [
        ['2024-01', 10, false],
        ['2024-02', null, true],
        ['2024-03', null, true],
        ['2024-04', 0, false],
      ],
    );
  });

  it('says of a month without answers that nobody answered, not that NPS is 0', async () => {
    const { total } = await get('/api/v1/nps?from=2024-04-01&to=2024-04-30', npsReportSchema);
    assert.deepEqual([total.n, total.nps, total.suppressed], [0, null, false]);
  });

  it('names every parameter that cannot be used, with what was expected and found', async () => {
    const path = '/api/v1/nps?from=1.1.2024&unit=nowhere&form=x&by=week&lang=fi&lang=sv';
    const problem = await get(path, problemSchema, 400);
    assert.equal(problem.type, 'urn:kuulolla:problem:invalid-parameter');
    assert.deepEqual(parametersOf(problem)?.sort(), ['by', 'form', 'from', 'lang', 'unit']);
    const from = problem.problems?.find(({ parameter }) => parameter === 'from');
    assert.deepEqual([from?.expected, from?.found], ['a calendar day yyyy-mm-dd from 1990 to 2199', '1.1.2024']);
  });
});

describe('GET /api/v1/themes', () => {
  const YEAR = '/api/v1/themes?from=2024-01-01&to=2024-12-31';

  it('gives share, polarity, NPS with and without, and impact', async () => {
    const { themes } = await get(YEAR, themeReportSchema);
    const [friendliness] = themes;
    assert.equal(themes.length, 7);
    assert.equal(friendliness?.theme, 'staff_friendliness');
    assert.equal(friendliness.name['sv'], 'Personalens bemötande');
    assert.deepEqual([friendliness.n, friendliness.base], [7, 12]);
    assert.deepEqual(friendliness.polarity, { pos: 7, neg: 0, neu: 0 });
    // With: 6 promoters, 1 detractor. Without: 1 passive, 4 detractors. All 12: 6, 1, 5.
    assert.equal(friendliness.npsWith.nps?.toFixed(3), '71.429');
    assert.equal(friendliness.npsWithout.nps, -80);
    assert.equal(friendliness.impact?.toFixed(3), (100 / 12 + 80).toFixed(3));
  });

  it('hides NPS of those who mention a theme where they are fewer than five', async () => {
    const { themes } = await get(YEAR, themeReportSchema);
    const premises = themes.find(({ theme }) => theme === 'premises');
    assert.deepEqual([premises?.npsWith.nps, premises?.npsWith.suppressed, premises?.impact], [null, true, null]);
  });

  it('hides shares of fewer than five comments', async () => {
    const { themes } = await get('/api/v1/themes?from=2024-03-01&to=2024-03-31', themeReportSchema);
    for (const { n, base, share, suppressed } of themes)
      assert.deepEqual([n, base, share, suppressed], [null, null, null, true]);
  });
});

describe('GET /api/v1/comments', () => {
  it('lists newest first with tags and their evidence', async () => {
    const { items, next, total } = await get('/api/v1/comments?limit=4', commentPageSchema);
    assert.equal(total, 12);
    assert.notEqual(next, null);
    assert.deepEqual(items.map(({ id }) => id).slice(3), ['s9']);
    const [first] = items;
    assert.equal(first?.tagged, true);
    assert.deepEqual(first?.themes, [
      { theme: 'premises', polarity: 'neg', confidence: 0.9, evidence: [{ start: 0, end: 7 }] },
    ]);
    assert.equal(items[3]?.text, 'jonotin kauan');
    assert.equal((await fetch(app.url + (first?.page ?? ''))).status, 200, 'page shows the comment');
  });

  it('gives every comment once when followed by cursor', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: z.infer<typeof commentPageSchema> = await get(
        `/api/v1/comments?limit=5&cursor=${cursor}`,
        commentPageSchema,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    assert.equal(seen.length, 12);
    assert.equal(new Set(seen).size, 12);
  });

  it('filters by theme, polarity and words', async () => {
    const count = async (query: string) => (await get(`/api/v1/comments?${query}`, commentPageSchema)).total;
    assert.equal(await count('theme=waiting_times'), 3);
    assert.equal(await count('theme=waiting_times&polarity=pos'), 0);
    assert.equal(await count('q=kauan'), 1);
    assert.equal(await count('unit=ward&lang=en'), 3);
  });

  it('refuses a cursor that it did not give, a theme that is none, and a limit over 200', async () => {
    for (const [query, parameter] of [
      ['cursor=abc', 'cursor'],
      ['theme=weather', 'theme'],
      ['limit=201', 'limit'],
      ['limit=0', 'limit'],
    ] as const) {
      assert.deepEqual(parametersOf(await get(`/api/v1/comments?${query}`, problemSchema, 400)), [parameter]);
    }
  });
});

describe('what is not there', () => {
  it('is a problem document, below any version', async () => {
    for (const path of ['/api/v1/', '/api/v1/movements', '/api/v2/nps', '/api', '/api/v1x']) {
      const problem = await get(path, problemSchema, 404).catch((error: unknown) =>
        assert.fail(`${path}: ${String(error)}`),
      );
      assert.equal(problem.type, 'urn:kuulolla:problem:not-found');
    }
  });

  it('says which methods are allowed where another was used', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/api/v1/nps', 'GET, HEAD'],
      ['GET', '/api/v1/feedback', 'POST'],
      ['POST', '/api/v1/openapi.json', 'GET, HEAD'],
    ] as const) {
      const response = await fetch(app.url + path, { method });
      assert.equal(response.status, 405, path);
      assert.equal(response.headers.get('allow'), allow);
      assert.equal(problemSchema.parse(await response.json()).status, 405);
    }
  });
});

describe('the OpenAPI document', () => {
  interface Operation {
    readonly operationId: string;
    readonly parameters: readonly { readonly name: string; readonly schema: object }[];
    readonly responses: Readonly<Record<string, object>>;
  }
  type Document = {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, object>> };
  };
  const read = async () => (await (await fetch(`${app.url}${API_PREFIX}/openapi.json`)).json()) as Document;

  it('has every route, and every path in it exists', async () => {
    const { openapi, paths } = await read();
    assert.equal(openapi, '3.1.0');
    assert.deepEqual(Object.keys(paths).sort(), [
      '/api/v1/comments',
      '/api/v1/feedback',
      '/api/v1/movement',
      '/api/v1/nps',
      '/api/v1/themes',
    ]);
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of Object.keys(operations)) {
        const { status } = await fetch(app.url + path, { method: method.toUpperCase() });
        assert.ok(status !== 404 && status !== 405, `${method} ${path}: ${status}`);
      }
    }
  });

  it('has every filter as a parameter with the values that it may have', async () => {
    const { paths } = await read();
    const parameters = paths['/api/v1/comments']?.['get']?.parameters ?? [];
    assert.deepEqual(
      parameters.map(({ name }) => name),
      ['from', 'to', 'unit', 'channel', 'lang', 'theme', 'polarity', 'q', 'cursor', 'limit', 'search'],
    );
    assert.deepEqual(parameters.find(({ name }) => name === 'polarity')?.schema, {
      type: 'string',
      enum: ['pos', 'neg', 'neu'],
    });
  });

  it('refers only to schemas that it holds', async () => {
    const document = await read();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    assert.ok(references.length > 5);
    for (const reference of new Set(references)) {
      const name = reference.replace('#/components/schemas/', '');
      assert.ok(name in document.components.schemas, reference);
    }
  });

  it('names the statuses that a caller has to expect', async () => {
    const { paths } = await read();
    const statuses = Object.keys(paths['/api/v1/feedback']?.['post']?.responses ?? {});
    assert.deepEqual(statuses.sort(), ['202', '400', '401', '403', '413', '415', '421', '422', '500']);
  });
});

describe('operation', () => {
  it('answers that it lives and is ready', async () => {
    const live = await fetch(`${app.url}/healthz`);
    assert.deepEqual([live.status, await live.json()], [200, { status: 'ok' }]);
    const ready = await fetch(`${app.url}/readyz`);
    assert.equal(ready.status, 200);
    assert.deepEqual(await ready.json(), {
      status: 'ready',
      parts: [
        { name: 'database', ready: true },
        { name: 'model', ready: true },
      ],
    });
  });

  it('counts requests by route and comments by state for Prometheus', async () => {
    await fetch(`${app.url}/api/v1/nps?unit=clinic`);
    const text = await (await fetch(`${app.url}/metrics`)).text();
    assert.match(
      text,
      /kuulolla_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/nps",status="200"\} \d/,
    );
    assert.match(text, /^kuulolla_comments\{state="tagged"\} 12$/m);
    assert.match(text, /^kuulolla_comments\{state="pending"\} 0$/m);
    assert.match(text, /^nodejs_eventloop_lag_seconds /m);
    assert.ok(!text.includes('unit=clinic'), 'no query of anyone');
  });
});
