/** Names of people who are thanked: `Kiitos Maijalle ja Pekalle`, `tack till Anna`. */
import { nameAt } from './nameWords.js';
import type { RedactedSpan } from './redactedSpan.js';

const THANKS_FI = /(?<!\p{L})(?:kiitos|kiitokset|kiitokseni|kiitoksia|suurkiitos|terveiset|terveisiä)[ \u00a0]+/giu;
const THANKS_SV = /(?<!\p{L})(?:tack till|hälsa till)[ \u00a0]+/giu;
/** One is thanked in the allative; other cases after `kiitos` are things (`Kiitos Omakannasta`). */
const ALLATIVE = /lle$/u;
/** Also in the plural and with `-ille` those who are no one person. */
const GROUPS =
  /^(?:teille|sinulle|kaikille|koko|heille|hänelle|henkilö|hoitaj|lääkär|sairaanhoit|väel|tiimi|osasto|poli|yksikö|asem)/iu;
const NEXT = /^(?:,|[ \u00a0]+(?:ja|sekä|och|&))[ \u00a0]+/iu;

/** At most two words a name, and all names of a list. */
export function findThankedNames(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const [pattern, isName] of [
    [THANKS_FI, (name: string): boolean => ALLATIVE.test(name) && !GROUPS.test(name)],
    [THANKS_SV, (): boolean => true],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      let at = match.index + match[0].length;
      for (;;) {
        const name = nameAt(text, at, { maxWords: 2, capitals: false });
        if (!name || !isName(text.slice(name.start, name.end))) break;
        found.push({ kind: 'name', ...name });
        const next = NEXT.exec(text.slice(name.end, name.end + 12));
        if (!next) break;
        at = name.end + next[0].length;
      }
    }
  }
  return found;
}
