/** Signing in and out. */
import { Router, urlencoded, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { actorOfAccount, isDemoAccount } from '../../flows/accounts.js';
import {
  acceptSignIn,
  accountOfIdentity,
  recordFailure,
  recordSignOut,
  signInWithPassword,
  type SignInDeps,
} from '../../flows/signIn.js';
import type { Account } from '../../store/accountStore.js';
import type { FeedbackStore } from '../../store/store.js';
import { PageProblem } from '../errors.js';
import { localPath } from '../language.js';
import { CALLBACK_PATH, JOURNEY_MS, type OpenIdSignIn } from '../openId.js';
import { homeOf } from '../pages/frame.js';
import { loginPage, type LoginAttempt } from '../pages/loginPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { beginSession, endSession } from '../sessions.js';
import { accountIn } from '../signedIn.js';
import { bodyOf, textOf } from '../formBody.js';

export interface SignInRoutesDeps {
  readonly signIn: SignInDeps;
  readonly store: Pick<FeedbackStore, 'listUnits'>;
  readonly openId: OpenIdSignIn | null;
  /** Whether people of the demo organisation may be entered by this request. */
  readonly demoOpen: (req: Request) => Promise<boolean>;
  /** People reach the service over https. */
  readonly https: boolean;
  readonly log: Pick<Logger, 'warn'>;
}

const MAX_FORM = '8kb';
const JOURNEY_COOKIE = 'kuulolla_journey';
const STATUS: Readonly<Record<NonNullable<LoginAttempt['problem']>, number>> = { refused: 401, wait: 429, busy: 503 };

export function signInRoutes(deps: SignInRoutesDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const { signIn, openId } = deps;
  const receive = [urlencoded({ extended: false, limit: MAX_FORM }), forms.protect];

  const show = async (req: Request, res: Response, attempt: LoginAttempt): Promise<void> => {
    const [accounts, demoOpen, units] = await Promise.all([
      signIn.store.listAccounts(),
      deps.demoOpen(req),
      deps.store.listUnits(),
    ]);
    const choice = {
      people: demoOpen ? accounts.filter((account) => isDemoAccount(account) && account.state === 'active') : [],
      hasAccounts: accounts.some((account) => !isDemoAccount(account)),
      openId: openId !== null,
      demoOpen,
      units,
    };
    await render(req, res, 'login', { titleKey: 'account.signIn.title', section: null }, (words) =>
      loginPage(choice, attempt, forms.token(req, res), words),
    );
  };

  /** Starts the session and goes where the person wanted to. */
  const enter = async (req: Request, res: Response, account: Account, next: string): Promise<void> => {
    if (deps.https && !req.secure) {
      deps.log.warn(
        'expected X-Forwarded-Proto: https from a trusted proxy at sign-in, found none: no cookie can be set',
      );
      throw new PageProblem(500, 'account.signIn.proxyTitle', 'account.signIn.proxyText');
    }
    await beginSession(req, account.id, signIn.now());
    res.redirect(303, next === '/' ? homeOf(actorOfAccount(account)) : next);
  };

  router.get('/login', async (req, res) => {
    const next = localPath(req.query['next']);
    const account = accountIn(res);
    if (account) res.redirect(303, next === '/' ? homeOf(actorOfAccount(account)) : next);
    else await show(req, res, { next, userName: '', problem: null, until: null });
  });

  router.post('/login', ...receive, async (req, res) => {
    const next = localPath(textOf(bodyOf(req), 'next'));
    const userName = textOf(bodyOf(req), 'userName');
    const password = textOf(bodyOf(req), 'password');
    const result = await signInWithPassword(signIn, { userName, password }, addressOf(req));
    if (result.outcome === 'signedIn') {
      await enter(req, res, result.account, next);
      return;
    }
    const until = result.outcome === 'busy' ? null : result.until;
    if (until !== null) {
      res.set('Retry-After', String(Math.max(1, Math.ceil((Date.parse(until) - Date.parse(signIn.now())) / 1000))));
    }
    await show(req, res.status(STATUS[result.outcome]), { next, userName, problem: result.outcome, until });
  });

  router.post('/login/as', ...receive, async (req, res) => {
    const account = await signIn.store.getAccount(textOf(bodyOf(req), 'account'));
    if (!(await deps.demoOpen(req)) || !account || !isDemoAccount(account) || account.state !== 'active') {
      throw new PageProblem(403, 'account.signIn.noDemoTitle', 'account.signIn.noDemoText');
    }
    await acceptSignIn(signIn, account, addressOf(req), 'demo');
    await enter(req, res, account, localPath(textOf(bodyOf(req), 'next')));
  });

  router.post('/logout', ...receive, async (req, res) => {
    const account = accountIn(res);
    if (account) await recordSignOut(signIn, account);
    await endSession(req, res);
    res.redirect(303, '/login');
  });

  if (!openId) return router;

  const journeyCookie = { path: '/login', httpOnly: true, sameSite: 'lax', secure: deps.https } as const;

  router.get('/login/oidc', async (req, res) => {
    const { url, journey } = await openId.begin(localPath(req.query['next'])).catch((error: unknown) => {
      throw providerProblem(error);
    });
    res.cookie(JOURNEY_COOKIE, journey, { ...journeyCookie, maxAge: JOURNEY_MS });
    res.redirect(303, url.href);
  });

  router.get(CALLBACK_PATH, async (req, res) => {
    const kept = (req.cookies as Record<string, unknown>)[JOURNEY_COOKIE];
    res.clearCookie(JOURNEY_COOKIE, journeyCookie);
    const query = req.originalUrl.slice(req.path.length);
    const came = await openId.finish(query, typeof kept === 'string' ? kept : null).catch(async (error: unknown) => {
      await recordFailure(signIn, null, addressOf(req), 'provider');
      throw providerProblem(error);
    });
    if (came.outcome !== 'known') {
      await recordFailure(signIn, null, addressOf(req), 'provider');
      throw new PageProblem(400, `account.signIn.${came.outcome}Title`, `account.signIn.${came.outcome}Text`);
    }
    const { account, problem } = await accountOfIdentity(signIn, came.identity);
    if (problem !== null || !account) {
      await recordFailure(signIn, account, addressOf(req), problem ?? 'unknown');
      // the same for both: a provider's account is not told whether there is one here
      throw new PageProblem(403, 'account.signIn.unknownTitle', 'account.signIn.unknownText');
    }
    await acceptSignIn(signIn, account, addressOf(req), 'provider');
    await enter(req, res, account, came.next);
  });

  /** What went wrong between the two services; it goes to the log, without what the provider said about anybody. */
  function providerProblem(error: unknown): PageProblem {
    const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
    deps.log.warn(
      { name, code, message: error instanceof Error ? error.message : '' },
      'sign-in at the provider failed',
    );
    return new PageProblem(502, 'account.signIn.providerTitle', 'account.signIn.providerText');
  }

  return router;
}

/** Of whoever asks, as a trusted proxy says it. */
function addressOf(req: Request): string {
  return req.ip ?? 'unknown';
}
