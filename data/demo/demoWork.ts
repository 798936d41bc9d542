/** What the invented people of the demo organisation have done with its feedback: findings, a round of a panel, an action. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROLE_RIGHTS, type Actor } from '../../src/domain/actor.js';
import { addDays } from '../../src/domain/calendar.js';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import type { Localised } from '../../src/domain/theme.js';
import { addAction, moveAction, type ActionInput } from '../../src/flows/actionEditing.js';
import { composeFinding } from '../../src/flows/composeFinding.js';
import { runAs } from '../../src/flows/currentActor.js';
import { figuresDigest, makeFinding, moveFinding } from '../../src/flows/keepFinding.js';
import { answerFinding, chooseLanguages } from '../../src/flows/panelAnswering.js';
import type { PanelDeps } from '../../src/flows/panelDeps.js';
import { concludeFinding } from '../../src/flows/panelResults.js';
import { closeRound, openRound, saveRound } from '../../src/flows/panelRounds.js';
import { DEMO_PEOPLE } from './demoPeople.js';

/** Setting: `begun` from the first step on. Absent where the people of the demo have done nothing yet. */
export const DEMO_WORK_SETTING = 'demoWork';

interface DemoFinding {
  readonly key: string;
  readonly theme: string;
  readonly unit: string;
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  readonly claim: Localised;
  readonly limits: Localised;
}

interface DemoAnswer {
  readonly member: string;
  readonly recognition: string;
  readonly importance: string;
  readonly text: string;
  readonly suggestedAction: string;
}

interface DemoWork {
  readonly findings: readonly DemoFinding[];
  readonly closedRound: {
    readonly finding: string;
    readonly title: Localised;
    readonly answers: readonly DemoAnswer[];
    readonly state: string;
    readonly consensus: Localised;
    readonly dissent: Localised;
    readonly action: Omit<ActionInput, 'unit' | 'finding'> & { readonly outcome: string };
  };
  readonly openRound: {
    readonly finding: string;
    readonly title: Localised;
    /** That members have to answer. */
    readonly days: number;
    readonly comments: string;
  };
}

/**
 * Does it once, through the same flows as people; figures are frozen as they are, so every comment should be tagged. What was cut
 * off half-way stays so: it is only an example.
 * @param root absolute folder of the project
 * @returns false when it was done before
 * @throws Error when a step is refused
 */
export async function makeDemoWork(deps: PanelDeps, root: string): Promise<boolean> {
  const { store } = deps.own;
  if ((await store.getSetting(DEMO_WORK_SETTING)) !== null) return false;
  await store.setSetting(DEMO_WORK_SETTING, 'begun');
  const work = JSON.parse(await readFile(join(root, 'data', 'demo', 'demoWork.json'), 'utf8')) as DemoWork;
  const [manager, facilitator] = [personOf('demo-manager'), personOf('demo-facilitator')];
  const ids = new Map<string, number>();
  for (const finding of work.findings) {
    ids.set(finding.key, await runAs(manager, () => writeFinding(deps, finding)));
  }
  await holdRound(deps, work, ids, { manager, facilitator });
  const { openRound: open } = work;
  await runAs(facilitator, async () => {
    const until = addDays(deps.flows.today(), open.days);
    await beginRound(deps, { ...open, until }, idOf(ids, open.finding), facilitator);
  });
  return true;
}

