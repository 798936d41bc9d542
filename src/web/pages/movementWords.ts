/** A movement in words: names of its rows, points as they are written, and the paragraph above the chart. */
import type { Taxonomy } from '../../domain/theme.js';
import type { Contribution, Movement, MovementGroup } from '../../flows/explainMovement.js';
import { summariseMovement, type ExplainedPart } from '../../flows/movementWords.js';
import type { NumberWords } from '../numbers.js';
import { writtenMovement } from '../../flows/writtenMovement.js';
import type { CommentWords } from './commentView.js';

/** Points with one decimal and a sign: `+1,4`, `−0,3`, `0,0`. */
export function finePoints(value: number | null, numbers: NumberWords): string {
  const text = numbers.decimal(value);
  return value === null || text.startsWith('−') || /^0[.,]0$/.test(text) ? text : `+${text}`;
}

/** From this width on (points) an interval's decimals would only pretend to a precision that it has not. */
const COARSE_WIDTH = 20;

/** An interval with one decimal, or without where it is wide; empty where there is none. */
export function fineInterval(interval: readonly [number, number] | null, numbers: NumberWords): string {
  if (interval === null) return '';
  if (interval[1] - interval[0] >= COARSE_WIDTH) return numbers.pointsInterval(interval);
  const [low, high] = [numbers.decimal(interval[0]), numbers.decimal(interval[1])];
  return low.startsWith('−') || high.startsWith('−') ? `${low} … ${high}` : `${low}–${high}`;
}

export { writtenMovement };

type Named = Pick<Contribution, 'group' | 'key'>;

/** What a row is called in the chart and the table. */
export function contributionName({ group, key }: Named, words: CommentWords): string {
  const { t } = words;
  if (group === 'theme') return themeName(key, words.taxonomy, words);
  if (group === 'serviceMix' || group === 'channelMix') {
    return key === null
      ? t(`movement.groups.${group}Small`)
      : t(`movement.groups.${group}`, { name: mixName(group, key, words) });
  }
  return t(`movement.groups.${group}`);
}

/** The same within a sentence: `teemaan ”Odotusajat”`. */
function contributionPhrase({ group, key }: Named, words: CommentWords): string {
  const { t } = words;
  if (group === 'theme') return t('movement.subjects.theme', { name: themeName(key, words.taxonomy, words) });
  if (group === 'serviceMix' || group === 'channelMix') {
    return key === null
      ? t(`movement.subjects.${group}Small`)
      : t(`movement.subjects.${group}`, { name: mixName(group, key, words) });
  }
  return t(`movement.subjects.${group}`);
}

function themeName(key: string | null, taxonomy: Taxonomy, { lang }: CommentWords): string {
  return taxonomy.themes.find((theme) => theme.key === key)?.name[lang] ?? key ?? '';
}

function mixName(group: MovementGroup, key: string, { t, lang, units }: CommentWords): string {
  return group === 'channelMix' ? t(`channels.${key}`) : (units.get(key)?.name[lang] ?? key);
}

/** The whole paragraph: what NPS did, what that is associated with, and what the rest is. */
export function movementLead(movement: Movement, words: CommentWords): string {
  return [standSentence(movement, words), ...associationSentences(movement, words)].filter(Boolean).join(' ');
}

/** What NPS did and how sure that is. */
export function standSentence(movement: Movement, { t, numbers }: CommentWords): string {
  const { direction, certainty } = summariseMovement(movement);
  if (movement.suppressed) return t('movement.leadTooFew');
  if (direction === null || certainty === null) return t('movement.leadEmpty');
  const written = writtenMovement(movement);
  return t(`movement.lead.${direction}`, {
    points: numbers.decimal(Math.abs(written.change ?? 0)),
    from: numbers.decimal(written.base),
    to: numbers.decimal(written.current),
    certainty: t(`certainty.sentence.${certainty}`),
  });
}

/**
 * What the change is associated with, and what remains; empty where there is no change to speak of. Never a cause: a movement is an
 * account of who said what, not of why.
 */
export function associationSentences(movement: Movement, words: CommentWords): string[] {
  const { t, lang } = words;
  const summary = summariseMovement(movement);
  if (summary.direction === null) return [];
  if (summary.explained.length === 0) return [t('movement.noneBeyondChance')];
  const list = new Intl.ListFormat(lang, { type: 'conjunction' }).format(
    summary.explained.map((part) => partPhrase(part, movement, words)),
  );
  return [t('movement.associated', { list }), summary.rest === 'nothing' ? '' : t(`movement.rest.${summary.rest}`)];
}

function partPhrase(part: ExplainedPart, movement: Movement, words: CommentWords): string {
  const index = movement.contributions.findIndex((row) => row.group === part.group && row.key === part.key);
  return words.t('movement.part', {
    points: finePoints(writtenMovement(movement).contributions[index] ?? part.points, words.numbers),
    interval: fineInterval(part.interval, words.numbers),
    subject: contributionPhrase(part, words),
  });
}
