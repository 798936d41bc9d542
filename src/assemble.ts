/** The one file that knows every room: it makes the parts, gives each what it uses, and closes them in order. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router, type Express } from 'express';
import type { Logger } from 'pino';
import { loadDemo } from '../data/demo/loadDemo.js';
import { announceComments, closeInterruptedImports, startBackground, type Background } from './background.js';
import { calendarDay } from './clock.js';
import type { Config } from './config.js';
import { readCommittedLabels } from './committedLabels.js';
import type { FlowDeps, LearningDeps } from './flows/deps.js';
import { Installation } from './flows/installation.js';
import { ingestFeedback, type IngestDeps } from './flows/ingestFeedback.js';
import { closeInterruptedRuns } from './flows/runRecord.js';
import { Uploads } from './flows/uploads.js';
import { openSerious } from './flows/seriousComments.js';
import { openStoreOf, openTaggerOf } from './openParts.js';
import { watchSerious } from './seriousBackground.js';
import { seriousFiles } from './seriousFiles.js';
import type { Store } from './store/store.js';
import type { Learner } from './tagging/learner.js';
import type { Tagger } from './tagging/tagger.js';
import { readTaxonomy } from './taxonomyFile.js';
import { createApp, type AppDeps } from './web/app.js';
import { createApiRouter, refuseOtherVersions } from './web/api/router.js';
import { onlyLocalNames } from './web/localHosts.js';
import { liveness, readiness } from './web/health.js';
import { createMetrics, type Metrics } from './web/metrics.js';

export interface Assembly {
  readonly app: Express;
  readonly flows: LearningDeps;
  /** Starts what runs beside requests: the model, demo data, tagging, housekeeping. Once. */
  startBackground(): Background;
  /** Ends the background, then the tagger, then the database. */
  close(): Promise<void>;
}

export interface AssemblyOptions {
  /** Absolute folder of the project. */
  readonly root: string;
  readonly log: Logger;
  /** Who is asking; whoever uses the machine unless given. */
  readonly actorOf?: NonNullable<AppDeps['actorOf']>;
  /** In place of the shipped model; it is closed with the rest. */
  readonly tagger?: Tagger & Learner;
}

/** Opens the database and checks the model's files; rejects with what was expected when one of them cannot be used. */
export async function assemble(config: Config, options: AssemblyOptions): Promise<Assembly> {
  const { root, log } = options;
  const shipped = await readTaxonomy(root);
  const tagger = options.tagger ?? (await openTaggerOf(config, root, shipped));
  let background: Background | null = null;
  const bareStore = await openStoreOf(config).catch(async (error: unknown) => {
    await tagger.close();
    throw error;
  });
  const store = announceComments(bareStore, (ids) => background?.tagging.wake(ids));
  const now = (): string => new Date().toISOString();
  await closeInterruptedRuns(store, now());
  const interrupted = await closeInterruptedImports(store, now());
  if (interrupted > 0) log.warn({ interrupted }, 'imports had been cut short, their files have to be sent again');

  const today = () => calendarDay(new Date(), config.timeZone);
  const { timeZone, keepOriginalDays, disclosureLimit } = config;
  const supportedLanguages = tagger.languages;
  const installation = await Installation.open({ store, tagger, shipped, now });
  installation.onChange(() => background?.tagging.wake());
  const flows: LearningDeps = {
    store,
    get taxonomy() {
      return installation.current.taxonomy;
    },
    tagger,
    learner: tagger,
    installation,
    committedLabels: () => readCommittedLabels(root, shipped),
    now,
    today,
    disclosureLimit,
    supportedLanguages,
  };
  const ingest: IngestDeps = { store, today, timeZone, supportedLanguages, keepOriginalDays };
  const metrics = createMetrics({
    commentStates: async () => ({ ...(await store.taggingProgress()) }),
    importStates: async () => (await store.listImports(100)).map((record) => record.state),
  });
  const { dataFolder, uploadFolder, maxUploadBytes } = config;
  const uploads = new Uploads({
    ...ingest,
    store,
    now,
    dataFolder,
    uploadFolder,
    onFailure: (error) => log.error({ err: error }, 'an import broke'),
  });
  await uploads.prepare();
  const serious = openSerious(flows, seriousFiles(root));
  const seriousWatch = watchSerious(serious, log);
  const app = createApp({
    flows,
    serious,
    ...(options.actorOf && { actorOf: options.actorOf }),
    onSeriousRules: (by) => seriousWatch.rescan(by),
    importing: { uploads, uploadFolder, maxUploadBytes },
    organisation: config.organisation,
    timeZone,
    formSecret: await formSecretOf(store),
    viewsFolder: join(root, 'views'),
    log,
    observe: metrics.observeRequests,
    api: createApiRouter({ flows, ingest, now, version: await readVersion(root), log }),
    operations: operations(flows, metrics),
  });
  return {
    app,
    flows,
    startBackground: () => {
      background = startBackground({
        flows,
        log,
        loadDemo: config.demo ? (signal) => fillWithDemo(ingest, store, options, signal) : null,
        onTagged: (batch, ids) => {
          metrics.countTagged(batch.tagged, batch.unsupported);
          seriousWatch.tagged(ids);
        },
      });
      seriousWatch.rescan();
      return background;
    },
    close: async () => {
      await background?.stop();
      await seriousWatch.stop();
      await uploads.close();
      await tagger.close();
      await store.close();
    },
  };
}

/** Loads the demo organisation where nothing else is; made-up comments have no original worth keeping. */
async function fillWithDemo(
  ingest: IngestDeps,
  store: Store,
  { root, log }: AssemblyOptions,
  signal: AbortSignal,
): Promise<void> {
  const deps = { ...ingest, keepOriginalDays: 0 };
  const { outcome, accepted } = await loadDemo({
    store,
    root,
    signal,
    ingest: (items, from) => ingestFeedback(deps, items, from),
  });
  log.info({ outcome, accepted }, 'demo organisation');
}

/** Signs form tokens; kept, so that a form that is open while the service restarts can still be sent. */
async function formSecretOf(store: Store): Promise<string> {
  const kept = await store.getSetting('formSecret');
  if (kept !== null) return kept;
  const made = randomBytes(32).toString('hex');
  await store.setSetting('formSecret', made);
  return made;
}

/** Probes, counters, and what answers below /api when no version of the API does. */
function operations({ store, tagger }: FlowDeps, metrics: Metrics): Router {
  const router = Router();
  // pages come after this router and are covered by it
  router.use(onlyLocalNames());
  router.get('/healthz', liveness());
  router.get(
    '/readyz',
    readiness([
      { name: 'database', check: () => store.taggingProgress() },
      { name: 'model', check: () => tagger.ready() },
    ]),
  );
  router.get('/metrics', metrics.show);
  router.use('/api', refuseOtherVersions());
  return router;
}

/** The version in package.json. */
export async function readVersion(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
