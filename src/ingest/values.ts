/** Single values as people and systems write them: score, language, channel, statement, comment. */
import { NPS_SCALE, type ChannelOrUnknown, type LanguageCode, type Scale } from '../domain/response.js';
import type { RejectionReason } from './rejection.js';

export type Parsed<T> = { readonly value: T } | { readonly reason: RejectionReason };

export const MAX_COMMENT_CHARACTERS = 20_000;
const ABSENT = new Set(['', '-', 'null', 'na', 'n/a', 'nan']);

/**
 * A whole number 0–10 and nothing else on the NPS scale (`9.0`, as some systems export it, is one; `10/10 ystävällinen` is
 * not); any whole number on another scale; null when blank.
 */
export function parseScore(text: string, scale: Scale): Parsed<number | null> {
  const trimmed = text.trim();
  if (trimmed === '' || (trimmed !== '-' && ABSENT.has(trimmed.toLowerCase()))) return { value: null };
  if (scale !== NPS_SCALE) {
    const number = /^([-−]?\d{1,6})(?:\.0+)?$/.exec(trimmed)?.[1];
    return number === undefined ? { reason: 'scoreNotWhole' } : { value: Number(number.replace('−', '-')) };
  }
  const whole = /^(\d{1,2})(?:\.0+)?$/.exec(trimmed);
  if (whole && Number(whole[1]) <= 10) return { value: Number(whole[1]) };
  if (/^[-−+]?\d+(?:\.0+)?$/.test(trimmed)) return { reason: 'scoreOutOfRange' };
  return { reason: /^[-−]?\d+[.,]\d+$/.test(trimmed) ? 'scoreNotInteger' : 'scoreNotNumber' };
}

const CANNOT_SAY = new Set([
  'en osaa sanoa',
  'eos',
  'kan inte säga',
  'vet ej',
  'vet inte',
  'cannot say',
  "can't say",
  "don't know",
  'i do not know',
]);

/** A whole number 1–5; null when blank or when the answer is that one cannot say. */
export function parseStatement(text: string): Parsed<number | null> {
  const trimmed = text.trim();
  if (ABSENT.has(trimmed.toLowerCase()) || CANNOT_SAY.has(trimmed.toLowerCase())) return { value: null };
  const whole = /^([1-5])(?:\.0+)?$/.exec(trimmed);
  return whole ? { value: Number(whole[1]) } : { reason: 'statement' };
}

function readSynonyms(table: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([value, names]) => names.split(',').map((name) => [name.trim(), value] as const)),
  );
}

const LANGUAGES = readSynonyms({
  fi: 'fi, fin, suomi, suomeksi, finska, finnish',
  sv: 'sv, swe, ruotsi, ruotsiksi, svenska, på svenska, swedish',
  en: 'en, eng, englanti, englanniksi, engelska, english',
  ru: 'ru, rus, venäjä, ryska, russian',
  et: 'et, est, viro, eesti, estniska, estonian',
  ar: 'ar, ara, arabia, arabiska, arabic',
  so: 'so, som, somali, somaliska',
  se: 'se, sme, saame, pohjoissaame, nordsamiska, northern sámi',
  uk: 'uk, ukr, ukraina, ukrainska, ukrainian',
});

/** ISO 639-1 code of a code or a name in three languages; null when blank or not known, so that it is recognised from the text. */
export function parseLanguage(text: string): LanguageCode | null {
  const name = text.trim().toLowerCase();
  if (name === '') return null;
  const known = LANGUAGES.get(name) ?? LANGUAGES.get(/^([a-z]{2,3})[-_]/.exec(name)?.[1] ?? '');
  if (known !== undefined) return known;
  return /^[a-z]{2}$/.test(name) ? name : null;
}

const CHANNELS = readSynonyms({
  sms: 'sms, tekstiviesti, tekstari, tekstiviestikysely, textmeddelande, sms-kysely, text message, txt',
  web: 'web, verkko, netti, internet, www, verkkolomake, nettilomake, verkkokysely, e-lomake, sähköinen, sähköinen lomake, lomake, kotisivut, nettisivut, sähköposti, email, e-mail, qr, qr-koodi, webb, webben, nätet, webblankett, e-blankett, e-post, online, website, app, sovellus, linkki',
  paper:
    'paper, paperi, paperilomake, lomake paperi, palautelaatikko, postitse, kirje, papper, pappersblankett, brev, post, paper form, letter',
  kiosk:
    'kiosk, kioski, palautelaite, laite, tabletti, tablet, päätelaite, happyornot, surfplatta, pekplatta, terminal',
  phone:
    'phone, puhelin, puhelimitse, soitto, puhelinhaastattelu, takaisinsoitto, telefon, samtal, per telefon, telephone, call',
  unknown: 'unknown, tuntematon, ei tiedossa, muu, okänd, annan, other',
});

/** Names of channels in the three languages; blank is `unknown`, a name not known is refused. */
export function parseChannel(text: string): Parsed<ChannelOrUnknown> {
  const name = text.trim().toLowerCase();
  if (name === '' || name === '-') return { value: 'unknown' };
  const known = CHANNELS.get(name) as ChannelOrUnknown | undefined;
  return known === undefined ? { reason: 'channel' } : { value: known };
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/g;
/** Invisible characters can hide an identifier from masking and turn text around; a joiner within an emoji stays. */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|(?<![\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])\u200d/gu;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ODD =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/;

/**
 * A comment as it is kept: composed characters (NFC), line feeds, control characters as spaces, invisible ones gone. Markup and
 * the like stay as text. Null when nothing is left.
 */
export function parseComment(text: string): Parsed<string | null> {
  const trimmed = text.trim();
  if (trimmed.length > MAX_COMMENT_CHARACTERS) return { reason: 'commentTooLong' };
  const cleaned = ODD.test(trimmed)
    ? trimmed
        .replace(/\r\n?/g, '\n')
        .replace(LONE_SURROGATES, '\ufffd')
        .normalize('NFC')
        .replace(CONTROLS, ' ')
        .replace(INVISIBLE, '')
        .trim()
    : trimmed;
  return { value: cleaned === '' ? null : cleaned };
}
