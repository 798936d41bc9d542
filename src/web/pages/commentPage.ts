/** One comment: its themes with the reasons for them, why not the others, what people said, and how to correct it. */
import { lastSaid } from '../../flows/correctTags.js';
import type { CommentDetail } from '../../flows/commentDetail.js';
import type { ExamplesByTheme } from '../../flows/examplesByTheme.js';
import type { NearestExample } from '../../flows/nearestExamples.js';
import type { StoredLabel } from '../../store/labelStore.js';
import type { ThemeReason } from '../../tagging/tagger.js';
import type { PageWords } from '../render.js';
import { commentView, type CommentView, type TagView } from './commentView.js';
import type { CorrectionForms } from './correctionView.js';
import type { Link } from './frame.js';
import { historyView, type HistoryEntry } from './labelHistory.js';
import { personName } from './people.js';
import { reasonSum, type SumView } from './reasonSum.js';

/** What the tagger says about a theme by itself. */
export interface ReasonView {
  readonly given: boolean;
  /** Confidence and threshold, in words. */
  readonly words: string;
  readonly percent: number;
  readonly thresholdPercent: number;
  /** The clause that speaks of the theme most, whether or not the theme was given. */
  readonly clause: string;
  /** Of the three polarities, with their probabilities. */
  readonly polarities: string;
  readonly sum: SumView;
  /** Clauses to choose from when the theme is added; the one that speaks of it most first. */
  readonly clauses: readonly { readonly value: string; readonly text: string }[];
}

export interface ThemePart {
  readonly theme: string;
  readonly name: string;
  readonly colour: number;
  /** As it is given; null for a theme that is not. */
  readonly tag: TagView | null;
  /** Who said so and when, and what they said; empty where only the machine did. */
  readonly said: string;
  /** What the tagger would have said without people, where that is something else; empty where it is not. */
  readonly overruled: string;
  /** Null where the tagger gave no reasons. */
  readonly reason: ReasonView | null;
  /** Confirmed comments, most similar first; null while they are being prepared. */
  readonly nearest: readonly ExampleView[] | null;
}

export interface ExampleView {
  readonly text: string;
  readonly lang: string | null;
  /** What was confirmed: a polarity, or that the theme is not there. */
  readonly verdict: string;
  readonly similarity: string;
  readonly source: string;
  /** Null for examples that are no comments of this installation. */
  readonly href: string | null;
}

export interface CommentPage {
  readonly breadcrumb: readonly Link[];
  readonly lead: string;
  readonly comment: CommentView;
  readonly identity: string;
  /** Comments that mean the like. */
  readonly likeHref: string;
  readonly given: readonly ThemePart[];
  readonly others: readonly ThemePart[];
  readonly history: readonly HistoryEntry[];
  readonly versions: string;
  /** Why no reasons are shown; empty when they are. */
  readonly unexplained: string;
}

/** @param nearest null while examples are being prepared */
export function commentPage(
  detail: CommentDetail,
  nearest: ExamplesByTheme | null,
  words: PageWords,
  forms: CorrectionForms | null,
): CommentPage {
  const { t, lang, taxonomy } = words;
  const { comment: row, history, reasons } = detail;
  const unit = words.units.get(row.unit);
  const comment = commentView(row, words, forms);
  const partOf = (theme: string): ThemePart => {
    const known = taxonomy.themes.find((each) => each.key === theme);
    const reason = reasons.find((each) => each.theme === theme);
    return {
      theme,
      name: known?.name[lang] ?? theme,
      colour: known?.colour ?? 0,
      tag: comment.tags.find((tag) => tag.theme === theme) ?? null,
      said: saidOf(theme, history, words),
      overruled: reason ? overruledOf(reason, comment.tags.find((tag) => tag.theme === theme) ?? null, words) : '',
      reason: reason ? reasonView(reason, row.text, words) : null,
      nearest: nearest === null ? null : (nearest.get(theme) ?? []).map((example) => exampleView(example, words)),
    };
  };
  const given = new Set(row.tags.map((tag) => tag.theme));
  const confidence = new Map(reasons.map((reason) => [reason.theme, reason.confidence]));
  const others = taxonomy.themes
    .map((theme) => theme.key)
    .filter((theme) => !given.has(theme))
    .sort((a, b) => (confidence.get(b) ?? 0) - (confidence.get(a) ?? 0));
  return {
    breadcrumb: [
      { href: '/comments', label: t('navigation.comments') },
      ...(unit ? [{ href: `/comments?unit=${encodeURIComponent(unit.code)}`, label: unit.name[lang] }] : []),
    ],
    lead: leadOf(comment, words),
    comment,
    identity: t('comment.identity', { source: row.source, id: row.sourceId }),
    likeHref: `/comments?like=${row.id}`,
    given: [...given].map(partOf),
    others: row.state === 'tagged' ? others.map(partOf) : [],
    history: historyView(history, words),
    unexplained: detail.failure === null ? '' : t('comment.unexplained'),
    versions: row.versions ? t('comment.versions', { ...row.versions }) : '',
  };
}

