/** How good the heads in use are on what people of the organisation said: their checked sample, and their panel. */
import { cohensKappa, shareAgreed } from '../domain/agreement.js';
import { taggerAgainstPanel } from '../domain/panelAgreement.js';
import type { LabelSource } from '../domain/confirmedLabel.js';
import type { ThemeAgreement } from '../domain/tagQuality.js';
import type { LabelledComment } from '../store/labelStore.js';
import type { LearningDeps } from './deps.js';
import type { Installed } from './installation.js';
import { judgePairs, type PlacedPair } from './judgedPairs.js';
import { measureLanguages, type LanguageQuality } from './measuredLanguages.js';
import { membersAgreement, type MembersAgreement } from './panelQuality.js';

/** How far panel members and the tagger agree on what comments say. */
export interface PanelAgreement {
  /** Pairs of a comment and a theme that the panel settled, and their comments. */
  readonly pairs: number;
  readonly comments: number;
  /** 0–1; null without pairs. */
  readonly agreed: number | null;
  /** Cohen's kappa, −1..1; null without pairs or where only one answer was ever given. */
  readonly kappa: number | null;
  /** The tagger against what was settled, all themes together. */
  readonly rates: Pick<ThemeAgreement, 'precision' | 'recall'>;
  /** How far members agree with each other, before anything was settled; empty until a round is closed. */
  readonly members: readonly MembersAgreement[];
}

export interface CheckedQuality {
  /** On comments drawn at random and checked; empty when there are none. */
  readonly sample: readonly LanguageQuality[];
  readonly panel: PanelAgreement;
}

/** Labels read at a time, and the most that are measured on. */
const COMMENTS_A_READ = 500;
const MOST_COMMENTS = 20_000;

/**
 * Corrections and answers while a theme was taught are left out: nobody drew those comments at random. Someone who mends a tag
 * found it wrong, and the machine itself chose what to ask about.
 */
export async function checkedQuality(deps: LearningDeps, installed: Installed): Promise<CheckedQuality> {
  const themes = installed.taxonomy.themes.map((theme) => theme.key);
  const [sample, panel] = [await pairsOf(deps, installed, 'sample'), await pairsOf(deps, installed, 'panel')];
  return {
    sample: measureLanguages(sample, themes, deps.supportedLanguages),
    panel: {
      ...panelAgreement(panel.filter((pair) => themes.includes(pair.theme))),
      members: await membersAgreement(deps, themes),
    },
  };
}

async function pairsOf(deps: LearningDeps, installed: Installed, source: LabelSource): Promise<PlacedPair[]> {
  const comments = await commentsWith(deps, source);
  const known = comments.map(({ lang, text, labels }) => ({
    lang,
    text,
    verdicts: labels.filter((label) => label.source === source),
  }));
  return judgePairs(deps, known, installed, 'own');
}

/** All comments with labels of a source, by id. */
export async function commentsWith(
  { store }: Pick<LearningDeps, 'store'>,
  source: LabelSource,
): Promise<LabelledComment[]> {
  const comments: LabelledComment[] = [];
  while (comments.length < MOST_COMMENTS) {
    const afterId = comments.at(-1)?.id ?? 0;
    const some = await store.labelledComments({ sources: [source], afterId, limit: COMMENTS_A_READ });
    comments.push(...some);
    if (some.length < COMMENTS_A_READ) break;
  }
  return comments;
}

function panelAgreement(pairs: readonly PlacedPair[]): Omit<PanelAgreement, 'members'> {
  const count = (present: boolean, given: boolean): number =>
    pairs.filter((pair) => pair.present === present && pair.given === given).length;
  const counts = {
    both: count(true, true),
    onlyFirst: count(true, false),
    onlySecond: count(false, true),
    neither: count(false, false),
  };
  return {
    pairs: pairs.length,
    comments: new Set(pairs.map((pair) => pair.comment)).size,
    agreed: shareAgreed(counts),
    kappa: cohensKappa(counts),
    rates: taggerAgainstPanel(pairs),
  };
}
