/** Which survey statements NPS is associated with most, among those who answered all of them: how they agree, against their score. */
import { estimateDrivers, type Driver, type DriverCell } from '../domain/drivers.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { seededRandom } from '../domain/random.js';
import type { StatementAnswers } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { SUPPRESSED_SHARE, type Share } from './figures.js';
import { ENTANGLED, OUTCOMES } from './npsDrivers.js';
import { statementFigures } from './overview.js';
import { resolveScope } from './scope.js';

export interface StatementDriver extends Driver {
  readonly key: string;
  /** Share of "fully agree" among all who answered it in the selection, as on the overview. */
  readonly topBox: Share;
}

export interface StatementDriversReport {
  /** Respondents with a score who answered all these statements: the base of importance and effects. */
  readonly respondents: number;
  /** How many respondents were read where as many answered or more, so that all rests on the newest; null where all were read. */
  readonly newest: number | null;
  /** Share of the variation within service lines and channels that the statements explain together, 0–1. */
  readonly explained: number;
  /** Most important first. */
  readonly drivers: readonly StatementDriver[];
  /** Drivers that can hardly be told apart from others. */
  readonly entangled: readonly StatementDriver[];
}

/** The most respondents that are read: their answers are read one by one, and more would keep the page waiting. */
export const NEWEST_RESPONDENTS = 20_000;
/** A statement is compared where at least this share of respondents answered it; else too few answered all of them. */
const LEAST_ANSWERED = 0.6;
const LEAST_RESPONDENTS = 100;
const MOST_STATEMENTS = 8;
const SEED = 1;

/**
 * Null when the filter names an unknown unit, when too few answered, or when their score does not vary. `atMost`: how many
 * respondents to read, the newest.
 */
export async function statementDrivers(
  deps: ReadDeps,
  filter: FeedbackFilter,
  atMost = NEWEST_RESPONDENTS,
): Promise<StatementDriversReport | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const least = Math.max(LEAST_RESPONDENTS, deps.disclosureLimit);
  const counted = await deps.store.readStatements(scope.filter);
  const figures = new Map(statementFigures(counted, deps.disclosureLimit).map(({ key, topBox }) => [key, topBox]));
  if (![...figures.values()].some(({ base }) => base !== null && base >= least)) return null;

  const respondents = await deps.store.readStatementAnswers(scope.filter, atMost);
  const keys = chooseStatements(respondents, least);
  const complete = respondents.filter(({ answers }) => keys.every((key) => answers[key] !== undefined));
  if (complete.length < least) return null;
  const estimate = estimateDrivers(
    complete.map((each) => driverCell(each, keys)),
    keys.length,
    { random: seededRandom(SEED) },
  );
  if (!estimate) return null;
  const drivers = keys
    .map((key, index): StatementDriver => {
      const driver = estimate.drivers[index];
      if (!driver) throw new Error(`expected an estimate for ${key}, found none`);
      return { ...driver, key, topBox: figures.get(key) ?? SUPPRESSED_SHARE };
    })
    .sort((one, other) => one.rank - other.rank);
  return {
    respondents: complete.length,
    newest: respondents.length < atMost ? null : atMost,
    explained: estimate.rSquared,
    drivers,
    entangled: drivers.filter(({ varianceInflation }) => varianceInflation > ENTANGLED),
  };
}

/** Statements that most answered and that not all answered alike, the most answered where there are too many; by key. */
function chooseStatements(respondents: readonly StatementAnswers[], least: number): string[] {
  const answered = new Map<string, { count: number; readonly values: Set<number> }>();
  for (const { answers } of respondents) {
    for (const [key, value] of Object.entries(answers)) {
      const known = answered.get(key) ?? { count: 0, values: new Set() };
      known.count += 1;
      known.values.add(value);
      answered.set(key, known);
    }
  }
  return [...answered]
    .filter(
      ([, { count, values }]) => count >= least && count >= LEAST_ANSWERED * respondents.length && values.size > 1,
    )
    .sort(([, one], [, other]) => other.count - one.count)
    .slice(0, MOST_STATEMENTS)
    .map(([key]) => key)
    .sort();
}

function driverCell({ unit, channel, scoreClass, answers }: StatementAnswers, keys: readonly string[]): DriverCell {
  return {
    group: `${unit}/${channel}`,
    holds: keys.map((_, index) => index),
    values: keys.map((key) => answers[key] ?? 0),
    outcome: OUTCOMES[scoreClass] ?? 0,
    count: 1,
  };
}
