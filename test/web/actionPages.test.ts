import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '../../src/domain/actor.js';
import { addClinicMonths, newAction } from '../support/actionSetup.js';
import { actorOfRole } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { assertSound, readPage, sendForm, type Page } from '../support/pageVisits.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

const MANAGER = actorOfRole('manager', { id: 'a-1', name: 'Anna Aho' });
let app: RunningApp;
let actor: Actor = MANAGER;
/** Of one that moved as hoped, in the other clinic within chance, too early, planned, and of the whole organisation. */
let ids: readonly number[] = [];

before(async () => {
  app = await startApp({ tagger: createFakeTagger(), actorOf: () => actor, idle: true });
  const { store } = app.assembly.flows;
  await addClinicMonths(store);
  const added: number[] = [];
  for (const action of [
    newAction({ due: '2024-05-31' }),
    newAction({ unit: 'other', title: 'New chairs', owner: { id: '', name: 'Olli' } }),
    newAction({ startedOn: '2024-07-01', title: 'A sign at the door' }),
    newAction({
      state: 'planned',
      startedOn: null,
      title: 'A clearer letter',
      measure: { kind: 'complaintShare', theme: 'instructions', direction: 'down' },
    }),
    newAction({ unit: null, title: 'For all of us' }),
  ]) {
    added.push(await store.addAction(action));
  }
  ids = added;
});
after(() => app.close());

const page = (path: string, lang = 'en'): Promise<Page> => readPage(app, path, lang);
interface Answer {
  readonly status: number;
  readonly location: string;
  readonly html: string;
}
async function send(from: string, to: string, fields: Record<string, string>): Promise<Answer> {
  const answer = await sendForm(app, to, fields, await page(from));
  return { status: answer.status, location: answer.headers.get('location') ?? '', html: await answer.text() };
}
async function as<T>(other: Actor, work: () => Promise<T>): Promise<T> {
  actor = other;
  try {
    return await work();
  } finally {
    actor = MANAGER;
  }
}

describe('the list of actions', () => {
  it('says what is open and overdue, and what can be told of each, in three languages', async () => {
    for (const [lang, lead, overdue, hoped, early] of [
      [
        'fi',
        /5 toimenpidettä on avoinna\. Niistä 5 on myöhässä/,
        /myöhässä/,
        /Muuttui toivottuun suuntaan/,
        /Liian aikaista sanoa, nykyvauhdilla/,
      ],
      [
        'sv',
        /5 åtgärder är öppna\. 5 av dem är försenade/,
        /försenad/,
        /Rörde sig som man hoppades/,
        /För tidigt att säga, i nuvarande takt/,
      ],
      [
        'en',
        /5 actions are open\. 5 of them are overdue/,
        /overdue/,
        /Moved as hoped/,
        /Too early to tell, from 1 October 2024/,
      ],
    ] as const) {
      const list = await page('/actions', lang);
      assertSound(list, lang);
      for (const words of [lead, overdue, hoped, early]) assert.match(list.html, words, lang);
    }
  });

  it('can be narrowed to a unit, a state and one’s own', async () => {
    const other = await page('/actions?unit=other');
    assert.match(other.html, /New chairs/);
    assert.doesNotMatch(other.html, /A sign at the door/);
    const planned = await page('/actions?state=planned');
    assert.match(planned.html, /A clearer letter/);
    assert.doesNotMatch(planned.html, /New chairs/);
    assert.doesNotMatch((await page('/actions?mine=1')).html, /New chairs/);
    assert.equal((await page('/actions?unit=nowhere')).status, 404);
    assert.match((await page('/actions?colour=red')).html, /colour/);
  });

  it('puts those that are overdue on the overview', async () => {
    assert.match((await page('/')).html, /5 actions are overdue\. <a href="\/actions\?state=overdue">/);
    assert.doesNotMatch((await page('/themes')).html, /are overdue/);
  });
});

