/** Where an account or token holds: the whole organisation, or units to be ticked in their tree. */
import type { PageWords } from '../render.js';

export interface UnitChoice {
  readonly whole: boolean;
  readonly units: readonly {
    readonly code: string;
    readonly name: string;
    /** Steps below a root, 0–4. */
    readonly depth: number;
    readonly chosen: boolean;
  }[];
}

const DEEPEST_SHOWN = 4;

/** @param chosen codes; null: the whole organisation */
export function unitChoice(
  chosen: readonly string[] | null,
  { units, lang }: Pick<PageWords, 'units' | 'lang'>,
): UnitChoice {
  const under = new Map<string | null, string[]>();
  for (const { code, parent } of units.values()) under.set(parent, [...(under.get(parent) ?? []), code]);
  const rows: UnitChoice['units'][number][] = [];
  const walk = (parent: string | null, depth: number): void => {
    for (const code of under.get(parent) ?? []) {
      const name = units.get(code)?.name[lang] ?? code;
      rows.push({ code, name, depth: Math.min(depth, DEEPEST_SHOWN), chosen: chosen?.includes(code) ?? false });
      walk(code, depth + 1);
    }
  };
  walk(null, 0);
  return { whole: chosen === null, units: rows };
}
