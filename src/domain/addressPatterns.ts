/** Street addresses and postcodes with a town, in Finnish, Swedish and English forms. */
import type { RedactedSpan } from './redactedSpan.js';

/** Street words whose compounds are streets also when written small: `hämeenkadulla 5`, `storgatan 5`. */
const SURE_STREET =
  /(?:kadu(?:lla|lta|lle|n|ssa)|katua?|tie(?:llä|ltä|lle|n|tä)?|kuja(?:lla|lta|lle|n)?|gatan?|väg(?:en)?|gränd(?:en)?)$/iu;
/** Words that need a capital first letter, because their small compounds are mostly not streets (hoitopolku 2 viikkoa). */
const OTHER_STREET =
  /(?:pol(?:ku|un|ulla|ulta|ulle)|kaar(?:i|en|ella|elta|elle)|väylä(?:n|llä|ltä|lle)?|ran(?:ta|nan|nalla|nalta|nalle)|rait(?:ti|in|illa|ilta|ille)|aukio(?:n|lla|lta|lle)?|rin(?:ne|teen|teellä|teeltä)|mäe(?:n|llä|ltä|lle)|mäki|por(?:tti|tin|tilla)|tori(?:n|lla)?|penger|penkere(?:en|ellä)|puistikko|laita|stig(?:en)?|torg(?:et)?|allén?|back(?:en)?|strand(?:en)?|esplanad(?:en|i|in|illa)?|plats(?:en)?)$/iu;
const HOUSE_NUMBER =
  '[ \\u00a0]{1,2}\\d{1,4}(?:[-–]\\d{1,4})?(?:[ \\u00a0]?(?:[A-Z]|[a-h])(?![\\p{L}])(?:[ \\u00a0]?\\d{1,3}(?!\\d))?|[ \\u00a0]?(?:as|bst|lgh|apt)\\.?[ \\u00a0]?\\d{1,3})?(?![\\p{L}\\p{N}])';
const FIRST_WORD =
  /(?:^|[^\p{L}\p{N}-])((?:Iso|Pieni|Vanha|Uusi|Pohjoinen|Eteläinen|Itäinen|Läntinen|Ala|Ylä|Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya)[ -])$/u;
const LONGEST_FIRST_WORD = 12;
const NUMBER_AFTER_WORD = new RegExp(`(?<=\\p{L})${HOUSE_NUMBER}`, 'gu');
const WORD_CHARACTER = /[\p{L}-]/u;
const LONGEST_WORD = 40;
/** Letters that a street's own name has at least before the word for street: a bare `tie 4` is a road number. */
const LEAST_OWN_LETTERS = 2;
const ENGLISH =
  /(?<![\p{L}\p{N}])\d{1,4}[A-Za-z]?,? (?:\p{Lu}\p{Ll}+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square|Close)(?![\p{L}\p{N}])/gu;
const POSTCODE =
  /(?<![\p{L}\p{N}])(?:(?:FI|AX|SE)[- ]?)?(?:\d{5}|(?<=(?:SE)[- ]?)\d{3} \d{2})[ \u00a0]{1,2}\p{Lu}(?:\p{Ll}{2,}|\p{Lu}{2,})(?![\p{L}\p{N}])/gu;

/** Roads and ways that are no one's home. */
const NOT_ADDRESS =
  /^(?:valta|kanta|moottori|maan?|yhdys|seutu|hoito|palvelu|potilas|lähete|kuntoutus|asiakas|vård|klient|motor|lands|riks)(?:tie|polk|polu|kaar|väg|stig)|^(?:euro|motor|riks|lands)väg/iu;
/** Capitalised words that follow an amount and are no town. */
const NOT_TOWN = /\p{L}*(?:kiitos|euroa|tack|thank|thanks|kronor|kertaa|potilas|patient)\p{L}*$/iu;

/** Addresses of a text; spans may overlap. */
export function findAddresses(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  const add = (match: RegExpExecArray, start = match.index): void => {
    found.push({ kind: 'address', start, end: match.index + match[0].length });
  };
  for (const match of text.matchAll(NUMBER_AFTER_WORD)) {
    let start = match.index;
    while (start > 0 && match.index - start < LONGEST_WORD && WORD_CHARACTER.test(text[start - 1] ?? '')) start -= 1;
    const first = FIRST_WORD.exec(text.slice(Math.max(0, start - LONGEST_FIRST_WORD), start))?.[1] ?? '';
    if (isStreet(text.slice(start, match.index), first !== '')) add(match, start - first.length);
  }
  for (const match of text.matchAll(ENGLISH)) add(match);
  for (const match of text.matchAll(POSTCODE)) if (!NOT_TOWN.test(match[0])) add(match);
  return found;
}

function isStreet(word: string, hasFirstWord: boolean): boolean {
  if (NOT_ADDRESS.test(word)) return false;
  const sure = SURE_STREET.exec(word);
  const ending = sure ?? (hasFirstWord || /^\p{Lu}/u.test(word) ? OTHER_STREET.exec(word) : null);
  return ending !== null && (hasFirstWord || ending.index >= LEAST_OWN_LETTERS);
}
