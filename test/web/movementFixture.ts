/** The worked example of two half-years over HTTP: 200 answers with NPS 42.0, then 250 with NPS 60.4. */
import assert from 'node:assert/strict';
import { createFakeTagger, DRAWN_TAGS } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

type Counts = readonly [promoters: number, passives: number, detractors: number];

const SCORES = [10, 8, 3] as const;
const A = 'Oli ystävällinen ja rauhallinen hoitaja koko käynnin ajan';
const B = 'Harmillisesti jonotin vastaanotolle monta pitkää viikkoa';
const C = 'Sain mukaani kirjallisen ohjeen siitä, miten jatketaan';
const AB = 'Oli ystävällinen hoitaja, mutta jonotin sinne monta viikkoa';

const CELLS: readonly (readonly [day: string, comment: string | null, counts: Counts])[] = [
  ['2023-05-15', A, [70, 6, 4]],
  ['2023-05-15', B, [10, 10, 20]],
  ['2023-05-15', C, [8, 6, 6]],
  ['2023-05-15', AB, [6, 8, 6]],
  ['2023-05-15', null, [30, 6, 4]],
  ['2024-05-15', A, [100, 8, 2]],
  ['2024-05-15', B, [8, 7, 10]],
  ['2024-05-15', C, [12, 10, 8]],
  ['2024-05-15', AB, [15, 10, 5]],
  ['2024-05-15', null, [45, 6, 4]],
];

export const PERIODS = 'from=2024-01-01&to=2024-06-30&base_from=2023-01-01&base_to=2023-06-30';

/** Answers lie in `clinic`; `few` has three in each period and `=bad` a name that a spreadsheet would run. */
export async function startWorkedExample(): Promise<RunningApp> {
  const app = await startApp({ tagger: createFakeTagger({ ...DRAWN_TAGS, ohjeen: ['instructions', 'neu'] }) });
  const items = CELLS.flatMap(([day, comment, counts], cell) =>
    counts.flatMap((count, place) =>
      Array.from({ length: count }, (_, n) => ({
        source: 'test',
        id: `${cell}-${place}-${n}`,
        answered_at: day,
        score: SCORES[place],
        ...(comment === null ? {} : { comment }),
        lang: 'fi',
        unit: 'hospital > clinic',
        channel: 'sms',
      })),
    ),
  );
  await send(app, items);
  return app;
}

export async function send(app: RunningApp, items: readonly object[]): Promise<void> {
  const answer = await fetch(`${app.url}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(items),
  });
  assert.equal(answer.status, 202, await answer.text());
  const { store } = app.assembly.flows;
  while ((await store.taggingProgress()).pending > 0) await new Promise((resolve) => setImmediate(resolve));
}

export async function get(
  app: RunningApp,
  path: string,
  lang = 'en',
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: string }> {
  const answer = await fetch(app.url + path, { headers: { cookie: `kuulolla_lang=${lang}`, accept: 'text/html' } });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** Text of the cells of each row of a table's body, by the row's heading. */
export function tableRows(html: string, className: string): Map<string, string[]> {
  const table = new RegExp(`<table class="[^"]*\\b${className}\\b[^"]*">([\\s\\S]*?)</table>`).exec(html)?.[1] ?? '';
  const text = (markup: string): string =>
    markup
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  return new Map(
    [...table.matchAll(/<tr[^>]*>\s*<th scope="row">([\s\S]*?)<\/th>([\s\S]*?)<\/tr>/g)].map(([, head, cells]) => [
      text(head ?? ''),
      [...(cells ?? '').matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell]) => text(cell ?? '')),
    ]),
  );
}
