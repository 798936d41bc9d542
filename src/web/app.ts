/** The service as Express sees it: named steps in order. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import compression from 'compression';
import cookieParser from 'cookie-parser';
import ejs from 'ejs';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Logger } from 'pino';
import type { AuditTrail } from '../flows/auditTrail.js';
import type { LearningDeps } from '../flows/deps.js';
import type { SeriousDeps } from '../flows/seriousComments.js';
import { QualityCards } from '../flows/qualityCard.js';
import type { DigestChannel } from '../store/teamStore.js';
import { Trainings } from '../flows/trainings.js';
import { auditRequests } from './audit.js';
import { auditRefusal } from './auditRefusal.js';
import { openAccountParts, type AccountSettings } from './accountParts.js';
import { identify, type ActorSource } from './actor.js';
import { authenticateApi } from './api/authentication.js';
import { handleMissingPage, handlePageErrors } from './errors.js';
import { chooseLanguage, rememberLanguage } from './language.js';
import { onlyKnownNames } from './localHosts.js';
import { pageRenderer } from './render.js';
import { accountRoutes } from './routes/accountRoutes.js';
import { actionRoutes } from './routes/actionRoutes.js';
import { analysisRoutes } from './routes/analysisRoutes.js';
import { aboutRoutes } from './routes/aboutRoutes.js';
import { auditRoutes } from './routes/auditRoutes.js';
import { commentRoutes } from './routes/commentRoutes.js';
import { correctionRoutes } from './routes/correctionRoutes.js';
import { findingRoutes } from './routes/findingRoutes.js';
import { figureRoutes } from './routes/figureRoutes.js';
import { exportRoutes } from './routes/exportRoutes.js';
import { importRoutes, type ImportDeps } from './routes/importRoutes.js';
import { missingRoutes } from './routes/missingRoutes.js';
import { movementRoutes } from './routes/movementRoutes.js';
import { panelRoutes } from './routes/panelRoutes.js';
import { qualityRoutes } from './routes/qualityRoutes.js';
import { ownThemeRoutes } from './routes/ownThemeRoutes.js';
import { reportRoutes } from './routes/reportRoutes.js';
import { trainingRoutes } from './routes/trainingRoutes.js';
import { runRoutes } from './routes/runRoutes.js';
import { seriousRoutes, type AfterRulesChange } from './routes/seriousRoutes.js';
import { signInRoutes } from './routes/signInRoutes.js';
import { teamRoutes } from './routes/teamRoutes.js';
import { taxonomyRoutes } from './routes/taxonomyRoutes.js';
import { formProtection, securityHeaders } from './security.js';
import { rememberAccountLanguage, requireSignIn } from './signedIn.js';

export interface AppDeps {
  /** On behalf of whoever asks: its store gives what they may see. */
  readonly flows: LearningDeps;
  /** On behalf of the service itself: what runs beside requests, and what signs people in. */
  readonly ownFlows: LearningDeps;
  readonly serious: SeriousDeps;
  /** Reads stored comments again after the rules for serious ones changed. */
  readonly onSeriousRules: AfterRulesChange;
  readonly accounts: AccountSettings;
  /** Which proxies are believed about who asks and how, as Express understands them. */
  readonly trustedProxies: readonly string[];
  /** Who is asking, in place of who has signed in. */
  readonly actorOf?: ActorSource;
  readonly importing: ImportDeps;
  /** Over which digests are sent; none unless given. */
  readonly digestChannels?: readonly DigestChannel[];
  /** The configured name of the organisation, or null. */
  readonly organisation: string | null;
  /** IANA name of the organisation's zone. */
  readonly timeZone: string;
  /** Signs form tokens; at least 32 characters. */
  readonly formSecret: string;
  /** Absolute folder of the templates and their assets. */
  readonly viewsFolder: string;
  /** Where every request of somebody known is recorded. */
  readonly trail: AuditTrail;
  readonly log: Logger;
  /** Counts and times requests; first in line. */
  readonly observe?: RequestHandler;
  /** `/api/v1`, with its own error handling. */
  readonly api: Router;
  /** `/healthz`, `/readyz`, `/metrics`. */
  readonly operations: Router;
}

const ONE_HOUR_S = 3600;