describe('the page of an action', () => {
  it('says that it moved as hoped, with figures, interval, bases and the rest, in three languages', async () => {
    for (const [lang, verdict, sentence, rest] of [
      ['fi', /Muuttui toivottuun suuntaan/, /NPS: ennen 45 ja jälkeen 93\. Muutos on \+48 pistettä/, /Muut: hospital/],
      [
        'sv',
        /Rörde sig som man hoppades/,
        /NPS: 45 före och 93 efter\. Förändringen är \+48 poäng/,
        /Övriga: hospital/,
      ],
      ['en', /Moved as hoped/, /NPS: 45 before and 93 after\. The change is \+48 points/, /The rest of hospital/],
    ] as const) {
      const shown = await page(`/actions/${ids[0]}`, lang);
      assertSound(shown, lang);
      for (const words of [verdict, sentence, rest, /n\s=\s240/, /id="actions"|#actions/])
        assert.match(shown.html, words, lang);
      assert.equal(shown.html.match(/<svg/g)?.length, 3, 'the brand and the chart twice');
    }
  });

  it('says that it is no proof, and never that the action caused anything', async () => {
    const { html } = await page(`/actions/${ids[0]}`);
    assert.match(html, /no proof that the action did it/);
    assert.doesNotMatch(html, /caused|thanks to|because of the action/);
  });

  it('says within chance where nothing moved, and when what is too early can be told', async () => {
    assert.match((await page(`/actions/${ids[1]}`)).html, /Within chance/);
    const early = await page(`/actions/${ids[2]}`);
    assertSound(early, 'too early');
    assert.match(early.html, /Too early to tell/);
    assert.match(early.html, /2 whole months have passed/);
    assert.match(early.html, /can be told from 1 October 2024/);
    assert.doesNotMatch(early.html, /The change is/);
  });

  it('draws the chart as a table too, with the months before and after', async () => {
    const { html } = await page(`/actions/${ids[0]}`);
    const rows = html.match(/<tr><th scope="row">[A-Z][a-z]+ 20\d\d<\/th><td>(before|after)<\/td>/g) ?? [];
    assert.equal(rows.filter((row) => row.includes('before')).length, 12);
    assert.equal(rows.filter((row) => row.includes('after')).length, 6);
  });

  it('of one that has not started asks for the day and says so', async () => {
    const { html } = await page(`/actions/${ids[3]}`);
    assert.match(html, /The action has not started/);
    assert.match(html, /name="startedOn"/);
  });
});

describe('making and changing an action', () => {
  const FIELDS = {
    title: 'Ring 040 123 4567 back',
    description: '',
    owner: 'Anna Aho',
    due: '2027-01-31',
    unit: 'clinic',
    measure: 'complaintShare:down',
    theme: 'access',
    finding: '',
  };

  it('starts from a unit and a theme, masks what is typed, and leads to its page', async () => {
    const form = await page('/actions/new?unit=clinic&theme=access');
    assertSound(form, 'form');
    assert.match(form.html, /<option value="clinic" selected>/);
    assert.match(form.html, /<option value="complaintShare:down" selected>/);
    assert.match(form.html, /<option value="access" selected>/);
    const made = await send('/actions/new', '/actions', FIELDS);
    assert.equal(made.status, 303);
    assert.match(made.location, /^\/actions\/\d+$/);
    const { html } = await page(made.location);
    assert.doesNotMatch(html, /123 4567/);
    assert.match(html, /Complaints about “Access/);
  });

  it('says what is wrong and keeps what was typed', async () => {
    const refused = await send('/actions/new', '/actions', { ...FIELDS, due: 'soon', theme: '' });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /Choose the day that it is due\./);
    assert.match(refused.html, /This measure takes a theme\./);
    assert.match(refused.html, /href="#f-due"/);
    assert.match(refused.html, /value="Anna Aho"/);
  });

  it('starts, is done with an outcome, and keeps its history', async () => {
    const { location } = await send('/actions/new', '/actions', FIELDS);
    const move = (fields: Record<string, string>): Promise<Answer> => send(location, `${location}/state`, fields);
    assert.equal((await move({ state: 'underWay', startedOn: '2999-01-01' })).status, 422);
    assert.equal((await move({ state: 'underWay', startedOn: '2024-06-01' })).status, 303);
    assert.equal((await send(location, `${location}/outcome`, { text: 'Puhelin vastaa nyt.' })).status, 303);
    assert.equal((await move({ state: 'done' })).status, 303);
    const { html } = await page(location);
    assert.match(html, /Puhelin vastaa nyt\./);
    assert.match(html, /now done, Anna Aho|now done, a-1/);
    const edited = await send(`${location}/edit`, location, { ...FIELDS, title: 'Ring back', startedOn: '2024-07-01' });
    assert.equal(edited.status, 303);
    assert.match((await page(location)).html, /<h1>Ring back<\/h1>/);
  });

  it('takes a form token', async () => {
    const answer = await fetch(`${app.url}/actions`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(FIELDS),
    });
    assert.equal(answer.status, 403);
  });
});