function leadOf({ tags, note }: CommentView, { t }: PageWords): string {
  if (tags.length === 0) return note;
  const names = tags.map((tag) => `${tag.name} (${tag.polarityName})`).join(', ');
  const confirmed = tags.filter((tag) => tag.confirmed).length;
  const found = t('comment.lead', { count: tags.length, names });
  return confirmed === 0 ? found : `${found} ${t('comment.leadConfirmed', { count: confirmed, total: tags.length })}`;
}

function saidOf(theme: string, history: readonly StoredLabel[], { t, moments }: PageWords): string {
  const label = lastSaid(history, theme);
  if (!label) return '';
  const values = { who: personName(label.by, t), when: moments.day(label.at) };
  return label.present ? t('comment.confirmed', values) : t('comment.confirmedAbsent', values);
}

function overruledOf(reason: ThemeReason, tag: TagView | null, { t }: PageWords): string {
  if (tag?.confirmed && !reason.given) return t('comment.overruled.notGiven');
  if (tag?.confirmed && reason.polarity !== tag.polarity) {
    return t('comment.overruled.polarity', { polarity: t(`polarity.${reason.polarity}`) });
  }
  return tag === null && reason.given ? t('comment.overruled.given') : '';
}

/** Difference between confidence and threshold from which it is called clear. */
const CLEARLY = 0.2;

function reasonView(reason: ThemeReason, text: string, words: PageWords): ReasonView {
  const { t, numbers } = words;
  const margin = reason.confidence - reason.threshold;
  const side = reason.given ? 'over' : 'under';
  const how = Math.abs(margin) >= CLEARLY ? 'clearly' : 'just';
  const quote = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  const best = reason.evidence[0];
  const spans = reason.clauses.map((clause) => clause.span);
  const isBest = (span: (typeof spans)[number]): boolean => span.start === best?.start && span.end === best.end;
  return {
    given: reason.given,
    words: t(`comment.margin.${how}.${side}`, {
      confidence: numbers.percent(reason.confidence),
      threshold: numbers.percent(reason.threshold),
    }),
    percent: Math.round(reason.confidence * 100),
    thresholdPercent: Math.round(reason.threshold * 100),
    clause: reason.evidence.map(quote).join(' … '),
    polarities: (['pos', 'neg', 'neu'] as const)
      .map((each) => `${t(`polarity.${each}`)} ${numbers.percent(reason.polarityProbabilities[each])}`)
      .join(' · '),
    sum: reasonSum(reason, text, words),
    clauses: [...spans.filter(isBest), ...spans.filter((span) => !isBest(span))].map((span) => ({
      value: `${span.start}-${span.end}`,
      text: quote(span),
    })),
  };
}

function exampleView(example: NearestExample, { t, numbers, shown }: PageWords): ExampleView {
  const { text, lang, present, polarity, similarity, source, id } = example;
  if (id !== null) shown?.(id);
  return {
    text,
    lang: /^[a-z]{2}$/.test(lang) ? lang : null,
    verdict: !present
      ? t('comment.nearest.absent')
      : polarity === null
        ? t('comment.nearest.present')
        : t(`polarity.${polarity}`),
    similarity: t('comment.nearest.similarity', { similarity: numbers.signedHundredths(similarity).replace('+', '') }),
    source: t(`comment.nearest.source.${source}`),
    href: id === null ? null : `/comments/${id}`,
  };
}
