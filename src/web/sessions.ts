/** Sessions of people who have signed in: kept in the database, known to the browser by a cookie. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import session, { Store as ExpressSessionStore, type SessionData } from 'express-session';
import type { AccountStore } from '../store/accountStore.js';

declare module 'express-session' {
  interface SessionData {
    accountId?: string;
    /** ISO date-times. */
    createdAt?: string;
    lastSeenAt?: string;
  }
}

export const SESSION_COOKIE = 'kuulolla_session';
/** A session ends when nothing was asked for so long. */
export const IDLE_MS = 8 * 3_600_000;
/** And at the latest after so long, whatever is asked: a working day with a little more. */
export const LONGEST_MS = 12 * 3_600_000;
/** There is one lane for writing: not every page view waits for it. */
const SEEN_EVERY_MS = 60_000;

export interface SessionDeps {
  readonly store: AccountStore;
  /** Signs the cookie; at least 32 characters. */
  readonly secret: string;
  /** The browser sends the cookie over https alone. */
  readonly secure: boolean;
  readonly now: () => string;
  readonly onError: (error: unknown) => void;
}

/** Sets `req.session`; nothing is stored and no cookie is set until somebody signs in. */
export function openSessions(deps: SessionDeps): RequestHandler {
  return session({
    name: SESSION_COOKIE,
    secret: deps.secret,
    store: new SessionStore(deps),
    cookie: cookieOptions(deps.secure),
    resave: false,
    saveUninitialized: false,
    unset: 'destroy',
  });
}

function cookieOptions(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
}

/** What the database knows a session by. */
export function sessionHash(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

type Done<Value = never> = (error?: unknown, value?: Value | null) => void;

class SessionStore extends ExpressSessionStore {
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    super();
    this.#deps = deps;
  }

  override get(id: string, done: Done<SessionData>): void {
    this.#read(id).then((found) => done(null, found), done);
  }

  override set(id: string, { accountId, createdAt }: SessionData, done: Done = () => undefined): void {
    if (accountId === undefined || createdAt === undefined) {
      done();
      return;
    }
    const lastSeenAt = this.#deps.now();
    const expiresAt = expiryOf(createdAt, lastSeenAt);
    this.#deps.store
      .addSession(sessionHash(id), { accountId, createdAt, lastSeenAt, expiresAt })
      .then(() => done(), done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    this.#deps.store.deleteSession(sessionHash(id)).then(() => done(), done);
  }

  override touch(id: string, { createdAt, lastSeenAt }: SessionData, done: Done = () => undefined): void {
    // the answer does not wait: an import may hold the lane
    done();
    const now = this.#deps.now();
    if (createdAt === undefined || lastSeenAt === undefined) return;
    if (Date.parse(now) - Date.parse(lastSeenAt) < SEEN_EVERY_MS) return;
    this.#deps.store.touchSession(sessionHash(id), now, expiryOf(createdAt, now)).catch(this.#deps.onError);
  }

  async #read(id: string): Promise<SessionData | null> {
    const found = await this.#deps.store.getSession(sessionHash(id));
    if (!found) return null;
    const { accountId, createdAt, lastSeenAt, expiresAt } = found;
    if (expiresAt <= this.#deps.now()) {
      this.#deps.store.deleteSession(sessionHash(id)).catch(this.#deps.onError);
      return null;
    }
    const cookie = { ...cookieOptions(this.#deps.secure), originalMaxAge: null };
    return { cookie, accountId, createdAt, lastSeenAt };
  }
}

/** When a session ends if nothing more is asked. */
export function expiryOf(createdAt: string, lastSeenAt: string): string {
  return new Date(Math.min(Date.parse(lastSeenAt) + IDLE_MS, Date.parse(createdAt) + LONGEST_MS)).toISOString();
}

/** Begins a session for an account, under a new id: one that somebody planted before is worth nothing. */
export async function beginSession(req: Request, accountId: string, now: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
  req.session.accountId = accountId;
  req.session.createdAt = now;
  req.session.lastSeenAt = now;
  // before anything is answered: the browser comes back at once
  await new Promise<void>((resolve, reject) => {
    req.session.save((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
}

export async function endSession(req: Request, res: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
  res.clearCookie(SESSION_COOKIE, { path: '/' });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
