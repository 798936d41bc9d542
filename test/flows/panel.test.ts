import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Actor } from '../../src/domain/actor.js';
import type { Polarity } from '../../src/domain/theme.js';
import { authoriseStore } from '../../src/flows/authorisedStore.js';
import { runAs } from '../../src/flows/currentActor.js';
import {
  answerComment,
  answerFinding,
  chooseLanguages,
  commentStep,
  findingStep,
  memberView,
} from '../../src/flows/panelAnswering.js';
import type { PanelDeps } from '../../src/flows/panelDeps.js';
import { memberRounds } from '../../src/flows/panelOutcomes.js';
import { concludeFinding, roundResults, type RoundResults } from '../../src/flows/panelResults.js';
import {
  closeRound,
  deleteDraft,
  leadView,
  openRound,
  saveRound,
  type RoundInput,
} from '../../src/flows/panelRounds.js';
import { decide, settleRound } from '../../src/flows/panelSettlement.js';
import { QualityCards } from '../../src/flows/qualityCard.js';
import type { Recognition } from '../../src/store/panelStore.js';
import { actorOfRole } from '../support/actors.js';
import { addPanelFinding, LEADER, memberActor, MEMBERS, panelDeps } from './panelFixture.js';

const NOTHING = { from: null, to: null, unit: null, channel: null, lang: null };
const ALL: RoundInput = {
  title: { fi: 'Kevään kierros', sv: '', en: '' },
  findings: ['1'],
  members: MEMBERS,
  until: '2024-07-20',
  comments: '10',
};

async function saved(deps: PanelDeps, input: Partial<RoundInput> = {}): Promise<number> {
  const result = await saveRound(deps, null, { ...ALL, ...input }, LEADER);
  assert.ok(result.outcome === 'saved', JSON.stringify(result));
  return result.id;
}

/** An open round about finding 1 and all ten comments. */
async function opened(t: TestContext): Promise<PanelDeps> {
  const deps = await panelDeps(t);
  await addPanelFinding(deps.own.store);
  assert.equal(await openRound(deps, await saved(deps), LEADER), null);
  for (const member of MEMBERS) await chooseLanguages(deps, memberActor(member), 1, ['fi']);
  return deps;
}

/** What a member says about the comment with this id: a polarity when they see waiting times, else null. */
async function read(deps: PanelDeps, member: string, response: number, seen: Polarity | null): Promise<string> {
  const round = await deps.own.store.getRound(1);
  const place = (round?.sample.indexOf(response) ?? -1) + 1;
  const themes = new Map(seen === null ? [] : [['waiting_times', seen] as const]);
  return (await answerComment(deps, memberActor(member), 1, place, { response, themes, none: seen === null })).outcome;
}

async function answer(
  deps: PanelDeps,
  member: string,
  n: number,
  recognition: string,
  importance = '',
  text = '',
): Promise<string> {
  const input = { recognition, importance, text, suggestedAction: '' };
  return (await answerFinding(deps, memberActor(member), 1, n, input)).outcome;
}

async function commentsAbout(deps: PanelDeps, theme: string): Promise<number> {
  const cells = await deps.own.store.readCells(NOTHING, ['themes']);
  return cells.reduce((sum, cell) => (cell.themes?.includes(`${theme}:`) ? sum + cell.count : sum), 0);
}