async function writeFinding(deps: PanelDeps, { theme, unit, from, to, claim, limits }: DemoFinding): Promise<number> {
  const filter = { ...NO_FILTER, unit, from, to };
  const source = { kind: 'theme', theme, filter, polarity: null, pinned: null } as const;
  const composed = await composeFinding(deps.flows, source, { weak: [], drifted: [] });
  if (!composed) throw refused(`a finding on ${theme} in ${unit}`, 'unknown');
  const chosen = composed.candidates.filter(({ proposed }) => proposed);
  const quotes = chosen.map(({ response, contradicts }) => ({ response, contradicts, approved: true }));
  const madeFrom = `/themes/${theme}?from=${from}&to=${to}&unit=${unit}`;
  const kept = await makeFinding(
    deps.flows,
    composed,
    { claim, limits, quotes },
    { seen: figuresDigest(composed), madeFrom, replaces: null },
  );
  if (kept.outcome !== 'kept') throw refused(`a finding on ${theme} in ${unit}`, kept.outcome);
  const moved = await moveFinding(deps.flows, kept.id, 'ready', composed.candidates);
  if (moved.outcome !== 'kept') throw refused(`finding ${kept.id} to be ready`, moved.outcome);
  return kept.id;
}

/** The round that is over: answers, what they came to, and what was done. */
async function holdRound(
  deps: PanelDeps,
  { closedRound: round }: DemoWork,
  ids: ReadonlyMap<string, number>,
  { manager, facilitator }: { readonly manager: Actor; readonly facilitator: Actor },
): Promise<void> {
  const finding = idOf(ids, round.finding);
  const id = await runAs(facilitator, () =>
    beginRound(deps, { ...round, until: deps.flows.today(), comments: '0' }, finding, facilitator),
  );
  for (const answer of round.answers) {
    const member = personOf(answer.member);
    await runAs(member, async () => {
      await chooseLanguages(deps, member, id, ['fi', 'sv', 'en']);
      const { outcome } = await answerFinding(deps, member, id, 1, answer);
      if (outcome !== 'kept') throw refused(`the answer of ${answer.member}`, outcome);
    });
  }
  await runAs(facilitator, async () => {
    if (!(await closeRound(deps, id, facilitator))) throw refused('the round to close', 'open');
    const concluded = await concludeFinding(deps, id, finding, round, facilitator);
    if (concluded !== 'saved') throw refused('a conclusion', concluded);
  });
  await runAs(manager, () => act(deps, finding, round.action, manager));
}

async function act(
  { flows }: PanelDeps,
  finding: number,
  { outcome, ...input }: DemoWork['closedRound']['action'],
  manager: Actor,
): Promise<void> {
  const unit = (await flows.store.getFinding(finding))?.unit ?? '';
  const added = await addAction(flows, { ...input, unit, finding: String(finding) }, manager);
  if (added.outcome !== 'saved') throw refused('an action', added.fields.join(', '));
  for (const state of ['underWay', 'done'] as const) {
    const action = await flows.store.getAction(added.id);
    const text = state === 'done' ? outcome : '';
    const moved = action && (await moveAction(flows, action, { state, startedOn: input.startedOn, text }, manager));
    if (!moved) throw refused(`action ${added.id} to be ${state}`, 'refused');
  }
}

async function beginRound(
  deps: PanelDeps,
  round: { readonly title: Localised; readonly until: string; readonly comments: string },
  finding: number,
  facilitator: Actor,
): Promise<number> {
  const members = DEMO_PEOPLE.filter(({ role }) => role === 'panelMember').map(({ id }) => id);
  const { title, until, comments } = round;
  const saved = await saveRound(
    deps,
    null,
    { title, until, comments, findings: [String(finding)], members },
    facilitator,
  );
  if (saved.outcome !== 'saved') throw refused('a round', saved.outcome);
  const problem = await openRound(deps, saved.id, facilitator);
  if (problem !== null) throw refused(`round ${saved.id} to open`, problem);
  return saved.id;
}

function personOf(id: string): Actor {
  const person = DEMO_PEOPLE.find((each) => each.id === id);
  if (!person) throw new Error(`expected somebody of the demo, found ${id}`);
  const { name, role, units } = person;
  return { id, name, role, rights: new Set(ROLE_RIGHTS[role]), units };
}

function idOf(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`expected a finding of the demo, found ${key}`);
  return id;
}

function refused(what: string, found: string): Error {
  return new Error(`expected ${what} of the demo to be accepted, found ${found}`);
}
