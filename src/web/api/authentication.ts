/** Who asks the API: a program with a token, or somebody who has signed in on the pages. */
import type { RequestHandler, Response } from 'express';
import { may, type Actor, type Right } from '../../domain/actor.js';
import { actorOfToken } from '../../flows/accounts.js';
import { runAs } from '../../flows/currentActor.js';
import { tokenHash } from '../../flows/tokens.js';
import type { AccountStore } from '../../store/accountStore.js';
import type { ActorSource } from '../actor.js';
import { isFromThisMachine } from '../localHosts.js';
import { sendProblem } from './problem.js';

/** A token that was just used is not written down again within this time. */
const USED_EVERY_MS = 60_000;
const BEARER = /^Bearer +([\w~+/.-]{1,200}=*)$/i;

export interface ApiAuthenticationDeps {
  readonly store: AccountStore;
  readonly now: () => string;
  /** Somebody who has signed in on the pages; null where nobody does. */
  readonly person: ActorSource | null;
  /** Refuses unsafe requests without the form token (calls next with an error). */
  readonly protect: RequestHandler;
  /** Whoever asks otherwise, where the API is open. */
  readonly anybody: ActorSource;
  readonly onError: (error: unknown) => void;
}

/** Names the actor of every request, or answers 401; what follows runs on their behalf. */
export function authenticateApi(deps: ApiAuthenticationDeps): RequestHandler {
  return async (req, res, next) => {
    const header = req.get('Authorization');
    if (header !== undefined) {
      const actor = await actorOfHeader(header, deps);
      if (actor) proceedAs(actor, res, next);
      else refuse(res, 'expected a token that is in use after "Authorization: Bearer", found another', 'invalid_token');
      return;
    }
    const person = (await deps.person?.(req, res)) ?? null;
    if (person && req.method !== 'GET' && req.method !== 'HEAD') {
      // a browser sends the cookie by itself, also for a page of somebody else
      deps.protect(req, res, (error?: unknown) => {
        if (error === undefined) proceedAs(person, res, next);
        else
          sendProblem(
            res,
            'form-token',
            'expected the form token of a page in the header x-csrf-token, found none or another',
          );
      });
      return;
    }
    const actor = person ?? (await deps.anybody(req, res));
    if (actor) proceedAs(actor, res, next);
    else next();
  };
}

function proceedAs(actor: Actor, res: Response, next: () => void): void {
  res.locals['actor'] = actor;
  runAs(actor, next);
}

async function actorOfHeader(
  header: string,
  { store, now, onError }: Pick<ApiAuthenticationDeps, 'store' | 'now' | 'onError'>,
): Promise<Actor | null> {
  const [, text] = BEARER.exec(header.trim()) ?? [];
  const token = text === undefined ? null : await store.findToken(tokenHash(text));
  if (!token || token.revokedAt !== null) return null;
  const at = now();
  if (token.lastUsedAt === null || Date.parse(at) - Date.parse(token.lastUsedAt) >= USED_EVERY_MS) {
    // the answer does not wait for the lane
    store.touchToken(token.id, at).catch(onError);
  }
  return actorOfToken(token);
}

function actorIn(res: Response): Actor | undefined {
  return res.locals['actor'] as Actor | undefined;
}

/** 401 unless somebody is known to ask. */
export const requireSomebody: RequestHandler = (_req, res, next) => {
  if (actorIn(res)) next();
  else
    refuse(res, 'expected "Authorization: Bearer TOKEN" or the session of somebody who has signed in, found neither');
};

/** 403 unless whoever asks has the right. */
export function requireApiRight(right: Right): RequestHandler {
  return (_req, res, next) => {
    const actor = actorIn(res);
    if (actor && may(actor, right)) {
      next();
      return;
    }
    if (actor?.role === 'token') res.set('WWW-Authenticate', challenge('insufficient_scope'));
    sendProblem(res, 'not-allowed', `expected the right ${right}, found an account or token without it`);
  };
}

/** Goes on on behalf of whoever asks. */
export const keepActor: RequestHandler = (_req, res, next) => {
  const actor = actorIn(res);
  if (actor) runAs(actor, next);
  else next();
};

function refuse(res: Response, detail: string, error?: string): void {
  res.set('Cache-Control', 'no-store').set('WWW-Authenticate', challenge(error));
  sendProblem(res, 'unauthenticated', detail);
}

/** RFC 6750, section 3. */
function challenge(error?: string): string {
  return `Bearer realm="Kuulolla"${error === undefined ? '' : `, error="${error}"`}`;
}

/**
 * For counters of the service about itself: open to programs of this machine that ask for themselves, else for tokens of scope
 * read. They tell nothing about anybody, but how much comes in and how the service fares is nobody's business outside.
 */
export function machineOrReader(deps: Pick<ApiAuthenticationDeps, 'store' | 'now' | 'onError'>): RequestHandler {
  return async (req, res, next) => {
    const header = req.get('Authorization');
    const actor = header === undefined ? null : await actorOfHeader(header, deps);
    if (actor ? may(actor, 'figures.read') : header === undefined && isFromThisMachine(req)) next();
    else refuse(res, 'expected a request from this machine itself or a token of scope read, found neither');
  };
}