test('a round is made of findings that are ready and of accounts of panel members, by those who lead panels', async (t) => {
  const deps = await panelDeps(t);
  await addPanelFinding(deps.own.store);
  await addPanelFinding(deps.own.store, { state: 'draft' });
  for (const [field, wrong] of [
    ['title', { title: { fi: ' ', sv: '', en: '' } }],
    ['findings', { findings: [] }],
    ['findings', { findings: ['1', '2'] }],
    ['members', { members: ['aino', 'eero'] }],
    ['members', { members: ['aino', 'eero', 'johto'] }],
    ['until', { until: '2024-07-14' }],
    ['until', { until: '31.12.2024' }],
    ['comments', { comments: '41' }],
    ['comments', { comments: '-1' }],
  ] as const) {
    assert.deepEqual(await saveRound(deps, null, { ...ALL, ...wrong }, LEADER), {
      outcome: 'refused',
      fields: [field],
    });
  }
  const id = await saved(deps);
  assert.equal((await saveRound(deps, id, ALL, memberActor('aino'))).outcome, 'notDraft', 'not by a member');
  assert.equal(await leadView(deps, id, actorOfRole('manager')), null);
  assert.equal(await openRound(deps, id, memberActor('aino')), 'notDraft');
  assert.equal((await saveRound(deps, id, { ...ALL, comments: '0' }, LEADER)).outcome, 'saved');
  assert.deepEqual((await deps.own.store.getRound(id))?.sample, []);
  assert.equal(await deleteDraft(deps, id, LEADER), true);
  assert.equal(await deleteDraft(deps, id, LEADER), false);
});

test('names in a title are masked', async (t) => {
  const deps = await panelDeps(t);
  await addPanelFinding(deps.own.store);
  const id = await saved(deps, { title: { fi: '', sv: '', en: 'Ask maija@example.org' } });
  assert.deepEqual((await deps.own.store.getRound(id))?.title, { en: 'Ask [SÄHKÖPOSTI]' });
});

test('opening puts the findings under review; another round cannot take them', async (t) => {
  const deps = await opened(t);
  assert.equal((await deps.own.store.getFinding(1))?.state, 'inReview');
  assert.equal(await openRound(deps, 1, LEADER), 'notDraft');
  await addPanelFinding(deps.own.store);
  const second = await saved(deps, { findings: ['2'], until: '2024-07-15' });
  await deps.own.store.changeFinding(2, { state: 'closed' }, 'maija', '2024-07-15T08:00:00Z');
  assert.equal(await openRound(deps, second, LEADER), 'findings');
  const late: PanelDeps = { ...deps, flows: { ...deps.flows, today: () => '2024-07-16' } };
  assert.equal(await openRound(late, second, LEADER), 'past');
});

test('the sample takes turns between the theme of the findings and none, in an order that the round decides', async (t) => {
  const deps = await panelDeps(t, [
    { day: '2024-06-03', counts: [0, 0, 6], comment: [['waiting_times', 'neg']] },
    { day: '2024-06-04', counts: [60, 0, 0], comment: [] },
  ]);
  await addPanelFinding(deps.own.store);
  const [first, second] = [await saved(deps, { comments: '8' }), await saved(deps, { comments: '8' })];
  const sampleOf = async (id: number): Promise<readonly number[]> => (await deps.own.store.getRound(id))?.sample ?? [];
  const drawn = await sampleOf(first);
  assert.equal(drawn.length, 8);
  assert.equal(new Set(drawn).size, 8);
  // ids 1–6 have the theme: half of the eight, not six of sixty-six
  assert.equal(drawn.filter((id) => id <= 6).length, 4);
  assert.notDeepEqual(await sampleOf(second), drawn);
  await saveRound(deps, first, { ...ALL, comments: '8' }, LEADER);
  assert.deepEqual(await sampleOf(first), drawn, 'the same round draws the same again');
});

test('a member sees only what is theirs: not drafts, not other rounds, no answer of others', async (t) => {
  const deps = await opened(t);
  const stranger = memberActor('ulla');
  assert.equal(await memberView(deps, stranger, 1), null);
  assert.equal(await findingStep(deps, stranger, 1, 1), null);
  assert.equal(await answer(deps, 'ulla', 1, 'recognise'), 'unknown');
  assert.equal(await memberView(deps, LEADER, 1), null, 'leading is not answering');
  assert.equal(await answer(deps, 'aino', 1, 'recognise', '5', 'Ainon sana'), 'kept');
  const step = await findingStep(deps, memberActor('eero'), 1, 1);
  assert.equal(step?.answer, null);
  assert.doesNotMatch(JSON.stringify(step), /Ainon sana/);
  const comment = await commentStep(deps, memberActor('eero'), 1, 1);
  assert.deepEqual(Object.keys(comment?.comment ?? {}).sort(), ['lang', 'response', 'text']);
  const draft = await panelDeps(t);
  await addPanelFinding(draft.own.store);
  await saved(draft);
  assert.equal(await memberView(draft, memberActor('aino'), 1), null);
});

