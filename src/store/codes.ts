/** Domain values as they are stored: days and months as integers, enumerations by their position in the domain's lists. */
import type { Day, Month } from '../domain/calendar.js';
import { COMMENT_STATES, SCORE_CLASSES } from '../domain/response.js';
import type { CommentState, ScoreClass } from '../domain/response.js';
import { POLARITIES } from '../domain/theme.js';
import type { Polarity } from '../domain/theme.js';

/** `2024-07-31` as 20240731. */
export function dayNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
}

/** 20240731 as `2024-07-31`. */
export function dayText(number: number): Day {
  const digits = String(number).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** `2024-07` as 202407. */
export function monthNumber(month: Month): number {
  return Number(month.slice(0, 4)) * 100 + Number(month.slice(5, 7));
}

/** 202407 as `2024-07`. */
export function monthText(number: number): Month {
  const digits = String(number).padStart(6, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

function code<Value>(values: readonly Value[], value: Value): number {
  const index = values.indexOf(value);
  if (index < 0) throw new Error(`expected one of ${values.join(', ')}, got ${String(value)}`);
  return index;
}

function decode<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`expected a stored code 0–${values.length - 1}, found ${index}`);
  return value;
}

/*
 * The lists must keep their order for as long as databases exist: new values are added at the end. State 0 is `none` and 1 is
 * `pending`, which the partial indexes of the schema rely on.
 */
export const scoreClassCode = (value: ScoreClass): number => code(SCORE_CLASSES, value);
export const scoreClassOf = (index: number): ScoreClass => decode(SCORE_CLASSES, index);
export const commentStateCode = (value: CommentState): number => code(COMMENT_STATES, value);
export const commentStateOf = (index: number): CommentState => decode(COMMENT_STATES, index);
export const polarityCode = (value: Polarity): number => code(POLARITIES, value);
export const polarityOf = (index: number): Polarity => decode(POLARITIES, index);

/**
 * A number from 0 to 1 as two integers, for exactFraction. SQLite reads a decimal with another last bit than JavaScript now and then
 * (one in some thousands), and tags are compared to the bit. Exact from 2⁻²⁶ on, smaller numbers to 2⁻⁷⁹.
 */
export function fractionParts(value: number): readonly [high: number, low: number] {
  const scaled = value * 2 ** 26;
  const high = Math.floor(scaled);
  return [high, Math.floor((scaled - high) * 2 ** 53)];
}

/** SQL that makes the number of its two parts again: powers of two divide and add without rounding. */
export function exactFraction(high: string, low: string): string {
  return `(${high} / 67108864.0 + ${low} / 9007199254740992.0 / 67108864.0)`;
}
