/**
 * A service with two lines of service whose words and counts cannot be mistaken for one another: what is of the foreign line carries
 * marks that no page of somebody of the other line may show.
 */
import type { Actor } from '../../src/domain/actor.js';
import { LOCAL_ACTOR } from '../../src/domain/actor.js';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import type { NewFinding } from '../../src/store/findingStore.js';
import type { Store } from '../../src/store/store.js';
import { createJudgingTagger } from '../support/judgingTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { wordLearner } from '../flows/seriousFixture.js';

export const OWN_LINE = 'rinne';
export const OWN_UNIT = 'rinnepoli';
export const FOREIGN_LINE = 'kielolinja';
export const FOREIGN_UNIT = 'kieloranta';
/** A code that no unit has. */
export const NO_UNIT = 'tyhjyysranta';
/** An id that nothing has. */
export const NO_ID = '999999';

/** Responses of the own line (23 at its root, 47 in the unit) and of the foreign one. */
export const OWN_RESPONSES = 23 + 47;
export const FOREIGN_RESPONSES = 311;

/** Words that occur in the foreign line alone: its names, its comments, what people wrote about it. */
export const FOREIGN_MARKS: readonly string[] = ['kielolinja', 'kieloranta', 'salamanteri', 'kalliokielo'];

export interface Ids {
  readonly comment: number;
  readonly finding: number;
  readonly action: number;
  readonly round: number;
  readonly annotation: number;
}

export interface Guarded {
  readonly app: RunningApp;
  readonly own: Ids;
  readonly foreign: Ids;
  /** Whose requests come from now on; null: nobody has signed in. */
  actAs(actor: Actor | null): void;
}

function feedback(unit: string, count: number, comment: (number: number) => string, prefix: string): object[] {
  return Array.from({ length: count }, (_, number) => ({
    source: 'test',
    id: `${prefix}-${number}`,
    answered_at: `2024-0${1 + (number % 6)}-1${number % 9}`,
    score: [10, 9, 8, 3][number % 4],
    comment: comment(number),
    lang: 'fi',
    unit,
    channel: 'sms',
    statements: { got_help: 1 + (number % 5) },
  }));
}

export async function startGuarded(): Promise<Guarded> {
  let actor: Actor | null = LOCAL_ACTOR;
  const app = await startApp({
    tagger: { ...createJudgingTagger(['waiting_times', 'staff_friendliness', 'premises']), ...wordLearner },
    actorOf: () => actor,
    env: { KUULOLLA_LOG_LEVEL: 'fatal' },
  });
  const { store } = app.assembly.flows;
  const own = (number: number): string =>
    number % 2 === 0
      ? `Jouduin jonotin ${number} tuntia omassa paikassa ja se harmitti kovin`
      : `Ihana ystävällinen hoitaja ${number} kertaa minua auttoi täällä`;
  const foreign = (number: number): string => `${own(number)} salamanteri`;
  for (const items of [
    feedback('rinne', 23, own, 'a'),
    feedback('rinne > rinnepoli', 47, own, 'b'),
    feedback('kielolinja > kieloranta', FOREIGN_RESPONSES, foreign, 'c'),
  ]) {
    const { status } = await postFeedback(app, items);
    if (status !== 202) throw new Error(`expected 202 for the feedback of the fixture, got ${status}`);
  }
  while ((await store.taggingProgress()).pending > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    app,
    own: await fill(store, OWN_UNIT, 'omaa'),
    foreign: await fill(store, FOREIGN_UNIT, 'kalliokielo'),
    actAs: (next) => {
      actor = next;
    },
  };
}

const AT = '2024-07-01T09:00:00.000Z';

/** Something of every kind that belongs to a unit. */
async function fill(store: Store, unit: string, word: string): Promise<Ids> {
  const text = `Tässä on ${word} ja muuta`;
  const query = { ...NO_FILTER, unit, theme: null, polarity: null, q: null, stems: [], limit: 1, cursor: null };
  const comment = (await store.listComments(query)).items[0]?.id ?? 0;
  const finding = await store.addFinding(findingOf(unit, text, comment));
  const action = await store.addAction({
    finding,
    unit,
    title: text,
    description: text,
    owner: { id: 'manager', name: 'manager' },
    due: '2024-12-31',
    state: 'underWay',
    startedOn: '2024-04-01',
    measure: { kind: 'nps', theme: null, direction: 'up' },
    createdBy: 'manager',
    createdAt: AT,
  });
  const round = await store.addRound({
    title: { fi: text },
    until: '2099-12-31',
    findings: [finding],
    members: ['panelMember'],
    sample: [comment],
    createdBy: 'facilitator',
    createdAt: AT,
  });
  await store.setRoundState(round, 'open', AT);
  const annotation = await store.addAnnotation({ unit, day: '2024-04-01', text, createdOn: '2024-04-01' });
  const by = { id: 'manager', name: 'manager' };
  await store.assign({ response: comment, assignee: by, state: 'open', by, at: AT, due: null, note: text });
  await store.addMessage({ response: comment, by, at: AT, text });
  await store.flagByHand(
    comment,
    { category: 'violence', score: 1, reasons: [{ kind: 'person', by: 'manager', note: text }] },
    'manager',
    AT,
  );
  return { comment, finding, action, round, annotation };
}

function findingOf(unit: string, text: string, response: number): NewFinding {
  return {
    state: 'ready',
    unit,
    theme: null,
    from: '2024-01-01',
    to: '2024-06-30',
    claim: { fi: text },
    limits: { fi: text },
    figures: [],
    quotes: [{ text, lang: 'fi', polarity: 'neg', contradicts: false, approved: true, response }],
    versions: { space: 'drawn', heads: 'drawn-1', taxonomy: '1' },
    dataVersion: { lastResponse: response, responses: 1 },
    madeFrom: '/movement',
    createdBy: 'manager',
    createdAt: AT,
    replaces: null,
  };
}
