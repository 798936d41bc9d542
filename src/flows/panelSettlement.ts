/** Turns what members of a panel said about comments into labels, by the rule of domain/panelSettling.ts. */
import type { Actor } from '../domain/actor.js';
import { settleComment, type Reading } from '../domain/panelSettling.js';
import { POLARITIES, type Polarity, type ThemeKey } from '../domain/theme.js';
import type { NewLabel } from '../store/labelStore.js';
import type { SettledLabels, Settlement } from '../store/panelStore.js';
import type { CommentRow, CommentTags, ResponseId } from '../store/store.js';
import { machineTags } from './correctTags.js';
import { leadRound, type PanelDeps } from './panelDeps.js';

/**
 * Settles a closed round; once, since what is settled stays. Labels have the source `panel` and are by whoever closed the round; where
 * a comment is tagged no more, nothing is labelled. False when the round is not closed, or is settled.
 */
export async function settleRound(deps: PanelDeps, id: number, actor: Actor): Promise<boolean> {
  const { flows } = deps;
  const round = await leadRound(deps, actor, id);
  if (round?.state !== 'closed' || (await flows.store.settlementsOf(id)).length > 0) return false;
  const readings = new Map<ResponseId, Reading[]>();
  for (const { response, answer } of await flows.store.sampleAnswers(id)) {
    readings.set(response, [...(readings.get(response) ?? []), { asked: answer.asked, seen: answer.themes }]);
  }
  const at = flows.now();
  const settlements: Settlement[] = [];
  const labels: NewLabel[] = [];
  const machine: MachineTags[] = [];
  for (const [response, said] of readings) {
    const comment = await flows.store.getComment(response);
    if (comment?.state !== 'tagged') continue;
    const found = await tagsBy(deps, comment);
    const { tags } = found;
    machine.push(found);
    const themes = themesAsked(deps, said);
    for (const { present, polarity, ...each } of settleComment(said, themes)) {
      const given = tags.tags.some((tag) => tag.theme === each.theme);
      const how = present === null ? 'open' : 'majority';
      settlements.push({ response, ...each, present, polarity, how, given, by: actor.id, at });
      if (present !== null) labels.push(labelOf(response, each.theme, present, polarity, 'panel', actor.id, at));
    }
  }
  await flows.store.saveSettlements(id, settlements, settledLabels(deps, labels, machine));
  return true;
}

/** What the facilitator says about a theme that the panel did not settle: its polarity, or null where it is not there. */
export interface Decision {
  readonly response: ResponseId;
  readonly theme: ThemeKey;
  readonly polarity: Polarity | null;
}

/**
 * Settles a theme of a comment in the facilitator's own name: the label is a correction, which teaches and does not measure. False when
 * the theme is not open there.
 */
export async function decide(deps: PanelDeps, id: number, decision: Decision, actor: Actor): Promise<boolean> {
  const { flows } = deps;
  const round = await leadRound(deps, actor, id);
  const { response, theme, polarity } = decision;
  const known = (await flows.store.settlementsOf(id)).find(
    (each) => each.response === response && each.theme === theme,
  );
  const comment = await deps.flows.store.getComment(response);
  if (round?.state !== 'closed' || known?.how !== 'open' || comment?.state !== 'tagged') return false;
  const at = flows.now();
  const present = polarity !== null;
  const settlement: Settlement = { ...known, how: 'facilitator', present, polarity, by: actor.id, at };
  const labels = [labelOf(response, theme, present, polarity, 'correction', actor.id, at)];
  await flows.store.saveSettlements(id, [settlement], settledLabels(deps, labels, [await tagsBy(deps, comment)]));
  return true;
}

export function isPolarity(text: unknown): text is Polarity {
  return POLARITIES.some((each) => each === text);
}

/** Active themes that some member was asked about: one that came later has no answers, and one that went has no use. */
function themesAsked({ flows }: PanelDeps, said: readonly Reading[]): ThemeKey[] {
  const asked = new Set(said.flatMap((reading) => reading.asked));
  return flows.taxonomy.themes.map(({ key }) => key).filter((key) => asked.has(key));
}

interface MachineTags extends Pick<SettledLabels, 'versions' | 'taxonomy'> {
  readonly tags: CommentTags;
}

async function tagsBy({ flows }: PanelDeps, comment: CommentRow): Promise<MachineTags> {
  const { machine, versions, document } = await machineTags(flows, comment);
  const [tags] = machine;
  if (!tags) throw new Error(`expected the tags of comment ${comment.id}, got none`);
  return { tags, versions, taxonomy: document };
}

/** @throws when heads or themes changed while the tagger read: nothing was settled, and it can be done again */
function settledLabels(
  { flows }: PanelDeps,
  labels: readonly NewLabel[],
  machine: readonly MachineTags[],
): SettledLabels {
  const { versions, document } = flows.installation.current;
  const key = JSON.stringify(versions);
  if (machine.some((each) => JSON.stringify(each.versions) !== key)) {
    throw new Error(`expected all comments of a round to be read by ${key}, which changed meanwhile`);
  }
  const labelled = new Set(labels.map(({ response }) => response));
  return {
    labels,
    machine: machine.map(({ tags }) => tags).filter(({ id }) => labelled.has(id)),
    versions,
    taxonomy: document,
  };
}

function labelOf(
  response: ResponseId,
  theme: ThemeKey,
  present: boolean,
  polarity: Polarity | null,
  source: NewLabel['source'],
  by: string,
  at: string,
): NewLabel {
  return { response, theme, present, polarity, evidence: [], source, by, at };
}
