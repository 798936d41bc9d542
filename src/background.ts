/** What runs beside requests: loading the model, tagging, and keeping the database clean. */
import type { Logger } from 'pino';
import { addDays } from './domain/calendar.js';
import type { LearningDeps } from './flows/deps.js';
import { purgeAudit } from './flows/purgeAudit.js';
import { resumeScans, stopScans } from './flows/ownThemeScans.js';
import { startTagging, type TaggingLoop } from './flows/taggingLoop.js';
import { startSimilarityJobs } from './similarityJobs.js';
import type { TaggedBatch } from './flows/tagPending.js';
import type { IncomingResponse, ResponseId, Store, StoredOutcome } from './store/store.js';

/** Another process (an import from the command line) may add comments without telling this one. */
const LOOK_AGAIN_MS = 15_000;
/** A sender that has not tried again within a week will not. */
const ANSWERS_KEPT_DAYS = 7;
const PURGE_EVERY_MS = 6 * 3_600_000;
/** Up to this many comments that arrive together are tagged before any backlog. */
const MOST_AT_ONCE = 100;

export interface BackgroundOptions {
  readonly flows: LearningDeps;
  readonly log: Logger;
  /** Fills an empty database; null where nothing is to be loaded. Stops early when the signal says so. */
  readonly loadDemo: ((signal: AbortSignal) => Promise<void>) | null;
  /** What the people of the demo do with its feedback once all of it is tagged; null without the demo. */
  readonly workOnDemo: (() => Promise<void>) | null;
  /** How long the audit trail is kept; for good where it is absent. */
  readonly auditYears?: number;
  readonly onTagged: (batch: TaggedBatch, ids: readonly ResponseId[]) => void | Promise<void>;
}

export interface Background {
  readonly tagging: TaggingLoop;
  /** Resolves when the batch at hand is stored and nothing runs any more. */
  stop(): Promise<void>;
}

export function startBackground(options: BackgroundOptions): Background {
  const { flows, log, loadDemo, workOnDemo, onTagged, auditYears } = options;
  const stopping = new AbortController();
  const purge = async (): Promise<void> => {
    try {
      const deleted = await flows.store.purgeOriginals(flows.today());
      if (deleted > 0) log.info({ deleted }, 'unmasked comments were deleted, their time is over');
      await flows.store.purgeIdempotent(addDays(flows.today(), -ANSWERS_KEPT_DAYS));
      await flows.store.purgeSessions(flows.now());
      const purged = auditYears === undefined ? 0 : await purgeAudit(flows, auditYears);
      if (purged > 0) log.info({ purged }, 'audit records were deleted, their years are over');
    } catch (error) {
      log.error({ err: error }, 'what is past its time could not be deleted, will be tried again');
    }
  };
  const prepare = async (): Promise<void> => {
    await purge();
    if (!loadDemo || stopping.signal.aborted) return;
    try {
      await loadDemo(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error }, 'the demo data could not be loaded');
    }
  };
  const warmUp = flows.tagger.ready().then(
    () => log.info('the model is loaded'),
    (error: unknown) => log.error({ err: error }, 'the model could not be loaded, will be tried again'),
  );
  const prepared = prepare();
  const { store, tagger, installation, now } = flows;
  const tagging = startTagging(
    { store, tagger, themesInUse: () => installation.current.document },
    { log, onTagged, now },
  );
  const similarity = startSimilarityJobs(flows, log, prepared);
  const scans = prepared
    .then(() => resumeScans(flows))
    .catch((error: unknown) => log.error({ err: error }, 'themes that are being taught could not be looked at'));
  const demoWork = prepared
    .then(() => (workOnDemo ? tagging.idle() : undefined))
    .then(() => (stopping.signal.aborted ? undefined : workOnDemo?.()))
    .catch((error: unknown) => log.error({ err: error }, 'the people of the demo could not do their work'));
  const lookAgain = (): void => {
    installation.refresh().catch((error: unknown) => log.error({ err: error }, 'the installation could not be read'));
    tagging.wake();
  };
  const timers = [setInterval(lookAgain, LOOK_AGAIN_MS), setInterval(() => void purge(), PURGE_EVERY_MS)];
  return {
    tagging,
    stop: async () => {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await Promise.all([tagging.stop(), similarity.stop(), stopScans(flows), scans, demoWork, prepared, warmUp]);
    },
  };
}

/** The store, saying which comments were added: a few at a time by number, many only that there are some. */
export function announceComments(store: Store, announce: (ids: readonly ResponseId[]) => void): Store {
  const addResponses: Store['addResponses'] = async (responses, options) => {
    const outcomes = await store.addResponses(responses, options);
    const added = pendingIds(responses, outcomes);
    if (added.length > 0) announce(added.length <= MOST_AT_ONCE ? added : []);
    return outcomes;
  };
  return { ...store, addResponses };
}

function pendingIds(responses: readonly IncomingResponse[], outcomes: readonly StoredOutcome[]): ResponseId[] {
  return outcomes
    .filter(({ outcome }, index) => outcome === 'accepted' && responses[index]?.initialState === 'pending')
    .map(({ id }) => id);
}

/** Imports that a crash cut short say so; what they had stored stays, and the file can be sent again without doubling it. */
export async function closeInterruptedImports(store: Store, now: string): Promise<number> {
  const interrupted = (await store.listImports(1000)).filter((record) => record.state === 'running');
  for (const { id } of interrupted) {
    await store.updateImport(id, {
      state: 'failed',
      finishedAt: now,
      error:
        'The service stopped before the file was read to its end. Send the file again: what was stored is not stored twice.',
    });
  }
  return interrupted.length;
}
