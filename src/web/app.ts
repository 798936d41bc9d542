/** The service as Express sees it: named steps in order. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import compression from 'compression';
import cookieParser from 'cookie-parser';
import ejs from 'ejs';
import express, { type Express, type Request, type RequestHandler, type Router } from 'express';
import type { Logger } from 'pino';
import { LOCAL_ACTOR, type Actor } from '../domain/actor.js';
import type { LearningDeps } from '../flows/deps.js';
import type { SeriousDeps } from '../flows/seriousComments.js';
import { QualityCards } from '../flows/qualityCard.js';
import { Trainings } from '../flows/trainings.js';
import { identify } from './actor.js';
import { handleMissingPage, handlePageErrors } from './errors.js';
import { chooseLanguage, rememberLanguage } from './language.js';
import { pageRenderer } from './render.js';
import { analysisRoutes } from './routes/analysisRoutes.js';
import { aboutRoutes } from './routes/aboutRoutes.js';
import { commentRoutes } from './routes/commentRoutes.js';
import { correctionRoutes } from './routes/correctionRoutes.js';
import { figureRoutes } from './routes/figureRoutes.js';
import { exportRoutes } from './routes/exportRoutes.js';
import { importRoutes, type ImportDeps } from './routes/importRoutes.js';
import { missingRoutes } from './routes/missingRoutes.js';
import { movementRoutes } from './routes/movementRoutes.js';
import { qualityRoutes } from './routes/qualityRoutes.js';
import { ownThemeRoutes } from './routes/ownThemeRoutes.js';
import { reportRoutes } from './routes/reportRoutes.js';
import { trainingRoutes } from './routes/trainingRoutes.js';
import { runRoutes } from './routes/runRoutes.js';
import { seriousRoutes, type AfterRulesChange } from './routes/seriousRoutes.js';
import { taxonomyRoutes } from './routes/taxonomyRoutes.js';
import { formProtection, securityHeaders } from './security.js';

export interface AppDeps {
  readonly flows: LearningDeps;
  readonly serious: SeriousDeps;
  /** Reads stored comments again after the rules for serious ones changed. */
  readonly onSeriousRules: AfterRulesChange;
  /** Who is asking; whoever uses the machine unless given. */
  readonly actorOf?: (req: Request) => Actor;
  readonly importing: ImportDeps;
  /** The configured name of the organisation, or null. */
  readonly organisation: string | null;
  /** IANA name of the organisation's zone. */
  readonly timeZone: string;
  /** Signs form tokens; at least 32 characters. */
  readonly formSecret: string;
  /** Absolute folder of the templates and their assets. */
  readonly viewsFolder: string;
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
  const forms = formProtection(deps.formSecret);
  const trainings = new Trainings(deps.flows, (error) => deps.log.error({ err: error }, 'a training failed'));
  const cards = new QualityCards(deps.flows, (error) =>
    deps.log.warn({ err: error }, 'the quality card could not be made'),
  );
  const render = pageRenderer({
    flows: deps.flows,
    organisation: deps.organisation,
    timeZone: deps.timeZone,
    quality: cards,
  });

  // 1. what every answer has
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (deps.observe) app.use(deps.observe);
  app.use(securityHeaders());
  app.use(compression());

  // 2. machines: probes and the API have no cookies, no language, no pages
  app.use('/api/v1', deps.api);
  app.use(deps.operations);

  // 3. files
  app.use('/assets', assets(deps.viewsFolder));

  // 4. people
  app.engine(
    'ejs',
    ejs.renderFile as (path: string, options: object, callback: (error: unknown, html?: string) => void) => void,
  );
  app.set('view engine', 'ejs');
  app.set('views', deps.viewsFolder);
  app.set('view cache', true);
  app.use(noStore());
  app.use(cookieParser());
  app.use(chooseLanguage());
  app.use(identify(deps.actorOf ?? (() => LOCAL_ACTOR)));
  app.use(forms.visitor);
  app.get('/language/:lang', rememberLanguage());
  app.use(figureRoutes(deps.flows, render));
  app.use(movementRoutes(deps.flows, render));
  app.use(reportRoutes(deps.flows, render, deps.organisation));
  app.use(exportRoutes(deps.flows));
  app.use(commentRoutes(deps.flows, deps.serious, forms, render, deps.log));
  app.use(correctionRoutes(deps.flows, forms));
  app.use(analysisRoutes(deps.flows, forms, render));
  app.use(qualityRoutes(deps.flows, cards, forms, render));
  app.use(trainingRoutes(deps.flows, trainings, forms, render));
  app.use(runRoutes(deps.flows, render));
  app.use(seriousRoutes(deps.serious, forms, render, deps.onSeriousRules));
  app.use(missingRoutes(deps.flows, render));
  app.use(taxonomyRoutes(deps.flows, forms, render));
  app.use(ownThemeRoutes(deps.flows, forms, render));
  app.use(importRoutes(deps.importing, forms, render));
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