export function createApp(deps: AppDeps): Express {
  const app = express();
  const accounts = openAccountParts(deps.accounts, deps.ownFlows, deps.log);
  const forms = formProtection(deps.formSecret, accounts);
  const actorOf = deps.actorOf ?? accounts.signedIn;
  const serious: SeriousDeps = { ...deps.serious, flows: deps.flows };
  const trainings = new Trainings(deps.ownFlows, (error) => deps.log.error({ err: error }, 'a training failed'));
  const cards = new QualityCards(deps.ownFlows, (error) =>
    deps.log.warn({ err: error }, 'the quality card could not be made'),
  );
  const render = pageRenderer({
    flows: deps.flows,
    ownFlows: deps.ownFlows,
    organisation: deps.organisation,
    timeZone: deps.timeZone,
    quality: cards,
    formToken: (req, res) => forms.token(req, res),
  });

  // 1. what every answer has
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (deps.observe) app.use(deps.observe);
  app.set('trust proxy', deps.accounts.url === null ? false : deps.trustedProxies);
  app.use(securityHeaders(accounts));
  app.use(onlyKnownNames(deps.accounts.url?.hostname ?? null));
  app.use(compression());
  // who asks is looked at when the answer begins, so that one place records pages and the API
  app.use(auditRequests({ trail: deps.trail, now: deps.flows.now, refusal: auditRefusal }));

  // 2. probes and files: open to whoever reaches the service
  app.use(deps.operations);
  app.use('/assets', assets(deps.viewsFolder));

  // 3. programs, and scripts of people who have signed in
  app.use(cookieParser());
  app.use(accounts.sessions);
  app.use(
    '/api/v1',
    authenticateApi({
      store: deps.ownFlows.store,
      now: deps.ownFlows.now,
      ...(deps.actorOf
        ? { person: null, anybody: deps.actorOf }
        : { person: accounts.signedIn, anybody: accounts.openTo }),
      protect: forms.protect,
      onError: (error) => deps.log.error({ err: error }, 'the use of a token could not be written'),
    }),
    deps.api,
  );

  // 4. people
  app.engine(
    'ejs',
    ejs.renderFile as (path: string, options: object, callback: (error: unknown, html?: string) => void) => void,
  );
  app.set('view engine', 'ejs');
  app.set('views', deps.viewsFolder);
  app.set('view cache', true);
  app.use(noStore());
  app.use(chooseLanguage());
  app.use(identify(actorOf));
  app.use(forms.visitor);
  app.use(requireSignIn());
  app.get('/language/:lang', rememberAccountLanguage(deps.ownFlows.store), rememberLanguage());
  app.use(signInRoutes({ ...accounts, store: deps.ownFlows.store, log: deps.log }, forms, render));
  app.use(figureRoutes(deps.flows, render));
  app.use(movementRoutes(deps.flows, render));
  app.use(reportRoutes(deps.flows, render, deps.organisation));
  app.use(exportRoutes(deps.flows));
  app.use(commentRoutes(deps.flows, serious, forms, render, deps.log));
  app.use(correctionRoutes(deps.flows, forms));
  app.use(analysisRoutes(deps.flows, forms, render));
  app.use(qualityRoutes(deps.flows, cards, forms, render));
  app.use(trainingRoutes(deps.flows, trainings, forms, render));
  app.use(runRoutes(deps.flows, render));
  app.use(seriousRoutes(serious, forms, render, deps.onSeriousRules));
  app.use(missingRoutes(deps.flows, render));
  app.use(taxonomyRoutes(deps.flows, forms, render));
  app.use(ownThemeRoutes(deps.flows, forms, render));
  app.use(importRoutes(deps.importing, forms, render));
  app.use(findingRoutes(deps.flows, cards, forms, render));
  app.use(panelRoutes(deps.flows, deps.ownFlows, forms, render));
  app.use(actionRoutes(deps.flows, forms, render));
  app.use(teamRoutes(deps.flows, forms, render, deps.digestChannels ?? []));
  app.use(auditRoutes(deps.flows, forms, render, deps.timeZone));
  app.use(accountRoutes({ ...accounts, flows: deps.flows }, forms, render));
  app.use(aboutRoutes(render));

  // 5. what is left
  app.use(handleMissingPage());
  app.use(handlePageErrors(render, deps.log));
  return app;
}

/** Pages show health data: no copy is kept by browsers or proxies. */
function noStore(): RequestHandler {
  return (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  };
}

function assets(viewsFolder: string): Router {
  const router = express.Router();
  const packageFolder = createRequire(import.meta.url);
  const folderOf = (file: string): string => dirname(packageFolder.resolve(file));
  const options = { maxAge: ONE_HOUR_S * 1000, index: false, fallthrough: true } as const;
  router.use(
    '/fonts',
    express.static(join(folderOf('@fontsource-variable/source-sans-3/package.json'), 'files'), options),
  );
  router.use(
    '/fonts',
    express.static(join(folderOf('@fontsource-variable/source-serif-4/package.json'), 'files'), options),
  );
  router.use('/hds', express.static(join(folderOf('hds-core/package.json'), 'lib'), options));
  router.use(express.static(join(viewsFolder, 'assets'), options));
  router.use((_req, res) => {
    res.status(404).type('text/plain').send('404');
  });
  return router;
}
