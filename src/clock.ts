/** From instants to calendar days of the organisation's zone: the only place where the server's clock is read as a day or an hour. */
import type { Day } from './domain/calendar.js';
import type { WallClock } from './domain/digestSlot.js';

/**
 * The calendar day of an instant on the wall calendar of a zone.
 * @param timeZone IANA name, checked by config.ts
 */
export function calendarDay(instant: Date, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/**
 * Day and hour of an instant as the clock on the wall of a zone shows them.
 * @param timeZone IANA name, checked by config.ts
 */
export function wallClock(instant: Date, timeZone: string): WallClock {
  const hour = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(instant);
  return { day: calendarDay(instant, timeZone), hour: Number(hour) };
}
