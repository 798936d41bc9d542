import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LOCAL_ACTOR, type Actor } from '../../src/domain/actor.js';
import type { Finding } from '../../src/store/findingStore.js';
import { momentWords } from '../../src/web/moments.js';
import { numberWords } from '../../src/web/numbers.js';
import { translator } from '../../src/web/language.js';
import { findingLetter } from '../../src/web/pages/findingView.js';
import { actorOfRole } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { Visitor } from '../support/visitor.js';
import { send } from './movementFixture.js';

let app: RunningApp;
let actor: Actor = LOCAL_ACTOR;
const newFrom = (page: string): string => `/findings/new?from=${encodeURIComponent(page)}`;
const DAYS = 'from=2024-01-01&to=2024-06-30';
const THEME = `/themes/staff_friendliness?${DAYS}&unit=clinic`;
const MOVEMENT = `/movement?${DAYS}&unit=clinic&base_from=2023-01-01&base_to=2023-06-30`;

before(async () => {
  app = await startApp({
    tagger: createFakeTagger({ ystävällinen: ['staff_friendliness', 'pos'], töykeä: ['staff_friendliness', 'neg'] }),
    actorOf: () => actor,
  });
  const item = (day: string, unit: string, score: number, n: number, comment: string): object => ({
    source: 'test',
    id: `${unit}-${day}-${score}-${n}`,
    answered_at: day,
    score,
    comment: comment.replace('N', String(n)),
    lang: 'fi',
    unit: `hospital > ${unit}`,
    channel: 'sms',
  });
  const many = (count: number, make: (n: number) => object): object[] =>
    Array.from({ length: count }, (_, n) => make(n));
  await send(app, [
    ...many(60, (n) =>
      item('2024-05-15', 'clinic', 10, n, 'Hoitaja oli ystävällinen ja rauhallinen, kertoi kävijä N.'),
    ),
    ...many(20, (n) => item('2024-05-15', 'clinic', 2, n, 'Vastaanotossa oli töykeä ihminen, kertoi kävijä N meille.')),
    ...many(60, (n) => item('2023-05-15', 'clinic', 3, n, 'Käynti meni niin kuin se menee, kertoi kävijä numero N.')),
    ...many(3, (n) => item('2024-05-15', 'tiny', 10, n, 'Meitä oli vain kolme ja ystävällinen hoitaja, sanoi N.')),
    ...many(9, (n) => item('2024-05-15', 'ward', 9, n, 'Osastolla oli ystävällinen väki koko ajan, sanoi N.')),
  ]);
});
after(() => app.close());

async function by<T>(who: Actor, work: () => Promise<T>): Promise<T> {
  actor = who;
  try {
    return await work();
  } finally {
    actor = LOCAL_ACTOR;
  }
}

const visitor = (lang = 'en'): Visitor => new Visitor(app.url, lang);

/** Fields of the form as a browser would send them. */
function fieldsOf(html: string): [string, string][] {
  const decode = (text: string): string =>
    text
      .replaceAll('&#34;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  return [
    ...[...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)],
    ...[...html.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)],
    ...[...html.matchAll(/<input type="radio" name="([^"]+)" value="([^"]+)" checked>/g)],
    ...[...html.matchAll(/<input type="checkbox" name="([^"]+)" value="([^"]+)" checked>/g)],
  ].map(([, name = '', value = '']) => [name, decode(value)]);
}

async function make(page: string, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const someone = visitor();
  const form = await someone.get(newFrom(page));
  assert.equal(form.status, 200, page);
  const fields = new Map([...fieldsOf(form.text), ...Object.entries(changes)]);
  const answer = await someone.post('/findings', [...fields]);
  assert.equal(answer.status, 303, answer.text.slice(0, 300));
  return answer.location ?? assert.fail();
}