test('comments are in the languages that the member chose', async (t) => {
  const deps = await opened(t);
  assert.equal((await memberView(deps, memberActor('aino'), 1))?.comments.length, 10);
  await chooseLanguages(deps, memberActor('aino'), 1, ['sv', 'xx']);
  const view = await memberView(deps, memberActor('aino'), 1);
  assert.deepEqual([view?.languages, view?.comments, view?.offered], [[], [], ['fi']]);
  assert.equal(await commentStep(deps, memberActor('aino'), 1, 1), null);
});

test('while the round is open the store gives what a member said to nobody else, not even to who leads it', async (t) => {
  const deps = await opened(t);
  assert.equal(await answer(deps, 'aino', 1, 'recognise'), 'kept');
  assert.equal(await read(deps, 'aino', 1, 'neg'), 'kept');
  const store = authoriseStore(deps.own.store);
  const seenBy = (actor: Actor): Promise<number[]> =>
    runAs(actor, async () => [(await store.findingAnswers(1)).length, (await store.sampleAnswers(1)).length]);
  assert.deepEqual(await seenBy(LEADER), [0, 0]);
  assert.deepEqual(await seenBy(memberActor('eero')), [0, 0]);
  assert.deepEqual(await seenBy(memberActor('aino')), [1, 1]);
  assert.equal(await closeRound(deps, 1, LEADER), true);
  assert.deepEqual(await seenBy(LEADER), [1, 1]);
  assert.deepEqual(await seenBy(memberActor('eero')), [0, 0]);
});

test('what was typed is masked before it is kept, and the member is told what was', async (t) => {
  const deps = await opened(t);
  const input = {
    recognition: 'recognise',
    importance: '4',
    text: 'Soittakaa 040 123 4567',
    suggestedAction: 'Kysykää hoitaja Virtaselta.',
  };
  const kept = await answerFinding(deps, memberActor('aino'), 1, 1, input);
  assert.deepEqual(kept, { outcome: 'kept', masked: ['phone', 'staff'] });
  const [said] = await deps.own.store.findingAnswers(1);
  assert.equal(said?.answer.text, 'Soittakaa [PUHELIN]');
  assert.doesNotMatch(said.answer.suggestedAction, /Virtase/);
});

test('an answer that is none is refused, and so is every answer once the round is closed or its last day over', async (t) => {
  const deps = await opened(t);
  assert.equal(await answer(deps, 'aino', 1, 'perhaps'), 'wrong');
  assert.equal(await answer(deps, 'aino', 1, 'recognise', '6'), 'wrong');
  assert.equal(await answer(deps, 'aino', 1, 'recognise', '', 'a'.repeat(1501)), 'wrong');
  assert.equal(await answer(deps, 'aino', 2, 'recognise'), 'unknown');
  const both = { response: 1, themes: new Map([['waiting_times', null]]), none: true };
  const place = ((await deps.own.store.getRound(1))?.sample.indexOf(1) ?? 0) + 1;
  assert.equal((await answerComment(deps, memberActor('aino'), 1, place, both)).outcome, 'wrong');
  const neither = { response: 1, themes: new Map(), none: false };
  assert.equal((await answerComment(deps, memberActor('aino'), 1, place, neither)).outcome, 'wrong');
  const other = { response: 2, themes: new Map(), none: true };
  assert.equal((await answerComment(deps, memberActor('aino'), 1, place, other)).outcome, 'wrong', 'another comment');
  const late: PanelDeps = { ...deps, flows: { ...deps.flows, today: () => '2024-07-21' } };
  assert.equal(await answer(late, 'aino', 1, 'recognise'), 'closed');
  assert.equal(await closeRound(deps, 1, memberActor('aino')), false);
  assert.equal(await closeRound(deps, 1, LEADER), true);
  assert.equal(await answer(deps, 'aino', 1, 'recognise'), 'closed');
  assert.equal(await read(deps, 'aino', 1, null), 'closed');
  assert.equal((await chooseLanguages(deps, memberActor('aino'), 1, ['fi'])).outcome, 'closed');
});

