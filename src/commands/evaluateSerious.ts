/** `evaluate --serious`: how well serious comments are found, per category and language. */
import type { SeriousQualityRow, SeriousRate } from '../domain/seriousQuality.js';
import { createDetector, learnSerious } from '../flows/seriousDetector.js';
import { judgeLabelled } from '../flows/seriousComments.js';
import { readCommittedLabels } from '../committedLabels.js';
import { readSeriousLabels, seriousFiles } from '../seriousFiles.js';
import type { CommandContext } from './context.js';

/**
 * Judges labelled comments with the rules that come with the product; heads are fitted on its examples alone, of which the
 * labelled comments are none.
 * @param inputs files of labelled comments; those that come with the product when empty
 */
export async function evaluateSerious(
  context: CommandContext,
  inputs: readonly string[],
  json: boolean,
): Promise<void> {
  const files = seriousFiles(context.root);
  const [tagger, taxonomy, rules] = await Promise.all([context.tagger(), context.taxonomy(), files.shipped()]);
  const labelled =
    inputs.length === 0 ? await files.labelled() : (await Promise.all(inputs.map(readSeriousLabels))).flat();
  const ports = {
    tagger,
    learner: tagger,
    committedLabels: () => readCommittedLabels(context.root, taxonomy),
    // the command touches no database
    store: { getVectors: () => Promise.resolve([]) },
  };
  const heads = await learnSerious(ports, rules);
  const rows = await judgeLabelled(labelled, rules, createDetector(ports, rules, heads));
  if (json) {
    context.print(JSON.stringify({ comments: labelled.length, rows }, null, 1));
    return;
  }
  context.print(`${labelled.length} comments, ${labelled.filter(({ serious }) => serious.length > 0).length} serious`);
  for (const line of table(rows)) context.print(line);
}

function table(rows: readonly SeriousQualityRow[]): string[] {
  const cells = [
    ['category', 'language', 'recall (95 %)', 'labelled', 'precision (95 %)', 'flagged'],
    ...rows.map(({ category, lang, recall, precision }) => [
      category ?? 'serious at all',
      lang ?? 'all',
      rateText(recall),
      String(recall.n),
      rateText(precision),
      String(precision.n),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function rateText({ value, interval }: SeriousRate): string {
  return value === null || interval === null
    ? '–'
    : `${value.toFixed(3)} [${interval[0].toFixed(3)}, ${interval[1].toFixed(3)}]`;
}
