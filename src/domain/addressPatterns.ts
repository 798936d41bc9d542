/** Street addresses and postcodes with a town, in Finnish, Swedish and English forms. */
import type { RedactedSpan } from './redaction.js';

/** Street words whose compounds are streets also when written small: `hämeenkadulla 5`, `storgatan 5`. */
const SURE_STREET =
  '(?:kadu(?:lla|lta|lle|n|ssa)|katu(?:a)?|tie(?:llä|ltä|lle|n|tä)?|kuja(?:lla|lta|lle|n)?|gata(?:n)?|väg(?:en)?|gränd(?:en)?)';
/** Words that need a capital first letter, because their small compounds are mostly not streets (hoitopolku 2 viikkoa). */
const OTHER_STREET =
  '(?:pol(?:ku|un|ulla|ulta|ulle)|kaar(?:i|en|ella|elta|elle)|väylä(?:n|llä|ltä|lle)?|ran(?:ta|nan|nalla|nalta|nalle|tatie)|rait(?:ti|in|illa|ilta|ille)|aukio(?:n|lla|lta|lle)?|rin(?:ne|teen|teellä|teeltä)|mäe(?:n|llä|ltä|lle)|mäki|por(?:tti|tin|tilla)|tori(?:n|lla)?|penger|penkere(?:en|ellä)|puistikko|laita|stig(?:en)?|torg(?:et)?|allé(?:n)?|back(?:en)?|strand(?:en)?|esplanad(?:en|i|in|illa)?|plats(?:en)?)';
const HOUSE_NUMBER =
  '[ \\u00a0]{1,2}\\d{1,4}(?:[-–]\\d{1,4})?(?:[ \\u00a0]?(?:[A-Z]|[a-h])(?![\\p{L}])(?:[ \\u00a0]?\\d{1,3}(?!\\d))?|[ \\u00a0]?(?:as|bst|lgh|apt)\\.?[ \\u00a0]?\\d{1,3})?(?![\\p{L}\\p{N}])';
const FIRST_WORD =
  '(?:(?:Iso|Pieni|Vanha|Uusi|Pohjoinen|Eteläinen|Itäinen|Läntinen|Ala|Ylä|Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya)[- ])?';
const SMALL = new RegExp(`(?<![\\p{L}\\p{N}])\\p{L}{2,30}${SURE_STREET}${HOUSE_NUMBER}`, 'gu');
const CAPITALS = new RegExp(
  `(?<![\\p{L}\\p{N}])\\p{Lu}{2,30}(?:KATU|KADULLA|TIE|TIELLÄ|KUJA|KUJALLA|GATAN|VÄGEN)${HOUSE_NUMBER}`,
  'gu',
);
const CAPITAL = new RegExp(
  `(?<![\\p{L}\\p{N}])${FIRST_WORD}\\p{Lu}[\\p{Ll}-]{1,30}[ -]?(?:\\p{Lu}?\\p{Ll}{0,20})?(?:${SURE_STREET}|${OTHER_STREET})${HOUSE_NUMBER}`,
  'gu',
);
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
  for (const pattern of [CAPITAL, SMALL, CAPITALS, ENGLISH, POSTCODE]) {
    for (const match of text.matchAll(pattern)) {
      if (pattern === POSTCODE ? NOT_TOWN.test(match[0]) : NOT_ADDRESS.test(match[0])) continue;
      found.push({ kind: 'address', start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}
