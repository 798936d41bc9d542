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

/** One per theme slot (Theme.colour); every pair differs in hue or lightness for the common colour-vision deficiencies. */
export const THEME_COLOURS = ['#c25e00', '#0b6e99', '#7d6b00', '#7b2d8e', '#3949ab', '#00796b', '#c2185b'] as const;

export function themeColour(slot: number): string {
  return THEME_COLOURS[slot % THEME_COLOURS.length] ?? QUIET;
}

export const FONT = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, sans-serif";
