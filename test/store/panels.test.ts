import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { openDatabase } from '../../src/store/database.js';
import type { FindingAnswer, NewRound, SampleAnswer } from '../../src/store/panelStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { addPanelFinding } from '../flows/panelFixture.js';
import { VERSIONS } from '../flows/feedbackFixture.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

const AT = '2024-07-15T08:00:00Z';
const TODAY = '2024-07-15';

interface Panel {
  readonly store: Store;
  readonly file: string;
  readonly round: NewRound;
}

/** Comments 1–4, a finding, and what a round of three members would be. */
async function setUp(context: TestContext): Promise<Panel> {
  const folder = await createTemporaryFolder();
  const file = path.join(folder.path, 'test.sqlite');
  const store = await openStore({ file });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  await store.addResponses(
    Array.from({ length: 4 }, (_, n) => ({
      source: 'test',
      sourceId: String(n),
      day: '2024-06-01',
      answeredAt: null,
      unitPath: ['org'],
      channel: 'sms' as const,
      lang: n === 3 ? 'sv' : 'fi',
      score: 3,
      scale: 'nps',
      comment: `Comment number ${n} about waiting.`,
      statements: {},
      contentHash: `hash-${n}`,
      stems: '',
      initialState: 'pending' as const,
    })),
  );
  await store.saveTags(
    [1, 2, 3, 4].map((id) => ({ id, state: 'tagged' as const, tags: [] })),
    VERSIONS,
    [],
  );
  const finding = await addPanelFinding(store);
  const round = {
    title: { fi: 'Kevät' },
    until: '2024-07-20',
    findings: [finding],
    members: ['aino', 'eero', 'kaisa'],
    sample: [3, 1],
    createdBy: 'veera',
    createdAt: AT,
  };
  return { store, file, round };
}

const ANSWER: FindingAnswer = { recognition: 'recognise', importance: 4, text: 'a', suggestedAction: 'b', at: AT };
const READ: SampleAnswer = { themes: [{ theme: 'access', polarity: 'neg' }], asked: ['access', 'premises'], at: AT };

async function openRound({ store, round }: Panel): Promise<number> {
  const id = await store.addRound(round);
  await store.setRoundState(id, 'open', AT);
  return id;
}

test('a round is kept with its findings, members and comments in their order', async (t) => {
  const { store, round } = await setUp(t);
  const id = await store.addRound(round);
  assert.deepEqual(await store.getRound(id), { ...round, id, state: 'draft', closedAt: null });
  await store.changeRound(id, { title: { sv: 'Vår' }, members: ['aino'], sample: [2] });
  const changed = await store.getRound(id);
  assert.deepEqual(
    [changed?.title, changed?.members, changed?.sample, changed?.until],
    [{ sv: 'Vår' }, ['aino'], [2], '2024-07-20'],
  );
  assert.equal((await store.listRounds('aino')).length, 1);
  assert.deepEqual(await store.listRounds('eero'), []);
  assert.equal(await store.getRound(99), null);
  await store.deleteDraft(id);
  assert.deepEqual(await store.listRounds(), []);
});

test('a round goes from draft to open to closed, and is changed only as a draft', async (t) => {
  const panel = await setUp(t);
  const { store } = panel;
  const id = await openRound(panel);
  await assert.rejects(store.setRoundState(id, 'open', AT), /expected round 1 to be draft, found it open/);
  await assert.rejects(store.changeRound(id, { until: '2025-01-01' }), /to be draft/);
  await assert.rejects(store.deleteDraft(id), /to be draft/);
  await store.setRoundState(id, 'closed', AT);
  assert.equal((await store.getRound(id))?.closedAt, AT);
  await assert.rejects(store.setRoundState(id, 'closed', AT), /to be open, found it closed/);
  await assert.rejects(store.setRoundState(id, 'draft', AT), /to be opened or closed/);
});

