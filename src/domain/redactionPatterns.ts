/** Where structured identifiers stand in a text: identity numbers, accounts, telephones, e-mail, addresses, plates. */
import { ibanLength, isValidHetu, isValidIban, isValidPersonnummer, isValidSatu } from './identifiers.js';
import { findAddresses } from './addressPatterns.js';
import { findPhones } from './phonePatterns.js';
import type { RedactedSpan, RedactionKind } from './redactedSpan.js';

const BEFORE = '(?<![\\p{L}\\p{N}])';
const AFTER = '(?![\\p{L}\\p{N}])';
const SPACE = '[ \\u00a0]';
const DASH = '[-‐‑–—−]';

/** Six digits, a century mark, three digits and a check character, spaces allowed where people put them. */
const HETU = new RegExp(
  `${BEFORE}\\d{2}${SPACE}?\\d{2}${SPACE}?\\d{2}(?:${SPACE}?(?:[-+‐‑–—−]|[A-Za-z])${SPACE}?[\\dOo]{3}${SPACE}?[0-9A-Za-z]|${SPACE}\\d{3}[A-Za-z])${AFTER}`,
  'gu',
);
const LONG_PERSONNUMMER = new RegExp(`${BEFORE}(?:18|19|20)\\d{6}${SPACE}?[-+‐‑–—−]${SPACE}?\\d{4}${AFTER}`, 'gu');
const BARE_PERSONNUMMER = new RegExp(`${BEFORE}(?:(?:18|19|20)\\d{10}|\\d{10})${AFTER}`, 'gu');
const SATU = new RegExp(`${BEFORE}\\d{8}[A-FHJ-NPR-Ya-fhj-npr-y]${AFTER}`, 'gu');
const NINE_DIGITS = new RegExp(`${BEFORE}\\d{9}${AFTER}`, 'gu');
/** Nine digits are a SATU only when it says so: a number of that length may be anything. */
const SATU_WORD_BEFORE = /(?<!\p{L})(?:satu|finuid|asiointitunnu\p{L}*)[^\d\n]{0,15}$/iu;
const IBAN_START = new RegExp(`${BEFORE}[A-Za-z]{2}${SPACE}?\\d{2}(?=${SPACE}?[0-9A-Za-z])`, 'gu');
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64} ?@ ?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu;
const AT_WORD = ' ?(?:\\((?:at|ät|a|miukumauku)\\)|\\[(?:at|ät)\\]|\\{at\\}|<at>) ?';
const DOT_WORD = '(?:\\.| ?[([](?:dot|piste|punkt)[)\\]] ?| (?:dot|piste|punkt) )';
const WORDED_EMAIL = new RegExp(
  `(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}_%+-]{1,64}(?:${DOT_WORD}[\\p{L}\\p{N}_%+-]{1,64}){0,3}` +
    `(?:${AT_WORD}[\\p{L}\\p{N}-]{1,63}(?:${DOT_WORD}[\\p{L}\\p{N}-]{2,63}){1,3}` +
    `| (?:at|ät|miukumauku) [\\p{L}\\p{N}-]{1,63}(?: (?:dot|piste|punkt) |\\.)(?:fi|se|com|net|org|eu|ax))${AFTER}`,
  'giu',
);

const DATE =
  /(?<!\d)(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\.? \p{L}{3,10} \d{4})(?!\d)/gu;
const BIRTH_WORD_BEFORE =
  /(?<!\p{L})(?:(?:synt\.|syntynyt|syntyny|synnyin|syntymä(?:aika|päivä|pvm)\p{L}*|född|födda|födelse(?:datum|dag|tid)\p{L}*|born|dob|d\.o\.b\.|birth(?: ?(?:date|day))?)[^\d\n]{0,25}|[sf]\. ?)$/iu;
const BIRTH_WORD_AFTER = /^ ?(?:syntynyt|synt\.|född|s\.)(?!\p{L})/iu;
const NEAR_BIRTH_DATE = 45;

const PLATE = /(?<![\p{L}\p{N}-])[A-ZÅÄÖ]{3}-[1-9]\d{2}(?![\p{L}\p{N}-])/gu;
const PLATE_NEAR_WORD = /(?<![\p{L}\p{N}-])[A-ZÅÄÖa-zåäö]{2,3}[- ]?[1-9]\d{0,2}(?![\p{L}\p{N}-])/gu;
const PLATE_WORD =
  /(?<!\p{L})(?:auto(?:a|n|ni|lla|llani|mme|si)?|rekisteri\p{L}*|rekkari\p{L}*|rek\.|parkki\p{L}*|parkkeera\p{L}*|pysäköi\p{L}*|bil(?:en|s)?|registernummer\p{L}*|regnr|parkera\p{L}*|parkering\p{L}*|car|plate|number ?plate|licen[cs]e plate|parked|vehicle)(?!\p{L})/iu;
/** Letter triplets that stand before numbers in care without being plates. */
const NOT_PLATES = new Set([
  'EKG',
  'ECG',
  'MRI',
  'CRP',
  'HIV',
  'HPV',
  'ICD',
  'LDL',
  'HDL',
  'TSH',
  'ADL',
  'BMI',
  'PSA',
  'RAI',
]);
const NEAR_PLATE = 25;

