/** Puts the demo organisation into an empty database, through the same door as any feedback. */
import type { ItemResult } from '../../src/flows/ingestFeedback.js';
import type { FeedbackItem } from '../../src/ingest/feedbackItem.js';
import type { Store } from '../../src/store/store.js';
import { saveDemoPeople } from './demoPeople.js';
import { readDemoFiles, type DemoFiles } from './demoFiles.js';
import { DEMO_SOURCE, generateDemo, type DemoRow } from './generateDemo.js';

/** The ingest flow with its dependencies given: checks, masks and stores items, a result for each in their order. */
export type DemoIngest = (
  items: readonly FeedbackItem[],
  options: { readonly source: string },
) => Promise<ItemResult[]>;

export interface LoadDemoOptions {
  readonly store: Pick<Store, 'getSetting' | 'setSetting' | 'saveUnits' | 'isEmpty' | 'addAccount' | 'getAccount'>;
  readonly ingest: DemoIngest;
  /** ISO date-time, UTC. */
  readonly now: () => string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Rows handed over so far, and in all. */
  readonly onProgress?: (rows: number, total: number) => void;
  /** Stops between two batches; the next start goes on from there. */
  readonly signal?: AbortSignal;
}

export type DemoOutcome =
  /** Loaded now, wholly or the rest of it. */
  | 'loaded'
  /** It was there already. */
  | 'present'
  /** There is other feedback; nothing was done. */
  | 'notEmpty'
  /** Stopped by the signal. */
  | 'interrupted';

export interface DemoResult {
  readonly outcome: DemoOutcome;
  /** Rows stored by this call. */
  readonly accepted: number;
  /** Rows that were there already. */
  readonly duplicates: number;
}

/** Setting: `loading:ROWS` while under way (so many rows are stored), `done` after. Absent where there is no demo. */
export const DEMO_STATE_SETTING = 'demoState';
const DONE = 'done';
const BATCH_ROWS = 1000;

/**
 * Saves units and settings and hands over all rows in batches. A loading that was cut off goes on at the next call: rows of a
 * batch that was stored but not yet noted come as duplicates, so that nothing doubles.
 * @throws Error when a row is rejected: the demo's own rows must all be good
 */
export async function loadDemo(options: LoadDemoOptions): Promise<DemoResult> {
  const { store } = options;
  if (!(await prepareDemo(options))) return { outcome: 'notEmpty', accepted: 0, duplicates: 0 };
  const state = await store.getSetting(DEMO_STATE_SETTING);
  if (state === DONE) return { outcome: 'present', accepted: 0, duplicates: 0 };
  const files = await readDemoFiles(options.root);
  return handOver([...generateDemo(files)], storedRows(state), options);
}

/**
 * The demo organisation without its feedback: units, names, and people to look around as, also where an earlier version loaded it
 * without them. False, and nothing was done, where there is other feedback.
 */
export async function prepareDemo(options: Pick<LoadDemoOptions, 'store' | 'root' | 'now'>): Promise<boolean> {
  const { store } = options;
  const state = await store.getSetting(DEMO_STATE_SETTING);
  if (state === null && !(await store.isEmpty())) return false;
  if (state === null) await store.setSetting(DEMO_STATE_SETTING, loadingState(0));
  if (state !== DONE) await saveOrganisation(store, await readDemoFiles(options.root));
  await saveDemoPeople(store, options.now());
  return true;
}

async function handOver(rows: readonly DemoRow[], stored: number, options: LoadDemoOptions): Promise<DemoResult> {
  let [accepted, duplicates] = [0, 0];
  for (let from = stored; from < rows.length; from += BATCH_ROWS) {
    if (options.signal?.aborted) return { outcome: 'interrupted', accepted, duplicates };
    const batch = rows.slice(from, from + BATCH_ROWS);
    const results = await options.ingest(batch.map(itemOf), { source: DEMO_SOURCE });
    for (const [index, result] of results.entries()) {
      if (result.outcome === 'rejected') {
        const reasons = result.reasons.map(({ column, found, reason }) => `${column} "${found}": ${reason}`);
        throw new Error(`expected ${batch[index]!.id} to be accepted, found ${reasons.join(', ')}`);
      }
      if (result.outcome === 'accepted') accepted += 1;
      else duplicates += 1;
    }
    const done = from + batch.length;
    await options.store.setSetting(DEMO_STATE_SETTING, done === rows.length ? DONE : loadingState(done));
    options.onProgress?.(done, rows.length);
  }
  return { outcome: 'loaded', accepted, duplicates };
}

function itemOf({ got_help, heard, ...row }: DemoRow): FeedbackItem {
  return got_help === null && heard === null ? row : { ...row, statements: { got_help, heard } };
}

async function saveOrganisation(store: LoadDemoOptions['store'], files: DemoFiles): Promise<void> {
  await store.saveUnits(files.units.map(({ code, parent, name, target }) => ({ code, parent, name, target })));
  await store.setSetting('demo', 'true');
  await store.setSetting('organisationTarget', String(files.organisation.target));
  for (const [lang, name] of Object.entries(files.organisation.name)) {
    await store.setSetting(`organisationName.${lang}`, name);
  }
}

function loadingState(rows: number): string {
  return `loading:${String(rows)}`;
}

function storedRows(state: string | null): number {
  if (state === null) return 0;
  const rows = /^loading:(\d+)$/.exec(state)?.[1];
  if (rows === undefined)
    throw new Error(`expected ${DEMO_STATE_SETTING} to be loading:ROWS or done, found "${state}"`);
  return Number(rows);
}
