/** The quality card: a sentence, then every figure that it rests on. */
import { LABEL_SOURCES } from '../../domain/confirmedLabel.js';
import type { LanguageDrift } from '../../flows/driftMonths.js';
import type { LanguageQuality } from '../../flows/measuredLanguages.js';
import type { Progress, QualityCard } from '../../flows/qualityCard.js';
import { POSITIVES_NEEDED, type ThemeTrueShare } from '../../flows/trueShares.js';
import { cellOf, LABELS_NEEDED, type WeakTheme } from '../../flows/weakThemes.js';
import { drawCalibration } from '../charts/calibrationPlot.js';
import type { Chart } from '../charts/svg.js';
import type { CommentWords } from './commentView.js';
import { driftViews, type DriftView } from './driftViews.js';
import type { Fact } from './overviewPage.js';
import { panelLines, type PanelQualityView } from './panelQualityWords.js';
import { qualityTable, rateView, type FigureView, type QualityTable } from './qualityTable.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';
import { inLanguage, ratioWords, weakWords } from './qualityWords.js';

export interface QualityPage {
  readonly tabs: readonly QualityTabLink[];
  readonly lead: string;
  /** Null while it is measured. */
  readonly card: CardView | null;
  /** What is still measured, in words; empty when all is there. */
  readonly measuring: readonly string[];
  readonly driftLead: string;
  readonly drift: readonly DriftView[];
}

interface CardView {
  readonly warnings: readonly string[];
  /** The own sample when there is one, then the labels that come with the product. */
  readonly sources: readonly SourceView[];
  readonly sampleMissing: boolean;
  readonly calibration: {
    readonly chart: Chart;
    readonly title: string;
    readonly rows: readonly { readonly bin: string; readonly confidence: string; readonly right: FigureView }[];
  } | null;
  readonly panel: PanelQualityView;
  readonly labels: readonly Fact[];
  readonly trueShares: { readonly period: string; readonly rows: readonly TrueShareRow[] };
  readonly versions: string;
}

interface SourceView {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly table: QualityTable;
}

interface TrueShareRow {
  readonly name: string;
  readonly colour: number;
  readonly observed: FigureView;
  readonly estimate: FigureView;
  readonly sensitivity: FigureView;
  readonly specificity: FigureView;
  readonly from: string;
}

export function qualityPage(
  card: Progress<QualityCard>,
  drift: Progress<LanguageDrift[]>,
  words: CommentWords,
): QualityPage {
  const { t, numbers } = words;
  const measuring = [card, drift].flatMap((part, index) =>
    part.state === 'ready'
      ? []
      : [
          t(index === 0 ? 'quality.measuring' : 'quality.measuringDrift', {
            done: numbers.count(part.done),
            of: numbers.count(part.of),
          }),
        ],
  );
  const found = card.state === 'ready' ? card.value : null;
  const drifts = drift.state === 'ready' ? drift.value : [];
  return {
    tabs: qualityTabs('card', t),
    lead: found ? leadOf(found, words) : t('quality.leadMeasuring'),
    card: found && cardView(found, words),
    measuring,
    driftLead: driftLead(drift, words),
    drift: driftViews(drifts, words),
  };
}

/** The organisation's own sample speaks once it has enough; until then the labels that come with the product. */
function headlineOf({ sample, committed }: QualityCard): readonly LanguageQuality[] {
  const own = sample.find((quality) => quality.lang === null);
  return own && own.micro.labelled >= POSITIVES_NEEDED ? sample : committed.languages;
}

function leadOf(card: QualityCard, words: CommentWords): string {
  const { t, lang, taxonomy } = words;
  const headline = headlineOf(card);
  const all = headline.find((quality) => quality.lang === null);
  if (!all || all.micro.recall.value === null || all.micro.precision.value === null) return t('quality.leadNothing');
  const said = t(headline === card.sample ? 'quality.leadSample' : 'quality.leadCommitted', {
    found: Math.round(100 * all.micro.recall.value),
    right: Math.round(100 * all.micro.precision.value),
  });
  const cells = taxonomy.themes.flatMap((theme) =>
    card.languages.flatMap((code) => {
      const cell = cellOf(headline, code, theme.key);
      return cell && cell.f1 !== null && cell.labelled >= LABELS_NEEDED ? [{ theme, code, f1: cell.f1 }] : [];
    }),
  );
  const [weakest] = cells.sort((a, b) => a.f1 - b.f1);
  if (!weakest) return said;
  return `${said} ${t('quality.leadWeakest', {
    theme: weakest.theme.name[lang].toLocaleLowerCase(lang),
    language: inLanguage(weakest.code, words),
    f1: ratioWords(lang).ratio(weakest.f1),
  })}`;
}

