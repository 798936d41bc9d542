import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { LOCAL_ACTOR, type Actor } from '../../src/domain/actor.js';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { NotAllowedError } from '../../src/flows/authorised/notAllowed.js';
import { authoriseStore, STORE_RULES } from '../../src/flows/authorisedStore.js';
import { runAs } from '../../src/flows/currentActor.js';
import type { CommentQuery, Store } from '../../src/store/store.js';
import { actorOfRole, actorWith } from '../support/actors.js';
import { depsWith, type Answers } from './feedbackFixture.js';

/** Seven answers in the clinic, five in its ward, four beside them, three in another line. */
const ANSWERS: readonly Answers[] = [
  {
    day: '2024-05-01',
    unit: ['line', 'clinic'],
    counts: [7, 0, 0],
    lang: 'fi',
    comment: [['staff_friendliness', 'pos']],
  },
  {
    day: '2024-05-02',
    unit: ['line', 'clinic', 'ward'],
    counts: [0, 0, 5],
    lang: 'sv',
    channel: 'web',
    comment: 'pending',
  },
  {
    day: '2024-01-01',
    unit: ['line', 'beside'],
    counts: [4, 0, 0],
    lang: 'en',
    channel: 'paper',
    comment: [['waiting_times', 'neg']],
  },
  {
    day: '2024-12-31',
    unit: ['other'],
    counts: [3, 0, 0],
    lang: 'en',
    channel: 'kiosk',
    comment: [['waiting_times', 'neg']],
  },
];
const EVERYTHING: CommentQuery = {
  ...NO_FILTER,
  theme: null,
  polarity: null,
  q: null,
  stems: [],
  limit: 100,
  cursor: null,
};

const ofClinic = actorOfRole('teamMember', { units: ['clinic'] });
const ofTwo = actorOfRole('teamMember', { units: ['ward', 'clinic', 'other', 'gone'] });
const ofAll = actorOfRole('manager');

let bare: Store;
let guarded: Store;
/** What the actor gets. */
const as = <Result>(actor: Actor, work: (store: Store) => Promise<Result>): Promise<Result> =>
  runAs(actor, () => work(guarded));

async function open(context: TestContext): Promise<void> {
  bare = (await depsWith(context, ANSWERS)).store;
  guarded = authoriseStore(bare);
  await bare.saveUnits([
    { code: 'line', parent: null, name: { fi: 'l', sv: 'l', en: 'l' }, target: 45 },
    { code: 'clinic', parent: 'line', name: { fi: 'c', sv: 'c', en: 'c' }, target: null },
  ]);
}

const refused = (work: Promise<unknown>): Promise<void> =>
  assert.rejects(work, (error) => error instanceof NotAllowedError);

