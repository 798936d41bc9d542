/** A comment as it is read on a page: text with its evidence marked, its themes, and a line of facts. */
import type { Language, Polarity, Span, Taxonomy, ThemeTag } from '../../domain/theme.js';
import { NPS_SCALE } from '../../domain/response.js';
import type { CommentRow, Unit } from '../../store/store.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import { correctionView, SIGNS, type CorrectionForms, type CorrectionView } from './correctionView.js';
import { languageName } from './filterBar.js';
import type { ListWork, ListWorkView } from './listWork.js';
import type { WeakMarks } from './qualityWords.js';

/** A run of text; `colour` and `label` when it is evidence of one or more themes. */
export interface TextRun {
  readonly text: string;
  readonly colour: number | null;
  /** Names of the themes that this run is evidence of. */
  readonly label: string;
}

export interface TagView {
  readonly theme: string;
  readonly name: string;
  readonly colour: number;
  readonly polarity: Polarity;
  readonly polarityName: string;
  /** `+`, `−`, `±`: never colour alone. */
  readonly sign: string;
  readonly confidence: string;
  /** A person said so. */
  readonly confirmed: boolean;
}

export interface CommentView {
  readonly id: number;
  readonly href: string;
  /** Language of the text for `lang=`, null when not known. */
  readonly lang: string | null;
  readonly runs: readonly TextRun[];
  readonly tags: readonly TagView[];
  /** Says why there are no tags yet or at all; empty when there are some. */
  readonly note: string;
  readonly facts: readonly string[];
  readonly score: string;
  /** What the team does about it, in a list; null elsewhere. */
  readonly work: ListWorkView | null;
  /** Null where nothing can be corrected. */
  readonly correction: CorrectionView | null;
}

export interface CommentWords {
  readonly lang: Language;
  readonly t: Translate;
  readonly numbers: NumberWords;
  readonly taxonomy: Taxonomy;
  readonly units: ReadonlyMap<string, Unit>;
  /** Says where the tagger is too weak on a theme; left out where no figure is shown. */
  readonly weak?: WeakMarks;
  /** What the team does about the comments of a list. */
  readonly listWork?: ListWork;
  /** Told which comments a page shows: they are in the audit trail. */
  readonly shown?: (id: number) => void;
}

/** @param forms where people may correct what they read */
export function commentView(row: CommentRow, words: CommentWords, forms: CorrectionForms | null = null): CommentView {
  const { t, lang, numbers } = words;
  words.shown?.(row.id);
  return {
    id: row.id,
    href: `/comments/${row.id}`,
    lang: /^[a-z]{2}$/.test(row.lang) ? row.lang : null,
    runs: markEvidence(row.text, row.tags, words),
    tags: row.tags.map((tag) => tagView(tag, words)),
    note: row.tags.length > 0 ? '' : t(`comments.note.${row.state}`),
    facts: [
      words.units.get(row.unit)?.name[lang] ?? row.unit,
      numbers.day(row.day),
      t(`channels.${row.channel}`),
      languageName(row.lang, lang, t),
    ],
    score:
      row.score === null
        ? ''
        : row.scale === NPS_SCALE
          ? t('comments.score', { score: row.score })
          : t('comments.scoreOnScale', { score: row.score, scale: row.scale }),
    work: words.listWork?.(row.id) ?? null,
    correction: forms && row.state === 'tagged' ? correctionView(row, forms, words) : null,
  };
}

export function tagView(
  tag: Pick<ThemeTag, 'theme' | 'polarity' | 'confidence' | 'confirmed'>,
  words: CommentWords,
): TagView {
  const theme = words.taxonomy.themes.find((each) => each.key === tag.theme);
  return {
    theme: tag.theme,
    name: theme?.name[words.lang] ?? tag.theme,
    colour: theme?.colour ?? 0,
    polarity: tag.polarity,
    polarityName: words.t(`polarity.${tag.polarity}`),
    sign: SIGNS[tag.polarity],
    confidence: words.numbers.percent(tag.confidence),
    confirmed: tag.confirmed ?? false,
  };
}

/** Cuts the text where evidence begins or ends; the most confident theme gives a run its colour. */
export function markEvidence(text: string, tags: readonly ThemeTag[], words: CommentWords): TextRun[] {
  const within = (span: Span, at: number): boolean => span.start <= at && at < span.end;
  const cuts = new Set([0, text.length]);
  for (const span of tags.flatMap((tag) => tag.evidence)) {
    cuts.add(Math.max(0, Math.min(text.length, span.start)));
    cuts.add(Math.max(0, Math.min(text.length, span.end)));
  }
  const borders = [...cuts].sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, index) => {
    const said = tags.filter((tag) => tag.evidence.some((span) => within(span, start)));
    const views = said.map((tag) => tagView(tag, words));
    return {
      text: text.slice(start, borders[index + 1]),
      colour: views[0]?.colour ?? null,
      label: views.map((view) => view.name).join(', '),
    };
  });
}
