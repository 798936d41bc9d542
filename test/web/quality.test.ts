import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { projectRoot } from '../../src/root.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { createJudgingTagger } from '../support/judgingTagger.js';
import { assertSound, LANGUAGES, readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const WORDS = ['jonotin kauan', 'oli ystävällinen hoitaja', 'vänlig personal', 'no parking anywhere', 'kiitos'];

/** The page once nothing is measured any more. */
async function card(app: RunningApp, lang = 'en'): Promise<Page> {
  for (;;) {
    const page = await readPage(app, '/quality', lang);
    assert.equal(page.status, 200);
    if (!page.html.includes('class="notice" role="status"')) return page;
  }
}

async function appWith(count: number): Promise<RunningApp> {
  const themes = JSON.parse(await readFile(join(projectRoot(), 'data', 'themes.json'), 'utf8')) as {
    readonly themes: readonly { readonly key: string }[];
  };
  const app = await startApp({ tagger: createJudgingTagger(themes.themes.map(({ key }) => key)) });
  const items = Array.from({ length: count }, (_, n) => ({
    source: 'test',
    id: `q-${n}`,
    answered_at: `2024-0${1 + (n % 3)}-1${n % 9}`,
    score: 9,
    comment: `${WORDS[n % WORDS.length]} ${n}`,
    lang: ['fi', 'fi', 'sv', 'en', 'fi'][n % 5],
    unit: 'hospital > clinic',
  }));
  if (count > 0) assert.equal((await postFeedback(app, items)).status, 202);
  while ((await app.assembly.flows.store.taggingProgress()).pending > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return app;
}

for (const [state, count] of [
  ['none', 0],
  ['one', 1],
  ['many', 600],
] as const) {
  describe(`the quality pages with ${state} of the feedback`, () => {
    let app: RunningApp;
    before(async () => {
      app = await appWith(count);
    });
    after(() => app.close());

    for (const lang of LANGUAGES) {
      it(`are sound in ${lang}`, async () => {
        assertSound(await card(app, lang), `/quality ${lang}`);
        const sample = await readPage(app, '/quality/sample', lang);
        assertSound(sample, `/quality/sample ${lang}`);
        assert.equal(sample.html.includes('type="radio"'), count > 0);
      });
    }
  });
}

describe('the quality card', () => {
  let app: RunningApp;
  before(async () => {
    app = await appWith(600);
  });
  after(() => app.close());

  it('opens with what is found and what is right, and names the labels it was fitted on', async () => {
    const { html } = await card(app);
    assert.match(html, /The tagger finds \d+ of 100 theme mentions, and \d+ of 100 of its tags are right/);
    assert.match(html, /fitted on these very comments/);
    assert.match(html, /No panel labels yet\./);
    assert.match(html, /Nothing has drifted since January 2024/);
    assert.match(html, /Too few comments in Swedish/);
  });

  it('warns on pages whose figures rest on a weak theme, with the figure and a way to the card', async () => {
    assert.match((await card(app)).html, /△<\/span> Waiting times: in Finnish: F1 0\.\d\d/);
    for (const path of ['/', '/themes', '/themes/waiting_times']) {
      assert.match(
        (await readPage(app, path)).html,
        /weak on this theme in Finnish: F1 0\.\d\d \(0\.\d\d–0\.\d\d\)/,
        path,
      );
    }
    assert.match((await readPage(app, '/themes/waiting_times')).html, /href="\/quality#warnings"/);
    // only the languages that the figures rest on
    const { html } = await readPage(app, '/themes/waiting_times?lang=sv');
    assert.doesNotMatch(html, /weak on this theme in Finnish/);
    assert.match(html, /weak on this theme in Swedish/);
  });

  it('takes the answers of a checked comment, then tells what the tagger said', async () => {
    const first = await readPage(app, '/quality/sample');
    const id = /name="comment" value="(\d+)"/.exec(first.html)?.[1] ?? '';
    assert.doesNotMatch(first.html, /class="tags"/);
    const themes = [...new Set([...first.html.matchAll(/name="(theme_\w+)"/g)].map((match) => match[1] ?? ''))];
    assert.equal(themes.length, 7);
    const send = (fields: Record<string, string>): Promise<Response> =>
      sendForm(app, '/quality/sample', { comment: id, ...fields }, first);
    const answers = Object.fromEntries(themes.map((theme) => [theme, 'absent']));
    assert.equal((await send({})).status, 422, 'an answer for every theme is needed');
    assert.equal((await send({ ...answers, theme_premises: 'perhaps' })).status, 422);
    assert.equal((await send({ ...answers, _csrf: 'x' })).status, 403);
    const saved = await send({ ...answers, theme_premises: 'neu' });
    assert.deepEqual([saved.status, saved.headers.get('location')], [303, `/quality/sample?checked=${id}`]);
    const next = await readPage(app, `/quality/sample?checked=${id}`);
    assert.match(next.html, /You and the tagger (differ|said the same)\./);
    assert.match(next.html, /1 comment checked so far\./);
    assert.doesNotMatch(next.html, new RegExp(`name="comment" value="${id}"`));
    assert.equal((await send(answers)).status, 409, 'a comment is checked once');
    assert.match((await card(app)).html, /On your own checked comments/);
  });
});

it('a tagger that cannot be judged leaves other pages as they are', async () => {
  const app = await startApp({ tagger: createFakeTagger() });
  try {
    assert.equal(
      (await postFeedback(app, [{ source: 'a', id: '1', answered_at: '2024-01-01', score: 9, comment: 'jonotin' }]))
        .status,
      202,
    );
    while ((await app.assembly.flows.store.taggingProgress()).pending > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await readPage(app, '/themes')).status, 200);
    assert.equal((await readPage(app, '/quality')).status, 500);
    assert.equal((await readPage(app, '/themes')).status, 200);
  } finally {
    await app.close();
  }
});