test('the newest answer of a member counts', async (t) => {
  const panel = await setUp(t);
  const { store, round } = panel;
  const id = await openRound(panel);
  const [finding = 0] = round.findings;
  await store.saveFindingAnswer(id, finding, 'aino', ANSWER, TODAY);
  await store.saveFindingAnswer(
    id,
    finding,
    'aino',
    { ...ANSWER, recognition: 'doNotRecognise', importance: null },
    TODAY,
  );
  await store.saveSampleAnswer(id, 3, 'aino', READ, TODAY);
  await store.saveSampleAnswer(id, 3, 'aino', { ...READ, themes: [] }, '2024-07-20');
  assert.deepEqual(await store.findingAnswers(id), [
    { finding, member: 'aino', answer: { ...ANSWER, recognition: 'doNotRecognise', importance: null } },
  ]);
  assert.deepEqual(await store.sampleAnswers(id), [{ response: 3, member: 'aino', answer: { ...READ, themes: [] } }]);
  await store.setMemberLanguages(id, 'aino', ['sv']);
  assert.deepEqual(await store.memberLanguages(id, 'aino'), ['sv']);
  assert.deepEqual((await store.roundProgress(id)).slice(0, 2), [
    { member: 'aino', languages: ['sv'], findings: 1, comments: 1 },
    { member: 'eero', languages: null, findings: 0, comments: 0 },
  ]);
});

test('answers are refused outside of the round: before, after its last day, once closed, by others, about other things', async (t) => {
  const panel = await setUp(t);
  const { store, round } = panel;
  const [finding = 0] = round.findings;
  const draft = await store.addRound(round);
  await assert.rejects(store.saveFindingAnswer(draft, finding, 'aino', ANSWER, TODAY), /to be open, found it draft/);
  const id = await openRound(panel);
  await assert.rejects(store.saveFindingAnswer(id, finding, 'aino', ANSWER, '2024-07-21'), /by 2024-07-20, got one on/);
  await assert.rejects(store.saveSampleAnswer(id, 3, 'aino', READ, '2024-07-21'), /by 2024-07-20/);
  await assert.rejects(store.saveFindingAnswer(id, finding, 'ulla', ANSWER, TODAY), /expected a member of round/);
  await assert.rejects(store.saveFindingAnswer(id, 77, 'aino', ANSWER, TODAY), /expected a finding of round/);
  await assert.rejects(store.saveSampleAnswer(id, 2, 'aino', READ, TODAY), /expected a comment of the sample/);
  await assert.rejects(store.saveFindingAnswer(id, finding, 'aino', { ...ANSWER, importance: 6 }, TODAY), /1–5, got 6/);
  await assert.rejects(store.saveSampleAnswer(id, 3, 'aino', { ...READ, asked: [] }, TODAY), /that was asked about/);
  await assert.rejects(store.setMemberLanguages(id, 'ulla', ['fi']), /expected a member/);
  await store.setRoundState(id, 'closed', AT);
  await assert.rejects(store.saveFindingAnswer(id, finding, 'aino', ANSWER, TODAY), /to be open, found it closed/);
  await assert.rejects(store.saveSampleAnswer(id, 3, 'aino', READ, TODAY), /to be open, found it closed/);
  assert.deepEqual([await store.findingAnswers(id), await store.sampleAnswers(id)], [[], []]);
});

test('a response that is erased takes what was said about it along', async (t) => {
  const panel = await setUp(t);
  const { store, file } = panel;
  const id = await openRound(panel);
  await store.saveSampleAnswer(id, 3, 'aino', READ, TODAY);
  await store.saveSampleAnswer(id, 1, 'aino', READ, TODAY);
  await store.setRoundState(id, 'closed', AT);
  const taxonomy = { version: '1', themes: [] };
  const settlement = {
    response: 3,
    theme: 'access',
    readers: 1,
    seen: 1,
    how: 'open',
    present: null,
    polarity: null,
  } as const;
  await store.saveSettlements(id, [{ ...settlement, given: true, by: 'veera', at: AT }], {
    labels: [],
    machine: [],
    versions: VERSIONS,
    taxonomy,
  });
  assert.equal((await store.settlementsOf(id)).length, 1);
  const database = await openDatabase(file, 1);
  await database.write((sql) => sql.rows(`DELETE FROM responses WHERE id = 3`));
  await database.close();
  assert.deepEqual((await store.getRound(id))?.sample, [1]);
  assert.deepEqual(
    (await store.sampleAnswers(id)).map(({ response }) => response),
    [1],
  );
  assert.deepEqual(await store.settlementsOf(id), []);
  assert.deepEqual(await store.roundComments(id), [
    { response: 1, lang: 'fi', text: 'Comment number 0 about waiting.' },
  ]);
});

