/** The demo's units as a tree. */
import type { DemoUnit, PlantedEvent } from './demoFiles.js';

/** A lowest-level unit, which is what responses are about. */
export interface Leaf {
  readonly unit: DemoUnit;
  /** Codes from the root down, the leaf's own last. */
  readonly path: readonly string[];
  /** The unit just under the root: a service line or division. */
  readonly line: string;
  /** Share of the root's responses, 0–1. */
  readonly share: number;
  /** Sum of the NPS leans from the root down. */
  readonly lean: number;
}

/** The lowest-level units under a root, in file order. Throws when a unit stands before its parent. */
export function leavesOf(units: readonly DemoUnit[], root: string): Leaf[] {
  const byCode = new Map<string, DemoUnit>();
  for (const unit of units) {
    if (unit.parent !== null && !byCode.has(unit.parent)) {
      throw new Error(`expected unit ${unit.parent} before ${unit.code}, found it later or not at all`);
    }
    byCode.set(unit.code, unit);
  }
  const childrenOf = (code: string): DemoUnit[] => units.filter((unit) => unit.parent === code);
  const leaves: Leaf[] = [];
  const walk = (unit: DemoUnit, path: readonly string[], share: number, lean: number): void => {
    const children = childrenOf(unit.code);
    if (children.length === 0) leaves.push({ unit, path, line: path[1] ?? unit.code, share, lean });
    const all = children.reduce((sum, child) => sum + child.share, 0);
    for (const child of children) {
      walk(child, [...path, child.code], (share * child.share) / all, lean + child.lean);
    }
  };
  const top = byCode.get(root);
  if (!top) throw new Error(`expected unit ${root} in units.json, found none`);
  walk(top, [root], 1, 0);
  return leaves;
}

/** The event phase that holds in a unit in a month, with its event; null when none does. */
export function phaseOf(
  events: readonly PlantedEvent[],
  unit: string,
  month: string,
): { readonly event: PlantedEvent; readonly phase: PlantedEvent['phases'][number] } | null {
  for (const event of events) {
    if (!event.units.includes(unit)) continue;
    const phase = event.phases.find((candidate) => candidate.from <= month && month <= candidate.to);
    if (phase) return { event, phase };
  }
  return null;
}
