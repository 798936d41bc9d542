/** Names that follow a title, a role or a family word: `lääkäri Virtaselle`, `sköterskan Anna Holm`, `my son John`. */
import { mayBeName, nameAt } from './nameWords.js';
import type { RedactedSpan } from './redactedSpan.js';

/** Finnish staff words take any case ending and any first part of a compound: `hammaslääkäriltäni`. */
const FINNISH_STAFF =
  /^[\p{L}-]*(?:lääkär(?:i|e)|hoitaja|hoitaji|tohtor(?:i|e)|kätilö|terapeut(?:ti|i|t)|psykolog|psykiatr|kirurg|ohjaaja|avustaja|sihteeri|professori|työntekijä|työntekijö|virkailija|laborant|hygienisti|kuraattori|gynekologi|kardiologi|neurologi|ortopedi|urologi|onkologi|radiologi|harjoittelija|opiskelija|lekuri|vastaanottaja|esihenkilö|esimies|osastonhoitaja|päällikkö|johtaja|neuvoja|kandi|kuntouttaja|hieroja|ensihoitaj)\p{L}{0,8}$/iu;
const SWEDISH_STAFF =
  /^[\p{L}-]*(?:läkar|doktor|skötar|sköterska|sköterskor|barnmorsk|vårdar|terapeut|psykolog|psykiater|kirurg|handledar|socialarbetar|rådgivar|hygienist|laborant|tandläkar|professor|kurator|syster|receptionist|gynekolog|ortoped)\p{L}{0,5}$/iu;
const ENGLISH_STAFF =
  /^(?:doctors?|nurses?|midwi(?:fe|ves)|physio(?:therapist)?s?|therapists?|psychologists?|psychiatrists?|surgeons?|dentists?|physicians?|consultants?|gp|prof|professor|receptionists?|paramedics?|counsell?ors?|practitioners?|radiographers?|hygienists?|caregivers?|student|assistant)$/iu;
const ABBREVIATED_STAFF = new Set(['dr', 'tri', 'prof', 'sh', 'th', 'lh', 'os.hoitaja', 'ssk', 'leg.läk', 'öl', 'el']);
/** Written exactly so: MS is an illness, Ms a title. */
const PERSON_TITLES = new Set(
  'rouva Rouva herra Herra neiti Neiti rva Rva hra Hra fru Fru herr Herr fröken Fröken Mr Mrs Ms Miss Sir Madam mr mrs ms miss Mx'.split(
    ' ',
  ),
);
const FINNISH_PERSON = /^(?:rouva|herra|neiti|neidi|potila|potilaa|asiaka|asiakkaa|serkku|naapuri)\p{L}{0,6}$/iu;
/** Family in Finnish carries the owner in its ending: poikani, tyttärelleni, miehemme. */
const FINNISH_FAMILY =
  /^(?:äi[td]i|isä|mie(?:s|he)|vaimo|poi[kj]a|tyttär|tytär|tyttö|tytö|lapse|lapsi|sisko|sisare|vel(?:je|i)|mummo|vaari|isoäi[td]i|isoisä|puoliso|avopuoliso|avomiehe|avovaimo|ystävä|anoppi|appi|vauva)\p{L}{0,6}(?:ni|mme|nsa|nsä)$/iu;
const FAMILY_AFTER_OWNER =
  /^(?:man|make|maka|hustru|fru|sambo|son|dotter|barn|mor|far|mamma|pappa|syster|bror|mormor|morfar|farmor|farfar|husband|wife|partner|daughter|mother|father|mum|mom|dad|brother|sister|child|baby|grandmother|grandfather|friend)$/iu;
const OWNER = /^(?:min|mitt|mina|vår|vårt|my|our|his|her)$/iu;
/** Words between title and name: hoitaja nimeltä Maija, läkaren som heter Holm, a nurse called Mary. */
const NAMING = /^(?:nimeltä|nimeltään|nimisen|niminen|heter|hette|vid|namn|med|called|named)$/iu;