test('a data subject is told what a panel said once its round is closed, and never which member said it', async (t) => {
  const panel = await setUp(t);
  const { store } = panel;
  const id = await openRound(panel);
  await store.saveSampleAnswer(id, 3, 'aino', READ, TODAY);
  await store.saveSampleAnswer(id, 3, 'eero', { ...READ, themes: [] }, TODAY);
  const told = async (): Promise<unknown> => (await store.getSubject(3))?.tables['panel_sample_answers'];
  assert.equal(await told(), undefined);
  await store.setRoundState(id, 'closed', AT);
  const asked = JSON.stringify(READ.asked);
  assert.deepEqual(await told(), [
    { round_id: id, themes: '[["access","neg"]]', asked },
    { round_id: id, themes: '[]', asked },
  ]);
});

test('what the facilitator decided stays when the round is settled once more', async (t) => {
  const panel = await setUp(t);
  const { store } = panel;
  const id = await openRound(panel);
  await store.setRoundState(id, 'closed', AT);
  const nothing = { labels: [], machine: [], versions: VERSIONS, taxonomy: { version: '1', themes: [] } };
  const said = { response: 3, theme: 'access', readers: 4, seen: 2, given: false, by: 'veera', at: AT } as const;
  const decided = { ...said, how: 'facilitator', present: true, polarity: 'neg' } as const;
  await store.saveSettlements(id, [decided], nothing);
  await store.saveSettlements(id, [{ ...said, how: 'open', present: null, polarity: null }], nothing);
  assert.deepEqual(
    (await store.settlementsOf(id)).map(({ how, present }) => [how, present]),
    [['facilitator', true]],
  );
});

test('settling an open round is refused', async (t) => {
  const panel = await setUp(t);
  const id = await openRound(panel);
  const nothing = { labels: [], machine: [], versions: VERSIONS, taxonomy: { version: '1', themes: [] } };
  await assert.rejects(panel.store.saveSettlements(id, [], nothing), /expected round 1 to be closed, found it open/);
});

test('comments are drawn from cells that are large enough, of the unit and period, and the same each time', async (t) => {
  const { store } = await setUp(t);
  const filter = {
    unit: 'org',
    from: '2024-06-01',
    to: '2024-06-30',
    without: [],
    atLeast: 3,
    minLength: 5,
    maxLength: 99,
  };
  const drawn = await store.drawComments(filter, 9, 7);
  // the single Swedish one could be recognised by its language
  assert.deepEqual(drawn.map(({ id }) => id).sort(), [1, 2, 3]);
  assert.deepEqual(await store.drawComments(filter, 9, 7), drawn);
  assert.equal((await store.drawComments({ ...filter, atLeast: 1 }, 9, 7)).length, 4);
  assert.deepEqual(await store.drawComments({ ...filter, atLeast: 4 }, 9, 7), []);
  assert.deepEqual(await store.drawComments({ ...filter, without: ['org'] }, 9, 7), []);
  assert.deepEqual(await store.drawComments({ ...filter, from: '2024-06-02' }, 9, 7), []);
  assert.deepEqual(await store.drawComments({ ...filter, minLength: 99 }, 9, 7), []);
  assert.equal((await store.drawComments(filter, 2, 7)).length, 2);
});
