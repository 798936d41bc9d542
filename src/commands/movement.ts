/** `movement`: the change of NPS between two periods as a table, in parts that add up. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { isDay, type Period } from '../domain/calendar.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import {
  ADJUSTMENTS,
  explainMovement,
  periodsOverlap,
  type Adjustment,
  type Movement,
  type MovementPeriod,
  type MovementWarning,
  type Part,
} from '../flows/explainMovement.js';
import { movementBody } from '../web/api/movement.js';
import type { CommandContext } from './context.js';

interface MovementOptions {
  readonly from: Period;
  readonly to: Period;
  readonly unit?: string;
  readonly adjust?: Adjustment;
  readonly json?: boolean;
}

export function registerMovementCommand(program: Command, context: CommandContext): void {
  program
    .command('movement')
    .description('what the change of NPS between two periods is associated with, in parts that add up')
    .requiredOption('--from <period>', 'the period before, both days included: 2023-01-01..2023-06-30', parsePeriod)
    .requiredOption('--to <period>', 'the period after', parsePeriod)
    .option('--unit <code>', 'only this unit and what lies under it')
    .addOption(new Option('--adjust <mix>', 'take a changed mix of these out first').choices(ADJUSTMENTS))
    .option('--json', 'as JSON, like GET /api/v1/movement')
    .action((options: MovementOptions) => runMovement(options, context));
}

function parsePeriod(text: string): Period {
  const [from = '', to = '', ...more] = text.split('..');
  if (isDay(from) && isDay(to) && from <= to && more.length === 0) return { from, to };
  throw new InvalidArgumentError(`expected two days in order such as 2024-01-01..2024-06-30, found "${text}"`);
}

async function runMovement(options: MovementOptions, context: CommandContext): Promise<void> {
  const { from: base, to: current, unit = null, adjust = null } = options;
  if (periodsOverlap(base, current)) {
    context.fail(`expected periods that share no day, found ${days(base)} and ${days(current)}`, 2);
    return;
  }
  const [store, taxonomy] = await Promise.all([context.store(), context.taxonomy()]);
  const deps = { store, taxonomy, disclosureLimit: context.config.disclosureLimit };
  const movement = await explainMovement(deps, { base, current, filter: { ...NO_FILTER, unit }, adjust });
  if (!movement) {
    context.fail(`expected the code of a unit of this organisation, found "${unit ?? ''}"`, 2);
  } else if (options.json === true) {
    context.print(JSON.stringify(movementBody(movement)));
  } else {
    for (const line of describeMovement(movement)) context.print(line);
    for (const warning of movement.warnings) context.note(describeWarning(warning));
  }
}

const days = ({ from, to }: Period): string => `${from}..${to}`;

function describeMovement(movement: Movement): string[] {
  const { base, current, change } = movement;
  const lines = [describePeriod('from', base), describePeriod('to', current)];
  if (change.points === null) return [...lines, 'change  none: a period has no answers, or too few to show'];
  return [
    ...lines,
    `change  ${signed(change.points)}  ${interval(change.interval)}  ${CERTAINTIES[change.certainty ?? 'chance']}`,
    '',
    ...table([
      ['part', 'points', 'rate', 'mix', '95 % interval', 'certainty', 'share', 'NPS'],
      ...movement.contributions.map((row) => partCells([row.group, row.key ?? ''].join(' ').trim(), row)),
    ]),
    ...(movement.units.length === 0
      ? []
      : [
          '',
          ...table([
            ['unit', 'points', 'rate', 'mix', '95 % interval', 'certainty', 'share', 'NPS'],
            ...movement.units.map((row) => partCells(row.unit.code, row)),
          ]),
        ]),
  ];
}

function describePeriod(name: string, { period, estimate }: MovementPeriod): string {
  const figure =
    estimate.nps === null || estimate.n === null
      ? estimate.strength === 'none'
        ? 'no answers'
        : 'too few answers'
      : `NPS ${decimal(estimate.nps)}  ${interval(estimate.interval)}  n ${String(estimate.n)}`;
  return `${name.padEnd(6)}  ${days(period)}  ${figure}`;
}

const CERTAINTIES = { sure: 'sure', fairlySure: 'fairly sure', chance: 'within chance' } as const;

function partCells(name: string, part: Part): string[] {
  if (part.total === null) return [name, 'too few', '', '', '', '', '', ''];
  return [
    name,
    signed(part.total),
    signed(part.rate),
    signed(part.mix),
    interval(part.interval),
    part.certainty === null ? '' : CERTAINTIES[part.certainty],
    `${percent(part.base.share)} > ${percent(part.current.share)}`,
    `${decimal(part.base.nps)} > ${decimal(part.current.nps)}`,
  ];
}

function decimal(value: number | null): string {
  if (value === null) return '-';
  const text = value.toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

function signed(value: number | null): string {
  const text = decimal(value);
  return value === null || text.startsWith('-') || text === '0.0' ? text : `+${text}`;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}

function interval(ends: readonly [number, number] | null): string {
  return ends === null ? '' : `[${decimal(ends[0])}, ${decimal(ends[1])}]`;
}

/** Columns under each other: names to the left, figures to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const percentWhole = (share: number): string => `${Math.round(100 * share)} %`;

function describeWarning(warning: MovementWarning): string {
  switch (warning.kind) {
    case 'signDiffers':
      return `note: another method gives ${warning.theme} the other sign; do not rely on it`;
    case 'scoredShareDiffers': {
      const [before, after] = [percentWhole(warning.base), percentWhole(warning.current)];
      return `note: ${before} of the answers had a score of 0-10 before, ${after} after: was it the same question?`;
    }
    case 'unread':
      return `note: ${percentWhole(warning.share)} of the answers of a period have comments that are not read`;
    case 'definitionDiffers':
      return 'note: one period is much longer than the other';
    case 'noUnits':
      return 'note: there are no units below to adjust for';
  }
}