test('while a round is open its facilitator sees who has answered, never what', async (t) => {
  const deps = await opened(t);
  await answer(deps, 'aino', 1, 'doNotRecognise', '2', 'Ainon sana');
  assert.equal(await roundResults(deps, 1, LEADER), null);
  const lead = await leadView(deps, 1, LEADER);
  assert.doesNotMatch(JSON.stringify(lead), /doNotRecognise|Ainon sana/);
  assert.deepEqual(
    lead?.members.map(({ name, findings, done }) => [name, findings, done]),
    [
      ['Aino', 1, false],
      ['Eero', 0, false],
      ['Kaisa', 0, false],
      ['Matti', 0, false],
      ['Sofia', 0, false],
    ],
  );
});

test('after closing: counts, median and spread, words without names in an order of their own, and what they speak for', async (t) => {
  const deps = await opened(t);
  await answer(deps, 'aino', 1, 'somethingMissing', '2', 'Kuljetus puuttuu');
  await answer(deps, 'eero', 1, 'recognise', '4');
  await answer(deps, 'kaisa', 1, 'recognise', '5');
  await answer(deps, 'matti', 1, 'recognise', '', 'Juuri näin');
  await closeRound(deps, 1, LEADER);
  assert.equal(await roundResults(deps, 1, memberActor('aino')), null);
  const results = await roundResults(deps, 1, LEADER);
  const [finding] = results?.findings ?? [];
  assert.deepEqual(finding?.counts, { recognise: 3, doNotRecognise: 0, somethingMissing: 1 });
  // 2, 4, 5: quartiles halfway between
  assert.deepEqual(finding?.importance, { n: 3, median: 4, low: 3, high: 4.5 });
  assert.deepEqual(
    finding?.answers.map((each) => [each.recognition, each.importance, each.text]),
    [
      ['recognise', 5, ''],
      ['recognise', 4, ''],
      ['recognise', null, 'Juuri näin'],
      ['somethingMissing', 2, 'Kuljetus puuttuu'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(finding), /aino|eero|kaisa|matti/);
  assert.deepEqual([finding?.suggested, results?.answered], ['confirmed', 4]);
  assert.equal(results?.recognition.strength, 'tooFew', 'one finding');
});

test('a round whose button was pressed twice is closed and settled once', async (t) => {
  const deps = await opened(t);
  for (const member of ['aino', 'eero', 'kaisa']) await read(deps, member, 1, 'neg');
  const { store } = deps.own;
  let settled = 0;
  const counting = {
    ...store,
    saveSettlements: (...given: Parameters<typeof store.saveSettlements>) => {
      settled += 1;
      return store.saveSettlements(...given);
    },
  };
  const twice = { ...deps, flows: Object.create(deps.flows, { store: { value: counting } }) as typeof deps.flows };
  assert.deepEqual(await Promise.all([1, 2].map(() => closeRound(twice, 1, LEADER))), [true, true]);
  assert.equal(await closeRound(twice, 1, LEADER), true);
  assert.equal(settled, 1);
});

test('what fewer than three members said of a finding is not told: who answered is known', async (t) => {
  const deps = await opened(t);
  await answer(deps, 'aino', 1, 'somethingMissing', '2', 'Kuljetus puuttuu');
  await answer(deps, 'eero', 1, 'recognise', '4');
  await closeRound(deps, 1, LEADER);
  const [finding] = (await roundResults(deps, 1, LEADER))?.findings ?? [];
  assert.deepEqual(
    [finding?.withheld, finding?.counts, finding?.importance, finding?.answers, finding?.suggested],
    [true, { recognise: 0, doNotRecognise: 0, somethingMissing: 0 }, null, [], 'needsMore'],
  );
});

/** A closed round whose members said these things: a row a finding, a place a member. */
async function closedWith(
  t: TestContext,
  rows: readonly (readonly ({ readonly recognition: Recognition; readonly importance: number | null } | null)[])[],
): Promise<RoundResults> {
  const deps = await panelDeps(t, []);
  const { store } = deps.own;
  const findings: number[] = [];
  while (findings.length < rows.length) findings.push(await addPanelFinding(store));
  const id = await store.addRound({
    title: { fi: 'x' },
    until: '2024-07-20',
    findings,
    members: MEMBERS,
    sample: [],
    createdBy: 'veera',
    createdAt: '',
  });
  await store.setRoundState(id, 'open', '');
  for (const [index, row] of rows.entries()) {
    for (const [place, said] of row.entries()) {
      const written = said && { ...said, text: '', suggestedAction: '', at: '' };
      if (written) await store.saveFindingAnswer(id, findings[index] ?? 0, MEMBERS[place] ?? '', written, '2024-07-15');
    }
  }
  assert.equal(await closeRound(deps, id, LEADER), true);
  return (await roundResults(deps, id, LEADER)) ?? assert.fail();
}

test('importance on a scale: Krippendorff 2011, example C, gives 0.815, answers missing', async (t) => {
  const units = ['11-1', '2232', '3333', '3333', '2222', '1234', '4444', '1121', '2222', '-555', '--11', '-3--'];
  const rows = units.map((unit) =>
    [...unit].map((digit) => (digit === '-' ? null : { recognition: 'recognise' as const, importance: Number(digit) })),
  );
  const { importance, recognition } = await closedWith(t, rows);
  assert.ok(Math.abs((importance.alpha?.value ?? 0) - 0.815) < 0.0005, String(importance.alpha?.value));
  assert.deepEqual([importance.things, importance.people, importance.judgements], [11, 4, 40]);
  assert.equal(recognition.strength, 'allSame');
});

test('recognition: kappa of the findings that everybody answered, alpha of all, worked out by hand', async (t) => {
  const said = { r: 'recognise', d: 'doNotRecognise', m: 'somethingMissing' } as const;
  const rows = ['rr-', 'ddm', 'mmm', 'mmm', 'ddd', 'rdm', 'mmm', 'rrd'].map((row) =>
    [...row].map((letter) =>
      letter === '-' ? null : { recognition: said[letter as keyof typeof said], importance: null },
    ),
  );
  const { recognition, importance } = await closedWith(t, rows);
  assert.deepEqual([recognition.things, recognition.people, recognition.judgements], [8, 3, 23]);
  // 23 answers: r 5, d 7, m 11. Two apart of three: 4/2 twice, all three apart: 6/2; seen 7. By chance (529 − 195)/22
  const alpha = 1 - 7 / (334 / 22);
  assert.ok(Math.abs((recognition.alpha?.value ?? 0) - alpha) < 1e-12, String(recognition.alpha?.value));
  // seven findings of three: pairs the same 1/3, 1, 1, 1, 0, 1, 1/3; of 21 answers r 3, d 7, m 11
  const [observed, expected] = [(4 + 2 / 3) / 7, (9 + 49 + 121) / 441];
  assert.equal(recognition.kappaThings, 7);
  assert.ok(Math.abs((recognition.kappa?.value ?? 0) - (observed - expected) / (1 - expected)) < 1e-12);
  assert.ok(
    recognition.alpha?.interval && recognition.alpha.interval[0] < alpha && recognition.alpha.interval[1] > alpha,
  );
  assert.equal(importance.strength, 'tooFew', 'nobody said');
});

/** Comments 1–6 are tagged with waiting times. 1: all five agree; 2: three say no; 3: a tie of four; 4: two readers. */
async function readAndClosed(t: TestContext): Promise<PanelDeps> {
  const deps = await opened(t);
  const said: Readonly<Record<number, readonly (Polarity | null)[]>> = {
    1: ['neg', 'neg', 'neg', 'neg', 'pos'],
    2: [null, null, null, 'neg'],
    3: ['neg', 'neg', null, null],
    4: ['neg', 'neg'],
    // 7 is not tagged with it, and the panel sees it
    7: ['pos', 'pos', 'neg'],
  };
  for (const [response, verdicts] of Object.entries(said)) {
    for (const [place, seen] of verdicts.entries()) {
      assert.equal(await read(deps, MEMBERS[place] ?? '', Number(response), seen), 'kept');
    }
  }
  assert.equal(await commentsAbout(deps, 'waiting_times'), 6);
  assert.equal(await closeRound(deps, 1, LEADER), true);
  return deps;
}

test('what the panel settled becomes labels, and the figures follow at once; what it did not stays the tagger’s', async (t) => {
  const deps = await readAndClosed(t);
  const { store } = deps.own;
  // 2 goes, 7 comes
  assert.equal(await commentsAbout(deps, 'waiting_times'), 6);
  const tagsOf = async (id: number): Promise<string> =>
    ((await store.getComment(id))?.tags ?? [])
      .map((tag) => `${tag.theme} ${tag.polarity}${tag.confirmed ? '!' : ''}`)
      .join();
  assert.equal(await tagsOf(1), 'waiting_times neg!');
  assert.equal(await tagsOf(2), '');
  assert.equal(await tagsOf(3), 'waiting_times neg');
  assert.equal(await tagsOf(4), 'waiting_times neg');
  assert.equal(await tagsOf(7), 'waiting_times pos!');
  const labels = await store.labelHistory(2);
  assert.deepEqual([...new Set(labels.map(({ source, by }) => `${source} ${by}`))], ['panel veera']);
  // every active theme of a comment that three read: not there, but for waiting times where it is
  assert.equal(labels.length, deps.flows.taxonomy.themes.length);
  assert.deepEqual(await store.check(), []);
});

test('what is not settled is listed, and the facilitator’s own decision is a correction, not the panel’s', async (t) => {
  const deps = await readAndClosed(t);
  const before = await roundResults(deps, 1, LEADER);
  assert.deepEqual(
    before?.unsettled
      .map(({ response, readers, themes }) => [response, readers, themes.map((each) => each.theme)])
      .sort(),
    [
      [3, 4, ['waiting_times']],
      [4, 2, ['waiting_times']],
    ],
  );
  const decision = { response: 3, theme: 'waiting_times', polarity: null };
  assert.equal(await decide(deps, 1, decision, memberActor('aino')), false);
  assert.equal(await decide(deps, 1, { ...decision, response: 1 }, LEADER), false, 'the panel settled it');
  assert.equal(await decide(deps, 1, decision, LEADER), true);
  assert.equal(await decide(deps, 1, decision, LEADER), false, 'once');
  assert.deepEqual((await deps.own.store.getComment(3))?.tags, []);
  const labels = (await deps.own.store.labelHistory(3)).filter(({ theme }) => theme === 'waiting_times');
  assert.deepEqual(
    labels.map(({ source, by, present }) => [source, by, present]),
    [['correction', 'veera', false]],
  );
  const after = await roundResults(deps, 1, LEADER);
  assert.deepEqual([after?.unsettled.length, after?.settled.facilitator], [1, 1]);
  assert.equal((await deps.own.store.sampleAnswers(1)).length, 18, 'what members said is kept');
});

test('the panel against the tagger: right in 1 of the 2 that it gave, found 1 of 2', async (t) => {
  const deps = await readAndClosed(t);
  const results = await roundResults(deps, 1, LEADER);
  const waiting = results?.themes.find(({ theme }) => theme === 'waiting_times');
  assert.deepEqual(
    [
      waiting?.tagger.precision.hits,
      waiting?.tagger.precision.n,
      waiting?.tagger.recall.hits,
      waiting?.tagger.recall.n,
    ],
    [1, 2, 1, 2],
  );
  // pairs the same: 10 of 10, 3 of 6, 2 of 6, 1 of 1, 3 of 3
  assert.deepEqual([waiting?.pairs.pairs, waiting?.pairs.same?.value], [26, 19 / 26]);
});

test('labels and members’ agreement reach the quality card', async (t) => {
  const deps = await readAndClosed(t);
  const cards = new QualityCards(deps.flows, (error) => assert.fail(String(error)));
  const found = await cards.card(60_000);
  assert.ok(found.state === 'ready');
  const { panel, labels } = found.value;
  const themes = deps.flows.taxonomy.themes.length;
  // 1, 2, 7 whole; 3 all but the tie
  assert.equal(labels.panel, 4 * themes - 1);
  assert.deepEqual([panel.pairs, panel.comments], [4 * themes - 1, 4]);
  assert.deepEqual([panel.rates.precision.hits, panel.rates.precision.n], [1, 2]);
  const waiting = panel.members.find(({ theme }) => theme === 'waiting_times');
  assert.deepEqual([waiting?.members.things, waiting?.members.people, waiting?.members.judgements], [5, 5, 18]);
});

test('a round whose closing was cut short is settled later, once', async (t) => {
  const deps = await opened(t);
  for (const member of MEMBERS) await read(deps, member, 2, null);
  await deps.own.store.setRoundState(1, 'closed', '2024-07-15T09:00:00Z');
  assert.equal((await roundResults(deps, 1, LEADER))?.waits, true);
  assert.equal(await settleRound(deps, 1, LEADER), true);
  assert.equal(await settleRound(deps, 1, LEADER), false);
  assert.equal((await roundResults(deps, 1, LEADER))?.waits, false);
  assert.equal(await commentsAbout(deps, 'waiting_times'), 5);
});

test('the facilitator’s conclusion ends the round for a finding, and members see it with what was done', async (t) => {
  const deps = await opened(t);
  await answer(deps, 'aino', 1, 'recognise');
  const input = {
    state: 'confirmed',
    consensus: { fi: 'Odotus on liian pitkä, sanoi hoitaja Virtanen.', sv: '', en: '' },
    dissent: { fi: 'Yksi pääsi heti.', sv: '', en: '' },
  };
  assert.equal(await concludeFinding(deps, 1, 1, input, LEADER), 'unknown', 'not while it is open');
  await closeRound(deps, 1, LEADER);
  assert.equal(await concludeFinding(deps, 1, 1, { ...input, state: 'draft' }, LEADER), 'refused');
  const empty = { fi: ' ', sv: '', en: '' };
  assert.equal(await concludeFinding(deps, 1, 1, { ...input, consensus: empty }, LEADER), 'refused');
  assert.equal(await concludeFinding(deps, 1, 9, input, LEADER), 'unknown');
  assert.equal(await concludeFinding(deps, 1, 1, input, memberActor('aino')), 'unknown');
  assert.equal(await concludeFinding(deps, 1, 1, input, LEADER), 'saved');
  await deps.own.store.addAction({
    finding: 1,
    unit: null,
    title: 'Lisää aikoja aamuun',
    description: '',
    owner: { id: 'johto', name: 'Johto Johtaja' },
    due: '2024-09-01',
    state: 'planned',
    startedOn: null,
    measure: { kind: 'complaintShare', theme: 'waiting_times', direction: 'down' },
    createdBy: 'johto',
    createdAt: '2024-07-15T08:00:00Z',
  });
  const { open, earlier } = await memberRounds(deps, memberActor('eero'));
  assert.equal(open.length, 0);
  const [outcome] = earlier[0]?.findings ?? [];
  assert.equal(outcome?.finding.state, 'confirmed');
  assert.match(outcome.finding.consensus.fi ?? '', /^Odotus on liian pitkä, sanoi hoitaja \[/);
  assert.deepEqual(outcome.actions, [
    { title: 'Lisää aikoja aamuun', state: 'planned', due: '2024-09-01', outcome: '' },
  ]);
  assert.deepEqual(await memberRounds(deps, memberActor('ulla')), { open: [], earlier: [] });
});
