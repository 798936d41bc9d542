import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { scanEnded } from '../../src/flows/ownThemeScans.js';
import { headOf, createWordTagger } from '../flows/taxonomySetup.js';
import { postFeedback } from '../support/feedback.js';
import { assertSound, LANGUAGES, readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const KINDS = [
  'jono oli pitkä',
  'pääsy oli helppo',
  'jono ja pääsy',
  'mukava hoitaja',
  'tila oli ahdas',
  'muuta sanoisin',
];

async function post(
  app: RunningApp,
  path: string,
  fields: Readonly<Record<string, string>>,
  from: Page,
): Promise<{ readonly status: number; readonly location: string; readonly html: string }> {
  const answer = await sendForm(app, path, fields, from);
  return { status: answer.status, location: answer.headers.get('location') ?? '', html: await answer.text() };
}

async function appWith(count: number): Promise<RunningApp> {
  // its own themes are fitted to the word that all examples share
  const tagger = Object.assign(createWordTagger(), {
    fitOwnTheme: (theme: string) => Promise.resolve(headOf(theme, 'muuta')),
    rank: (_head: unknown, texts: readonly { readonly text: string }[]) =>
      Promise.resolve(texts.map(({ text }) => (text.includes('muuta') ? 0.7 : 0.1))),
    judge: (texts: readonly unknown[]) => Promise.resolve(texts.map(() => [])),
  });
  const app = await startApp({ tagger });
  const items = Array.from({ length: count }, (_, n) => ({
    source: 'test',
    id: `t-${n}`,
    answered_at: `2024-0${1 + (n % 6)}-1${n % 9}`,
    score: n % 3 === 0 ? 3 : 10,
    comment: `${KINDS[n % KINDS.length]}, kerta ${n}`,
    lang: 'fi',
    unit: 'hospital',
    channel: 'sms',
  }));
  if (count > 0) assert.equal((await postFeedback(app, items)).status, 202);
  await app.background?.tagging.idle();
  return app;
}

const MERGE = 'change=merge&theme=access&into=waiting_times';
const EXAMPLES = ['muuta yksi', 'muuta kaksi', 'muuta kolme', 'muuta neljä', 'muuta viisi'].join('\n');
const NEW_THEME = {
  name_fi: 'Muut asiat',
  name_sv: 'Annat',
  name_en: 'Other matters',
  description_en: 'What nothing else says.',
  examples: EXAMPLES,
};

for (const [state, count] of [
  ['none', 0],
  ['one', 1],
  ['many', 120],
] as const) {
  describe(`the pages of the list of themes with ${state} of the feedback`, () => {
    let app: RunningApp;
    before(async () => {
      app = await appWith(count);
    });
    after(() => app.close());

    for (const lang of LANGUAGES) {
      it(`are sound in ${lang}`, async () => {
        const paths = [
          '/taxonomy',
          '/taxonomy/versions',
          '/taxonomy/new',
          '/taxonomy/new?split=premises',
          '/taxonomy/premises/edit',
          `/taxonomy/changes/preview?${MERGE}`,
          '/taxonomy/changes/preview?change=retire&theme=premises',
        ];
        for (const path of paths) assertSound(await readPage(app, path, lang), `${path} ${lang}`);
      });
    }
  });
}

describe('changing the list of themes', () => {
  let app: RunningApp;
  before(async () => {
    app = await appWith(120);
  });
  after(() => app.close());

  it('is looked at first: counts before and after, and comments that move', async () => {
    const { html } = await readPage(app, `/taxonomy/changes/preview?${MERGE}`);
    assert.match(html, /Merge Access into Waiting times\?/);
    // of 120 comments 40 speak of queues and 40 of access, 20 of them of both
    assert.match(html, /Waiting times<\/th><td[^>]*>40<\/td><td[^>]*>60<\/td><td[^>]*>\+20</);
    assert.match(html, /Counted exactly from all 120 tagged comments/);
    assert.equal(html.match(/<ul class="examples">/g)?.length, 2, 'some change, some lose one of two');
    assert.match(html, /is associated with NPS/);
    assert.doesNotMatch(html, /\bcaused by\b/);
  });

  it('is refused with words when it cannot be done', async () => {
    const self = await readPage(app, '/taxonomy/changes/preview?change=merge&theme=access&into=access');
    assert.equal(self.status, 409);
    assert.match(self.html, /cannot be merged into itself/);
    for (const query of ['change=merge&theme=access&into=nowhere', 'change=retire', 'change=jump&theme=access', '']) {
      assert.equal((await readPage(app, `/taxonomy/changes/preview?${query}`)).status, 404, query);
    }
  });

  it('keeps what was typed and says what was expected beside the field', async () => {
    const words = { change: 'describe', theme: 'access', name_fi: 'Pääsy', name_sv: '', name_en: 'Premises' };
    const empty = await readPage(app, `/taxonomy/changes/preview?${new URLSearchParams(words).toString()}`);
    assert.equal(empty.status, 422);
    assert.match(empty.html, /id="e-name_sv">is missing; 1–60 characters are needed/);
    assert.match(empty.html, /id="f-name_en" name="name_en" value="Premises"/);
    const taken = { ...words, name_sv: 'Tillgång' };
    const refused = await readPage(app, `/taxonomy/changes/preview?${new URLSearchParams(taken).toString()}`);
    assert.equal(refused.status, 422);
    assert.match(refused.html, /Another theme in use is called Premises already/);
  });

  it('is made by a form alone, gets a version that every page names, and is taken back', async () => {
    const look = await readPage(app, `/taxonomy/changes/preview?${MERGE}`);
    const fields = {
      change: 'merge',
      theme: 'access',
      into: 'waiting_times',
      note: 'One thing here, ask 040 123 4567',
    };
    const forged = await post(app, '/taxonomy/changes/apply', { ...fields, _csrf: 'x' }, look);
    assert.equal(forged.status, 403);
    const made = await post(app, '/taxonomy/changes/apply', fields, look);
    assert.deepEqual([made.status, made.location], [303, '/taxonomy?done=1.1']);
    await app.background?.tagging.idle();
    const list = await readPage(app, '/taxonomy?done=1.1');
    assert.match(list.html, /The change is in use: version 1\.1/);
    assert.match(list.html, /counts to Waiting times/);
    assert.match(list.html, /“One thing here, ask \[PUHELIN\]”/);
    assert.match((await readPage(app, '/themes')).html, /Figures rest on themes version 1\.1 and heads shipped/);
    assert.match((await readPage(app, '/', 'fi')).html, /teemaluettelon versioon 1\.1/);
    assert.match(
      (await readPage(app, '/export/themes.csv')).html,
      /Versions;Figures rest on themes version 1\.1 and heads/,
    );
    for (const figures of ['themes', 'nps']) {
      const { versions } = JSON.parse((await readPage(app, `/api/v1/${figures}`)).html) as { versions: unknown };
      assert.deepEqual(versions, { space: 'drawn', heads: 'shipped', taxonomy: '1.1' }, figures);
    }

    const versions = await readPage(app, '/taxonomy/versions');
    assert.match(versions.html, /Access: merged into Waiting times/);
    const back = /href="(\/taxonomy\/changes\/preview\?change=goBack[^"]*)"/.exec(versions.html)?.[1] ?? '';
    const returning = await readPage(app, back.replaceAll('&amp;', '&').replaceAll('&#38;', '&'));
    assertSound(returning, 'going back');
    assert.match(returning.html, /Go back to version 1\?/);
    const installation = /name="installation" value="(\d+)"/.exec(returning.html)?.[1] ?? '';
    const returned = await post(app, '/taxonomy/changes/apply', { change: 'goBack', installation }, returning);
    assert.equal(returned.location, '/taxonomy?done=1');
    assert.equal(app.assembly.flows.taxonomy.themes.length, 7);
    await app.background?.tagging.idle();
  });

  it('says on every page while comments are being tagged again', async () => {
    const { store, tagger } = app.assembly.flows;
    const idle = await startApp({ tagger: createWordTagger(), idle: true });
    try {
      await postFeedback(idle, {
        source: 'test',
        id: '1',
        answered_at: '2024-01-01',
        score: 9,
        comment: 'jono',
        unit: 'a',
      });
      const [comment] = await idle.assembly.flows.store.pendingComments(1);
      const tags = [{ id: comment?.id ?? 0, state: 'tagged', tags: [] }] as const;
      await idle.assembly.flows.store.saveTags(tags, { space: 'drawn', heads: 'older', taxonomy: '1' }, []);
      assert.match((await readPage(idle, '/themes')).html, /1 of 1 comments are still being tagged again/);
      assert.equal(await store.countTaggedOtherwise(tagger.versions), 0);
      assert.doesNotMatch((await readPage(app, '/themes')).html, /still being tagged again/);
    } finally {
      await idle.close();
    }
  });
});

