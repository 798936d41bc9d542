/** What signing in is made of, from the settings: sessions, who they belong to, a provider, and where nobody has to sign in. */
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { LOCAL_ACTOR, type Actor } from '../domain/actor.js';
import { isDemoAccount } from '../flows/accounts.js';
import type { LearningDeps } from '../flows/deps.js';
import type { Passwords } from '../flows/passwords.js';
import type { SignInDeps } from '../flows/signIn.js';
import type { ActorSource } from './actor.js';
import { isFromThisMachine } from './localHosts.js';
import { OpenIdSignIn, type OpenIdConfig } from './openId.js';
import { openSessions } from './sessions.js';
import { openShownOnce, type ShownOnce } from './shownOnce.js';
import { accountSource } from './signedIn.js';

export interface AccountSettings {
  readonly passwords: Passwords;
  /** Signs the session's cookie and seals what browsers keep; at least 32 characters. */
  readonly secret: string;
  /** Public address, or null on loopback alone. */
  readonly url: URL | null;
  readonly openId: OpenIdConfig | null;
  /** People of the demo organisation may be entered without a password, on this machine. */
  readonly demo: boolean;
}

export interface AccountParts {
  readonly signIn: SignInDeps;
  readonly sessions: RequestHandler;
  readonly signedIn: ActorSource;
  readonly openId: OpenIdSignIn | null;
  readonly shownOnce: ShownOnce;
  /** Whether people of the demo organisation may be entered by this request. */
  readonly demoOpen: (req: Request) => Promise<boolean>;
  /** Whoever asks the API where it is open: in a demo on this machine, as long as only the demo's people have accounts. */
  readonly openTo: (req: Request) => Promise<Actor | null>;
  readonly https: boolean;
}

export function openAccountParts(
  settings: AccountSettings,
  { store, now }: Pick<LearningDeps, 'store' | 'now'>,
  log: Pick<Logger, 'error'>,
): AccountParts {
  const { passwords, secret, url } = settings;
  const https = url?.protocol === 'https:';
  const onError = (error: unknown): void => log.error({ err: error }, 'a session could not be written');
  const demoOpen = async (req: Request): Promise<boolean> =>
    settings.demo && isFromThisMachine(req) && (await store.getSetting('demo')) === 'true';
  return {
    signIn: { store, passwords, now },
    sessions: openSessions({ store, secret, secure: https, now, onError }),
    signedIn: accountSource(store, demoOpen),
    openId: settings.openId && url ? new OpenIdSignIn({ ...settings.openId, url, secret, now }) : null,
    shownOnce: openShownOnce(secret, { https }),
    demoOpen,
    openTo: async (req) => {
      if (!(await demoOpen(req))) return null;
      return (await store.listAccounts()).every(isDemoAccount) ? LOCAL_ACTOR : null;
    },
    https,
  };
}
