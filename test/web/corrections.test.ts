import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import cookieParser from 'cookie-parser';
import express from 'express';
import { compactIds } from '../../src/domain/auditEvent.js';
import type { ThemeReason } from '../../src/tagging/tagger.js';
import { identify } from '../../src/web/actor.js';
import { PageProblem } from '../../src/web/errors.js';
import { correctionRoutes } from '../../src/web/routes/correctionRoutes.js';
import { formProtection } from '../../src/web/security.js';
import { actorWith } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const TEXT = 'Oli ystävällinen hoitaja mutta jonotin viikkoja';

/** Two clauses; the first speaks of friendliness, the second of waiting. */
function reasonsFor(text: string): ThemeReason[] {
  const cut = text.indexOf(' mutta');
  const spans = [
    { start: 0, end: Math.max(1, cut) },
    { start: Math.max(1, cut + 1), end: text.length },
  ];
  return ['waiting_times', 'staff_friendliness', 'premises'].map((theme, index) => {
    const clauses = spans.map((span, place) => ({
      span,
      logit: 0,
      encoder: place === index ? 0 : 1.2345,
      lexical: 0.3333 * (index - place),
    }));
    const rest = { encoder: 0.0049, lexical: -0.0051 };
    const encoder = clauses.reduce((sum, clause) => sum + clause.encoder, rest.encoder);
    const lexical = clauses.reduce((sum, clause) => sum + clause.lexical, rest.lexical);
    const constant = -1.005 - 2 * index;
    return {
      theme,
      given: theme !== 'premises',
      confidence: 1 / (1 + Math.exp(-(encoder + lexical + constant))),
      threshold: 0.4,
      polarity: 'neg',
      polarityProbabilities: { pos: 0.1, neg: 0.7, neu: 0.2 },
      evidence: [spans[1]!],
      encoder,
      lexical,
      constant,
      clauses,
      rest,
    };
  });
}

let app: RunningApp;
before(async () => {
  const tagger = createFakeTagger();
  tagger.explain = ({ text }) => Promise.resolve(reasonsFor(text));
  app = await startApp({ tagger });
  const items = Array.from({ length: 12 }, (_, number) => ({
    source: 'test',
    id: `r-${number}`,
    answered_at: `2024-05-${String(number + 1).padStart(2, '0')}`,
    score: 9,
    comment: number === 11 ? 'Der Arzt war freundlich und hat alles gut erklärt' : `${TEXT} ${number}`,
    lang: number === 11 ? 'de' : 'fi',
    unit: 'hospital',
    channel: 'sms',
  }));
  assert.equal((await postFeedback(app, items)).status, 202);
  while ((await app.assembly.flows.store.taggingProgress()).pending > 0)
    await new Promise((resolve) => setImmediate(resolve));
});
after(() => app.close());

const page = (path: string, lang = 'en'): Promise<Page> => readPage(app, path, lang);

function unescaped(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&#38;', '&').replaceAll('&#34;', '"').replaceAll('&#39;', "'");
}

function fieldOf(html: string, name: string): string {
  return unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '');
}

/** Sends the form of a page; the redirect is not followed. */
async function send(path: string, id: number, fields: Readonly<Record<string, string>>): Promise<Response> {
  const from = await page(path);
  const shown = fieldOf(from.html, 'shown');
  return sendForm(app, `/comments/${id}/corrections`, { back: `${path}#c${id}`, shown, ...fields }, from);
}

async function themesOf(id: number): Promise<string[]> {
  const row = await app.assembly.flows.store.getComment(id);
  return (row?.tags ?? []).map((tag) => `${tag.theme}:${tag.polarity}${tag.confirmed ? '!' : ''}`);
}

