/** Colours of figures; the same in views/assets/kuulolla.css (`--theme-0` …). Each is told apart without colour too. */

export const INK = '#1b2733';
export const QUIET = '#5b6875';
export const RULE = '#dfe4e8';
export const NPS_LINE = '#0b4f8a';
export const NPS_BAND = '#c9dcee';
export const TARGET = '#7a3e9d';
export const POSITIVE = '#2f74b5';
export const NEGATIVE = '#b3590f';
export const NEUTRAL = '#a9b3bc';

/**
 * One per theme slot (Theme.colour). The first seven are the shipped themes'; the other five are for the organisation's own, each
 * at least 10 apart (CIEDE2000) from every other colour here as people with normal, protan, deutan or tritan vision see it, and
 * dark enough for text on white (4.5 : 1). Names stand beside colours everywhere.
 */
export const THEME_COLOURS = [
  '#c25e00',
  '#0b6e99',
  '#7d6b00',
  '#7b2d8e',
  '#3949ab',
  '#00796b',
  '#c2185b',
  '#600000',
  '#300060',
  '#005040',
  '#9050f0',
  '#704000',
] as const;

export function themeColour(slot: number): string {
  return THEME_COLOURS[slot % THEME_COLOURS.length] ?? QUIET;
}

export const FONT = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, sans-serif";