function cardView(card: QualityCard, words: CommentWords): CardView {
  const { t, lang, numbers, taxonomy } = words;
  const { committed, sample, panel, labels, weak } = card;
  const all = headlineOf(card).find((quality) => quality.lang === null);
  const sources: SourceView[] = [];
  const isMeasuredHere = ({ lang: code, theme }: WeakTheme): boolean =>
    (cellOf(sample, code, theme)?.labelled ?? 0) >= POSITIVES_NEEDED;
  const checked = sample.find((quality) => quality.lang === null);
  if (checked) {
    sources.push({
      id: 'sample',
      title: t('quality.sampleTitle'),
      note: [
        t('quality.sampleNote', { n: numbers.count(checked.comments) }),
        card.learnedHere ? t('quality.sampleTaught') : '',
      ]
        .filter(Boolean)
        .join(' '),
      table: qualityTable(sample, weak.filter(isMeasuredHere), words),
    });
  }
  const shipped = committed.languages.find((quality) => quality.lang === null);
  sources.push({
    id: 'committed',
    title: t('quality.committedTitle'),
    note: t(committed.method === 'crossValidated' ? 'quality.crossValidatedNote' : 'quality.fittedThereNote', {
      n: numbers.count(shipped?.comments ?? 0),
      folds: committed.folds ?? 0,
    }),
    table: qualityTable(
      committed.languages,
      weak.filter((each) => !isMeasuredHere(each)),
      words,
    ),
  });
  return {
    warnings: weak.map(
      (each) =>
        `${taxonomy.themes.find((theme) => theme.key === each.theme)?.name[lang] ?? each.theme}: ${weakWords(each, words)}`,
    ),
    sources,
    sampleMissing: !checked,
    calibration: all ? calibrationOf(all, words) : null,
    panel: panelLines(panel, words),
    labels: LABEL_SOURCES.map((source) => ({
      label: t(`quality.source.${source}`),
      value: numbers.count(labels[source]),
      note: t(`quality.sourceNote.${source}`),
    })),
    trueShares: {
      period: numbers.period(card.trueShares.period),
      rows: card.trueShares.themes.map((row) => trueShareRow(row, words)),
    },
    versions: t('quality.versions', { ...card.versions }),
  };
}

function calibrationOf(all: LanguageQuality, words: CommentWords): CardView['calibration'] {
  const { t, numbers } = words;
  if (all.calibrationError === null) return null;
  return {
    title: t('quality.calibrationTitle', { error: numbers.percent(all.calibrationError) }),
    chart: drawCalibration(all.calibration, numbers, {
      confidence: t('quality.confidence'),
      right: t('quality.right'),
    }),
    rows: all.calibration
      .filter((bin) => bin.n > 0)
      .map((bin) => ({
        bin: `${numbers.wholePercent(bin.from).replace(/[\s%]/gu, '')}–${numbers.wholePercent(bin.to)}`,
        confidence: numbers.percent(bin.confidence),
        right: {
          value: numbers.percent(bin.share),
          interval: numbers.percentInterval(bin.interval),
          base: numbers.count(bin.n),
        },
      })),
  };
}

function trueShareRow(row: ThemeTrueShare, words: CommentWords): TrueShareRow {
  const { t, lang, numbers } = words;
  const { observed, estimate } = row;
  return {
    name: row.theme.name[lang],
    colour: row.theme.colour,
    observed: {
      value: observed.share === null ? t('figures.tooFew') : numbers.percent(observed.share),
      interval: observed.share === null ? '' : numbers.percentInterval(observed.interval),
      base: observed.base === null ? '' : t('figures.base', { n: numbers.count(observed.base) }),
    },
    estimate: {
      value: estimate ? numbers.percent(estimate.share) : t('quality.notKnown'),
      interval: estimate ? (estimate.interval ? numbers.percentInterval(estimate.interval) : t('quality.open')) : '',
      base: '',
    },
    sensitivity: rateView(row.sensitivity, words),
    specificity: rateView(row.specificity, words),
    from: row.from === null ? '' : t(`quality.from.${row.from}`),
  };
}

function driftLead(drift: Progress<LanguageDrift[]>, words: CommentWords): string {
  const { t } = words;
  if (drift.state !== 'ready') return '';
  const shown = drift.value.filter((each) => each.months.length > 1);
  if (shown.length === 0) return t('quality.drift.tooFew');
  const moved = shown.filter((each) => each.drifted.length > 0);
  if (moved.length === 0) return t('quality.drift.none');
  return moved
    .map((each) =>
      t('quality.drift.some', {
        language: inLanguage(each.lang, words),
        what: each.drifted.map((measure) => t(`quality.drift.moved.${measure}`)).join(', '),
      }),
    )
    .join(' ');
}
