/** The confirmed comments that lie nearest to a comment, theme by theme. */
import type { ThemeKey } from '../domain/theme.js';
import { nearestExamples, prepareExamples, type NearestExample } from './nearestExamples.js';
import { wholeVectors } from './wholeVectors.js';

export type ExamplesByTheme = ReadonlyMap<ThemeKey, readonly NearestExample[]>;

/** A reader does not wait longer for examples: after a start their vectors may have to be read first. */
const PATIENCE_MS = 2_000;
const EXAMPLES = 3;

/**
 * Three examples per active theme, most similar first; null while they are being prepared.
 * @param text of the comment, which is not its own example
 */
export async function examplesByTheme(
  deps: Parameters<typeof nearestExamples>[0],
  text: string,
  patienceMs = PATIENCE_MS,
): Promise<ExamplesByTheme | null> {
  const ready = prepareExamples(deps).then(() => true);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  // a preparation that is not waited for may fail; the next page that asks tries again and says so
  ready.catch(() => undefined);
  const inTime = await Promise.race([ready, tooLate]).finally(() => clearTimeout(timer));
  if (!inTime) return null;
  const [whole] = await wholeVectors(deps, [text]);
  if (!whole) throw new Error('expected the vector of one text, got none');
  const found = deps.installation.current.taxonomy.themes.map(
    async ({ key }) => [key, await nearestExamples(deps, whole, key, EXAMPLES, text)] as const,
  );
  return new Map(await Promise.all(found));
}
