/** The demo organisation's feedback as rows of the import format, the same for the same seed. */
import { expandCells } from './answers.js';
import { buildPool, type Piece } from './commentPool.js';
import type { DemoFiles } from './demoFiles.js';
import { drawComments } from './drawComments.js';
import { planCells } from './plan.js';
import { seededRandom } from './seededRandom.js';

/** One row of the import format (data/README.md lists the columns). */
export interface DemoRow {
  readonly id: string;
  readonly answered_at: string;
  readonly score: number;
  readonly comment: string | null;
  readonly lang: string;
  /** Codes from the root down, joined by ` > `. */
  readonly unit: string;
  readonly channel: string;
  readonly got_help: number | null;
  readonly heard: number | null;
}

/** Columns in the order in which they are written. */
export const DEMO_COLUMNS = [
  'id',
  'answered_at',
  'score',
  'comment',
  'lang',
  'unit',
  'channel',
  'got_help',
  'heard',
] as const satisfies readonly (keyof DemoRow)[];

export const DEMO_SOURCE = 'demo';

/** All rows in order of day. `seed` overrides the one in figures.json; it moves days, comments, channels and the chance in months and units, not the published figures. */
export function* generateDemo(
  files: Omit<DemoFiles, 'organisation'>,
  seed = files.figures.seed,
  pool: readonly Piece[] = buildPool(files.labels, files.topics),
): Generator<DemoRow, void> {
  const random = seededRandom(seed);
  const answers = expandCells(planCells(files, random.fork('plan')), random.fork('answers'));
  drawComments(answers, pool, files.events, random.fork('comments'));
  for (const [index, answer] of answers.entries()) {
    yield {
      id: `demo-${String(index + 1).padStart(6, '0')}`,
      answered_at: answer.day,
      score: answer.score,
      comment: answer.comment,
      lang: answer.lang,
      unit: answer.leaf.path.join(' > '),
      channel: answer.channel,
      got_help: answer.statements?.got_help ?? null,
      heard: answer.statements?.heard ?? null,
    };
  }
}