const CANDIDATE = /(?<![\p{L}\p{N}'’[])\p{Lu}[\p{L}.'’]/gu;
const PARTICLE_BEFORE = /(?<=[ \u00a0(])(?:von|af|de|van|la|der) $/u;
const WORD_CHARACTER = /[\p{L}.-]/u;
const LONGEST_WORD = 40;
const JOINER = /^(?:, | ja | sekä | och | samt | and | & |\/)(?=\p{Lu})/u;
/** `Maija-hoitaja`, `Virtanen-niminen lääkäri`, `Maija niminen hoitaja`. */
const TITLE_AFTER =
  /(?<![\p{L}\p{N}])(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)(?:[- ]nimi(?:nen|sen|selle|seltä|stä|sellä)|-(?:niminen )?(?:lääkäri|hoitaja|tohtori|täti|setä|syster)\p{L}*)(?!\p{L})/gu;

type TitleKind = 'staff' | 'name';

/** Names of a text that a title, role or family word before or after gives away. */
export function findTitledNames(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  let searchedTo = 0;
  for (const candidate of text.matchAll(CANDIDATE)) {
    const start = candidate.index;
    if (start === 0 || start < searchedTo) continue;
    const particle = PARTICLE_BEFORE.exec(text.slice(Math.max(0, start - 6), start))?.[0] ?? '';
    const title = titleBefore(text, start - particle.length);
    if (title === null) continue;
    for (let at = start; ;) {
      const name = nameAt(text, at, { maxWords: 3, capitals: !title.capitals });
      if (!name) break;
      found.push({ kind: title.kind, start: at === start ? at - particle.length : at, end: name.end });
      searchedTo = name.end;
      const joiner = JOINER.exec(text.slice(name.end, name.end + 8));
      if (!joiner || startsTitle(text, name.end + joiner[0].length)) break;
      at = name.end + joiner[0].length;
    }
  }
  for (const match of text.matchAll(TITLE_AFTER)) {
    const [whole, name = ''] = match;
    if (!mayBeName(name.split(' ')[0] ?? '')) continue;
    const kind = /nimi|täti|setä/u.test(whole.slice(name.length)) ? 'name' : 'staff';
    found.push({ kind, start: match.index, end: match.index + name.length });
  }
  return found;
}

/** What kind of title one word is, or null. */
export function titleOf(word: string): TitleKind | null {
  if (word.length < 2) return null;
  if (PERSON_TITLES.has(word)) return 'name';
  if (ABBREVIATED_STAFF.has(word.toLowerCase())) return 'staff';
  if (FINNISH_PERSON.test(word) || FINNISH_FAMILY.test(word)) return 'name';
  return FINNISH_STAFF.test(word) || SWEDISH_STAFF.test(word) || ENGLISH_STAFF.test(word) ? 'staff' : null;
}

function titleBefore(text: string, start: number): { kind: TitleKind; capitals: boolean } | null {
  const { end, stopped } = endOfWordBefore(text, start);
  const last = wordBefore(text, end);
  if (last === '') return null;
  const previous = stopped ? '' : wordBefore(text, end - last.length - 1);
  if (previous !== '' && FAMILY_AFTER_OWNER.test(last) && OWNER.test(previous)) {
    return { kind: 'name', capitals: isAllCapitals(last) };
  }
  const candidates = NAMING.test(last) ? [previous, wordBefore(text, end - last.length - previous.length - 2)] : [last];
  for (const word of candidates) {
    const kind = titleOf(word);
    // a full stop after a whole word ends the sentence; after an abbreviation it does not
    if (kind === null || (stopped && !isAbbreviation(word))) continue;
    return { kind, capitals: isAllCapitals(word) };
  }
  return null;
}

/** Between title and name: a space, the stop of "Dr.", a colon, a comma, an opening bracket or quote. */
function endOfWordBefore(text: string, start: number): { end: number; stopped: boolean } {
  let end = start;
  if ('("”\''.includes(text[end - 1] ?? ' ')) end -= 1;
  if (' \u00a0'.includes(text[end - 1] ?? '.')) end -= 1;
  if (':,'.includes(text[end - 1] ?? '.')) end -= 1;
  else if (text[end - 1] === '.') return { end: end - 1, stopped: true };
  return { end, stopped: false };
}

/** The letters, inner dots and dashes that end at `end`; empty when there are none. */
function wordBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < LONGEST_WORD && WORD_CHARACTER.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start, Math.max(start, end)).replace(/^[.-]+/, '');
}

/** In a text that shouts, capitals tell nothing. */
function isAllCapitals(word: string): boolean {
  return word.length > 2 && word === word.toUpperCase();
}

function isAbbreviation(word: string): boolean {
  return ABBREVIATED_STAFF.has(word.toLowerCase()) || /^(?:rva|hra|mr|mrs|ms|fr|hr)$/iu.test(word);
}

function startsTitle(text: string, at: number): boolean {
  const word = /^\p{L}+/u.exec(text.slice(at, at + 40))?.[0] ?? '';
  return titleOf(word) !== null;
}
