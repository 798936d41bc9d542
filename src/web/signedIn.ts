/** Who has signed in, from the session to the actor; and what stays closed until somebody has. */
import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../domain/actor.js';
import { actorOfAccount, isDemoAccount } from '../flows/accounts.js';
import type { Account, AccountStore } from '../store/accountStore.js';
import type { ActorSource } from './actor.js';
import { PageProblem } from './errors.js';
import { chosenLanguage } from './language.js';

/** Where nobody has to have signed in. */
const OPEN_PATHS = /^\/(login(\/|$)|logout$|language\/[a-z]{2}$)/;

/**
 * The account of the session, as it is now: what was changed or disabled a moment ago holds at once.
 * @param demoOpen whether people of the demo organisation may be here
 */
export function accountSource(store: AccountStore, demoOpen: (req: Request) => Promise<boolean>): ActorSource {
  return async (req, res) => {
    const id = req.session?.accountId;
    const account = id === undefined ? null : await store.getAccount(id);
    if (account?.state !== 'active') return null;
    if (isDemoAccount(account) && !(await demoOpen(req))) return null;
    res.locals['account'] = account;
    if (account.lang !== null) res.locals['lang'] = account.lang;
    return actorOfAccount(account);
  };
}

/** The account of who asks; null where nobody has signed in by one (tests, the machine itself). */
export function accountIn(res: Response): Account | null {
  return (res.locals['account'] as Account | undefined) ?? null;
}

/** Sends people who have not signed in to the page where they can; anything but a page is refused (401). */
export function requireSignIn(): RequestHandler {
  return (req, res, next) => {
    const actor = res.locals['actor'] as Actor | undefined;
    if (actor || OPEN_PATHS.test(req.path)) {
      next();
    } else if (req.method === 'GET' || req.method === 'HEAD') {
      const next = req.originalUrl === '/' ? '' : `?next=${encodeURIComponent(req.originalUrl)}`;
      res.redirect(303, `/login${next}`);
    } else {
      throw new PageProblem(401, 'errors.signedOutTitle', 'errors.signedOutText');
    }
  };
}

/** Keeps the language that somebody chooses with their account, beside the cookie: it follows them to other machines. */
export function rememberAccountLanguage(store: AccountStore): RequestHandler {
  return async (req, res, next) => {
    const account = accountIn(res);
    const lang = chosenLanguage(req);
    if (account && lang && account.lang !== lang) await store.changeAccount(account.id, { lang });
    next();
  };
}
