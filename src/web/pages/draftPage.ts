/** Teaching a theme: one comment at a time, yes or no. */
import type { OwnThemeQuality, RateView, OwnThemeView, Question } from '../../flows/ownThemes.js';
import { GOOD_AFTER, USABLE_AFTER } from '../../flows/ownThemes.js';
import type { TeachingRoom } from '../../flows/teachingRoom.js';
import { drawChangeTrend } from '../charts/changeTrend.js';
import type { Chart } from '../charts/svg.js';
import type { PageWords } from '../render.js';
import type { TextRun } from './commentView.js';
import { languageName } from './filterBar.js';
import type { Link } from './frame.js';
import type { Fact } from './overviewPage.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';

export interface DraftPage {
  readonly tabs: readonly QualityTabLink[];
  readonly breadcrumb: readonly Link[];
  readonly key: string;
  readonly colour: number;
  readonly token: string;
  readonly description: string;
  readonly isAdopted: boolean;
  /** Comments are still being read: the page looks again by itself. */
  readonly scanning: { readonly text: string; readonly percent: number } | null;
  readonly question: QuestionView | null;
  readonly progress: {
    readonly text: string;
    readonly yesNo: string;
    readonly ripeness: string;
    readonly value: number;
    readonly max: number;
  };
  /** The comment answered last, which can be asked again. */
  readonly undo: { readonly id: number; readonly skipped: string } | null;
  readonly found: FoundView | null;
  readonly typical: readonly ListedComment[];
  readonly near: readonly ListedComment[];
  readonly examples: readonly { readonly text: string; readonly lang: string; readonly note: string }[];
  readonly early: string;
  readonly replaces: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[];
  readonly quality: { readonly facts: readonly Fact[] } | null;
  readonly qualityHref: string;
}

interface QuestionView {
  readonly id: number;
  readonly heading: string;
  readonly lang: string | null;
  readonly runs: readonly TextRun[];
  readonly facts: readonly string[];
  readonly reason: string;
  readonly skipped: string;
}

interface FoundView {
  readonly title: string;
  readonly note: string;
  readonly chart: Chart | null;
  readonly rows: readonly { readonly month: string; readonly base: string; readonly given: string }[];
}

interface ListedComment {
  readonly href: string;
  readonly text: string;
  readonly lang: string | null;
  readonly score: string;
}

export interface DraftPageInput {
  readonly room: TeachingRoom;
  readonly quality: OwnThemeQuality | null;
  readonly skipped: readonly number[];
  readonly answered: number | null;
  readonly token: string;
  readonly colour: number;
  readonly disclosureLimit: number;
  /** Active themes that it could take the place of. */
  readonly replaceable: readonly { readonly key: string; readonly name: string }[];
  readonly replaces: string;
}

export function draftPage(input: DraftPageInput, words: PageWords): DraftPage {
  const { t, numbers, lang } = words;
  const { room, skipped } = input;
  const { theme } = room;
  const given = theme.answers.yes + theme.answers.no;
  const skippedText = skipped.join(',');
  return {
    tabs: qualityTabs('themes', t),
    breadcrumb: [{ href: '/taxonomy', label: t('taxonomy.title') }],
    key: theme.key,
    colour: input.colour,
    token: input.token,
    description: theme.description[lang],
    isAdopted: theme.state === 'adopted',
    scanning: scanningOf(theme, words),
    question: questionOf(input, skippedText, words),
    progress: {
      text: t('teaching.progress', { n: numbers.count(given) }),
      yesNo: t('teaching.yesNo', { yes: numbers.count(theme.answers.yes), no: numbers.count(theme.answers.no) }),
      ripeness: t(`teaching.ripeness.${theme.ripeness}`, { left: numbers.count(theme.answersToGo) }),
      value: Math.min(given, theme.ripeness === 'started' ? USABLE_AFTER : GOOD_AFTER),
      max: theme.ripeness === 'started' ? USABLE_AFTER : GOOD_AFTER,
    },
    undo: input.answered === null ? null : { id: input.answered, skipped: skippedText },
    found: foundOf(theme, input, words),
    typical: room.typical.map((each) => listed(each, words)),
    near: room.near.map((each) => listed(each, words)),
    examples: [
      ...theme.examples.map((each) => ({ ...each, note: '' })),
      ...theme.counterExamples.map((each) => ({ ...each, note: t('teaching.notIt') })),
    ],
    early: theme.ripeness === 'started' ? t('teaching.useEarly') : '',
    replaces: [
      { value: '', label: t('teaching.replacesNone'), selected: input.replaces === '' },
      ...input.replaceable.map(({ key, name }) => ({ value: key, label: name, selected: key === input.replaces })),
    ],
    quality: input.quality && {
      facts: [
        rateFact(t('teaching.precision'), input.quality.precision, words),
        rateFact(t('teaching.recall'), input.quality.recall, words),
      ],
    },
    qualityHref: `/taxonomy/drafts/${theme.key}?quality=1#quality`,
  };
}