describe('a theme of the organisation’s own', () => {
  let app: RunningApp;
  before(async () => {
    app = await appWith(120);
  });
  after(() => app.close());

  it('is described in a form that loses nothing typed', async () => {
    const form = await readPage(app, '/taxonomy/new');
    const typed = { ...NEW_THEME, name_sv: '', examples: 'muuta vain\nmuuta kyllä', key: 'Bad key' };
    const refused = await post(app, '/taxonomy/new', typed, form);
    assert.equal(refused.status, 422);
    assert.match(refused.html, /id="e-name_sv">is missing/);
    assert.match(refused.html, /at least 5 different sentences are needed, 2 were given/);
    assert.match(refused.html, /id="e-key">cannot be used/);
    assert.match(refused.html, /value="Other matters"/);
    assert.match(refused.html, />muuta vain\r?\nmuuta kyllä<\/textarea>/);
    assert.match(refused.html, /value="Bad key"/);
  });

  it('offers clauses of the theme that is split, and keeps the ticks', async () => {
    const form = await readPage(app, '/taxonomy/new?split=premises');
    assert.match(form.html, /Pick examples from Premises/);
  });

  it('can be filled in by an address', async () => {
    const form = await readPage(app, '/taxonomy/new?name_en=Parking&examples=No%20space%0AToo%20dear');
    assert.match(form.html, /value="Parking"/);
    assert.match(form.html, />No space\nToo dear<\/textarea>/);
  });

  it('is taught by answers, taken into use after a look, and found in figures', async () => {
    const form = await readPage(app, '/taxonomy/new');
    const created = await post(app, '/taxonomy/new', NEW_THEME, form);
    assert.deepEqual([created.status, created.location], [303, '/taxonomy/drafts/other_matters']);
    await scanEnded(app.assembly.flows, 'other_matters');
    for (const lang of LANGUAGES) {
      assertSound(await readPage(app, '/taxonomy/drafts/other_matters', lang), `teaching ${lang}`);
      assertSound(await readPage(app, '/taxonomy', lang), `list ${lang}`);
    }

    const asked = await readPage(app, '/taxonomy/drafts/other_matters');
    assert.match(asked.html, /Is this about Other matters\?/);
    assert.match(asked.html, /20 of 120 comments/);
    const comment = /name="comment" value="(\d+)"/.exec(asked.html)?.[1] ?? '';
    const answers = '/taxonomy/drafts/other_matters/answers';
    const skipped = await post(app, answers, { comment, answer: 'skip', skip: '' }, asked);
    assert.equal(skipped.location, `/taxonomy/drafts/other_matters?skip=${comment}`);
    const other = await readPage(app, skipped.location);
    assert.doesNotMatch(other.html, new RegExp(`name="comment" value="${comment}"`));
    const yes = await post(app, answers, { comment, answer: 'yes', skip: '' }, other);
    assert.equal(yes.location, `/taxonomy/drafts/other_matters?answered=${comment}`);
    assert.match((await readPage(app, yes.location)).html, /1 yes, 0 no/);
    const undone = await post(app, answers, { comment, answer: 'undo', skip: '' }, await readPage(app, yes.location));
    assert.match((await readPage(app, undone.location)).html, /0 yes, 0 no/);

    const query = 'change=split&drafts=other_matters&keep=no&theme=';
    const look = await readPage(app, `/taxonomy/changes/preview?${query}`);
    assertSound(look, 'preview of an own theme');
    assert.match(look.html, /Take Other matters into use\?/);
    assert.match(look.html, /Other matters<\/th><td[^>]*>–<\/td><td[^>]*>20</);
    const used = await post(app, '/taxonomy/changes/apply', { change: 'add', drafts: 'other_matters' }, look);
    assert.equal(used.status, 303);
    await app.background?.tagging.idle();
    assert.match((await readPage(app, '/themes')).html, /Other matters/);
    assert.match((await readPage(app, '/taxonomy')).html, /href="\/taxonomy\/drafts\/other_matters">Teach further/);
    assert.match((await readPage(app, '/taxonomy/drafts/other_matters')).html, /The theme is in use/);
  });

  it('is given up, and an unknown one is not there', async () => {
    const form = await readPage(app, '/taxonomy/new');
    await post(app, '/taxonomy/new', { ...NEW_THEME, name_fi: 'x', name_sv: 'x', name_en: 'Extra' }, form);
    await scanEnded(app.assembly.flows, 'extra');
    const gone = await post(app, '/taxonomy/drafts/extra/discard', {}, await readPage(app, '/taxonomy/drafts/extra'));
    assert.deepEqual([gone.status, gone.location], [303, '/taxonomy']);
    assert.equal((await readPage(app, '/taxonomy/drafts/extra')).status, 404);
    assert.equal((await readPage(app, '/taxonomy/nothing/edit')).status, 404);
  });
});
