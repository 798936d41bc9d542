/** One unit: its overview, and what sets it apart from what lies beside it. */
import type { Movement } from '../../flows/explainMovement.js';
import type { ThemeDeviation, UnitReport } from '../../flows/unitReport.js';
import { toSearchParams } from '../query.js';
import type { CommentWords } from './commentView.js';
import { overviewPage, type OverviewPage } from './overviewPage.js';

export function unitPage(report: UnitReport, movement: Movement | null, words: CommentWords): OverviewPage {
  const query = toSearchParams({ ...report.filter, ...report.period }).toString();
  return {
    ...overviewPage(report, movement, words),
    differs: report.differs.map((deviation) => ({
      href: `/themes/${deviation.theme.key}?${query}`,
      colour: deviation.theme.colour,
      sentence: sentenceOf(deviation, words),
    })),
  };
}

function sentenceOf(deviation: ThemeDeviation, { t, numbers, lang }: CommentWords): string {
  const theme = deviation.theme.name[lang];
  const { shareDifference } = deviation;
  const parts: string[] = [];
  if (shareDifference.certainty === 'sure' || shareDifference.certainty === 'fairlySure') {
    parts.push(
      t('units.differsShare', {
        theme,
        share: numbers.percent(deviation.share.share),
        rest: numbers.percent(deviation.restShare.share),
      }),
    );
  }
  const nps = deviation.npsDifference;
  if (nps.certainty === 'sure' || nps.certainty === 'fairlySure') {
    parts.push(
      t('units.differsNps', {
        theme,
        nps: numbers.points(deviation.npsWith.nps),
        rest: numbers.points(deviation.restNpsWith.nps),
      }),
    );
  }
  return parts.join(' ');
}
