import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeRound, SOURCE_MARK, startPanelApp, Visitor } from '../support/panelApp.js';
import { assertSound, LANGUAGES, sendForm, type Page } from '../support/pageVisits.js';
import type { RunningApp } from '../support/runningApp.js';

let app: RunningApp;
const visitor = (who: string, lang = 'en'): Visitor => new Visitor(app, who, lang);

before(async () => {
  app = await startPanelApp();
  assert.equal(await makeRound(app), 1);
});
after(() => app.close());

describe('a draft', () => {
  it('is shown to its facilitator in three languages, and to nobody else', async () => {
    for (const lang of LANGUAGES) {
      for (const path of ['/panel', '/panel/new', '/panel/1', '/panel/1/edit']) {
        assertSound(await visitor('veera', lang).page(path), `${path} ${lang}`);
      }
    }
    for (const path of ['/panel/1', '/panel/1/findings/1', '/panel/1/comments/1', '/panel/1/done']) {
      assert.equal((await visitor('aino').page(path)).status, 404, path);
    }
    for (const path of ['/panel/new', '/panel/1/edit', '/panel/1/results']) {
      assert.equal((await visitor('aino').page(path)).status, 403, path);
      assert.equal((await visitor('johto').page(path)).status, 403, path);
    }
    assert.equal((await visitor('johto').page('/panel')).status, 403);
    assert.equal((await visitor('veera').page('/panel/1/results')).status, 404, 'there are none yet');
    assert.equal((await visitor('veera').page('/panel/99')).status, 404);
  });

  it('says what is missing in what was typed', async () => {
    const answer = await visitor('veera').send('/panel/new', '/panel/new', {
      title_en: 'Round two',
      until: '2999-01-01',
    });
    assert.equal(answer.status, 422);
    const html = await answer.text();
    assert.match(html, /value="Round two"/);
    for (const field of ['findings', 'members', 'comments']) assert.match(html, new RegExp(`href="#${field}"`));
    assert.doesNotMatch(html, /href="#until"|href="#title"/);
  });

  it('is opened by a form with a token', async () => {
    const bare = await fetch(`${app.url}/panel/1/open`, { method: 'POST', headers: { cookie: 'who=veera' } });
    assert.equal(bare.status, 403);
    assert.equal((await visitor('aino').send('/panel', '/panel/1/open', {})).status, 403);
    assert.equal((await visitor('veera').send('/panel/1', '/panel/1/open', {})).status, 303);
    assert.equal((await visitor('veera').page('/panel/1/edit')).status, 404, 'it is no draft any more');
  });
});

