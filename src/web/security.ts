/** What every page is protected by: a strict Content-Security-Policy and double-submit tokens on forms. */
import { randomBytes } from 'node:crypto';
import { doubleCsrf } from 'csrf-csrf';
import type { Request, RequestHandler, Response } from 'express';
import 'express-session';
import helmet from 'helmet';

const VISITOR_COOKIE = 'kuulolla_visitor';
/** A year: browsers ask for the name over https alone for so long. */
const HSTS_S = 365 * 24 * 3600;

export interface SecurityOptions {
  /** People reach the service over https (KUULOLLA_URL). */
  readonly https: boolean;
}

/** Pages load nothing from elsewhere and run no inline script or style. */
export function securityHeaders({ https }: SecurityOptions): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // Without a public address over https the service is called on loopback, where there is no https to insist on; a browser
    // that was told to would refuse every other program of that name.
    strictTransportSecurity: https ? { maxAge: HSTS_S, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  });
}

export interface FormProtection {
  /** Gives every visitor an unguessable cookie that tokens are bound to, beside the session of who has signed in. */
  readonly visitor: RequestHandler;
  /** Refuses an unsafe request without a valid token (403); multipart bodies must be parsed first. */
  readonly protect: RequestHandler;
  /** Token for a form's hidden field `_csrf`. */
  token(req: Request, res: Response): string;
}

/** @param secret at least 32 characters, the same for all requests of one installation */
export function formProtection(secret: string, { https }: SecurityOptions = { https: false }): FormProtection {
  const { doubleCsrfProtection, generateCsrfToken } = doubleCsrf({
    getSecret: () => secret,
    getSessionIdentifier: (req) => `${visitorOf(req)}:${sessionOf(req)}`,
    cookieName: 'kuulolla_form',
    cookieOptions: { sameSite: 'strict', httpOnly: true, secure: https, path: '/' },
    getCsrfTokenFromRequest: (req) => (req.body as { _csrf?: string } | undefined)?._csrf ?? req.get('x-csrf-token'),
  });
  return {
    visitor: (req, res, next) => {
      if (visitorOf(req) === '') {
        const visitor = randomBytes(18).toString('base64url');
        (req.cookies as Record<string, string>)[VISITOR_COOKIE] = visitor;
        res.cookie(VISITOR_COOKIE, visitor, { sameSite: 'lax', httpOnly: true, secure: https });
      }
      next();
    },
    protect: doubleCsrfProtection,
    token: (req, res) => {
      // one for all forms of a page: on a first visit each new one would make those before it invalid
      const known = res.locals['formToken'] as string | undefined;
      const token = known ?? generateCsrfToken(req, res);
      res.locals['formToken'] = token;
      return token;
    },
  };
}

function visitorOf(req: Request): string {
  const cookies = req.cookies as Record<string, unknown>;
  const visitor = cookies[VISITOR_COOKIE];
  return typeof visitor === 'string' ? visitor : '';
}

/** Empty when nobody has signed in: without a session its id is another one at every request. */
function sessionOf(req: Request): string {
  return req.session?.accountId === undefined ? '' : req.sessionID;
}
