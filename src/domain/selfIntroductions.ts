/** Names that people sign or introduce themselves with, in Finnish, Swedish and English. */
import { nameAt } from './nameWords.js';
import type { RedactedSpan } from './redactedSpan.js';

const INTRODUCTION =
  /(?<![\p{L}\p{N}])(?:(?:minun |mun )?nimeni on|(?:minun |mun |potilaan |asiakkaan |lapsen )?nimi(?: on|:)|allekirjoittanut|mitt namn är|namn:|jag heter|my name is|name:|yours truly,?)[ \u00a0]+/giu;
const GREETING =
  /(?<![\p{L}\p{N}])(?:(?:ystävällisin |parhain |kiitollisin |lämpimin )?terveisin|terkuin|terv(?:eisiä)?\.?|yst\.? ?terv\.?|toivoo|toivottaa|kiittäen|kunnioittaen|(?:vänliga |med vänliga? |bästa )?hälsning(?:ar)?|mvh|hälsar|(?:best |kind |warm )?regards|(?:yours )?sincerely|yours|br|cheers)[,:]?\s+/giu;
/** `t. Maija`, `T: Maija`: only with the mark, a lone t is nothing. */
const T_MARK = /(?<![\p{L}\p{N}'’])t[.:] ?(?=\p{Lu}\p{Ll})/giu;
/** `olen Maija Virtanen`, `I'm John Smith`: two words at least, else it is a nationality or a start of sentence. */
const I_AM =
  /(?<![\p{L}\p{N}])(?:(?:minä )?olen|jag är|i am|i['’]m)[ \u00a0](?=\p{Lu}\p{Ll}+[ \u00a0-]\p{Lu}\p{Ll})/giu;
/** Signed in small letters: only as the very last words. */
const SMALL_SIGNATURE =
  /(?<![\p{L}\p{N}])(?:terveisin|terv\.|terkuin|t\.|t:|nimeni on|mvh|hälsningar|jag heter|mitt namn är|my name is|regards,?)[ \u00a0](\p{Ll}{3,15}(?:[ \u00a0]\p{Ll}{3,20})?)[ \u00a0]?[.!]?\s*$/iu;
const NOT_SIGNATURE =
  /(?<!\p{L})(?:asiakas|potilas|äiti|isä|omainen|tyytyväinen|kiitollinen|nimetön|hyvin|vanhempi|eläkeläinen|mummo|vaari|hoitaja|kund|patient|nöjd|tacksam|mamma|pappa|anhörig|anonym|customer|mother|father|parent|client|satisfied|grateful|on|oli|kiitos|hyvä|ei|oli|toivon|ja)(?!\p{L})/iu;

/** Names that the writer gives as their own (or a patient's, on a form line). */
export function findSelfIntroductions(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const pattern of [INTRODUCTION, GREETING, T_MARK, I_AM]) {
    for (const match of text.matchAll(pattern)) {
      const name = nameAt(text, match.index + match[0].length, { maxWords: 3, capitals: false });
      if (name && !(pattern === I_AM && !/[ \u00a0-]/u.test(text.slice(name.start, name.end)))) {
        found.push({ kind: 'name', ...name });
      }
    }
  }
  const signature = SMALL_SIGNATURE.exec(text);
  const signed = signature?.[1];
  if (signature && signed !== undefined && !NOT_SIGNATURE.test(signed)) {
    const start = signature.index + signature[0].lastIndexOf(signed);
    found.push({ kind: 'name', start, end: start + signed.length });
  }
  return found;
}
