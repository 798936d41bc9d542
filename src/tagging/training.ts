/**
 * Refits what stands on top of the heads on all that people said, and says whether it may replace what is in use. No encoder is
 * run: stored vectors are enough.
 *
 * After: each comment is judged by settings that were fitted without it (cross-validation; comments of the same text are set
 * apart together).
 *
 * Before: the fair question is how what is in use does on comments that it has not seen. Those it was fitted on (all committed
 * ones, and the confirmed ones named by `learnedFrom`) would flatter it, so that an equal refit would look worse; on them it is
 * fitted again in the same folds, on what it knew, without the comment at hand. A confirmed comment that it has not seen, or on
 * which people have said something else since, is judged by it as installed. So labels that harm cannot hide: the committed
 * ones show what was lost, against a baseline that the new labels have no part in.
 */
import type { Heads } from './heads.js';
import type { TrainingComment } from './learner.js';
import type { HeadsOverlay } from './overlay.js';
import { overallQuality, type JudgedPair } from './trainingFigures.js';
import { fitSettings, installedSettings, keepThresholds, overlayOf, predict, type Settings } from './trainingFit.js';
import { judgeChange } from './trainingGate.js';
import type { TrainingReport } from './trainingReport.js';
import { drawFolds, hashComments, readTrainingRows, type TrainingRow } from './trainingRows.js';

const FOLDS = 10;

/**
 * Pure: the same comments in the same order, overlay and seed give the same overlay and report to the byte. Themes with too few
 * verdicts keep their settings; own themes keep their heads.
 * @throws when vectors or overlay do not fit the heads
 */
export function trainOverlay(
  heads: Heads,
  comments: readonly TrainingComment[],
  current: HeadsOverlay,
  seed: number,
): { overlay: HeadsOverlay; report: TrainingReport } {
  const rows = readTrainingRows(heads, current, comments);
  const installed = installedSettings(heads, current);
  const pairs = judgeByFolds(rows, installed, new Set(current.learnedFrom), seed);
  const themes = [...heads.themes, ...current.ownThemes.map((own) => own.theme)];
  const languages = [...new Set(rows.map((row) => row.lang)), null];
  const { cells, refusedFor } = judgeChange(pairs, themes, seed);
  const committed = pairs.filter((pair) => pair.origin === 'committed');
  const measured = committed.length > 0 ? committed : pairs;
  const persons = rows.filter((row) => row.origin === 'person');
  const learnedFrom = [...new Set(persons.map((row) => row.identity))].sort();
  const learned = keepThresholds(fitSettings(rows, installed), rows, installed);
  return {
    overlay: overlayOf(heads, current, learned, learnedFrom),
    report: {
      seed,
      folds: FOLDS,
      comments: { committed: rows.length - persons.length, person: persons.length },
      inputHash: hashComments(comments),
      cells,
      before: languages.map((lang) => overallQuality(measured, lang, 'before')),
      after: languages.map((lang) => overallQuality(measured, lang, 'after')),
      accepted: refusedFor.length === 0,
      refusedFor,
    },
  };
}

function judgeByFolds(
  rows: readonly TrainingRow[],
  installed: Settings,
  learnedFrom: ReadonlySet<string>,
  seed: number,
): JudgedPair[] {
  const folds = drawFolds(rows, FOLDS, seed);
  const wasSeen = (row: TrainingRow): boolean => row.origin === 'committed' || learnedFrom.has(row.identity);
  const pairs: JudgedPair[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const rest = rows.filter((_, index) => folds[index] !== fold);
    const seen = rest.filter(wasSeen);
    const before = fitSettings(seen, installed);
    const learned = seen.length === rest.length ? before : fitSettings(rest, installed);
    // thresholds start from what each side of the comparison has: this keeps the held-out part unseen on both
    const afterSeen = keepThresholds(learned, rest, before);
    const afterNew = keepThresholds(learned, rest, installed);
    rows.forEach((row, index) => {
      if (folds[index] !== fold) return;
      const { group, lang, origin } = row;
      for (const pair of row.pairs) {
        pairs.push({
          group,
          theme: pair.theme,
          lang,
          origin,
          present: pair.present,
          polarity: pair.polarity,
          before: predict(wasSeen(row) ? before : installed, pair),
          after: predict(wasSeen(row) ? afterSeen : afterNew, pair),
        });
      }
    });
  }
  return pairs;
}
