/** A finding made from what someone looks at: its figures, what could be quoted, and what the data cannot show. */
import type { Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Localised, Polarity, TagVersions, ThemeKey } from '../domain/theme.js';
import type { GroupPhrases } from '../store/commentGroupStore.js';
import type { Finding, FrozenFigure } from '../store/findingStore.js';
import type { ResponseId } from '../store/store.js';
import type { FlowDeps } from './deps.js';
import { explainMovement } from './explainMovement.js';
import { composeComments } from './findingFromComments.js';
import { composeDraft, composeGroup } from './findingFromGroup.js';
import { contributionOf, figuresOfMovement, figuresOfTheme } from './findingFigures.js';
import { limitFacts, type KnownQuality, type LimitFact } from './findingLimits.js';
import type { FindingSource } from './findingSource.js';
import { THEME_CELLS } from './overview.js';
import { quoteCandidates, type QuoteCandidate, type QuoteQuestion } from './quoteCandidates.js';
import { tallyCells } from './tally.js';
import { themeFigure } from './themeFigures.js';

/** What a source comes to, before quotes and limits. */
export interface FindingBasis {
  readonly filter: FeedbackFilter & Period;
  readonly theme: ThemeKey | null;
  /** The main one first. */
  readonly figures: readonly FrozenFigure[];
  readonly direction: Exclude<Polarity, 'neu'>;
  /** Comments that may be quoted, or the candidates themselves where no filter finds them. */
  readonly voices:
    | { readonly kind: 'asked'; readonly question: QuoteQuestion }
    | { readonly kind: 'given'; readonly candidates: readonly QuoteCandidate[] };
  /** Words that mark a group without a theme. */
  readonly phrases?: GroupPhrases;
  /** Of a theme being taught. */
  readonly name?: Localised;
  /** The figures rest on a part of the comments. */
  readonly sampled?: boolean;
}

export interface ComposedFinding extends Omit<FindingBasis, 'voices'> {
  readonly source: FindingSource;
  readonly candidates: readonly QuoteCandidate[];
  readonly facts: readonly LimitFact[];
  readonly versions: TagVersions;
  readonly dataVersion: Finding['dataVersion'];
}

/**
 * Null when the source names a unit, theme, row or group that is not there (any more). Nothing is stored.
 * @param kept quotes that are chosen already and stay among the candidates
 */
export async function composeFinding(
  deps: FlowDeps,
  source: FindingSource,
  quality: KnownQuality,
  kept: readonly ResponseId[] = [],
): Promise<ComposedFinding | null> {
  const basis = await basisOf(deps, source);
  if (!basis) return null;
  const { voices, ...rest } = basis;
  const [candidates, facts, dataVersion] = await Promise.all([
    voices.kind === 'given' ? voices.candidates : quoteCandidates(deps, voices.question, kept),
    limitFacts(deps, basis, quality),
    deps.store.dataVersion(),
  ]);
  return { ...rest, source, candidates, facts, versions: deps.tagger.versions, dataVersion };
}

async function basisOf(deps: FlowDeps, source: FindingSource): Promise<FindingBasis | null> {
  switch (source.kind) {
    case 'movement':
      return composeMovement(deps, source);
    case 'theme':
      return composeTheme(deps, source);
    case 'comments':
      return composeComments(deps, source);
    case 'group':
      return composeGroup(deps, source.group);
    case 'draft':
      return composeDraft(deps, source.key);
  }
}

async function composeMovement(
  deps: FlowDeps,
  source: Extract<FindingSource, { kind: 'movement' }>,
): Promise<FindingBasis | null> {
  const movement = await explainMovement(deps, source);
  if (!movement) return null;
  const row = source.row ? (contributionOf(movement, source.row) ?? null) : null;
  if (source.row && !row) return null;
  const figures = figuresOfMovement(movement, row);
  const filter = { ...movement.filter, ...source.current };
  const theme = row?.group === 'theme' ? row.key : null;
  const points = row ? row.total : movement.change.points;
  const direction = (points ?? 0) < 0 ? 'neg' : 'pos';
  const tagged = tallyCells(await deps.store.readCells(filter, ['commentState'])).tagged;
  // nobody speaks for those who wrote nothing, and no filter finds comments without a theme
  const isVoiceless = row?.group === 'noComment' || row?.group === 'noTheme';
  const people = points === null || isVoiceless ? 0 : theme === null ? tagged : (row?.current.n ?? 0);
  const question = { filter, theme, q: null, along: direction, people, pinned: null } as const;
  return { filter, theme, figures, direction, voices: { kind: 'asked', question } };
}

async function composeTheme(
  deps: FlowDeps,
  source: Extract<FindingSource, { kind: 'theme' }>,
): Promise<FindingBasis | null> {
  const { filter } = source;
  const theme = deps.taxonomy.themes.find((known) => known.key === source.theme);
  if (!theme || (filter.unit !== null && !(await isKnownUnit(deps, filter.unit)))) return null;
  const tally = tallyCells(await deps.store.readCells(filter, THEME_CELLS));
  const figure = themeFigure(theme, tally, tally, deps.disclosureLimit);
  const { polarity } = figure;
  const direction =
    source.polarity === 'pos' || source.polarity === 'neg'
      ? source.polarity
      : (polarity?.pos ?? 0) > (polarity?.neg ?? 0)
        ? 'pos'
        : 'neg';
  const question = {
    filter,
    theme: theme.key,
    q: null,
    along: direction,
    people: tally.tagged,
    pinned: source.pinned,
  } as const;
  const figures = figuresOfTheme(figure, filter);
  return { filter, theme: theme.key, figures, direction, voices: { kind: 'asked', question } };
}

export async function isKnownUnit({ store }: Pick<FlowDeps, 'store'>, code: string): Promise<boolean> {
  return (await store.listUnits()).some((unit) => unit.code === code);
}
