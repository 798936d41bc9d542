/** F1 of a classifier with its interval. */
import type { Interval } from './interval.js';
import { wilsonInterval } from './share.js';

/** How often a theme was there, was given, and both. */
export interface F1Counts {
  /** There and given. */
  readonly hits: number;
  readonly given: number;
  readonly labelled: number;
}

/** 2 · hits / (given + labelled), 0–1; null when nothing was given or labelled. */
export function f1Of({ hits, given, labelled }: F1Counts): number | null {
  return given + labelled > 0 ? (2 * hits) / (given + labelled) : null;
}

/**
 * 95 % interval of F1, 0–1; null without a base. F1 = 2J/(1 + J), where J = hits / (given or labelled) is a plain share (F*; Hand,
 * Christen & Kirielle 2021, Machine Learning 110:451): given how many comments have the theme or were given it, the hits are a
 * binomial count. So J's Wilson interval, carried over by the rising function, is one of F1. It has a width for 0 and all hits too.
 */
export function f1Interval({ hits, given, labelled }: F1Counts): Interval | null {
  const interval = wilsonInterval(hits, given + labelled - hits);
  return interval && [fromJaccard(interval[0]), fromJaccard(interval[1])];
}

function fromJaccard(jaccard: number): number {
  return (2 * jaccard) / (1 + jaccard);
}
