/** Check characters of Finnish and Swedish identity numbers and of bank accounts. Masking goes by format; these tell kinds apart. */
import { isDay } from './calendar.js';

const HETU_CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const HETU_CENTURIES = new Map([
  ...[...'+'].map((mark) => [mark, '18'] as const),
  ...[...'-YXWVU'].map((mark) => [mark, '19'] as const),
  ...[...'ABCDEF'].map((mark) => [mark, '20'] as const),
]);

/**
 * True for a Finnish identity code (henkilötunnus, `DDMMYYCZZZQ`) whose day exists, whose individual number is 002–999 and
 * whose check character fits. Century marks as of the decree of 1.1.2023; the mark is not part of the checksum.
 */
export function isValidHetu(text: string): boolean {
  const parts = /^(\d{2})(\d{2})(\d{2})([-+A-FU-Y])(\d{3})([0-9A-Y])$/.exec(text.toUpperCase());
  if (!parts) return false;
  const [, day = '', month = '', year = '', mark = '', individual = '', check = ''] = parts;
  const century = HETU_CENTURIES.get(mark);
  if (century === undefined || Number(individual) < 2) return false;
  if (!isDay(`${century}${year}-${month}-${day}`)) return false;
  return HETU_CHECK_CHARACTERS[Number(day + month + year + individual) % 31] === check;
}

/** True for an electronic client identifier (SATU, FINUID): eight digits and a check character from the same table. */
export function isValidSatu(text: string): boolean {
  const parts = /^(\d{8})([0-9A-Y])$/.exec(text.toUpperCase());
  return parts !== null && HETU_CHECK_CHARACTERS[Number(parts[1]) % 31] === parts[2];
}

/** Luhn check (ISO/IEC 7812-1) over a string of digits; false for anything else. */
export function passesLuhn(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/**
 * True for a Swedish personnummer or samordningsnummer (day + 60), `(YY)YYMMDD-NNNC`, `+` for those over a hundred, the mark
 * optional: month and day exist and the last ten digits pass Luhn.
 */
export function isValidPersonnummer(text: string): boolean {
  const parts = /^(?:\d{2})?(\d{2})(\d{2})(\d{2})[-+]?(\d{4})$/.exec(text);
  if (!parts) return false;
  const [, year = '', month = '', day = '', serial = ''] = parts;
  const dayOfMonth = Number(day) > 60 ? Number(day) - 60 : Number(day);
  // 2000 + YY only so that 29 February is allowed in the right years of either century
  if (!isDay(`20${year}-${month}-${String(dayOfMonth).padStart(2, '0')}`)) return false;
  return passesLuhn(year + month + day + serial);
}

/** Length of an IBAN by country (SWIFT IBAN registry), for the countries whose accounts are likely here. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  FI: 18,
  AX: 18,
  SE: 24,
  EE: 20,
  LV: 21,
  LT: 20,
  NO: 15,
  DK: 18,
  IS: 26,
  DE: 22,
  NL: 18,
  BE: 16,
  FR: 27,
  ES: 24,
  IT: 27,
  PT: 25,
  PL: 28,
  GB: 22,
  IE: 22,
  AT: 20,
  CH: 21,
  CZ: 24,
  HU: 28,
  RO: 24,
  BG: 22,
  GR: 27,
  UA: 29,
  TR: 26,
};

/** Number of characters an IBAN of this country has without spaces, or null for a country not listed. */
export function ibanLength(country: string): number | null {
  return IBAN_LENGTHS[country.toUpperCase()] ?? null;
}

/** True for an IBAN of a listed country with the right length and remainder 1 modulo 97 (ISO 13616); spaces are ignored. */
export function isValidIban(text: string): boolean {
  const compact = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(compact) || ibanLength(compact.slice(0, 2)) !== compact.length) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
