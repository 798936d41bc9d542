/** When something happened, on the wall clock of the organisation's zone, as people write it. */
import type { Language } from '../domain/theme.js';

export interface MomentWords {
  /** Calendar day of an ISO date-time: `15.7.2024`, `15 July 2024`. */
  day(iso: string): string;
  /** The same with hours and minutes: `15.7.2024 klo 11.03`, `15 July 2024 at 11:03`. */
  minute(iso: string): string;
  /** Time of the same day to the second: `11.03.09`, `11:03:09`. */
  second(iso: string): string;
}

const LOCALES: Readonly<Record<Language, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };

/** Formats take longer to make than a moment to write: made once for a language and zone. */
const made = new Map<string, MomentWords>();

/** @param timeZone IANA name, checked by config.ts */
export function momentWords(lang: Language, timeZone: string): MomentWords {
  const key = `${lang} ${timeZone}`;
  const known = made.get(key) ?? makeMomentWords(lang, timeZone);
  made.set(key, known);
  return known;
}

function makeMomentWords(lang: Language, timeZone: string): MomentWords {
  const month = lang === 'en' ? 'long' : 'numeric';
  const date = { day: 'numeric', month, year: 'numeric', timeZone } as const;
  const dayFormat = new Intl.DateTimeFormat(LOCALES[lang], date);
  const minuteFormat = new Intl.DateTimeFormat(LOCALES[lang], { ...date, hour: '2-digit', minute: '2-digit' });
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone } as const;
  const secondFormat = new Intl.DateTimeFormat(LOCALES[lang], time);
  return {
    day: (iso) => dayFormat.format(new Date(iso)),
    minute: (iso) => minuteFormat.format(new Date(iso)),
    second: (iso) => secondFormat.format(new Date(iso)),
  };
}
