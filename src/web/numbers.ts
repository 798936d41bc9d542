/**
 * How figures are written: 1 234,5 in Finnish and Swedish, 1,234.5 in English; minus is −; a figure that is not shown is never
 * a 0. Pure: no clock, no zone.
 */
import type { Day, Month, Period } from '../domain/calendar.js';
import { firstDayOfMonth, isWholeMonths, monthOf } from '../domain/calendar.js';
import type { Language } from '../domain/theme.js';

const LOCALES: Readonly<Record<Language, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };

/** Formatters of one interface language. All return text for people; `null` gives an en dash. */
export interface NumberWords {
  count(value: number | null): string;
  /** NPS or points as a whole number with a true minus. */
  points(value: number | null): string;
  /** The same with a plus sign when it is positive. */
  signedPoints(value: number | null): string;
  /** Two decimals with a sign, for log-odds. */
  signedHundredths(value: number): string;
  /** One decimal. */
  decimal(value: number | null): string;
  /** 0–1 as a whole percentage, one decimal under 10 %. */
  percent(share: number | null): string;
  /** 0–1 as a whole percentage always; for axes. */
  wholePercent(share: number): string;
  /** Percentage points of a difference of shares (−1..1), signed. */
  percentPoints(difference: number | null): string;
  pointsInterval(interval: readonly [number, number] | null): string;
  percentInterval(interval: readonly [number, number] | null): string;
  day(day: Day): string;
  /** `elokuu 2024`, `augusti 2024`, `August 2024`. */
  month(month: Month): string;
  /** For axes: `8/24`. */
  shortMonth(month: Month): string;
  period(period: Period): string;
}

const MISSING = '–';

/** Formats take longer to make than a figure to write: made once for a language. */
const made = new Map<Language, NumberWords>();

export function numberWords(lang: Language): NumberWords {
  const known = made.get(lang) ?? makeNumberWords(lang);
  made.set(lang, known);
  return known;
}

function makeNumberWords(lang: Language): NumberWords {
  const locale = LOCALES[lang];
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const twoDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const wholePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const finePercent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const dayFormat = new Intl.DateTimeFormat(
    locale,
    lang === 'en'
      ? { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
      : { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'UTC' },
  );
  const monthFormat = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const instant = (day: Day): Date => new Date(`${day}T00:00:00Z`);
  // Intl writes a no-break space between thousands; the narrow one is set better. −0 would read as a change.
  const tidy = (text: string): string =>
    text
      .replaceAll('\u00a0', '\u202f')
      .replaceAll('-', '−')
      .replace(/^−(?=0(?:[.,]0+)?\D*$)/, '');
  const whole = (value: number): string => tidy(integer.format(Math.round(value)));
  const percent = (share: number): string =>
    tidy((share !== 0 && share < 0.0995 ? finePercent : wholePercent).format(share));
  const between = (low: string, high: string): string =>
    low.startsWith('−') || high.startsWith('−') ? `${low} … ${high}` : `${low}–${high}`;
  const orDash = <T>(value: T | null, write: (value: T) => string): string => (value === null ? MISSING : write(value));
  const signed = (text: string): string => (text.startsWith('−') || /^0(?:[.,]0+)?\D*$/.test(text) ? text : `+${text}`);

  return {
    count: (value) => orDash(value, whole),
    points: (value) => orDash(value, whole),
    signedPoints: (value) => orDash(value, (v) => signed(whole(v))),
    signedHundredths: (value) => signed(tidy(twoDecimals.format(value))),
    decimal: (value) => orDash(value, (v) => tidy(oneDecimal.format(v))),
    percent: (share) => orDash(share, percent),
    wholePercent: (share) => tidy(wholePercent.format(share)),
    percentPoints: (difference) => orDash(difference, (v) => signed(tidy(oneDecimal.format(v * 100)))),
    pointsInterval: (interval) => orDash(interval, ([low, high]) => between(whole(low), whole(high))),
    percentInterval: (interval) =>
      orDash(interval, ([low, high]) => `${percent(low).replace(/[\s%]/gu, '')}–${percent(high)}`),
    day: (day) => dayFormat.format(instant(day)),
    month: (month) => monthFormat.format(instant(firstDayOfMonth(month))),
    shortMonth: (month) => `${Number(month.slice(5))}/${month.slice(2, 4)}`,
    period: (period) => {
      if (isWholeMonths(period)) {
        const [from, to] = [monthOf(period.from), monthOf(period.to)];
        const name = (month: Month): string => monthFormat.format(instant(firstDayOfMonth(month)));
        return from === to ? name(from) : `${name(from)} – ${name(to)}`;
      }
      return `${dayFormat.format(instant(period.from))} – ${dayFormat.format(instant(period.to))}`;
    },
  };
}
