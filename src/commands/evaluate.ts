/** `evaluate`: labelled comments to a table of how well the tagger does, per theme and language. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Interval } from '../domain/interval.js';
import type { Rate } from '../domain/tagQuality.js';
import { projectionOf, shippedDocument, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import { Installation } from '../flows/installation.js';
import { identifyLanguage } from '../language/identify.js';
import { parseLabelledLines } from '../tagging/labelledLines.js';
import { measureLanguages, type LabelledComment, type LanguageQuality } from '../tagging/quality.js';
import type { Tagger, ThemeReason } from '../tagging/tagger.js';
import type { CommandContext } from './context.js';
import { evaluateSerious } from './evaluateSerious.js';

/** Comments under way at a time: enough for every worker, few enough for little memory. */
const COMMENTS_AT_A_TIME = 32;

export interface EvaluatedLanguage extends LanguageQuality {
  /** Share of these comments whose language is recognised as labelled. */
  readonly recognised: number;
}

interface EvaluateOptions {
  readonly input?: readonly string[];
  readonly serious: boolean;
  readonly installed: boolean;
  readonly json: boolean;
}

export function registerEvaluateCommand(program: Command, context: CommandContext): void {
  program
    .command('evaluate')
    .description('labelled JSON Lines {lang, text, labels} to precision, recall and F1 per theme and language')
    .option('--input <file...>', 'one or more files of labelled comments; needed unless --serious is given')
    .option('--serious', 'how well serious comments are found: JSON Lines {id, lang, text, serious}', false)
    .option('--installed', "the installation's own themes and heads; an own theme counts when a label names it", false)
    .option('--json', 'print JSON instead of tables', false)
    .action((options: EvaluateOptions) => runEvaluate(context, options));
}

async function runEvaluate(context: CommandContext, options: EvaluateOptions): Promise<void> {
  const { input = [], installed, json } = options;
  if (options.serious) return evaluateSerious(context, input, json);
  if (input.length === 0) {
    context.fail('expected --input with one or more files of labelled comments, or --serious', 2);
    return;
  }
  const tagger = await context.tagger();
  const document = await documentOf(context, tagger, installed);
  const keys = document.themes.map((theme) => theme.key);
  const labelled: LabelledComment[] = [];
  for (const file of input) labelled.push(...parseLabelledLines(await readFile(file, 'utf8'), file, keys));
  const { comments, themes } = projectLabels(labelled, document);
  const qualities = await evaluateTagger(tagger, comments, themes);
  if (json) {
    context.print(JSON.stringify({ versions: tagger.versions, qualities }, null, 1));
    return;
  }
  for (const quality of qualities) for (const line of tableLines(quality)) context.print(line);
}

/** The themes in use; with `installed` the tagger has the installation's heads from here on. */
async function documentOf(
  context: CommandContext,
  tagger: Awaited<ReturnType<CommandContext['tagger']>>,
  installed: boolean,
): Promise<TaxonomyDocument> {
  const shipped = await context.taxonomy();
  if (!installed) return shippedDocument(shipped);
  const store = await context.store();
  const installation = await Installation.open({ store, tagger, shipped, now: () => new Date().toISOString() });
  return installation.current.document;
}

/** Labels as the active themes count them, and which of these are counted: shipped ones, and own ones that a label names. */
function projectLabels(
  labelled: readonly LabelledComment[],
  document: TaxonomyDocument,
): { readonly comments: LabelledComment[]; readonly themes: string[] } {
  const project = projectionOf(document);
  const comments = labelled.map((comment) => {
    const labels = new Map<string, LabelledComment['labels'][number]>();
    for (const label of comment.labels) {
      const theme = project(label.theme);
      if (theme !== null && !labels.has(theme)) labels.set(theme, { ...label, theme });
    }
    return { ...comment, labels: [...labels.values()] };
  });
  const named = new Set(comments.flatMap((comment) => comment.labels.map((label) => label.theme)));
  const active = document.themes.filter((theme) => theme.state === 'active');
  return {
    comments,
    themes: active.filter((theme) => theme.origin === 'shipped' || named.has(theme.key)).map((theme) => theme.key),
  };
}

/** Quality per language in the order of first occurrence, then over all when there is more than one. */
export async function evaluateTagger(
  tagger: Pick<Tagger, 'explain'>,
  comments: readonly LabelledComment[],
  themes: readonly string[],
): Promise<EvaluatedLanguage[]> {
  const reasons: ThemeReason[][] = [];
  for (let from = 0; from < comments.length; from += COMMENTS_AT_A_TIME) {
    const some = comments.slice(from, from + COMMENTS_AT_A_TIME);
    reasons.push(...(await Promise.all(some.map(({ text }) => tagger.explain({ text })))));
  }
  return measureLanguages(comments, reasons, themes).map((quality) => {
    const of = comments.filter((comment) => quality.lang === null || comment.lang === quality.lang);
    const recognised = of.filter((comment) => identifyLanguage(comment.text).lang === comment.lang).length;
    return { ...quality, recognised: of.length > 0 ? recognised / of.length : 0 };
  });
}

function tableLines(quality: EvaluatedLanguage): string[] {
  const rows = [
    ...quality.themes.map((theme) => [
      theme.theme,
      String(theme.labelled),
      rateText(theme.precision),
      rateText(theme.recall),
      boundedText(theme.f1, theme.f1Interval),
      rateText(theme.polarity),
    ]),
    [
      'all (micro)',
      String(quality.micro.labelled),
      rateText(quality.micro.precision),
      rateText(quality.micro.recall),
      boundedText(quality.micro.f1, quality.micro.f1Interval),
      rateText(quality.micro.polarity),
    ],
  ];
  const header = ['theme', 'labelled', 'precision (95 %)', 'recall (95 %)', 'F1 (95 %)', 'polarity (95 %)'];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return [
    `${quality.lang ?? 'all languages'}: ${quality.comments} comments`,
    line(header),
    ...rows.map(line),
    `macro F1 ${numberText(quality.macroF1)}, theme and polarity F1 ${numberText(quality.jointF1)}, neutral F1 ${numberText(quality.neutralF1)}`,
    `polarity right: of labelled themes ${rateText(quality.polarityOfLabelled)}, of found themes ${rateText(quality.polarityOfFound)}`,
    `calibration error ${numberText(quality.calibrationError)}, evidence right ${rateText(quality.evidence)} of ${quality.evidence.n}, language recognised ${numberText(quality.recognised)}`,
    '',
  ];
}

function rateText(rate: Rate): string {
  return boundedText(rate.value, rate.interval);
}

function boundedText(value: number | null, interval: Interval | null): string {
  if (interval === null) return '–';
  return `${numberText(value)} [${numberText(interval[0])}, ${numberText(interval[1])}]`;
}

function numberText(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
