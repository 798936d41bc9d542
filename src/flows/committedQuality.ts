/** How good the heads in use are on the labels that come with the product. */
import { agreementFrom, rateOf, type Rate, type ThemeAgreement } from '../domain/tagQuality.js';
import type { ThemeKey } from '../domain/theme.js';
import type { CellQuality, TrainingCell, TrainingReport } from '../tagging/trainingReport.js';
import type { LearningDeps } from './deps.js';
import type { Installed } from './installation.js';
import { SHIPPED_HEADS } from './installation.js';
import { judgePairs, type KnownComment } from './judgedPairs.js';
import { measureLanguages, type LanguageQuality } from './measuredLanguages.js';

export interface CommittedQuality {
  /**
   * `crossValidated`: from the report of the training that made the heads. `fittedThere`: the heads as they are, whose stack and
   * thresholds were fitted on these very labels, so that figures flatter a little.
   */
  readonly method: 'crossValidated' | 'fittedThere';
  /** Of the cross-validation; null without. */
  readonly folds: number | null;
  readonly languages: readonly LanguageQuality[];
}

export async function committedQuality(
  deps: LearningDeps,
  installed: Installed,
  onProgress?: (done: number, of: number) => void,
): Promise<CommittedQuality> {
  const comments = await deps.committedLabels();
  const shipped = installed.document.themes.filter((theme) => theme.origin === 'shipped').map((theme) => theme.key);
  const known = comments.map(({ lang, text, labels }): KnownComment => ({
    lang,
    text,
    verdicts: shipped.map((theme) => {
      const label = labels.find((each) => each.theme === theme);
      return { theme, present: label !== undefined, polarity: label?.polarity ?? null };
    }),
  }));
  const pairs = await judgePairs(deps, known, installed, 'all', (done) => onProgress?.(done, comments.length));
  const themes = installed.taxonomy.themes.map((theme) => theme.key);
  const judged = measureLanguages(pairs, themes, deps.supportedLanguages);
  const report = await reportOf(deps, installed);
  if (!report) return { method: 'fittedThere', folds: null, languages: judged };
  return {
    method: 'crossValidated',
    folds: report.folds,
    languages: judged.map((quality) => reported(quality, report)),
  };
}

async function reportOf({ store }: LearningDeps, { row }: Installed): Promise<TrainingReport | null> {
  if (row.heads === SHIPPED_HEADS) return null;
  const heads = await store.getHeads(row.heads);
  return heads?.report ? (JSON.parse(heads.report) as TrainingReport) : null;
}

/** The figures of the report in place of the judged ones where it has them; the calibration plot stays that of the heads as they are. */
function reported(judged: LanguageQuality, report: TrainingReport): LanguageQuality {
  const cell = (theme: ThemeKey | null): TrainingCell | undefined =>
    report.cells.find((each) => each.theme === theme && each.lang === judged.lang && each.origin === 'committed');
  const overall = report.after.find((each) => each.lang === judged.lang);
  const micro = cell(null);
  return {
    ...judged,
    themes: judged.themes.map((quality) => {
      const found = cell(quality.theme);
      return found ? { ...quality, ...agreementOfCell(found, quality) } : quality;
    }),
    micro: micro ? agreementOfCell(micro, judged.micro) : judged.micro,
    macroF1: overall?.macroF1 ?? judged.macroF1,
    jointF1: overall?.jointF1 ?? judged.jointF1,
    polarityOfFound:
      micro && overall && overall.polarityRight !== null
        ? rateFrom(overall.polarityRight, micro)
        : judged.polarityOfFound,
    neutralF1: overall?.neutralF1 ?? judged.neutralF1,
    calibrationError: overall?.calibrationError ?? judged.calibrationError,
  };
}

/** @param share of the themes found */
function rateFrom(share: number, { labelled, after }: TrainingCell): Rate {
  const found = Math.round((after.recall ?? 0) * labelled);
  return rateOf(Math.round(share * found), found);
}

/** Counts of a cell from its shares: hits = recall · labelled, given = hits / precision. */
function agreementOfCell({ known, labelled, after }: TrainingCell, judged: ThemeAgreement): ThemeAgreement {
  const hits = Math.round((after.recall ?? 0) * labelled);
  return {
    ...agreementFrom({ hits, given: givenOf(after, hits, judged), labelled }, known),
    polarity: judged.polarity,
  };
}

function givenOf({ precision }: CellQuality, hits: number, judged: ThemeAgreement): number {
  // a precision of 0 does not say of how many: about as many as the heads give
  if (precision === 0) return Math.max(1, judged.precision.n);
  return precision === null ? 0 : Math.round(hits / precision);
}
