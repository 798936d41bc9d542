/** What may be said: whole labelled comments, and single sentences and opening clauses of them that can stand alone. */
import { answerClassOf, type AnswerClass } from './answers.js';
import type { DemoUnit, LabelledComment, Topics } from './demoFiles.js';

/** Texts of up to this many words may repeat freely, as "Kiitos!" does in any real feedback. */
export const SHORT_WORDS = 4;
/** Longer stories stay with the kind of service that they were written about. */
const ANYWHERE_WORDS = 25;

export interface Piece {
  readonly text: string;
  readonly lang: string;
  readonly words: number;
  readonly short: boolean;
  /** Number of the comment that it comes from; a sentence and its whole comment share it. */
  readonly origin: number;
  readonly service: string;
  /** Topics that it speaks of; empty when it could be said anywhere. */
  readonly topics: readonly string[];
  /** Classes of score that it goes with. */
  readonly classes: readonly AnswerClass[];
  /** The score that was given with it, for whole comments. */
  readonly score: number | null;
  readonly says: readonly { readonly theme: string; readonly polarity: string }[];
}

/** Sentences that begin so lean on the one before. */
const LEANING_START =
  /^(?:ainoastaan|mutta|ja|sitten|silti|tosin|kuitenkin|hän|se|ne|he|siitä|siinä|siellä|sinne|sieltä|lisäksi|myös|toinen|toisaalta|sen|niitä|niin|joten|eli|vaan|sama|samalla|lopulta|lopuksi|nyt|tämä|siksi|muuten|miinus|plussa|sillä|heillä|hänellä|hänen|siihen|siis|edes|ehkä|men|och|sedan|sen|han|hon|de|den|det|ändå|dock|också|dessutom|därför|där|så|däremot|detta|hans|hennes|deras|dit|annars|but|and|then|he|she|they|it|that|this|still|however|also|so|there|another|instead|those|these|which|his|her|their|otherwise|meanwhile|or)(?![\p{L}])/iu;
/** Words that set a sentence against what was said before. */
const LEANING_WORD =
  /(?<!\p{L})(?:hän|häntä|hänet|hänelle|kyllä|tosin|silti|kuitenkin|toki|sentään|sinänsä|itse lääkäri|itse hoitaja|muuten|taas|sen sijaan|dock|ändå|däremot|i sig|själva|åtminstone|annars|though|however|at least|itself|otherwise|anyway)(?!\p{L})/iu;
const CLAUSE_BREAK = /,?\s+(?:mutta|mut|tosin|paitsi|men|fast|but|although|though)\s|,\s+(?:ja|och|and|sekä)\s|;\s/iu;
const PROPER_END = /(?:[.!?…]["”'’)]?|\p{Extended_Pictographic}\uFE0F?)$/u;

/** All that may be said, without what names a real organisation or place. */
export function buildPool(labels: readonly LabelledComment[], topics: Topics): Piece[] {
  const realNames = new RegExp(topics.realNames, 'u');
  const patterns = Object.entries(topics.topics).map(([key, source]) => [key, new RegExp(source)] as const);
  const seen = new Set<string>();
  const pieces: Piece[] = [];
  for (const [origin, comment] of labels.entries()) {
    if (realNames.test(comment.text)) continue;
    const common = { lang: comment.lang, origin, service: comment.service };
    for (const part of [wholeOf(comment), ...sentencesOf(comment), ...praiseOf(comment)]) {
      const key = `${comment.lang}\n${part.text}`;
      if (seen.has(key) || part.classes.length === 0) continue;
      seen.add(key);
      const words = countWords(part.text);
      pieces.push({ ...common, ...part, topics: topicsOf(part.text, patterns), words, short: words <= SHORT_WORDS });
    }
  }
  return pieces;
}

function topicsOf(text: string, patterns: readonly (readonly [string, RegExp])[]): string[] {
  const lower = text.toLowerCase();
  return patterns.flatMap(([key, pattern]) => (pattern.test(lower) ? [key] : []));
}

type Part = Pick<Piece, 'text' | 'classes' | 'score' | 'says'>;

function wholeOf(comment: LabelledComment): Part {
  const own = answerClassOf(comment.score);
  // many who give 7 or 8 have nothing to blame: the same words come with a 9 as well
  const blames = comment.labels.some((label) => label.polarity === 'neg');
  const classes: AnswerClass[] =
    own === 'passive' && !blames && comment.labels.length > 0 ? ['passive', 'promoter'] : [own];
  return { text: comment.text, classes, score: comment.score, says: comment.labels };
}

function sentencesOf(comment: LabelledComment): Part[] {
  const sentences = splitSentences(comment.text);
  if (sentences.length < 2) return [];
  const mixed = new Set(comment.labels.map((label) => label.polarity)).size > 1;
  return sentences.flatMap((text) => {
    const says = comment.labels.filter((label) => label.quote !== undefined && text.includes(label.quote));
    const standsAlone =
      /^[\p{Lu}\d]/u.test(text) &&
      PROPER_END.test(text) &&
      !/["”()]/u.test(text) &&
      !LEANING_START.test(text) &&
      !(mixed && LEANING_WORD.test(text));
    if (says.length === 0 || !standsAlone || countWords(text) < 3) return [];
    return [{ text, classes: classesOf(says, comment.score), score: null, says }];
  });
}

/** Praise that a sentence opens with, before a but or an and: people do leave it at that. */
function praiseOf(comment: LabelledComment): Part[] {
  return splitSentences(comment.text).flatMap((sentence) => {
    const [opening, ...rest] = sentence.split(CLAUSE_BREAK);
    if (opening === undefined || rest.length === 0) return [];
    const text = opening.replace(/[\s,;:–-]+$/u, '');
    const says = comment.labels.filter((label) => label.quote !== undefined && text.includes(label.quote));
    const praises = says.length > 0 && says.every((label) => label.polarity === 'pos');
    const standsAlone = !/["”()]/u.test(text) && !LEANING_START.test(text) && !LEANING_WORD.test(text);
    if (!praises || !standsAlone || countWords(text) < 3) return [];
    return [{ text, classes: ['promoter', 'passive'] satisfies AnswerClass[], score: null, says }];
  });
}

function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?…]["”]?)\s+(?=[\p{Lu}\d"”])/u);
}

function classesOf(says: Piece['says'], score: number): AnswerClass[] {
  if (says.every((label) => label.polarity === 'pos')) return ['promoter', 'passive'];
  if (says.every((label) => label.polarity === 'neg')) return score >= 7 ? ['passive'] : ['detractor'];
  return ['passive'];
}

/**
 * Whether something can be said in a unit: it speaks of no topic that is foreign there, and it comes from the unit's kind of
 * service or is short and general enough to be said anywhere.
 */
export function fitsUnit(piece: Piece, unit: DemoUnit): boolean {
  if (!piece.topics.every((topic) => unit.topics.includes(topic))) return false;
  return unit.services.includes(piece.service) || (piece.topics.length === 0 && piece.words <= ANYWHERE_WORDS);
}

function countWords(text: string): number {
  return text.trim().split(/\s+/u).length;
}