function scanningOf({ state, scan }: OwnThemeView, { t, numbers }: PageWords): DraftPage['scanning'] {
  if (state !== 'scanning') return null;
  return {
    text: t('teaching.scanning', { done: numbers.count(scan.scanned), total: numbers.count(scan.total) }),
    percent: scan.total === 0 ? 0 : Math.floor((100 * scan.scanned) / scan.total),
  };
}

function questionOf({ room }: DraftPageInput, skipped: string, words: PageWords): QuestionView | null {
  const { t, numbers, lang } = words;
  const { asked, theme } = room;
  if (!asked) return null;
  const { comment, question, evidence } = asked;
  words.shown?.(comment.id);
  return {
    id: comment.id,
    heading: t('teaching.question', { theme: theme.name[lang] }),
    lang: langOf(comment.lang),
    runs: runsOf(comment.text, evidence),
    facts: [
      words.units.get(comment.unit)?.name[lang] ?? comment.unit,
      numbers.day(comment.day),
      languageName(comment.lang, lang, t),
    ],
    reason: t(`teaching.reason.${question.reason}`, { score: numbers.percent(question.score) }),
    skipped,
  };
}

/** The clause in the colour that the theme has while it is taught. */
function runsOf(text: string, evidence: readonly { readonly start: number; readonly end: number }[]): TextRun[] {
  const [span] = evidence;
  if (!span) return [{ text, colour: null, label: '' }];
  return [
    { text: text.slice(0, span.start), colour: null, label: '' },
    { text: text.slice(span.start, span.end), colour: 0, label: '' },
    { text: text.slice(span.end), colour: null, label: '' },
  ].filter((run) => run.text !== '');
}

function foundOf({ months, scan, name }: OwnThemeView, input: DraftPageInput, words: PageWords): FoundView | null {
  const { t, numbers, lang } = words;
  const total = months.reduce((sum, month) => sum + month.comments, 0);
  if (months.length === 0 || total < input.disclosureLimit) return null;
  const given = months.reduce((sum, month) => sum + month.given, 0);
  const shown = months.map(({ month, comments, given: count }) => {
    const isHidden = comments > 0 && comments < input.disclosureLimit;
    return { month, base: isHidden ? null : comments, before: null, after: isHidden ? null : count };
  });
  return {
    title: `${name[lang]}: ${t('teaching.found', { given: numbers.count(given), total: numbers.count(total) })}`,
    note:
      scan.answersSince === null || scan.answersSince === 0
        ? t('teaching.foundFresh')
        : t('teaching.foundStale', { n: numbers.count(scan.answersSince) }),
    chart: drawChangeTrend(shown, input.colour, numbers, { before: '', after: '' }),
    rows: shown.map(({ month, base, after }) => ({
      month: numbers.month(month),
      base: base === null ? t('figures.tooFew') : numbers.count(base),
      given: numbers.count(after),
    })),
  };
}

function listed({ id, text, lang, score }: Question, { t, numbers }: PageWords): ListedComment {
  return {
    href: `/comments/${id}`,
    text,
    lang: langOf(lang),
    score: t('teaching.sure', { score: numbers.percent(score) }),
  };
}

function rateFact(label: string, { value, hits, n, interval }: RateView, { t, numbers }: PageWords): Fact {
  return {
    label,
    value: numbers.percent(value),
    note: [numbers.percentInterval(interval), `${numbers.count(hits)} / ${t('figures.base', { n: numbers.count(n) })}`]
      .filter(Boolean)
      .join(' · '),
  };
}

function langOf(lang: string): string | null {
  return /^[a-z]{2}$/.test(lang) ? lang : null;
}