/** All structured identifiers, those of higher precedence first; spans may overlap. */
export function findIdentifiers(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  if (/\d/.test(text)) {
    found.push(...findIbans(text), ...findIdentityNumbers(text), ...findBirthDates(text), ...findPhones(text));
    found.push(...matches(text, BARE_PERSONNUMMER, 'personnummer', isValidPersonnummer));
    found.push(...findAddresses(text), ...findPlates(text));
  }
  if (text.includes('@')) found.push(...matches(text, EMAIL, 'email', (match) => /\.\p{L}{2,}$/u.test(match)));
  if (/[([{<](?:at|ät|a|miukumauku)[)\]}>]| (?:at|ät|miukumauku) /i.test(text)) {
    found.push(...matches(text, WORDED_EMAIL, 'email'));
  }
  return found;
}

function matches(
  text: string,
  pattern: RegExp,
  kind: RedactionKind,
  accept: (match: string) => boolean = () => true,
): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const match of text.matchAll(pattern)) {
    if (accept(match[0])) found.push({ kind, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

function findIdentityNumbers(text: string): RedactedSpan[] {
  const found = matches(text, LONG_PERSONNUMMER, 'personnummer');
  for (const span of matches(text, HETU, 'hetu')) {
    const compact = compactIdentity(text.slice(span.start, span.end));
    if (compact === null) continue;
    found.push({ ...span, kind: compact.kind });
  }
  const satuDigits = matches(text, NINE_DIGITS, 'satu', isValidSatu);
  found.push(...matches(text, SATU, 'satu'));
  found.push(
    ...satuDigits.filter((span) => SATU_WORD_BEFORE.test(text.slice(Math.max(0, span.start - 40), span.start))),
  );
  return found;
}

/** A date is one of birth only beside a word that says so; dates of visits stay. */
function findBirthDates(text: string): RedactedSpan[] {
  return matches(text, DATE, 'birth_date').filter(
    (span) =>
      BIRTH_WORD_BEFORE.test(text.slice(Math.max(0, span.start - NEAR_BIRTH_DATE), span.start)) ||
      BIRTH_WORD_AFTER.test(text.slice(span.end, span.end + NEAR_BIRTH_DATE)),
  );
}

/** Which number it is: Finnish and Swedish ones overlap in form, so the checksum decides, then the order of day and year. */
function compactIdentity(text: string): { kind: 'hetu' | 'personnummer' } | null {
  const compact = text.replace(/[ \u00a0]/g, '').replace(new RegExp(DASH, 'g'), '-');
  if (isValidHetu(compact)) return { kind: 'hetu' };
  if (isValidPersonnummer(compact)) return { kind: 'personnummer' };
  // with inner spaces and no plausible day it is a row of numbers, not an identity number
  const dayFirst = /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])/.test(compact);
  const yearFirst = /^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])[-+]\d{4}$/.test(compact);
  if (dayFirst) return { kind: 'hetu' };
  if (yearFirst) return { kind: 'personnummer' };
  return /[ \u00a0]/.test(text) ? null : { kind: 'hetu' };
}

function findIbans(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const match of text.matchAll(IBAN_START)) {
    const country = match[0].slice(0, 2).toUpperCase();
    const length = ibanLength(country);
    if (length === null) continue;
    let end = match.index;
    let count = 0;
    while (end < text.length && count < length) {
      const character = text[end] ?? '';
      if (/[0-9A-Za-z]/.test(character)) count += 1;
      else if (!/[ \u00a0-]/.test(character)) break;
      end += 1;
    }
    const candidate = text.slice(match.index, end).replace(/[ \u00a0-]/g, '');
    if (count !== length || /[\p{L}\p{N}]/u.test(text[end] ?? '')) continue;
    // a Finnish account is all digits, so its form alone is telling; elsewhere only the checksum is
    const finnish = (country === 'FI' || country === 'AX') && /^[A-Za-z]{2}\d+$/.test(candidate);
    if (finnish || isValidIban(candidate)) found.push({ kind: 'iban', start: match.index, end });
  }
  return found;
}

function findPlates(text: string): RedactedSpan[] {
  const found = matches(text, PLATE, 'plate', (match) => !NOT_PLATES.has(match.slice(0, 3)));
  if (!PLATE_WORD.test(text)) return found;
  for (const span of matches(text, PLATE_NEAR_WORD, 'plate')) {
    const match = text.slice(span.start, span.end);
    const letters = match.replace(/[^\p{L}]/gu, '');
    // without capitals or a dash only the full form of three and three is told from words and numbers
    const formal = /^[A-ZÅÄÖ]{2,3}-/.test(match) || /^\p{L}{3}[- ]?\d{3}$/u.test(match);
    if (!formal || NOT_PLATES.has(letters.toUpperCase())) continue;
    const around =
      text.slice(Math.max(0, span.start - NEAR_PLATE), span.start) + ' ' + text.slice(span.end, span.end + NEAR_PLATE);
    if (PLATE_WORD.test(around)) found.push(span);
  }
  return found;
}