describe('a finding is made from where people look', () => {
  it('is offered on movements, themes, comments and signals to those who may write findings, and to nobody else', async () => {
    const paths = [MOVEMENT, THEME, `/comments?${DAYS}&theme=staff_friendliness`, '/comments/1'];
    for (const path of paths) {
      const { text } = await visitor().get(path);
      assert.match(text, /href="\/findings\/new\?from=[^"]+"[^>]*>Make a finding/, path);
      await by(actorOfRole('readOnly'), async () => {
        assert.doesNotMatch((await visitor().get(path)).text, /\/findings\/new/, path);
      });
    }
    const rows = (await visitor().get(MOVEMENT)).text;
    assert.match(rows, /class="row-link" href="\/findings\/new\?from=[^"]+%23row%3Dtheme%3Astaff_friendliness"/);
    assert.match((await visitor().get(`/comments?${DAYS}`)).text, /data-press="f"/);
  });

  it('has a form for each of them, drafted in three languages without a warning', async () => {
    const pages = [
      MOVEMENT,
      `${MOVEMENT}#row=theme:staff_friendliness`,
      `${MOVEMENT}&adjust=channel#row=channelMix:sms`,
      THEME,
      `/comments?${DAYS}&theme=staff_friendliness&polarity=neg`,
      `/comments?${DAYS}&q=hoitaja`,
      `/comments?${DAYS}`,
      '/comments/1',
    ];
    for (const lang of ['fi', 'sv', 'en']) {
      for (const page of pages) {
        const { status, text } = await visitor(lang).get(newFrom(page));
        assert.equal(status, 200, `${page} ${lang}`);
        assert.doesNotMatch(text, /undefined|NaN|\[object | style="|class="plain-warnings/, `${page} ${lang}`);
        assert.equal([...text.matchAll(/<textarea/g)].length, 6);
      }
    }
  });

  it('says in plain words what the figures say', async () => {
    const { text } = await visitor().get(newFrom(THEME));
    const draft = (name: string): string => new Map(fieldsOf(text)).get(name) ?? '';
    // 80 of 80 comments; 60 praise
    assert.equal(
      draft('claim_en'),
      'This is about clinic.\nThe feedback is from January 2024 – June 2024.\nOf the comments, all are about “Staff friendliness”.\nOf these, about three in four are praise.',
    );
    assert.match(draft('claim_fi'), /Kommenteista kaikissa puhutaan aiheesta ”Henkilökunnan kohtaaminen”\./);
    assert.match(draft('claim_sv'), /Av dem innehåller ungefär tre av fyra beröm\./);
    assert.match(draft('limits_en'), /We do not know how many did not answer\./);
    const moved = await visitor().get(newFrom(`${MOVEMENT}#row=theme:staff_friendliness`));
    const claim = new Map(fieldsOf(moved.text)).get('claim_en') ?? '';
    assert.match(
      claim,
      /“Staff friendliness” is associated with people recommending the service more\.\nWe are sure of this\.$/,
    );
    assert.doesNotMatch(claim, /NPS|significant|interval|caused|%/);
  });

  it('is refused for a page that is none, and asks for a unit where the reader does not see the whole', async () => {
    for (const page of [
      '/units',
      '/themes/none',
      'https://example.org/movement',
      '/comments/99999',
      `${MOVEMENT}#row=x`,
    ]) {
      assert.equal((await visitor().get(newFrom(page))).status, 404, page);
    }
    await by(actorOfRole('teamMember', { units: ['clinic', 'ward'] }), async () => {
      const answer = await visitor().get(newFrom(`/themes/staff_friendliness?${DAYS}`));
      assert.equal(answer.status, 403);
      assert.match(answer.text, /Choose a unit first/);
    });
    await by(actorOfRole('teamMember', { units: ['clinic'] }), async () => {
      const answer = await visitor().get(newFrom(`/themes/staff_friendliness?${DAYS}`));
      assert.equal(answer.status, 200);
      assert.match(answer.text, /clinic, January 2024 – June 2024/, 'the one unit that they see');
    });
  });
});

describe('the form', () => {
  it('warns of what is hard to read without storing anything', async () => {
    const someone = visitor();
    const fields = new Map(fieldsOf((await someone.get(newFrom(THEME))).text));
    fields.set('claim_en', 'NPS rose significantly, by 4.5 points.').set('do', 'check');
    const { status, text } = await someone.post('/findings', [...fields]);
    assert.equal(status, 200);
    assert.match(text, /Word of the trade: nps[\s\S]*Word of the trade: significantly[\s\S]*words could say: 4\.5/);
    assert.match(text, /NPS rose significantly, by 4\.5 points\.<\/textarea>/);
    assert.doesNotMatch((await visitor().get('/findings')).text, /NPS rose significantly/);
  });

  it('keeps what was typed when something is wrong, or when the figures have moved', async () => {
    const someone = visitor();
    const fields = new Map(fieldsOf((await someone.get(newFrom(THEME))).text));
    for (const lang of ['fi', 'sv', 'en']) fields.set(`claim_${lang}`, '');
    const empty = await someone.post('/findings', [...fields, ['limits_en', 'Much is unknown.']]);
    assert.equal(empty.status, 422);
    assert.match(empty.text, /The claim is missing/);
    fields.set('claim_en', 'My own words.').set('seen', 'stale');
    const moved = await someone.post('/findings', [...fields]);
    assert.equal(moved.status, 409);
    assert.match(moved.text, /The figures changed while you wrote[\s\S]*My own words\.<\/textarea>/);
  });

  it('needs its token', async () => {
    const fields = new Map(fieldsOf((await visitor().get(newFrom(THEME))).text));
    assert.equal((await visitor().post('/findings', [...fields])).status, 403);
  });
});

describe('the letter', () => {
  it('reads in order: claim, figures with intervals, voices for and against, limits, panel, actions', async () => {
    const path = await make(THEME);
    for (const lang of ['fi', 'sv', 'en']) {
      const { status, text } = await visitor(lang).get(path);
      assert.equal(status, 200);
      assert.doesNotMatch(text, /undefined|NaN|\[object | style="/);
      const order = ['claim', 'basis', 'voices', 'limits', 'panel', 'done'].map((id) =>
        text.indexOf(`<h2 id="${id}">`),
      );
      assert.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
      );
      assert.ok(order.every((at) => at > 0));
    }
    const { text } = await visitor().get(path);
    assert.match(
      text,
      /Of the comments, 75% praise it\. <small>January 2024 – June 2024 · 95% interval 65–83% · n.=.80/,
    );
    const [voices, against] = text.split('Somebody also says otherwise');
    assert.equal([...(voices ?? '').matchAll(/oli ystävällinen/g)].length, 5);
    assert.equal([...(against ?? '').matchAll(/töykeä/g)].length, 2);
    assert.match(text, /href="\/themes\/staff_friendliness\?[^"]*unit=clinic"/, 'the page it was made from');
  });

  it('says when a text is in another language only, and offers those that there are', async () => {
    const path = await make(THEME, { claim_fi: 'Moni kiittää.', claim_sv: '', claim_en: '' });
    const { text } = await visitor('sv').get(path);
    assert.match(
      text,
      /lang="fi"><p>Moni kiittää\.<\/p><\/div>\s*<p class="small quiet">Den här texten finns bara på finska\./,
    );
    const both = await make(THEME, { claim_fi: 'Moni kiittää.', claim_sv: 'Många tackar.', claim_en: '' });
    assert.match((await visitor('fi').get(`${both}?in=sv`)).text, /lang="sv"><p>Många tackar\./);
    assert.match((await visitor('fi').get(both)).text, /aria-current="true">suomi/);
  });

  it('shows too few answers as words, without a figure or a voice', async () => {
    const path = await make(`/themes/staff_friendliness?${DAYS}&unit=tiny`);
    const { text } = await visitor().get(path);
    assert.match(text, /Comments about “Staff friendliness”: too few answers/);
    assert.doesNotMatch(text, /Meitä oli vain kolme|n.=.3\b/);
    assert.match(text, /No comments are shown/);
  });

  it('tells what was masked', async () => {
    const path = await make(THEME, { claim_en: 'Call 040 123 4567.' });
    assert.match(path, /\?masked=phone$/);
    const { text } = await visitor().get(path);
    assert.match(text, /Masked in the text before it was stored: phone number/);
    assert.match(text, /Call \[PUHELIN\]\./);
    assert.doesNotMatch((await visitor().get(`${path},%3Cb%3E`)).text, /<b>/);
  });

  it('keeps who changed what, and is ready for a panel only with quotes that it may read', async () => {
    const path = await make(THEME, { claim_en: 'First words.' });
    const someone = visitor();
    const early = await someone.send(path, `${path}/state`, { state: 'ready' });
    assert.equal(early.status, 422);
    assert.match(early.text, /Approve five quotes for the panel[\s\S]*at least one quote that says otherwise/);
    const form = await someone.get(`${path}/edit`);
    const fields = new Map(fieldsOf(form.text)).set('claim_en', 'Second words.').set('approve_all', '1');
    assert.deepEqual((await someone.post(path, [...fields])).location, path);
    assert.equal((await someone.send(path, `${path}/state`, { state: 'ready' })).status, 303);
    const { text } = await visitor().get(path);
    assert.match(text, /a user of this computer<\/strong>: the claim changed[\s\S]*First words\./);
    assert.match(text, /quotes: 7 → 7, for the panel 7[\s\S]*state: draft → ready for the panel/);
    assert.equal((await someone.send(path, `${path}/state`, { state: 'confirmed' })).status, 409);
    assert.equal((await someone.send(path, `${path}/state`, { state: 'nonsense' })).status, 404);
  });

  it('stays as it is once a panel reads it; a new version names the one before', async () => {
    const path = await make(THEME, { claim_en: 'What the panel read.', approve_all: '1' });
    const id = Number(path.split('/').at(-1));
    const { store } = app.assembly.flows;
    await store.changeFinding(id, { state: 'inReview' }, 'leena', '2024-07-01T10:00:00.000Z');
    const consensus = { en: 'We know this.' };
    const dissent = { en: 'One of us does not.' };
    await store.changeFinding(id, { state: 'disputed', consensus, dissent }, 'leena', '2024-07-02T10:00:00.000Z');
    const { text } = await visitor().get(path);
    assert.match(text, /disputed by the panel[\s\S]*We know this\.[\s\S]*One of us does not\./);
    assert.doesNotMatch(text, /\/edit"/);
    assert.equal((await visitor().get(`${path}/edit`)).status, 409);
    const again = /href="(\/findings\/new\?from=[^"]*replaces=\d+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const someone = visitor();
    const form = await someone.get(again);
    assert.match(form.text, new RegExp(`New version of finding ${id}[\\s\\S]*What the panel read\\.</textarea>`));
    const made = (await someone.post('/findings', fieldsOf(form.text))).location ?? '';
    assert.match((await visitor().get(made)).text, new RegExp(`href="${path}">This is a new version of finding ${id}`));
    assert.match((await visitor().get(path)).text, new RegExp(`href="${made}">There is a newer version`));
  });
});

describe('the list', () => {
  it('is by state and unit, says whose turn it is, and shows what lies under one’s units alone', async () => {
    const ward = await make(`/themes/staff_friendliness?${DAYS}&unit=ward`, { claim_en: 'The ward is kind.' });
    const whole = await make(`/themes/staff_friendliness?${DAYS}`, { claim_en: 'Everybody is kind.' });
    for (const lang of ['fi', 'sv', 'en']) {
      const { status, text } = await visitor(lang).get('/findings');
      assert.equal(status, 200);
      assert.doesNotMatch(text, /undefined|NaN|\[object | style="/);
    }
    const { text } = await visitor().get('/findings?state=draft&unit=ward');
    assert.match(text, /<p class="lead">1 finding\.[\s\S]*The ward is kind\.[\s\S]*Next: the writer/);
    assert.doesNotMatch(text, /Everybody is kind/);
    assert.match(
      (await visitor().get('/findings?state=confirmed&unit=ward')).text,
      /There are no findings in this selection/,
    );
    assert.equal((await visitor().get('/findings?unit=nowhere')).status, 404);

    await by(actorOfRole('teamMember', { units: ['ward'] }), async () => {
      const own = await visitor().get('/findings');
      assert.match(own.text, /The ward is kind/);
      assert.doesNotMatch(own.text, /Everybody is kind|“Staff friendliness” .*clinic/);
      assert.equal((await visitor().get(ward)).status, 200);
      assert.equal((await visitor().get(whole)).status, 404);
      assert.equal((await visitor().get('/findings/99999')).status, 404);
      assert.equal((await visitor().get('/findings/x')).status, 404);
    });
    await by(actorOfRole('readOnly'), async () => {
      const read = await visitor().get(ward);
      assert.equal(read.status, 200);
      assert.doesNotMatch(read.text, /\/edit"|name="state"|\/findings\/new/);
      assert.equal((await visitor().get(newFrom(THEME))).status, 403);
      assert.equal((await visitor().get(`${ward}/edit`)).status, 403);
    });
    await by(actorOfRole('panelMember'), async () => {
      assert.equal((await visitor().get('/findings')).status, 403);
      assert.equal((await visitor().get(ward)).status, 403);
    });
  });
});

describe('the letter for a panel', () => {
  it('has approved quotes alone, and no way to comments, pages of figures or whoever made it', async () => {
    const path = await make(THEME);
    const { store, taxonomy } = app.assembly.flows;
    const stored = (await store.getFinding(Number(path.split('/').at(-1)))) ?? assert.fail();
    const [first, ...rest] = stored.quotes;
    const finding: Finding = { ...stored, quotes: [{ ...first!, approved: true }, ...rest] };
    const words = {
      lang: 'en',
      t: translator('en'),
      numbers: numberWords('en'),
      moments: momentWords('en', 'Europe/Helsinki'),
      taxonomy,
      units: new Map(),
      title: '',
      may: () => true,
      mayOverAll: () => true,
    } as const;
    const letter = findingLetter(finding, words, { audience: 'panel' });
    assert.deepEqual(
      [...letter.voices, ...letter.against].map(({ text }) => text),
      [first?.text],
    );
    assert.deepEqual(
      [letter.voices[0]?.href, letter.voices[0]?.readers, letter.source, letter.made],
      [null, '', null, ''],
    );
    assert.equal(letter.main?.sentence, 'Of the comments, 100% are about “Staff friendliness”.');
    assert.deepEqual(letter.languages, []);
    assert.equal(findingLetter(finding, words, { audience: 'staff' }).voices.length, 5);
  });
});
