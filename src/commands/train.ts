/** `train`: learns from committed and confirmed labels; new heads are taken into use where nothing got worse. */
import type { Command } from 'commander';
import { readCommittedLabels } from '../committedLabels.js';
import { LOCAL_ACTOR } from '../domain/actor.js';
import { DEFAULT_SEED, trainTagger, type TrainingDecision, type TrainingOutcome } from '../flows/trainTagger.js';
import type { TrainingCell, TrainingReport } from '../tagging/trainingReport.js';
import type { CommandContext } from './context.js';
import { openInstallation } from './openInstallation.js';

interface TrainOptions {
  readonly seed: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export function registerTrainCommand(program: Command, context: CommandContext): void {
  program
    .command('train')
    .description('learn from the committed labels and from what people confirmed; kept only if nothing gets worse')
    .option('--seed <n>', 'whole number that draws folds and samples', String(DEFAULT_SEED))
    .option('--dry-run', 'change nothing, only say what would be decided', false)
    .option('--json', 'print the report as JSON', false)
    .action((options: TrainOptions) => runTrain(context, options));
}

async function runTrain(context: CommandContext, { seed, dryRun, json }: TrainOptions): Promise<void> {
  if (!/^\d{1,9}$/.test(seed)) {
    context.fail(`expected a whole number for --seed, got ${seed}`, 2);
    return;
  }
  const [store, tagger, shipped] = await Promise.all([context.store(), context.tagger(), context.taxonomy()]);
  const installation = await openInstallation(context);
  const outcome = await trainTagger(
    {
      store,
      tagger,
      learner: tagger,
      installation,
      taxonomy: installation.current.taxonomy,
      committedLabels: () => readCommittedLabels(context.root, shipped),
      now: () => new Date().toISOString(),
      today: () => context.today(),
      disclosureLimit: context.config.disclosureLimit,
      supportedLanguages: tagger.languages,
    },
    { seed: Number(seed), by: LOCAL_ACTOR.id, dryRun },
  );
  if (json)
    context.print(JSON.stringify({ decision: outcome.decision, heads: outcome.heads, ...outcome.report }, null, 1));
  else for (const line of linesOf(outcome)) context.print(line);
  if (outcome.decision === 'refused')
    context.fail(`${decided(outcome.decision, dryRun)} (${outcome.report.refusedFor.length} worse)`);
  else context.note(decided(outcome.decision, dryRun));
}

function decided(decision: TrainingDecision, dryRun: boolean): string {
  if (decision === 'refused') return 'refused: the heads in use stay';
  if (decision === 'same') return 'nothing new: the heads in use are what comes out';
  return dryRun
    ? 'accepted: would be taken into use'
    : 'accepted and in use: stored comments are tagged again by the service, or now by: kuulolla retag';
}

function linesOf({ heads, report }: TrainingOutcome): string[] {
  const { comments, folds, seed, cells } = report;
  const shown = cells.filter(
    ({ change, origin, lang, theme }) => change !== null && origin !== null && (lang !== null || theme === null),
  );
  const rows = shown.map((cell) => [
    cell.measure === 'theme'
      ? (cell.theme ?? 'all themes')
      : cell.measure === 'joint'
        ? 'theme and polarity'
        : 'confidence (Brier)',
    cell.lang ?? 'all',
    cell.origin === 'person' ? 'confirmed' : 'committed',
    `${cell.labelled}/${cell.known}`,
    valueOf(cell, 'before'),
    valueOf(cell, 'after'),
    changeText(cell),
    cell.worse ? 'worse' : '',
  ]);
  const header = ['theme', 'language', 'labels', 'with/known', 'before', 'after', 'change, below 0 worse (95 %)', ''];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (column < 3 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [
    `heads ${heads}: ${comments.committed} committed and ${comments.person} confirmed comments, ${folds}-fold cross-validation, seed ${seed}`,
    line(header),
    ...rows.map(line),
    ...overallLines(report),
  ];
}

function overallLines({ before, after }: TrainingReport): string[] {
  return after.map((quality, index) => {
    const old = before[index];
    const pair = (
      name: 'microF1' | 'macroF1' | 'jointF1' | 'neutralF1' | 'polarityRight' | 'calibrationError',
    ): string => `${numberText(old?.[name] ?? null)} → ${numberText(quality[name])}`;
    return `${quality.lang ?? 'all'}: micro F1 ${pair('microF1')}, macro ${pair('macroF1')}, with polarity ${pair('jointF1')}, neutral ${pair('neutralF1')}, polarity right ${pair('polarityRight')}, calibration error ${pair('calibrationError')}`;
  });
}

function valueOf(cell: TrainingCell, side: 'before' | 'after'): string {
  return numberText(cell.measure === 'confidence' ? cell[side].brier : cell[side].f1);
}

function changeText({ change }: TrainingCell): string {
  if (!change) return '–';
  const [low, high] = change.interval;
  return `${signed(change.value)} [${signed(low)}, ${signed(high)}]`;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(3)}`;
}

function numberText(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
