/** Errors of pages: what is expected becomes a page that says what to do; anything else is logged and given a number. */
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Actor } from '../domain/actor.js';
import type { Translate } from './language.js';
import { homeOf } from './pages/frame.js';
import type { PageRenderer } from './render.js';

/** A page that cannot be shown for a reason the reader can act on. */
export class PageProblem extends Error {
  override readonly name = 'PageProblem';
  /** @param headingKey, textKey phrases of the catalogue */
  constructor(
    readonly status: number,
    readonly headingKey: string,
    readonly textKey: string,
    readonly values: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${headingKey}`);
  }
}

export function notFound(): PageProblem {
  return new PageProblem(404, 'errors.notFoundTitle', 'errors.notFoundText');
}

/** For who has signed in and may not. */
export function notAllowed(): PageProblem {
  return new PageProblem(403, 'errors.notAllowedTitle', 'errors.notAllowedText');
}

export function handleMissingPage(): RequestHandler {
  return (_req, _res, next) => {
    next(notFound());
  };
}

export function handlePageErrors(render: PageRenderer, log: Logger): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    if (req.socket.destroyed) {
      // whoever asked has gone, such as when the service ends
      log.warn({ err: error, path: req.path }, 'a page failed that nobody waits for any more');
      // ended all the same, so that the audit trail has it
      res.status(500).end();
      return;
    }
    const problem = problemOf(error, log, req.path);
    res.status(problem.status);
    try {
      await render(req, res, 'message', { titleKey: problem.headingKey, section: null }, ({ t }) => ({
        heading: t(problem.headingKey),
        text: t(problem.textKey, problem.values),
        action: actionFor(res, t),
      }));
    } catch (cause) {
      // The database itself may be what failed: say so without it.
      log.error({ err: cause }, 'the error page could not be rendered');
      res.type('text/plain').send(`${problem.status}`);
    }
  };
}

function actionFor(res: Response, t: Translate): { readonly href: string; readonly label: string } {
  const href = homeOf((res.locals['actor'] as Actor | undefined) ?? null);
  const label = href === '/' ? 'errors.toOverview' : href === '/login' ? 'errors.toSignIn' : 'errors.toStart';
  return { href, label: t(label) };
}

function problemOf(error: unknown, log: Logger, path: string): PageProblem {
  if (error instanceof PageProblem) return error;
  const { status, code, name } = (error ?? {}) as { status?: unknown; code?: unknown; name?: unknown };
  if (name === 'NotAllowedError') return notAllowed();
  if (code === 'EBADCSRFTOKEN') return new PageProblem(403, 'errors.forbiddenTitle', 'errors.forbiddenText');
  // a cursor cut short by hand or by a mail program names no page
  if (status === 404 || status === 400 || name === 'InvalidCursorError') return notFound();
  const id = randomBytes(4).toString('hex');
  log.error({ err: error, id, path }, 'a page failed');
  return new PageProblem(500, 'errors.failedTitle', 'errors.failedText', { id });
}
