/** Stores findings and what is changed of them. Words are masked before they are stored; what a finding rests on is frozen. */
import { createHash } from 'node:crypto';
import type { RedactionKind } from '../domain/redactedSpan.js';
import { LANGUAGES, type Localised } from '../domain/theme.js';
import { canFollow, statesByHand, type FindingState } from '../domain/findingState.js';
import type { Finding, FrozenQuote, PartlyLocalised } from '../store/findingStore.js';
import type { ResponseId } from '../store/store.js';
import type { ComposedFinding } from './composeFinding.js';
import { currentActor } from './currentActor.js';
import type { FlowDeps, LearningDeps } from './deps.js';
import { mayFinding } from './findingAccess.js';
import { maskText } from './maskedText.js';
import { MOST_QUOTES, quotesNeeded, type QuoteCandidate } from './quoteCandidates.js';

/** UTF-16 code units of a claim, and of what the data cannot show, in one language. */
export const LONGEST_CLAIM = 1500;
export const LONGEST_LIMITS = 3000;

export type FindingDeps = FlowDeps & Pick<LearningDeps, 'now'>;

/** As it comes from a form. */
export interface FindingInput {
  readonly claim: Localised;
  readonly limits: Localised;
  readonly quotes: readonly ChosenQuote[];
}

export interface ChosenQuote {
  readonly response: ResponseId;
  readonly contradicts: boolean;
  readonly approved: boolean;
}

export type FindingProblem =
  | 'claimMissing'
  | 'claimTooLong'
  | 'limitsTooLong'
  | 'limitsMissing'
  | 'tooManyQuotes'
  | 'quoteUnknown'
  /** Fewer quotes that panels may read than there could be, up to five. */
  | 'tooFewQuotes'
  /** None of those goes against the claim, though some could. */
  | 'noneContradicting';

export type FindingOutcome =
  | { readonly outcome: 'kept'; readonly id: number; readonly masked: readonly RedactionKind[] }
  | { readonly outcome: 'refused'; readonly problems: readonly FindingProblem[] }
  /** The figures are not those that the composer saw. */
  | { readonly outcome: 'moved' }
  | { readonly outcome: 'notAllowed' }
  /** A panel has read it: it can only be replaced. */
  | { readonly outcome: 'fixed' }
  | { readonly outcome: 'unknown' };

/** Says which figures a composer saw. */
export function figuresDigest({ figures, versions }: Pick<ComposedFinding, 'figures' | 'versions'>): string {
  return createHash('sha256')
    .update(JSON.stringify([figures, versions]))
    .digest('hex')
    .slice(0, 24);
}

/**
 * Stores a draft with the figures as they are now.
 * @param seen digest of the figures that the composer saw
 * @param madeFrom path of the page that it is made from
 * @param replaces the finding that it is a new version of, or null
 */
export async function makeFinding(
  deps: FindingDeps,
  composed: ComposedFinding,
  input: FindingInput,
  { seen, madeFrom, replaces }: { readonly seen: string; readonly madeFrom: string; readonly replaces: number | null },
): Promise<FindingOutcome> {
  const { unit, from, to } = composed.filter;
  if (!(await mayFinding(deps, 'findings.write', unit))) return { outcome: 'notAllowed' };
  if (replaces !== null) {
    const before = await deps.store.getFinding(replaces);
    if (!before) return { outcome: 'unknown' };
    if (!(await mayFinding(deps, 'findings.write', before.unit))) return { outcome: 'notAllowed' };
  }
  if (seen !== figuresDigest(composed)) return { outcome: 'moved' };
  const words = await readWords(deps, input, composed.candidates);
  if (words.problems.length > 0) return { outcome: 'refused', problems: words.problems };
  const id = await deps.store.addFinding({
    state: 'draft',
    unit,
    theme: composed.theme,
    from,
    to,
    claim: words.claim,
    limits: words.limits,
    figures: composed.figures,
    quotes: words.quotes,
    versions: composed.versions,
    dataVersion: composed.dataVersion,
    madeFrom,
    createdBy: currentActor().id,
    createdAt: deps.now(),
    replaces,
  });
  return { outcome: 'kept', id, masked: words.masked };
}

/** A finding that the current actor may read, or null. */
export async function readFinding(deps: Pick<FlowDeps, 'store'>, id: number): Promise<Finding | null> {
  const finding = await deps.store.getFinding(id);
  return finding && (await mayFinding(deps, 'findings.read', finding.unit)) ? finding : null;
}

