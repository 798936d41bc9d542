/** The one file that knows every room: it makes the parts, gives each what it uses, and closes them in order. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router, type Express } from 'express';
import type { Logger } from 'pino';
import { makeDemoWork } from '../data/demo/demoWork.js';
import { DEMO_STATE_SETTING, loadDemo, prepareDemo } from '../data/demo/loadDemo.js';
import { announceComments, closeInterruptedImports, startBackground, type Background } from './background.js';
import { calendarDay } from './clock.js';
import type { Config } from './config.js';
import { readCommittedLabels } from './committedLabels.js';
import { startDigests, type DigestBackground } from './digestBackground.js';
import { digestDeps } from './digests.js';
import { authoriseStore } from './flows/authorisedStore.js';
import { AuditTrail, serviceEvent } from './flows/auditTrail.js';
import type { LearningDeps } from './flows/deps.js';
import { Installation } from './flows/installation.js';
import { ingestFeedback, type IngestDeps } from './flows/ingestFeedback.js';
import { Passwords } from './flows/passwords.js';
import { closeInterruptedRuns } from './flows/runRecord.js';
import type { PanelDeps } from './flows/panelDeps.js';
import { Uploads } from './flows/uploads.js';
import { openSerious } from './flows/seriousComments.js';
import { openStoreOf, openTaggerOf } from './openParts.js';
import { isLoopback } from './publicAddress.js';
import { watchSerious } from './seriousBackground.js';
import { seriousFiles } from './seriousFiles.js';
import type { Store } from './store/store.js';
import type { Learner } from './tagging/learner.js';
import type { Tagger } from './tagging/tagger.js';
import { readTaxonomy } from './taxonomyFile.js';
import { createApp, type AppDeps } from './web/app.js';
import { createApiRouter, refuseOtherVersions } from './web/api/router.js';
import { machineOrReader } from './web/api/authentication.js';
import { liveness, readiness } from './web/health.js';
import { createMetrics, type Metrics } from './web/metrics.js';

export interface Assembly {
  readonly app: Express;
  readonly flows: LearningDeps;
  readonly trail: AuditTrail;
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
  /** In place of those that cost what passwords should. */
  readonly passwords?: Passwords;
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

  if (config.demo) await prepareDemo({ store, root, now });

  const today = () => calendarDay(new Date(), config.timeZone);
  const { timeZone, keepOriginalDays, disclosureLimit } = config;
  const supportedLanguages = tagger.languages;
  const installation = await Installation.open({ store, tagger, shipped, now });
  installation.onChange(() => background?.tagging.wake());
  const trail = new AuditTrail({
    store: bareStore,
    onFailure: (error, waiting) =>
      log.error({ err: error, waiting }, 'the audit trail cannot be written, will be tried again'),
  });
  installation.onChange(() => {
    const { taxonomy, heads, by } = installation.current.row;
    // a failure is told to onFailure, and tried again
    trail.record(serviceEvent(now(), 'installation', { taxonomy, heads, by }), true).catch(() => undefined);
  });
  const flowsOn = (used: Store, service?: LearningDeps): LearningDeps => ({
    store: used,
    ...(service && { service }),
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
  });
  /** What the service does by itself; requests get `pages`. */
  const flows = flowsOn(store);
  const pages = flowsOn(authoriseStore(store), flows);
  const ingest: IngestDeps = { store, today, timeZone, supportedLanguages, keepOriginalDays };
  /** What other programs send is stored on behalf of whoever sends it. */
  const sent: IngestDeps = {
    ...ingest,
    store: { ...store, addResponses: (...added) => pages.store.addResponses(...added) },
  };
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
  const digests = digestDeps({ config, store, guarded: pages.store, now, today, log });
  let digestWatch: DigestBackground | null = null;
  const serious = openSerious(flows, seriousFiles(root));
  const seriousWatch = watchSerious(serious, log);
  const app = createApp({
    flows: pages,
    ownFlows: flows,
    serious,
    ...(options.actorOf && { actorOf: options.actorOf }),
    onSeriousRules: (by) => seriousWatch.rescan(by),
    importing: { uploads, uploadFolder, maxUploadBytes },
    digestChannels: digests.senders.map(({ channel }) => channel),
    organisation: config.organisation,
    timeZone,
    formSecret: await secretOf(store, 'formSecret'),
    accounts: {
      passwords: options.passwords ?? new Passwords(),
      secret: await secretOf(store, 'sessionSecret'),
      url: config.url,
      openId: config.openId,
      demo: config.demo && (config.url === null || isLoopback(config.url.hostname)),
    },
    trustedProxies: config.trustedProxies,
    viewsFolder: join(root, 'views'),
    trail,
    log,
    observe: metrics.observeRequests,
    api: createApiRouter({ flows: pages, ingest: sent, now, version: await readVersion(root), log }),
    operations: operations(flows, metrics, log),
  });
  return {
    app,
    flows,
    trail,
    startBackground: () => {
      background = startBackground({
        flows,
        log,
        loadDemo: config.demo ? (signal) => fillWithDemo(ingest, store, options, signal) : null,
        workOnDemo: config.demo ? () => workOnDemo({ flows: pages, own: flows }, options) : null,
        auditYears: config.auditYears,
        onTagged: (batch, ids) => {
          metrics.countTagged(batch.tagged, batch.unsupported);
          seriousWatch.tagged(ids);
        },
      });
      seriousWatch.rescan();
      digestWatch = startDigests(digests, log);
      return background;
    },
    close: async () => {
      await background?.stop();
      await seriousWatch.stop();
      await digestWatch?.stop();
      await uploads.close();
      await tagger.close();
      await trail.close().catch((error: unknown) => log.fatal({ err: error }, 'audit records were lost'));
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
    now: () => new Date().toISOString(),
    ingest: (items, from) => ingestFeedback(deps, items, from),
  });
  log.info({ outcome, accepted }, 'demo organisation');
}

/** Findings, a panel and an action of the demo organisation, where its feedback is there and every comment tagged. */
async function workOnDemo(deps: PanelDeps, { root, log }: AssemblyOptions): Promise<void> {
  const { store } = deps.own;
  const [state, { pending }] = await Promise.all([store.getSetting(DEMO_STATE_SETTING), store.taggingProgress()]);
  if (state !== 'done' || pending > 0) return;
  if (await makeDemoWork(deps, root)) log.info('the people of the demo have made findings and an action');
}

/** A random secret of the installation; kept, so that forms and sessions that are open while the service restarts go on. */
async function secretOf(store: Store, name: 'formSecret' | 'sessionSecret'): Promise<string> {
  const kept = await store.getSetting(name);
  if (kept !== null) return kept;
  const made = randomBytes(32).toString('hex');
  await store.setSetting(name, made);
  return made;
}

/** Probes, counters, and what answers below /api when no version of the API does. */
function operations({ store, tagger, now }: LearningDeps, metrics: Metrics, log: Logger): Router {
  const router = Router();
  router.get('/healthz', liveness());
  router.get(
    '/readyz',
    readiness([
      { name: 'database', check: () => store.taggingProgress() },
      { name: 'model', check: () => tagger.ready() },
    ]),
  );
  const onError = (error: unknown): void => log.error({ err: error }, 'the use of a token could not be written');
  router.get('/metrics', machineOrReader({ store, now, onError }), metrics.show);
  router.use('/api', refuseOtherVersions());
  return router;
}

/** The version in package.json. */
export async function readVersion(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
