/** Whether groups of comments take a larger share of all comments than before. */
import { adjustedP } from './benjaminiHochberg.js';
import { twoSidedP } from './difference.js';
import type { Interval } from './interval.js';
import { exactZ, newcombeInterval, type Proportion } from './share.js';

export interface GroupGrowth {
  readonly before: Proportion;
  readonly recent: Proportion;
  /** Recent share less the share before, with its 95 % interval; null without comments on one side. */
  readonly difference: { readonly share: number; readonly interval: Interval } | null;
  /** Clearly more than before, and by enough to matter. */
  readonly grows: boolean;
}

/** Expected share of false alarms among the groups that are said to grow. */
const FALSE_ALARMS = 0.05;
/** A share that rose by less is not worth a theme of its own. */
const LEAST_RATIO = 1.5;
/** Fewer recent comments are an episode, not a topic. */
const LEAST_RECENT = 10;

/**
 * Groups tested together: the mid-p of Fisher's exact test for each, adjusted for their number (Benjamini and Hochberg), and a
 * share at least half as large again as before from at least ten comments.
 */
export function growthOf(
  groups: readonly { readonly before: Proportion; readonly recent: Proportion }[],
): GroupGrowth[] {
  const z = groups.map(({ before, recent }) => exactZ(before, recent) ?? 0);
  const p = adjustedP(z.map(twoSidedP));
  return groups.map(({ before, recent }, index) => {
    const interval = newcombeInterval(before, recent);
    if (!interval) return { before, recent, difference: null, grows: false };
    const [old, young] = [before.count / before.base, recent.count / recent.base];
    return {
      before,
      recent,
      difference: { share: young - old, interval },
      grows:
        (p[index] ?? 1) < FALSE_ALARMS &&
        (z[index] ?? 0) > 0 &&
        recent.count >= LEAST_RECENT &&
        young >= LEAST_RATIO * old,
    };
  });
}