/** Changes claim, limits and quotes while no panel has read them. */
export async function editFinding(
  deps: FindingDeps,
  id: number,
  candidates: readonly QuoteCandidate[],
  input: FindingInput,
): Promise<FindingOutcome> {
  const finding = await readFinding(deps, id);
  if (!finding) return { outcome: 'unknown' };
  if (!(await mayFinding(deps, 'findings.write', finding.unit))) return { outcome: 'notAllowed' };
  if (finding.fixedAt !== null || finding.state === 'closed') return { outcome: 'fixed' };
  // what is quoted stays quotable, whatever the comments are tagged with by now
  const words = await readWords(deps, input, [...finding.quotes, ...candidates]);
  if (words.problems.length > 0) return { outcome: 'refused', problems: words.problems };
  const { claim, limits, quotes, masked } = words;
  await deps.store.changeFinding(id, { claim, limits, quotes }, currentActor().id, deps.now());
  return { outcome: 'kept', id, masked };
}

/**
 * Moves a finding on by hand. To be `ready` it needs words, and as far as there are any five quotes that panels may read, one of them
 * contradicting.
 */
export async function moveFinding(
  deps: FindingDeps,
  id: number,
  state: FindingState,
  candidates: readonly QuoteCandidate[],
): Promise<FindingOutcome> {
  const finding = await readFinding(deps, id);
  if (!finding) return { outcome: 'unknown' };
  if (!(await mayFinding(deps, 'findings.write', finding.unit))) return { outcome: 'notAllowed' };
  if (!canFollow(finding.state, state) || !statesByHand(finding.state).includes(state)) return { outcome: 'fixed' };
  const problems = state === 'ready' ? missingFor(finding, candidates) : [];
  if (problems.length > 0) return { outcome: 'refused', problems };
  await deps.store.changeFinding(id, { state }, currentActor().id, deps.now());
  return { outcome: 'kept', id, masked: [] };
}

/** What a finding lacks before a panel can be asked about it; empty when nothing. */
export function missingFor(
  { claim, limits, quotes }: Pick<Finding, 'claim' | 'limits' | 'quotes'>,
  candidates: readonly QuoteCandidate[],
): FindingProblem[] {
  const needed = quotesNeeded(candidates);
  const approved = quotes.filter((quote) => quote.approved);
  const problems: (FindingProblem | null)[] = [
    isEmpty(claim) ? 'claimMissing' : null,
    isEmpty(limits) ? 'limitsMissing' : null,
    approved.length < needed.all ? 'tooFewQuotes' : null,
    needed.against > 0 && !approved.some((quote) => quote.contradicts) ? 'noneContradicting' : null,
  ];
  return problems.filter((problem) => problem !== null);
}

interface ReadWords {
  readonly claim: PartlyLocalised;
  readonly limits: PartlyLocalised;
  readonly quotes: readonly FrozenQuote[];
  readonly masked: readonly RedactionKind[];
  readonly problems: readonly FindingProblem[];
}

async function readWords(
  deps: Pick<FlowDeps, 'store' | 'taxonomy'>,
  input: FindingInput,
  quotable: readonly Omit<FrozenQuote, 'approved'>[],
): Promise<ReadWords> {
  const units = await deps.store.listUnits();
  const known = [...units, ...deps.taxonomy.themes].flatMap(({ name }) => Object.values(name));
  const claim = maskAll(input.claim, known);
  const limits = maskAll(input.limits, known);
  const chosen = [...new Map(input.quotes.map((quote) => [quote.response, quote])).values()];
  const byResponse = new Map(quotable.map((quote) => [quote.response, quote]));
  const quotes = chosen.flatMap(({ response, contradicts, approved }): FrozenQuote[] => {
    const found = byResponse.get(response);
    if (!found) return [];
    const { text, lang, polarity } = found;
    return [{ response, text, lang, polarity, contradicts, approved }];
  });
  const problems: (FindingProblem | null)[] = [
    isEmpty(claim.text) ? 'claimMissing' : null,
    isLong(claim.text, LONGEST_CLAIM) ? 'claimTooLong' : null,
    isLong(limits.text, LONGEST_LIMITS) ? 'limitsTooLong' : null,
    chosen.length > MOST_QUOTES ? 'tooManyQuotes' : null,
    quotes.length < chosen.length ? 'quoteUnknown' : null,
  ];
  return {
    claim: claim.text,
    limits: limits.text,
    quotes,
    masked: [...new Set([...claim.kinds, ...limits.kinds])],
    problems: problems.filter((problem) => problem !== null),
  };
}

function maskAll(
  typed: Localised,
  known: readonly string[],
): { readonly text: PartlyLocalised; readonly kinds: readonly RedactionKind[] } {
  const masked = LANGUAGES.map((lang) => {
    const tidy = typed[lang].replace(/\r\n?/gu, '\n').trim();
    return { lang, ...maskText(tidy, lang, known) };
  }).filter(({ text }) => text !== '');
  return {
    text: Object.fromEntries(masked.map(({ lang, text }) => [lang, text])),
    kinds: masked.flatMap(({ kinds }) => kinds),
  };
}

function isEmpty(text: PartlyLocalised): boolean {
  return Object.keys(text).length === 0;
}

function isLong(text: PartlyLocalised, most: number): boolean {
  return Object.values(text).some((each) => each.length > most);
}