describe('who may', () => {
  const member = actorOfRole('teamMember', { id: 'a-7', units: ['clinic'] });

  it('a team member of one clinic sees its actions alone, and no rest of the hospital', async () => {
    await as(member, async () => {
      const list = await page('/actions?state=all');
      assert.match(list.html, /A sign at the door/);
      assert.doesNotMatch(list.html, /New chairs|For all of us/);
      assert.equal((await page('/actions?unit=other')).status, 404);
      assert.equal((await page(`/actions/${ids[1]}`)).status, 404);
      assert.equal((await page(`/actions/${ids[4]}/edit`)).status, 404);
      const own = await page(`/actions/${ids[0]}`);
      assertSound(own, 'own');
      assert.match(own.html, /Moved as hoped/);
      assert.doesNotMatch(own.html, /The rest of/);
      const form = await page('/actions/new');
      assert.doesNotMatch(form.html, /<option value="other"|<option value="" [^>]*>All services/);
    });
  });

  it('nor can they change what is not theirs', async () => {
    await as(member, async () => {
      const from = await page('/actions/new');
      const fields = { title: 'x', owner: 'x', due: '2027-01-01', unit: 'other', measure: 'nps:up' };
      assert.equal((await sendForm(app, '/actions', fields, from)).status, 422);
      for (const path of [`/actions/${ids[1]}`, `/actions/${ids[1]}/state`, `/actions/${ids[1]}/outcome`]) {
        assert.equal((await sendForm(app, path, { ...fields, state: 'done', text: 'x' }, from)).status, 404, path);
      }
    });
  });

  it('who only reads sees no forms and may send none; a panel member sees no actions', async () => {
    await as(actorOfRole('readOnly'), async () => {
      const shown = await page(`/actions/${ids[0]}`);
      assert.match(shown.html, /Moved as hoped/);
      assert.doesNotMatch(shown.html, /name="state"|\/edit"/);
      assert.doesNotMatch((await page('/actions')).html, /\/actions\/new/);
      assert.equal((await page('/actions/new')).status, 403);
    });
    await as(actorOfRole('panelMember'), async () => {
      assert.equal((await page('/actions')).status, 403);
      assert.equal((await page(`/actions/${ids[0]}`)).status, 403);
    });
  });
});

describe('other pages', () => {
  it('lead to a new action about what they show, for those who may make one', async () => {
    assert.match((await page('/units/clinic')).html, /href="\/actions\/new\?unit=clinic"/);
    assert.match(
      (await page('/themes/access?unit=clinic')).html,
      /href="\/actions\/new\?unit=clinic&amp;theme=access"|href="\/actions\/new\?unit=clinic&#38;theme=access"/,
    );
    await as(actorOfRole('readOnly'), async () => {
      assert.doesNotMatch((await page('/units/clinic')).html, /\/actions\/new/);
    });
  });
});
