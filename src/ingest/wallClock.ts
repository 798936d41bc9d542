/** Instants and wall-clock times of one time zone. */
import type { Day } from '../domain/calendar.js';

const MS_PER_HOUR = 3_600_000;
const MAX_CACHED_HOURS = 50_000;

export interface WallClock {
  /** The calendar day that an instant (ms since 1970 UTC) falls on. */
  dayOf(instantMs: number): Day;
  /** The instant at which clocks show this time, given as if it were UTC; the earlier one where clocks are set back. */
  instantOf(wallMs: number): number;
}

/** Throws RangeError for a zone that is not known. Offsets are remembered by the hour: Intl is slow per call. */
export function createWallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const offsets = new Map<number, number>();
  const offsetMs = (instantMs: number): number => {
    const hour = Math.floor(instantMs / MS_PER_HOUR);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      const start = hour * MS_PER_HOUR;
      const part = new Map(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]));
      const get = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
      offset = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute')) - start;
      if (offsets.size >= MAX_CACHED_HOURS) offsets.clear();
      offsets.set(hour, offset);
    }
    return offset;
  };
  return {
    dayOf: (instantMs) => new Date(instantMs + offsetMs(instantMs)).toISOString().slice(0, 10),
    instantOf: (wallMs) => {
      const guess = wallMs - offsetMs(wallMs);
      const earlier = wallMs - offsetMs(guess - MS_PER_HOUR);
      return earlier + offsetMs(earlier) === wallMs ? earlier : wallMs - offsetMs(guess);
    },
  };
}