describe('the store on behalf of somebody', () => {
  it('has a rule for every method, and refuses what has none', async (context) => {
    await open(context);
    assert.deepEqual(
      Object.keys(bare).filter((name) => !(name in STORE_RULES)),
      [],
    );
    const more = authoriseStore({ ...bare, newMethod: () => Promise.resolve(1) } as Store) as unknown as {
      newMethod: () => Promise<number>;
    };
    await refused(runAs(ofAll, () => more.newMethod()));
  });

  it('does nothing on behalf of nobody', async (context) => {
    await open(context);
    await assert.rejects(guarded.listUnits(), /expected to run on behalf of an actor/);
  });

  it('gives whoever has the machine everything', async (context) => {
    await open(context);
    assert.equal((await as(LOCAL_ACTOR, (store) => store.listUnits())).length, 5);
    assert.deepEqual(await as(LOCAL_ACTOR, (store) => store.check()), []);
  });

  it('shows units of the actor as if there were no others, with the target that holds for them', async (context) => {
    await open(context);
    assert.deepEqual(
      (await as(ofClinic, (store) => store.listUnits())).map(({ code, parent, target }) => [code, parent, target]),
      [
        ['clinic', null, 45],
        ['ward', 'clinic', null],
      ],
    );
    const seen = await as(ofTwo, (store) => store.listUnits());
    assert.deepEqual(
      seen.map(({ code, parent }) => [code, parent]),
      [
        ['clinic', null],
        ['ward', 'clinic'],
        ['other', null],
      ],
    );
  });

  it('counts the units of the actor together where no unit is asked for, each answer once', async (context) => {
    await open(context);
    const count = (actor: Actor, unit: string | null): Promise<number> =>
      as(actor, async (store) =>
        (await store.readCells({ ...NO_FILTER, unit }, [])).reduce((sum, cell) => sum + cell.count, 0),
      );
    assert.equal(await count(ofAll, null), 19);
    assert.equal(await count(ofClinic, null), 12);
    assert.equal(await count(ofTwo, null), 15, 'the ward lies in the clinic: 12 and 3');
    assert.equal(await count(ofClinic, 'ward'), 5);
  });

  it('answers for a foreign unit as for one that is not there', async (context) => {
    await open(context);
    for (const unit of ['line', 'beside', 'other', 'nowhere']) {
      const filter = { ...NO_FILTER, unit };
      const answers = await as(ofClinic, async (store) => [
        await store.readCells(filter, ['scoreClass']),
        await store.readCells(NO_FILTER, ['unit'], [unit]),
        await store.readStatements(filter),
        await store.readStatementAnswers(filter, 10),
        await store.dayRange(unit),
        await store.listComments({ ...EVERYTHING, unit }),
        await store.countComments({ ...EVERYTHING, unit }),
        await store.commentTexts({ ...EVERYTHING, unit }),
        await store.listAnnotations(unit, null, null),
        await store.readVisitCounts([unit], '2024-01', '2024-12'),
      ]);
      assert.deepEqual(answers, [[], [], [], [], null, { items: [], next: null }, 0, [], [], []], unit);
    }
  });

  it('lists and reads comments of the actor alone', async (context) => {
    await open(context);
    const all = (await bare.listComments(EVERYTHING)).items;
    const theirs = (await as(ofClinic, (store) => store.listComments(EVERYTHING))).items;
    assert.equal(theirs.length, 12);
    assert.deepEqual(new Set(theirs.map(({ unit }) => unit)), new Set(['clinic', 'ward']));
    assert.equal(await as(ofClinic, (store) => store.countComments(EVERYTHING)), 12);
    for (const comment of all) {
      const found = await as(ofClinic, (store) => store.getComment(comment.id));
      assert.equal(found?.id ?? null, theirs.some(({ id }) => id === comment.id) ? comment.id : null, comment.unit);
    }
  });

  it('tells days, languages, channels and progress of those units', async (context) => {
    await open(context);
    assert.deepEqual(
      await as(ofClinic, async (store) => [
        await store.dayRange(null),
        await store.knownLanguages(),
        await store.knownChannels(),
        await store.taggingProgress(),
      ]),
      [
        { from: '2024-05-01', to: '2024-05-02' },
        ['fi', 'sv'],
        ['sms', 'web'],
        { pending: 5, tagged: 7, unsupported: 0 },
      ],
    );
    assert.deepEqual(await as(ofTwo, (store) => store.dayRange(null)), { from: '2024-05-01', to: '2024-12-31' });
  });

  it('refuses what is of the whole organisation to whoever sees some units', async (context) => {
    await open(context);
    const editor = actorOfRole('administrator', { units: ['clinic'] });
    const works: readonly ((store: Store) => Promise<unknown>)[] = [
      (store) => store.listRuns(1),
      (store) => store.sampleComments({}, 10, 1),
      (store) => store.walkComments({}, 0, 10),
      (store) => store.listGroups(1),
      (store) => store.listOwnThemes(),
      (store) => store.listImports(1),
      (store) => store.listAccounts(),
      (store) => store.countTaggedOtherwise({ space: 's', heads: 'h', taxonomy: '1' }),
      (store) => store.addAnnotation({ unit: null, day: '2024-05-01', text: 'x', createdOn: '2024-05-01' }),
    ];
    for (const work of works) {
      await refused(as(editor, work));
      await assert.doesNotReject(as(actorOfRole('administrator'), work), String(work));
    }
  });

  it('keeps to the service what no request does', async (context) => {
    await open(context);
    const everything = actorOfRole('administrator', { grants: ['audit.read', 'subjects.manage', 'panel.lead'] });
    const works: readonly ((store: Store) => Promise<unknown>)[] = [
      (store) => store.check(),
      (store) => store.close(),
      (store) => store.backup('/tmp/never'),
      (store) => store.getSetting('formSecret'),
      (store) => store.setSetting('formSecret', 'mine'),
      (store) => store.pendingComments(1),
      (store) => store.getSession('x'),
      (store) => store.findToken('x'),
    ];
    for (const work of works) {
      await refused(as(everything, work));
    }
  });

  it('needs a right for figures, and gives whoever reads no comments a world without them', async (context) => {
    await open(context);
    const panel = actorOfRole('panelMember');
    await refused(as(panel, (store) => store.readCells(NO_FILTER, [])));
    await refused(as(panel, (store) => store.dayRange(null)));
    const officer = actorOfRole('privacyOfficer');
    assert.equal((await as(officer, (store) => store.readCells(NO_FILTER, []))).length, 1);
    assert.deepEqual(await as(officer, (store) => store.listComments(EVERYTHING)), { items: [], next: null });
    assert.equal(await as(officer, (store) => store.getComment(1)), null);
  });

  it('lets notes be written and deleted in one’s own units, and read from above without saying where', async (context) => {
    await open(context);
    const note = { day: '2024-05-02', text: 'new phones', createdOn: '2024-05-02' };
    const foreign = await bare.addAnnotation({ ...note, unit: 'other' });
    const above = await bare.addAnnotation({ ...note, unit: 'line' });
    await refused(as(ofClinic, (store) => store.addAnnotation({ ...note, unit: 'other' })));
    assert.equal(await as(ofClinic, (store) => store.deleteAnnotation(foreign)), false);
    assert.equal(await as(ofClinic, (store) => store.deleteAnnotation(above)), false);
    const own = await as(ofClinic, (store) => store.addAnnotation({ ...note, unit: 'ward' }));
    assert.deepEqual(
      (await as(ofClinic, (store) => store.listAnnotations('ward', null, null))).map(({ id, unit }) => [id, unit]),
      [
        [above, null],
        [own, 'ward'],
      ],
    );
    assert.equal(await as(ofClinic, (store) => store.deleteAnnotation(own)), true);
  });

  it('files responses under the actor’s units, wherever a path says that they lie', async (context) => {
    await open(context);
    const sender: Actor = { ...actorWith(['feedback.import']), id: 't-1', role: 'token', units: ['clinic'] };
    const response = (unitPath: readonly string[], sourceId: string): Parameters<Store['addResponses']>[0][number] => ({
      source: 'api',
      sourceId,
      day: '2024-05-03',
      answeredAt: null,
      unitPath,
      channel: 'sms',
      lang: 'fi',
      score: 9,
      scale: 'nps',
      comment: null,
      statements: {},
      contentHash: sourceId,
      stems: '',
      initialState: 'none',
    });
    const add = (unitPath: readonly string[], id: string): Promise<unknown> =>
      as(sender, (store) => store.addResponses([response(unitPath, id)]));
    await refused(add(['other'], 'a'));
    await refused(add(['clinic', 'other'], 'b'));
    await refused(add(['made-up'], 'c'));
    await add(['line', 'clinic', 'new-room'], 'd');
    assert.ok((await as(ofClinic, (store) => store.listUnits())).some(({ code }) => code === 'new-room'));
  });

  it('gives an idempotency key’s answer to who sent it alone', async (context) => {
    await open(context);
    const sender = (id: string): Actor => ({ ...actorWith(['feedback.import']), id, role: 'token' });
    await as(sender('t-1'), (store) => store.saveIdempotent('key', 'hash', 'answer', '2024-05-01T00:00:00Z'));
    assert.equal((await as(sender('t-1'), (store) => store.getIdempotent('key')))?.body, 'answer');
    assert.equal(await as(sender('t-2'), (store) => store.getIdempotent('key')), null);
  });

  it('lets labels be read and given on one’s own comments alone', async (context) => {
    await open(context);
    const comments = (await bare.listComments(EVERYTHING)).items.filter(({ state }) => state === 'tagged');
    const label = (response: number) =>
      ({
        response,
        theme: 'staff_friendliness',
        present: true,
        polarity: 'pos',
        evidence: [],
        source: 'correction',
        by: 'anna',
        at: '2024-05-03T00:00:00Z',
      }) as const;
    const document = { version: '1', themes: [] } as unknown as Parameters<Store['saveLabels']>[3];
    const foreign = comments.find(({ unit }) => unit === 'other')?.id ?? 0;
    const own = comments.find(({ unit }) => unit === 'clinic')?.id ?? 0;
    const save = (actor: Actor, id: number): Promise<void> =>
      as(actor, (store) =>
        store.saveLabels(
          [label(id)],
          [{ id, state: 'tagged', tags: [] }],
          { space: 's', heads: 'h', taxonomy: '1' },
          document,
        ),
      );
    await refused(save(ofClinic, foreign));
    await save(ofAll, foreign);
    await save(ofClinic, own);
    assert.deepEqual(await as(ofClinic, (store) => store.labelHistory(foreign)), []);
    assert.equal((await as(ofClinic, (store) => store.labelHistory(own))).length, 1);
    assert.deepEqual(
      (await as(ofClinic, (store) => store.labelledComments({ limit: 10 }))).map(({ id }) => id),
      [own],
    );
    const counted = async (actor: Actor): Promise<number> =>
      (await as(actor, (store) => store.countLabels())).reduce((sum, { count }) => sum + count, 0);
    assert.deepEqual([await counted(ofClinic), await counted(ofAll)], [1, 2]);
  });
});