describe('an open round on a phone', () => {
  it('welcomes its members, and nobody else', async () => {
    for (const [lang, seen] of [
      ['fi', /Nimeäsi ei näytetä vastaustesi vieressä/],
      ['sv', /Ditt namn visas inte bredvid dina svar/],
      ['en', /Your name is not shown beside your answers/],
    ] as const) {
      const page = await visitor('aino', lang).page('/panel/1');
      assertSound(page, lang);
      assert.match(page.html, seen);
    }
    assert.equal((await visitor('ulla').page('/panel/1')).status, 404);
    assert.equal((await visitor('ulla').page('/panel/1/findings/1')).status, 404);
  });

  it('goes from step to step, keeps each answer, and says what was masked', async () => {
    const aino = visitor('aino', 'fi');
    const start = await aino.send('/panel/1', '/panel/1/start', { languages: 'fi' });
    assert.equal(start.headers.get('location'), '/panel/1/findings/1');
    const none = await aino.send('/panel/1/findings/1', '/panel/1/findings/1', { text: 'AINON-KESKEN' });
    assert.equal(none.status, 422);
    assert.match(await none.text(), /Valitse yksi kolmesta vastauksesta[\s\S]*AINON-KESKEN/);
    const kept = await aino.send('/panel/1/findings/1', '/panel/1/findings/1', {
      recognition: 'somethingMissing',
      importance: '5',
      text: 'AINON-SANA, soittakaa 040 123 4567',
      suggestedAction: 'AINON-EHDOTUS',
    });
    assert.equal(kept.headers.get('location'), '/panel/1/findings/2?masked=phone');
    const next = await aino.page('/panel/1/findings/2?masked=phone,nothing');
    assertSound(next, 'findings/2');
    assert.match(next.html, /Poistimme tekstistäsi jotain[^<]*puhelinnumero/);
    assert.match(next.html, /2 \/ 2/);
    const back = await aino.page('/panel/1/findings/1');
    assert.match(back.html, /value="somethingMissing" checked/);
    assert.match(back.html, /AINON-SANA, soittakaa \[PUHELIN\]/);
    const second = await aino.send('/panel/1/findings/2', '/panel/1/findings/2', { recognition: 'recognise' });
    assert.match(second.headers.get('location') ?? '', /^\/panel\/1\/comments\/\d$/);
  });

  it('shows a finding in the member’s language, else in another with a note', async () => {
    const first = (await visitor('eero', 'fi').page('/panel/1/findings/2')).html;
    assert.match(first, /lang="fi">Asiakkaat odottavat liian kauan/);
    assert.match(first, /Sadasta kommentista noin 31 moittii tätä: odotusajat\./);
    assert.match(first, /Joku näkee asian toisin:[\s\S]*Pääsin heti sisään/);
    assert.doesNotMatch(first, /ei ole hyväksytty/);
    const other = (await visitor('eero', 'fi').page('/panel/1/findings/1')).html;
    assert.match(other, /lang="sv">Parkeringen är full[\s\S]*Tekstin kieli: ruotsi/i);
  });

  it('asks about comments without a word of what the tagger found, of their source, or of their unit', async () => {
    const eero = visitor('eero', 'fi');
    await eero.send('/panel/1', '/panel/1/start', { languages: 'fi' });
    const round = await app.assembly.flows.store.getRound(1);
    let seen = 0;
    for (const [index, response] of (round?.sample ?? []).entries()) {
      const page = await eero.page(`/panel/1/comments/${index + 1}`);
      if (page.status === 404) continue;
      seen += 1;
      assertSound(page, 'comment');
      const comment = await app.assembly.flows.store.getComment(response);
      assert.equal(comment?.lang, 'fi', 'the language that was chosen');
      assert.ok(page.html.includes(comment.text));
      const form = page.html.slice(page.html.indexOf('<form method="post" action="/panel/'));
      assert.doesNotMatch(form.replaceAll('name="themes"', ''), /checked|confidence/, 'nothing is ticked beforehand');
      assert.ok(!page.html.includes(SOURCE_MARK) && !page.html.includes('clinic'));
      // the order of themes is that of the list, not of what was found
      const order = [...form.matchAll(/name="themes" value="(\w+)"/g)].map((match) => match[1]);
      assert.deepEqual(
        order,
        app.assembly.flows.taxonomy.themes.map(({ key }) => key),
      );
    }
    assert.ok(seen > 0 && seen < 4, `${seen} of 4`);
  });

  it('keeps ticked themes with their polarity, and refuses both themes and none', async () => {
    const kaisa = visitor('kaisa', 'en');
    await kaisa.send('/panel/1', '/panel/1/start', { languages: 'sv' });
    const { store } = app.assembly.flows;
    const sample = (await store.getRound(1))?.sample ?? [];
    const comments = await store.roundComments(1);
    const place = comments.findIndex(({ lang }) => lang === 'sv') + 1;
    const path = `/panel/1/comments/${place}`;
    const response = String(sample[place - 1]);
    const fields = { response, themes: 'waiting_times', polarity_waiting_times: 'neg' };
    const both = await kaisa.send(path, path, { ...fields, none: '1' });
    assert.equal(both.status, 422);
    assert.match(await both.text(), /id="theme-waiting_times"[^>]*checked/);
    assert.equal((await kaisa.send(path, path, { response: '999', none: '1' })).status, 422);
    assert.equal((await kaisa.send(path, path, fields)).status, 303);
    const [said] = (await store.sampleAnswers(1)).filter(({ member }) => member === 'kaisa');
    assert.deepEqual(said?.answer.themes, [{ theme: 'waiting_times', polarity: 'neg' }]);
    assert.match((await kaisa.page(path)).html, /name="polarity_waiting_times" value="neg" checked/);
    // the names of the fields would say what was ticked, and the record says by whom
    await app.assembly.trail.flush();
    const records = await store.listAudit({ route: 'POST /panel/:round/comments', limit: 10 });
    assert.deepEqual(
      records.map(({ subject }) => subject['fields']),
      [undefined, undefined, undefined],
    );
  });

  it('shows nobody what another answered: not to members, not to the facilitator, not to managers', async () => {
    const paths = [
      '/panel',
      '/panel/1',
      '/panel/1/findings/1',
      '/panel/1/findings/2',
      '/panel/1/done',
      '/panel/1/results',
    ];
    const comments = [1, 2, 3, 4].map((place) => `/panel/1/comments/${place}`);
    const others = ['/findings', '/findings/1', '/findings/2', '/quality', '/actions', '/', '/comments'];
    for (const who of ['eero', 'matti', 'veera', 'johto', 'ulla']) {
      for (const path of [...paths, ...comments, ...others]) {
        const { html } = await visitor(who).page(path);
        assert.doesNotMatch(html, /AINON-/, `${path} as ${who}`);
      }
    }
    // names of members are for the facilitator alone
    for (const path of [...paths, ...comments]) {
      assert.doesNotMatch((await visitor('eero').page(path)).html, /Aino|Kaisa|Matti|Sofia|Veera/, path);
    }
    const lead = (await visitor('veera').page('/panel/1')).html;
    assert.match(lead, /Aino[\s\S]*2 \/ 2[\s\S]*Has not answered everything[\s\S]*Matti/);
    assert.doesNotMatch(lead, /somethingMissing|Something is missing/);
  });
});

