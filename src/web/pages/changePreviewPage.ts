/** What a change of themes does to past figures, before it is made. */
import { activeTaxonomy } from '../../domain/taxonomyDocument.js';
import type { ImpactFigure, ThemeMove } from '../../flows/changeFigures.js';
import { MOVES, type Example, type Move } from '../../flows/changeExamples.js';
import type { ChangeRequest } from '../../flows/changePlan.js';
import { MAX_REASON_LENGTH, type ChangePreview } from '../../flows/taxonomyChanges.js';
import { changeFields } from '../changeQuery.js';
import { drawChangeTrend } from '../charts/changeTrend.js';
import type { Chart } from '../charts/svg.js';
import type { PageWords } from '../render.js';
import { commentView, markEvidence, tagView, type CommentView, type TagView } from './commentView.js';
import type { Link } from './frame.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';

export interface ChangePreviewPage {
  readonly tabs: readonly QualityTabLink[];
  readonly breadcrumb: readonly Link[];
  readonly lead: string;
  readonly basis: string;
  /** Notices: tags that still rest on other versions, heads that go back too. */
  readonly notices: readonly string[];
  readonly changesFigures: boolean;
  readonly themes: readonly MoveView[];
  readonly withoutTheme: string;
  readonly impacts: readonly ImpactRow[];
  readonly moves: readonly { readonly move: Move; readonly title: string; readonly examples: readonly ExampleView[] }[];
  readonly form: {
    readonly token: string;
    readonly hidden: readonly { readonly name: string; readonly value: string }[];
    readonly button: string;
    readonly maxLength: number;
  };
}

interface MoveView {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
  readonly before: string;
  readonly after: string;
  readonly interval: string;
  readonly change: string;
  readonly title: string;
  readonly chart: Chart | null;
  readonly rows: readonly {
    readonly month: string;
    readonly base: string;
    readonly before: string;
    readonly after: string;
    readonly interval: string;
  }[];
}

interface ImpactRow {
  readonly name: string;
  readonly colour: number;
  readonly before: string;
  readonly beforeNote: string;
  readonly after: string;
  readonly afterNote: string;
}

export interface ExampleView extends CommentView {
  readonly after: readonly TagView[];
}

/** Themes that are drawn; the table names all. */
const MOST_CHARTS = 3;

export function changePreviewPage(preview: ChangePreview, token: string, words: PageWords): ChangePreviewPage {
  const { t, numbers } = words;
  const { plan, figures, examples } = preview;
  return {
    tabs: qualityTabs('themes', t),
    breadcrumb: [{ href: '/taxonomy', label: t('taxonomy.title') }],
    lead: leadOf(plan.request, preview, words),
    basis:
      figures.base === null ? t('changes.tooFew') : t(`changes.basis.${preview.basis}`, basisCounts(preview, words)),
    notices: [
      ...(preview.taggedOtherwise > 0 ? [t('changes.mixed', { n: numbers.count(preview.taggedOtherwise) })] : []),
      ...(plan.request.kind === 'goBack' && plan.before.overlay !== plan.after.overlay && headsDiffer(preview)
        ? [t('changes.headsToo')]
        : []),
    ],
    changesFigures: figures.themes.some(
      ({ total, months }) => total.before !== total.after || months.some((month) => month.before !== month.after),
    ),
    themes: figures.themes.map((move, index) => moveView(move, index, words)),
    withoutTheme: withoutThemeWords(preview, words),
    impacts: figures.impacts.map(({ theme, before, after }) => ({
      name: theme.name[words.lang],
      colour: theme.colour,
      before: impactWords(before, words),
      beforeNote: impactNote(before, words),
      after: impactWords(after, words),
      afterNote: impactNote(after, words),
    })),
    moves: MOVES.map((move) => ({
      move,
      title: t(`changes.moves.${move}`),
      examples: examples[move].map((example) => exampleView(example, move, preview, words)),
    })).filter((each) => each.examples.length > 0),
    form: {
      token,
      hidden: changeFields(plan.request).map(([name, value]) => ({ name, value })),
      button: t(`changes.apply.${plan.request.kind}`),
      maxLength: MAX_REASON_LENGTH,
    },
  };
}

