/** Days and times as survey systems write them. */
import { isDay, type Day } from '../domain/calendar.js';
import type { RejectionReason } from './rejection.js';
import type { DATE_FORMATS } from './mapping.js';
import type { WallClock } from './wallClock.js';

export interface DateContext {
  readonly clock: WallClock;
  /** Later days are mistakes. */
  readonly today: Day;
  /** How dates with slashes are read; without it they are refused. */
  readonly dateFormat?: (typeof DATE_FORMATS)[number] | undefined;
}

export type AnsweredAt =
  | { readonly day: Day; readonly answeredAt: string | null }
  | { readonly reason: Extract<RejectionReason, 'date' | 'dateSlash' | 'future' | 'tooOld'> };

const FIRST_DAY = '1990-01-01';
const TIME = '(?:(?:[T ]|,? *(?:klo|kl\\.?|at)? *)(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d+)?)?)?';
const ISO = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})${TIME} ?(Z|[+-](?:0\\d|1[0-4]):?(?:[0-5]\\d)?)?$`, 'i');
const FINNISH = new RegExp(`^(\\d{1,2})\\. ?(\\d{1,2})\\. ?(\\d{4})${TIME}$`, 'i');
const SLASHED = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})${TIME}$`, 'i');

/**
 * ISO date or date-time (a zone given makes the day that of the clock's zone), `d.m.yyyy` with or without a time, and dates
 * with slashes where the mapping says how. `answeredAt` is an ISO instant where a time was given.
 */
export function parseAnsweredAt(text: string, context: DateContext): AnsweredAt {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    return build([year, month, day], [hour, minute, second], zone, context);
  }
  const finnish = FINNISH.exec(trimmed);
  if (finnish) {
    const [, day, month, year, hour, minute, second] = finnish;
    return build([year, month, day], [hour, minute, second], undefined, context);
  }
  const slashed = SLASHED.exec(trimmed);
  if (slashed) {
    if (!context.dateFormat) return { reason: 'dateSlash' };
    const [, first, second, year, ...time] = slashed;
    const [day, month] = context.dateFormat === 'd/m/yyyy' ? [first, second] : [second, first];
    return build([year, month, day], time, undefined, context);
  }
  return { reason: 'date' };
}

type Parts = readonly (string | undefined)[];

function build(date: Parts, time: Parts, zone: string | undefined, context: DateContext): AnsweredAt {
  const [year = '', month = '', day = ''] = date;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isDay(written)) return { reason: 'date' };
  const [hour, minute, second] = time;
  if (hour === undefined) return zone === undefined ? checkRange(written, null, context) : { reason: 'date' };
  const [h, m, s] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 23 || m > 59 || s > 59) return { reason: 'date' };
  const wallMs = Date.parse(`${written}T00:00:00Z`) + ((h * 60 + m) * 60 + s) * 1000;
  const instantMs = zone === undefined ? context.clock.instantOf(wallMs) : wallMs - zoneOffsetMs(zone);
  const localDay = zone === undefined ? written : context.clock.dayOf(instantMs);
  return checkRange(localDay, new Date(instantMs).toISOString(), context);
}

function zoneOffsetMs(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!parts) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return (parts[1] === '-' ? -minutes : minutes) * 60_000;
}

function checkRange(day: Day, answeredAt: string | null, context: DateContext): AnsweredAt {
  if (day > context.today) return { reason: 'future' };
  return day < FIRST_DAY ? { reason: 'tooOld' } : { day, answeredAt };
}
