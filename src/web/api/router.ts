/** The JSON API, to be mounted at /api/v1. */
import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { AnswersOnce } from '../../flows/answerOnce.js';
import { keepActor, requireApiRight, requireSomebody } from './authentication.js';
import type { ApiDeps } from './deps.js';
import { commentsRoute } from './comments.js';
import { feedbackRoute } from './feedback.js';
import { movementRoute } from './movement.js';
import { npsRoute } from './nps.js';
import { API_PREFIX, describeApi } from './openapi.js';
import { sendProblem, type ProblemKind } from './problem.js';
import type { ApiRoute } from './route.js';
import { themesRoute } from './themes.js';

export const OPENAPI_PATH = '/openapi.json';

/** Every route, in the order of the document. */
export function apiRoutes(deps: ApiDeps): readonly ApiRoute[] {
  const once = new AnswersOnce({ store: deps.flows.store, now: deps.now });
  return [
    feedbackRoute(deps.ingest, once),
    npsRoute(deps.flows),
    themesRoute(deps.flows),
    movementRoute(deps.flows),
    commentsRoute(deps.flows),
  ];
}

/** Routes, the document that describes them, and problem documents for everything else below /api. */
export function createApiRouter(deps: ApiDeps): Router {
  const router = Router();
  const routes = apiRoutes(deps);
  const document = describeApi(routes, deps.version);
  router.use(keepNoCopy, requireSomebody);
  for (const { method, path, right, handlers } of routes) {
    // what reads a body may lose on whose behalf it runs
    router[method](path, requireApiRight(right), ...handlers.flatMap((handler) => [keepActor, handler]));
    router.all(path, refuseMethod(method === 'get' ? 'GET, HEAD' : 'POST'));
  }
  router.get(OPENAPI_PATH, (_req, res) => {
    res.json(document);
  });
  router.all(OPENAPI_PATH, refuseMethod('GET, HEAD'));
  router.use((req, res) => {
    sendProblem(res, 'not-found', `expected a path of ${req.baseUrl}${OPENAPI_PATH}, found ${req.baseUrl}${req.path}`);
  });
  router.use(answerErrors(deps.log));
  return router;
}

const keepNoCopy: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

/** For paths below /api that are of no version of the API; to be mounted at /api, before it. */
export function refuseOtherVersions(): RequestHandler {
  return (req, res, next) => {
    if (/^\/v1(\/|$)/.test(req.path)) next();
    else
      sendProblem(
        res.set('Cache-Control', 'no-store'),
        'not-found',
        `expected a path below ${API_PREFIX}, found ${req.baseUrl}${req.path}`,
      );
  };
}

function refuseMethod(allowed: string): RequestHandler {
  return (req, res) => {
    res.set('Allow', allowed);
    sendProblem(res, 'method-not-allowed', `expected ${allowed}, found ${req.method}`);
  };
}

/** Problems that reading a body runs into (body-parser's `type`), by kind. */
const BODY_ERRORS: Readonly<Record<string, { readonly kind: ProblemKind; readonly detail: string }>> = {
  'entity.too.large': { kind: 'body-too-large', detail: 'expected at most 5 MB, found more' },
  'encoding.unsupported': { kind: 'wrong-content-type', detail: 'expected a body as it is, or with gzip or deflate' },
};

function answerErrors(log: ApiDeps['log']): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const { type, status, name } = (typeof error === 'object' && error !== null ? error : {}) as {
      readonly type?: unknown;
      readonly status?: unknown;
      readonly name?: unknown;
    };
    const known = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
    if (known) {
      sendProblem(res, known.kind, known.detail);
    } else if (name === 'NotAllowedError') {
      sendProblem(res, 'not-allowed', 'expected something that whoever asks may see or do, found something else');
    } else if (typeof status === 'number' && status >= 400 && status < 500) {
      sendProblem(res, 'invalid-body', 'expected a request that can be read to its end, found one that cannot');
    } else {
      log.error({ err: error, method: req.method, path: `${req.baseUrl}${req.path}` }, 'a request of the API failed');
      sendProblem(
        res,
        'internal-error',
        'expected an answer, something failed inside; the log of the service says more',
      );
    }
  };
}
