/** What a reader of a movement should know before trusting it. */
import { daysBetween, type Period } from '../domain/calendar.js';
import { movementRows } from '../domain/movement.js';
import { countAnswers } from '../domain/nps.js';
import { oaxacaBlinder } from '../domain/oaxaca.js';
import type { Contribution, MovementQuestion, MovementWarning } from './explainMovement.js';
import { NO_COMMENT, NO_THEME, UNREAD, type CellPair, type MovementSample } from './movementCells.js';

/** Difference of the shares of answers with a score (0–1) from which another scale or question is likely. */
const SCORED_SHARE_DIFFERENCE = 0.2;
/** Share of unread answers (0–1) from which the parts of the themes are incomplete. */
const UNREAD_SHARE = 0.05;
const LENGTH_RATIO = 1.5;
/** Points under which the other method's part counts as none. */
const CLEAR_POINTS = 0.5;

/**
 * @param pair the cells that the contributions are made of
 * @param hasUnits whether there are units below the one asked for
 */
export function movementWarnings(
  question: MovementQuestion,
  samples: { readonly base: MovementSample; readonly current: MovementSample },
  pair: CellPair,
  contributions: readonly Contribution[],
  hasUnits: boolean,
): MovementWarning[] {
  const warnings: MovementWarning[] = [];
  if ((question.adjust === 'unit' || question.adjust === 'both') && !hasUnits) warnings.push({ kind: 'noUnits' });
  const lengths = [question.base, question.current].map(lengthOf);
  if (Math.max(...lengths) > LENGTH_RATIO * Math.min(...lengths)) warnings.push({ kind: 'definitionDiffers' });
  if (contributions.length === 0) return warnings;
  const base = scoredShare(samples.base);
  const current = scoredShare(samples.current);
  if (Math.abs(base - current) >= SCORED_SHARE_DIFFERENCE) warnings.push({ kind: 'scoredShareDiffers', base, current });
  const unread = contributions.find(({ group }) => group === 'unread');
  const share = Math.max(unread?.base.share ?? 0, unread?.current.share ?? 0);
  if (share >= UNREAD_SHARE) warnings.push({ kind: 'unread', share });
  if (question.adjust === null) warnings.push(...signWarnings(pair, contributions));
  return warnings;
}

function lengthOf({ from, to }: Period): number {
  return daysBetween(from, to) + 1;
}

function scoredShare({ classes, responses }: MovementSample): number {
  return responses === 0 ? 0 : countAnswers(classes) / responses;
}

/** Rows that a fit may take as its base, the most fitting first. */
const BASE_ROWS = [NO_COMMENT, NO_THEME, UNREAD];

function signWarnings(pair: CellPair, contributions: readonly Contribution[]): MovementWarning[] {
  const inBoth = (movementRows(pair.base, pair.current) ?? [])
    .filter(({ base, current }) => base.people > 0 && current.people > 0)
    .map(({ row }) => row);
  const baseRow = BASE_ROWS.find((row) => inBoth.includes(row));
  const check = oaxacaBlinder(
    pair.base,
    pair.current,
    inBoth.filter((row) => row !== baseRow),
  );
  return contributions.flatMap(({ group, key, total, certainty }): MovementWarning[] => {
    const part = group === 'theme' ? check?.parts.find(({ row }) => row === key) : undefined;
    if (!part || key === null || total === null || certainty === 'chance') return [];
    const other = part.rate + part.mix;
    return Math.abs(other) >= CLEAR_POINTS && Math.sign(other) !== Math.sign(total)
      ? [{ kind: 'signDiffers', theme: key }]
      : [];
  });
}
