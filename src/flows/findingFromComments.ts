/** A finding from a list of comments without a theme: how many there are of them, and what NPS goes with the unit. */
import { isTooSmall } from '../domain/disclosure.js';
import { npsEstimate } from '../domain/nps.js';
import { queryStems } from '../language/stems.js';
import type { FindingBasis } from './composeFinding.js';
import type { FlowDeps } from './deps.js';
import { shareFigure, SUPPRESSED_SHARE } from './figures.js';
import { npsFigure, shareOf } from './findingFigures.js';
import type { FindingSource } from './findingSource.js';
import { THEME_CELLS } from './overview.js';
import { tallyCells } from './tally.js';

/** Null for an unknown unit, or words that no comment can be searched by. */
export async function composeComments(
  deps: FlowDeps,
  source: Extract<FindingSource, { kind: 'comments' }>,
): Promise<FindingBasis | null> {
  const { filter, q, polarity, pinned } = source;
  const { store, disclosureLimit: limit } = deps;
  const units = await store.listUnits();
  if (filter.unit !== null && !units.some((unit) => unit.code === filter.unit)) return null;
  const stems = q === null ? [] : queryStems(q);
  if (q !== null && stems.length === 0) return null;
  const tally = tallyCells(await store.readCells(filter, THEME_CELLS));
  const matching = q === null ? null : await store.countComments({ ...filter, theme: null, polarity: null, q, stems });
  const nps = npsEstimate(tally.classes, limit);
  // that people used the words is itself about too few where few did; where all but a few did, it tells of those
  const match =
    matching === null
      ? null
      : isTooSmall(matching, limit) || isTooSmall(tally.comments - matching, limit)
        ? SUPPRESSED_SHARE
        : shareFigure(matching, tally.comments, limit);
  const commented = isTooSmall(tally.responses - tally.comments, limit)
    ? SUPPRESSED_SHARE
    : shareFigure(tally.comments, tally.responses, limit);
  const direction = polarity === 'pos' ? 'pos' : polarity === 'neg' ? 'neg' : (nps.nps ?? 0) >= 0 ? 'pos' : 'neg';
  const people = match ? (match.count ?? 0) : tally.tagged;
  return {
    filter,
    theme: null,
    figures: [
      ...(match ? [shareOf('matchShare', match, filter)] : []),
      npsFigure('nps', nps, filter),
      shareOf('commentShare', commented, filter),
    ],
    direction,
    voices: { kind: 'asked', question: { filter, theme: null, q, along: direction, people, pinned } },
  };
}
