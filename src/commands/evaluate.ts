/** `evaluate`: labelled comments to a table of how well the tagger does, per theme and language. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { identifyLanguage } from '../language/identify.js';
import { parseLabelledLines } from '../tagging/labelledLines.js';
import { measureQuality, type LabelledComment, type Quality, type Rate } from '../tagging/quality.js';
import type { Tagger, ThemeReason } from '../tagging/tagger.js';
import type { CommandContext } from './context.js';

/** Comments under way at a time: enough for every worker, few enough for little memory. */
const COMMENTS_AT_A_TIME = 32;

/** Quality over one language's comments, or over all (`lang` null). */
export interface LanguageQuality extends Quality {
  readonly lang: string | null;
  /** Share of these comments whose language is recognised as labelled. */
  readonly recognised: number;
}

export function registerEvaluateCommand(program: Command, context: CommandContext): void {
  program
    .command('evaluate')
    .description('labelled JSON Lines {lang, text, labels} to precision, recall and F1 per theme and language')
    .requiredOption('--input <file...>', 'one or more files of labelled comments')
    .option('--json', 'print JSON instead of tables', false)
    .action((options: { readonly input: readonly string[]; readonly json: boolean }) =>
      runEvaluate(context, options.input, options.json),
    );
}

async function runEvaluate(context: CommandContext, files: readonly string[], json: boolean): Promise<void> {
  const [tagger, taxonomy] = await Promise.all([context.tagger(), context.taxonomy()]);
  const themes = taxonomy.themes.map((theme) => theme.key);
  const comments: LabelledComment[] = [];
  for (const file of files) comments.push(...parseLabelledLines(await readFile(file, 'utf8'), file, themes));
  const qualities = await evaluateTagger(tagger, comments, themes);
  if (json) {
    context.print(JSON.stringify({ versions: tagger.versions, qualities }, null, 1));
    return;
  }
  for (const quality of qualities) for (const line of tableLines(quality)) context.print(line);
}

/** Quality per language in the order of first occurrence, then over all when there is more than one. */
export async function evaluateTagger(
  tagger: Tagger,
  comments: readonly LabelledComment[],
  themes: readonly string[],
): Promise<LanguageQuality[]> {
  const reasons: ThemeReason[][] = [];
  for (let from = 0; from < comments.length; from += COMMENTS_AT_A_TIME) {
    const some = comments.slice(from, from + COMMENTS_AT_A_TIME);
    reasons.push(...(await Promise.all(some.map(({ text }) => tagger.explain({ text })))));
  }
  const languages = [...new Set(comments.map((comment) => comment.lang))];
  return [...languages, ...(languages.length > 1 ? [null] : [])].map((lang) => {
    const chosen = comments.map((_, index) => index).filter((index) => lang === null || comments[index]?.lang === lang);
    const of = chosen.map((index) => comments[index]!);
    const recognised = of.filter((comment) => identifyLanguage(comment.text).lang === comment.lang).length;
    return {
      lang,
      recognised: of.length > 0 ? recognised / of.length : 0,
      ...measureQuality(
        of,
        chosen.map((index) => reasons[index]!),
        themes,
      ),
    };
  });
}

function tableLines(quality: LanguageQuality): string[] {
  const rows = [
    ...quality.themes.map((theme) => [
      theme.theme,
      String(theme.labelled),
      rateText(theme.precision),
      rateText(theme.recall),
      numberText(theme.f1),
    ]),
    [
      'all (micro)',
      String(quality.micro.labelled),
      rateText(quality.micro.precision),
      rateText(quality.micro.recall),
      numberText(quality.micro.f1),
    ],
  ];
  const header = ['theme', 'labelled', 'precision (95 %)', 'recall (95 %)', 'F1'];
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
  if (rate.interval === null) return '–';
  return `${numberText(rate.value)} [${numberText(rate.interval[0])}, ${numberText(rate.interval[1])}]`;
}

function numberText(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