/** Text of every cell of the tables of reasons, row by row. */
function sumTables(html: string): string[][][] {
  return [...html.matchAll(/<table class="stack sum">([\s\S]*?)<\/table>/g)].map(([, table = '']) =>
    [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
      .slice(1)
      .map(([, row = '']) =>
        [...row.matchAll(/<td class="number[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) =>
          cell.replace(/<[^>]+>/g, ''),
        ),
      ),
  );
}

const hundredths = (cell: string | undefined): number =>
  cell === undefined || cell === '' ? 0 : Number(cell.replace('−', '-').replace(/[+.,]/g, ''));

describe('the page of a comment', () => {
  for (const lang of ['fi', 'sv', 'en']) {
    it(`shows reasons that add up as they are printed (${lang})`, async () => {
      const { status, html } = await page('/comments/1', lang);
      assert.equal(status, 200);
      assert.doesNotMatch(html, /undefined|NaN|\[object |Infinity/);
      assert.doesNotMatch(html, / style="/);
      const tables = sumTables(html);
      assert.equal(tables.length, 3);
      for (const table of tables) {
        const [total, ...others] = [...table].reverse();
        assert.equal(table.length, 5, 'two clauses, the rest, the constant, the sum');
        for (const column of [0, 1, 2]) {
          const summed = others.reduce((sum, row) => sum + hundredths(row[column]), 0);
          assert.equal(summed, hundredths(total?.[column]));
        }
      }
    });
  }

  it('answers why a theme was not given, with confidence and threshold in words', async () => {
    const { html } = await page('/comments/1');
    assert.match(html, /Why not Premises\?/);
    // 2 × 1.2345 + 0.0049 + 3 × 0.3333 − 0.0051 − 5.005 = −1.5363, and 1 / (1 + e^1.5363) = 0.177
    assert.match(html, /Confidence 18%, clearly under the threshold of 40%/);
    assert.match(html, /These add up exactly to −1\.54 \(log-odds\)/);
    // log(0.4 / 0.6) = −0.405
    assert.match(html, /The theme is given from −0\.41, which is the threshold of 40%/);
  });

  it('leads to comments like it and names the versions', async () => {
    const { html } = await page('/comments/1');
    assert.match(html, /href="\/comments\?like=1"/);
    assert.match(html, /Encoder drawn · heads drawn-1 · list of themes 1/);
  });

  it('has no corrections in a language that is not tagged', async () => {
    const { html } = await page('/comments/12');
    assert.match(html, /Language not supported for tagging/);
    assert.doesNotMatch(html, /class="correction/);
    const answer = await send('/comments/1', 12, { say: 'absent', theme: 'premises' });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /Comments in this language are not given themes/);
  });
});

describe('corrections', () => {
  it('take a theme off, with the list to come back to, and say who did', async () => {
    const path = '/comments?theme=waiting_times';
    const before = await page(path);
    assert.match(before.html, />11 comments</);
    const answer = await send(path, 2, { say: 'absent', theme: 'waiting_times' });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/comments?theme=waiting_times&corrected=2#c2');
    assert.deepEqual(await themesOf(2), ['staff_friendliness:pos']);
    const { html } = await page('/comments?theme=waiting_times&corrected=2');
    assert.match(html, />10 comments</);
    assert.match(html, /no longer in this selection\. <a href="\/comments\/2">/);
    const one = await page('/comments/2', 'en');
    assert.match(one.html, /a user of this computer said on \d+ \w+ \d{4} that this theme is not there/);
    assert.match(one.html, /Waiting times: not there/);
    assert.match(one.html, /By itself the tagger would have given this theme\./);
  });

  it('add a theme with its polarity and its words, change the polarity, and take it back', async () => {
    await send('/comments/3', 3, { say: 'neg', theme: 'premises', clause: '0-24' });
    assert.deepEqual(await themesOf(3), ['premises:neg!', 'staff_friendliness:pos', 'waiting_times:neg']);
    const { html } = await page('/comments/3');
    assert.match(html, /confirmed by a user of this computer, /);
    assert.match(html, /By itself the tagger would not have given this theme\./);
    assert.match(html, /<mark class="evidence c\d+" title="Premises[^"]*">/);
    await send('/comments/3', 3, { say: 'neu', theme: 'premises' });
    assert.equal((await themesOf(3))[0], 'premises:neu!');
    const list = await page('/comments', 'fi');
    assert.match(list.html, /ihmisen vahvistama/);
    await send('/comments/3', 3, { say: 'withdraw', theme: 'premises' });
    assert.deepEqual(await themesOf(3), ['staff_friendliness:pos', 'waiting_times:neg']);
    assert.match((await page('/comments/3')).html, /<s>Premises: neutral<\/s>[\s\S]*undone by a user of this computer/);
  });

  it('confirm everything at once, unless it changed meanwhile', async () => {
    const shown = 'staff_friendliness:pos,waiting_times:neg';
    const late = await send('/comments/4', 4, { say: 'allRight', shown: 'access:neg' });
    assert.equal(late.status, 409);
    await send('/comments/4', 4, { say: 'allRight' });
    assert.deepEqual(await themesOf(4), ['staff_friendliness:pos!', 'waiting_times:neg!']);
    const themes = app.assembly.flows.taxonomy.themes.length;
    assert.equal((await app.assembly.flows.store.labelHistory(4)).length, themes);
    assert.equal(fieldOf((await page('/comments/4')).html, 'shown'), shown);
  });

  it('are refused without a token, with nonsense, and for what is not there', async () => {
    assert.equal((await send('/comments/5', 5, { say: 'absent', theme: 'waiting_times', _csrf: 'x' })).status, 403);
    assert.equal((await send('/comments/5', 5, { say: 'absent', theme: 'parking' })).status, 422);
    assert.equal((await send('/comments/5', 5, { say: 'perhaps', theme: 'access' })).status, 422);
    assert.equal((await send('/comments/5', 5, { say: 'pos', theme: 'access', clause: '0-999' })).status, 422);
    assert.equal((await send('/comments/5', 4711, { say: 'pos', theme: 'access' })).status, 404);
    assert.deepEqual(await app.assembly.flows.store.labelHistory(5), []);
  });

  it('never lead away from the service', async () => {
    for (const back of ['//elsewhere.example/', '/.//elsewhere.example/', '/a/..//elsewhere.example/']) {
      const answer = await send('/comments/6', 6, { say: 'allRight', back });
      assert.equal(answer.headers.get('location'), '/', back);
    }
  });

  it('show in the API as confirmed, and only there where a person said so', async () => {
    const answer = await fetch(`${app.url}/api/v1/comments?theme=waiting_times&from=2024-05-04&to=2024-05-05`);
    const { items } = (await answer.json()) as { items: { themes: { theme: string; confirmed?: true }[] }[] };
    // 4 May is comment 4, confirmed; 5 May nobody looked at
    assert.deepEqual(
      items.map((item) => item.themes.map((theme) => theme.confirmed)),
      [
        [undefined, undefined],
        [true, true],
      ],
    );
  });

  it('download as the lines that evaluate and train read', async () => {
    const answer = await fetch(`${app.url}/quality/labels.jsonl`);
    assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="labels.jsonl"');
    const lines = (await answer.text()).trim().split('\n');
    const line = JSON.parse(lines.find((each) => each.includes('"id":"4"')) ?? '{}') as {
      readonly labels: { theme: string; polarity: string; quote?: string }[];
      readonly absent: { theme: string }[];
    };
    assert.deepEqual(
      line.labels.map(({ theme, polarity, quote }) => [theme, polarity, quote]),
      [
        ['waiting_times', 'neg', 'jonotin'],
        ['staff_friendliness', 'pos', 'ystävällinen'],
      ],
    );
    assert.equal(line.absent.length, app.assembly.flows.taxonomy.themes.length - 2);
    const [record] = await app.assembly.flows.store.listAudit({ action: 'export', limit: 1 });
    const given = lines.map((each) => (JSON.parse(each) as { readonly id: string }).id);
    assert.equal(record?.subject['comments'], compactIds(given.map(Number)));
  });

  it('are offered as examples of a theme that is split, which the audit trail names', async () => {
    const clause = reasonsFor(TEXT)[0]?.clauses[0]?.span;
    const said = { say: 'pos', theme: 'premises', clause: `${clause?.start}-${clause?.end}` };
    assert.equal((await send('/comments/7', 7, said)).status, 303);
    const page = await (await fetch(`${app.url}/taxonomy/new?split=premises`)).text();
    assert.match(page, /name="pick" value="Oli ystävällinen hoitaja"/);
    await app.assembly.trail.flush();
    const [record] = await app.assembly.flows.store.listAudit({ route: '/taxonomy/new', limit: 1 });
    assert.equal(record?.subject['comments'], '7');
  });

  it('are not for those who may only read', async () => {
    const reader = express();
    reader.use(cookieParser());
    reader.use(identify(() => actorWith(['comments.read'])));
    const forms = formProtection('x'.repeat(32));
    reader.use(forms.visitor, correctionRoutes(app.assembly.flows, forms));
    reader.use(((error, _req, res, next) => {
      if (error instanceof PageProblem) res.status(error.status).end();
      else next(error);
    }) satisfies express.ErrorRequestHandler);
    const server = reader.listen(0);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.equal((await fetch(`${base}/comments/7/corrections`, { method: 'POST' })).status, 403);
    assert.equal((await fetch(`${base}/quality/labels.jsonl`)).status, 403);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the page of runs', () => {
  it('says first how it went, then each run with its reason', async () => {
    const { store } = app.assembly.flows;
    const versions = { space: 's', heads: 'h', taxonomy: '1' };
    const hashes = { inputHash: 'a'.repeat(64), outputHash: 'b'.repeat(64) };
    const runs = [
      ['training', 'refused', 'theme access got worse in sv', { labels: 40 }],
      ['training', 'done', null, { labels: 1234 }],
      ['training', 'done', null, { labels: 1234 }],
      ['similarityIndex', 'failed', 'the service stopped before it was done', {}],
    ] as const;
    for (const [kind, state, error, counts] of runs) {
      const id = await store.startRun({
        kind,
        by: 'local',
        versions,
        startedAt: '2024-07-01T21:30:00Z',
        settings: { seed: 7 },
      });
      const result = { state, finishedAt: '2024-07-01T21:31:05Z', durationMs: 65_000, counts, error };
      await store.finishRun(id, { ...result, ...(state === 'done' ? hashes : { inputHash: null, outputHash: null }) });
    }
    const { html } = await page('/quality/runs?kind=training');
    assert.match(
      html,
      /3 runs are on record\. The latest: Training, done, 2 July 2024[^.]*00:30\. 0 failed and 1 were refused/,
    );
    assert.match(html, /lang="en">theme access got worse in sv</);
    assert.match(html, /the same as run \d+, bit for bit/);
    assert.match(html, /labels 1,234/);
    assert.match(html, /1 min 5 s/);
    assert.match(html, /seed = 7/);
    for (const lang of ['fi', 'sv', 'en']) {
      const all = await page('/quality/runs', lang);
      assert.equal(all.status, 200);
      assert.doesNotMatch(all.html, /undefined|NaN|\[object /);
    }
    assert.match((await page('/quality/runs', 'fi')).html, /Palvelu pysähtyi ennen kuin ajo oli valmis/);
  });
});
