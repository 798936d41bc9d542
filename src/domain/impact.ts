/** What NPS would lack without those who mention a theme. Impacts of several themes do not add up to anything. */
import type { Interval } from './interval.js';
import { countAnswers, npsOf, type ClassCounts } from './nps.js';
import { quantileOf, resampleCounts, type Random } from './random.js';

/**
 * NPS of all minus NPS of those who do not mention the theme, in points; the same as n_t (NPS_t − NPS) / (n − n_t). Null when
 * everybody or nobody mentions it. An association, not an effect.
 */
export function impactOf(withTheme: ClassCounts, without: ClassCounts): number | null {
  if (countAnswers(withTheme) === 0) return null;
  return impactOfAll(withTheme, without);
}

function impactOfAll(withTheme: ClassCounts, without: ClassCounts): number | null {
  const rest = npsOf(without);
  const all = npsOf(addCounts(withTheme, without));
  return rest === null || all === null ? null : all - rest;
}

/**
 * 95 % percentile interval of the impact: respondents are drawn anew with replacement `draws` times, which on counts is a
 * multinomial draw over class × mention. Null where the impact is.
 */
export function impactInterval(
  withTheme: ClassCounts,
  without: ClassCounts,
  random: Random,
  draws = 1000,
): Interval | null {
  if (impactOf(withTheme, without) === null) return null;
  const cells = [withTheme, without].flatMap((counts) => [counts.promoters, counts.passives, counts.detractors]);
  const impacts: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const [p = 0, a = 0, d = 0, restP = 0, restA = 0, restD = 0] = resampleCounts(random, cells);
    // A sample without a mention has an impact of 0; one with nothing else has none and says nothing
    const impact = impactOfAll(
      { promoters: p, passives: a, detractors: d },
      { promoters: restP, passives: restA, detractors: restD },
    );
    if (impact !== null) impacts.push(impact);
  }
  const lower = quantileOf(impacts, 0.025);
  const upper = quantileOf(impacts, 0.975);
  return lower === null || upper === null ? null : [lower, upper];
}

export function addCounts(one: ClassCounts, other: ClassCounts): ClassCounts {
  return {
    promoters: one.promoters + other.promoters,
    passives: one.passives + other.passives,
    detractors: one.detractors + other.detractors,
  };
}

/** Counts of `all` that are not in `part`. */
export function subtractCounts(all: ClassCounts, part: ClassCounts): ClassCounts {
  return {
    promoters: all.promoters - part.promoters,
    passives: all.passives - part.passives,
    detractors: all.detractors - part.detractors,
  };
}
