/** From instants to calendar days of the organisation's zone: the only place where the server's clock is read as a day. */
import type { Day } from './domain/calendar.js';

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
