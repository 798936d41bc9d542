/** Telephone numbers, Finnish and foreign, told apart from dates, opening hours and rows of scores. */
import type { RedactedSpan } from './redactedSpan.js';

const GAP = '(?:[ \\u00a0]?[-‐‑–][ \\u00a0]?|[ \\u00a0])?';
const AREA = '(?:4\\d(?:\\d)?|50\\d?|457|9|[2-8]\\d?|1[0-9]|29|600|700|800)';
const FINNISH = new RegExp(
  `(?<![\\p{L}\\p{N}]|\\d[.,:/])(?:\\+358|00358|0)${GAP}(?:\\(0\\)${GAP})?${AREA}(?:${GAP}\\d){4,8}(?![\\p{L}\\p{N}])`,
  'gu',
);
const BRACKETED = /(?<![\p{L}\p{N}])\(0\d{1,3}\)[ \u00a0-]?\d(?:[ \u00a0-]?\d){4,7}(?![\p{L}\p{N}])/gu;
const DOTTED = /(?<![\p{L}\p{N}.])0\d{1,3}(?:\.\d{3,4}(?:\.\d{2,4}){1,2}|\/\d{5,8})(?![\p{L}\p{N}])/gu;
const FOREIGN =
  /(?<![\p{L}\p{N}+])(?:\+|00)[1-9]\d{0,2}[ \u00a0-]?(?:\(0\)[ \u00a0-]?)?\d(?:[ \u00a0-]?\d){5,11}(?![\p{L}\p{N}])/gu;
/** Rows of six or more digits count after a word for telephone. */
const DIGIT_ROW = /(?<![\p{L}\p{N}+])\+?\d(?:[ \u00a0-]?\d){5,13}(?![\p{L}\p{N}])/gu;
const PHONE_WORD_BEFORE =
  /(?<!\p{L})(?:puh|puhelin|puhelinnumero\p{L}*|puhnro|gsm|tel|tfn|telefon(?:nummer)?|mobil|mobile|phone|whatsapp)\.?(?: (?:on|är|is|nro))?:? ?$/iu;
const NEAR = 35;

const DATE_LIKE = /^\d{1,2}[-–. ]+\d{1,2}[-–. ]+(?:19|20)\d{2}$/;
const HOURS_LIKE = /^[012]?\d ?[-–] ?[012]?\d[ ,]+[012]?\d ?[-–] ?[012]?\d$/;
const TIME_WORD = /(?<!\p{L})(?:klo|kello|kl|at|from|mellan|välillä)\.? ?$/iu;

/** Telephone numbers of a text; spans may overlap. */
export function findPhones(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const pattern of [FINNISH, FOREIGN, BRACKETED, DOTTED, DIGIT_ROW]) {
    for (const match of text.matchAll(pattern)) {
      const before = text.slice(Math.max(0, match.index - NEAR), match.index);
      if (pattern === FINNISH && isOtherNumbers(match[0], before)) continue;
      if (pattern === DIGIT_ROW && !PHONE_WORD_BEFORE.test(before)) continue;
      found.push({ kind: 'phone', start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}

function isOtherNumbers(match: string, before: string): boolean {
  if (DATE_LIKE.test(match) || HOURS_LIKE.test(match)) return true;
  const groups = match.split(/[^\d+]+/).filter((group) => group !== '');
  const digits = groups.join('').length;
  // 0 4 5 6 7 8: a row of scores; a telephone number spelt digit by digit has nine or more
  if (groups.every((group) => group.length === 1)) return digits < 9;
  return TIME_WORD.test(before) && groups.every((group) => group.length <= 2);
}