/** Of the browser's tab and the page's heading. */
export function changeTitle(preview: ChangePreview, { t, lang }: Pick<PageWords, 't' | 'lang'>): string {
  const { request, before, after, drafts } = preview.plan;
  const nameOf = (key: string): string =>
    [...before.taxonomy.themes, ...after.taxonomy.themes].find((theme) => theme.key === key)?.name[lang] ?? key;
  const parts = drafts.map((draft) => draft.name[lang]).join(', ');
  switch (request.kind) {
    case 'merge':
      return t('changes.title.merge', { theme: nameOf(request.theme), into: nameOf(request.into) });
    case 'add':
      return t('changes.title.add', { theme: parts });
    case 'split':
      return t('changes.title.split', { theme: nameOf(request.theme), parts });
    case 'goBack':
      return t('changes.title.goBack', { version: after.taxonomy.version });
    case 'describe':
    case 'retire':
    case 'bringBack':
      return t(`changes.title.${request.kind}`, { theme: nameOf(request.theme) });
  }
}

function headsDiffer({ plan }: ChangePreview): boolean {
  return JSON.stringify(plan.before.overlay) !== JSON.stringify(plan.after.overlay);
}

function basisCounts({ read, figures }: ChangePreview, { numbers }: PageWords): Record<string, string> {
  return { read: numbers.count(read), n: numbers.count(figures.base) };
}

function leadOf(request: ChangeRequest, preview: ChangePreview, words: PageWords): string {
  const { t, lang } = words;
  if (request.kind !== 'merge' && request.kind !== 'split') return t(`changes.lead.${request.kind}`);
  const { themes } = preview.plan.before.taxonomy;
  const nameOf = (key: string): string => themes.find((theme) => theme.key === key)?.name[lang] ?? key;
  if (request.kind === 'merge') {
    return t('changes.lead.merge', { theme: nameOf(request.theme), into: nameOf(request.into) });
  }
  return t(request.keep ? 'changes.lead.splitKeep' : 'changes.lead.splitRetire', { theme: nameOf(request.theme) });
}

function moveView(move: ThemeMove, index: number, words: PageWords): MoveView {
  const { t, numbers, lang } = words;
  const { theme, total, months } = move;
  const name = theme.name[lang];
  const count = (n: number | null): string => (n === null ? '–' : numbers.count(n));
  const span = (interval: readonly [number, number] | null): string =>
    interval === null ? '' : `${numbers.count(interval[0])}–${numbers.count(interval[1])}`;
  const difference = (total.after ?? 0) - (total.before ?? 0);
  const isDrawn = index < MOST_CHARTS && months.some((month) => month.before !== month.after);
  return {
    id: theme.key,
    name,
    colour: theme.colour,
    before: count(total.before),
    after: count(total.after),
    interval: span(total.afterInterval),
    change: numbers.signedPoints(difference),
    title: t(`changes.chartTitle.${total.before === null ? 'comes' : total.after === null ? 'goes' : 'stays'}`, {
      theme: name,
      before: count(total.before),
      after: count(total.after),
    }),
    chart: isDrawn
      ? drawChangeTrend(months, theme.colour, numbers, { before: t('changes.before'), after: t('changes.after') })
      : null,
    rows: months.map((month) => ({
      month: numbers.month(month.month),
      base: month.base === null ? t('figures.tooFew') : numbers.count(month.base),
      before: count(month.before),
      after: count(month.after),
      interval: span(month.afterInterval),
    })),
  };
}

function withoutThemeWords({ basis, figures }: ChangePreview, { t, numbers }: PageWords): string {
  const { base, withoutTheme } = figures;
  if (!withoutTheme || withoutTheme.before === withoutTheme.after) return '';
  return t('changes.withoutTheme', {
    before: numbers.count(withoutTheme.before),
    after: `${basis === 'sampled' ? '≈ ' : ''}${numbers.count(withoutTheme.after)}`,
    n: numbers.count(base),
  });
}

function impactWords({ impact, n }: ImpactFigure, { t, numbers }: PageWords): string {
  if (impact !== null) return numbers.signedPoints(impact);
  return n === null ? '–' : t('figures.tooFew');
}

function impactNote({ impact, interval, n }: ImpactFigure, { t, numbers }: PageWords): string {
  if (impact === null) return '';
  return [numbers.pointsInterval(interval), t('figures.base', { n: numbers.count(n) })].join(' · ');
}

function exampleView({ comment, after }: Example, move: Move, preview: ChangePreview, words: PageWords): ExampleView {
  const young: PageWords = { ...words, taxonomy: activeTaxonomy(preview.plan.after.taxonomy) };
  const view = commentView(comment, words);
  return {
    ...view,
    runs: move === 'lost' ? view.runs : markEvidence(comment.text, after, young),
    after: after.map((tag) => tagView(tag, young)),
  };
}