describe('a closed round', () => {
  /** A form that was still open on a phone. */
  let openForm: Page;
  before(async () => {
    for (const who of ['eero', 'matti', 'sofia']) {
      const member = visitor(who);
      await member.send('/panel/1', '/panel/1/start', { languages: 'fi' });
      for (const n of [1, 2]) {
        const path = `/panel/1/findings/${n}`;
        await member.send(path, path, { recognition: 'recognise', importance: String(n + 2) });
      }
    }
    openForm = await visitor('matti').page('/panel/1/findings/1');
    assert.equal((await visitor('veera').send('/panel/1', '/panel/1/close', {})).status, 303);
  });

  it('takes no more answers', async () => {
    const matti = visitor('matti');
    for (const path of ['/panel/1', '/panel/1/findings/1']) assert.equal((await matti.page(path)).status, 409, path);
    const late = await sendForm(app, '/panel/1/findings/1', { recognition: 'doNotRecognise' }, openForm);
    assert.equal(late.status, 409);
    assert.deepEqual(
      (await app.assembly.flows.store.findingAnswers(1)).filter(
        ({ answer }) => answer.recognition === 'doNotRecognise',
      ),
      [],
    );
  });

  it('shows its facilitator counts, agreement in words and what was written, without a name', async () => {
    for (const [lang, seen] of [
      ['fi', /Vastauksia on liian vähän\.[\s\S]*Krippendorffin alfa/],
      ['sv', /För få svar för att säga\.[\s\S]*Krippendorffs alfa/],
      ['en', /Too few answers to say\.[\s\S]*Krippendorff&#39;s alpha/],
    ] as const) {
      const page = await visitor('veera', lang).page('/panel/1/results');
      assertSound(page, lang);
      assert.match(page.html, seen);
      assert.match(page.html, /AINON-SANA/);
      assert.doesNotMatch(page.html, /Aino|Kaisa|Matti|Sofia|Eero/);
    }
  });

  it('gets its consensus, which members and the finding’s page then show', async () => {
    const fields = { state: 'confirmed', consensus_en: 'CONSENSUS-WORD', dissent_en: 'DISSENT-WORD' };
    const refused = await visitor('veera').send('/panel/1/results', '/panel/1/findings/1/conclusion', {
      state: 'confirmed',
    });
    assert.equal(refused.status, 422);
    const kept = await visitor('veera').send('/panel/1/results', '/panel/1/findings/1/conclusion', fields);
    assert.equal(kept.headers.get('location'), '/panel/1/results#finding-1');
    assert.equal((await app.assembly.flows.store.getFinding(1))?.state, 'confirmed');
    const member = await visitor('matti').page('/panel');
    assertSound(member, '/panel');
    assert.match(member.html, /What came of it[\s\S]*Confirmed[\s\S]*CONSENSUS-WORD[\s\S]*DISSENT-WORD/);
    assert.doesNotMatch(member.html, /AINON-/);
  });

  it('keeps its results from members and managers', async () => {
    for (const who of ['matti', 'johto']) assert.equal((await visitor(who).page('/panel/1/results')).status, 403, who);
    assert.equal((await visitor('matti').send('/panel', '/panel/1/settle', {})).status, 403);
    assert.equal((await visitor('matti').send('/panel', '/panel/1/findings/1/conclusion', {})).status, 403);
  });
});
