/** Sends the digests that are due: each at most once over each channel, those that fail again later. */
import { may, type Actor } from '../domain/actor.js';
import { DIGEST_KINDS, lastSlot, retryDelayMs, type WallClock } from '../domain/digestSlot.js';
import type { Language } from '../domain/theme.js';
import type { Account } from '../store/accountStore.js';
import type { ResponseId, Store } from '../store/store.js';
import type { DigestChannel, DigestFailure, DigestKey, SavedView } from '../store/teamStore.js';
import { actorOfAccount } from './accounts.js';
import { runAs } from './currentActor.js';
import { composeDigest, type Digest } from './digest.js';
import { readableUnits } from './newComments.js';
import type { ViewDeps } from './savedViews.js';

/** Whom a digest is for. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly lang: Language;
}

/** A way out of the house. */
export interface DigestSender {
  readonly channel: DigestChannel;
  /** False for who cannot be reached this way. */
  reaches(recipient: Recipient): boolean;
  /** @param deliveryId the same when a digest is tried again, so that a receiver can tell @throws DigestFailedError */
  send(digest: Digest, recipient: Recipient, deliveryId: string): Promise<void>;
}

/** A digest did not leave. Says why, and never to whom or what. */
export class DigestFailedError extends Error {
  override readonly name = 'DigestFailedError';
  /** @param detail code of the network or of the receiver; no text of theirs, which may name people */
  constructor(
    readonly failure: DigestFailure,
    detail: string,
  ) {
    super(`a digest could not be sent: ${failure} (${detail})`);
  }
}

export interface DigestDeps {
  /** Unguarded, for what the service does by itself: whose digests are due. */
  readonly own: Pick<
    Store,
    'listAccounts' | 'viewsWithDigest' | 'lastResponse' | 'claimDigest' | 'finishDigest' | 'lastDigest'
  >;
  /** On the store of whoever the digest is for. */
  readonly pages: ViewDeps;
  readonly senders: readonly DigestSender[];
  /** The clock on the wall of the organisation's zone, at an ISO date-time. */
  readonly wallClock: (iso: string) => WallClock;
  /** In which digests are written to accounts that chose none. */
  readonly defaultLanguage: Language;
  readonly onFailure: (failure: DigestFailedError, key: DigestKey, attempts: number) => void;
}

export interface DigestCounts {
  readonly sent: number;
  readonly failed: number;
  /** Due, but with nothing to tell. */
  readonly nothing: number;
}

/** A digest that would be sent. */
export interface DueDigest {
  readonly key: Omit<DigestKey, 'channel'>;
  readonly recipient: Recipient;
  readonly actor: Actor;
  readonly views: readonly SavedView[];
}

/** Longer than any sender waits for an answer. */
const LEASE_MS = 5 * 60_000;

/**
 * Everybody's digests whose hour has come, sent before or not. A view that got its digest only after the hour waits for the next.
 * @param atOnce as if every hour had come
 */
export async function dueDigests(deps: DigestDeps, atOnce = false): Promise<DueDigest[]> {
  const accounts = await deps.own.listAccounts();
  const due: DueDigest[] = [];
  for (const kind of DIGEST_KINDS) {
    const slot = lastSlot(kind, deps.wallClock(deps.pages.now()));
    const views = (await deps.own.viewsWithDigest(kind)).filter(
      (view) => atOnce || lastSlot(kind, deps.wallClock(view.digestSince)) < slot,
    );
    for (const account of accounts) {
      const own = views.filter(({ accountId }) => accountId === account.id);
      const actor = actorOfAccount(account);
      if (own.length === 0 || account.state !== 'active' || !may(actor, 'comments.work')) continue;
      due.push({
        key: { accountId: account.id, kind, slot },
        recipient: recipientOf(account, deps),
        actor,
        views: own,
      });
    }
  }
  return due;
}

function recipientOf({ id, name, email, lang }: Account, { defaultLanguage }: DigestDeps): Recipient {
  return { id, name, email, lang: lang ?? defaultLanguage };
}

/** What the digest tells, as of now; null when there is nothing to tell, or nothing of it that they may see. */
export function composeDue(
  deps: DigestDeps,
  { key, actor, views }: DueDigest,
  told: ResponseId,
): Promise<Digest | null> {
  return runAs(actor, async () => {
    const units = await deps.pages.store.listUnits();
    if (readableUnits(null, units).length === 0) return null;
    return composeDigest(deps.pages, key.kind, key.slot, views, told);
  });
}

/** Sends what is due. Two processes that do so at the same time take turns at each digest. */
export async function sendDigests(
  deps: DigestDeps,
  options: { readonly atOnce?: boolean; readonly signal?: AbortSignal } = {},
): Promise<DigestCounts> {
  const counts = { sent: 0, failed: 0, nothing: 0 };
  for (const due of await dueDigests(deps, options.atOnce)) {
    for (const sender of deps.senders) {
      if (options.signal?.aborted) return counts;
      if (!sender.reaches(due.recipient)) continue;
      const outcome = await sendOne(deps, sender, due);
      if (outcome) counts[outcome] += 1;
    }
  }
  return counts;
}

/** Null when it was sent before, or is not to be tried again yet. */
async function sendOne(deps: DigestDeps, sender: DigestSender, due: DueDigest): Promise<keyof DigestCounts | null> {
  const { own, pages } = deps;
  const key: DigestKey = { ...due.key, channel: sender.channel };
  const now = pages.now();
  // mostly it was sent long ago: reading says so without waiting for those who write
  const known = (await own.lastDigest(key)).own;
  if (known && (known.state !== 'waiting' || known.nextTryAt > now)) return null;
  if (!(await own.claimDigest(key, now, later(now, LEASE_MS)))) return null;
  const { own: record, before } = await own.lastDigest(key);
  const attempts = record?.attempts ?? 1;
  // before anything is counted: what comes meanwhile is told of twice rather than never
  const upTo = await own.lastResponse();
  const finish = (state: 'sent' | 'nothing' | 'waiting', failure: DigestFailure | null): Promise<void> =>
    own.finishDigest({
      ...key,
      state,
      failure,
      upTo: state === 'waiting' ? (before?.upTo ?? 0) : upTo,
      nextTryAt: state === 'waiting' ? later(pages.now(), retryDelayMs(attempts)) : now,
      at: pages.now(),
    });
  try {
    const digest = await composeDue(deps, due, before?.upTo ?? 0);
    if (!digest) {
      await finish('nothing', null);
      return 'nothing';
    }
    await sender.send(digest, due.recipient, deliveryIdOf(key));
    await finish('sent', null);
    return 'sent';
  } catch (error) {
    const failure = error instanceof DigestFailedError ? error : new DigestFailedError('other', nameOf(error));
    await finish('waiting', failure.failure);
    deps.onFailure(failure, key, attempts);
    return 'failed';
  }
}

/** `daily-2024-05-02-a-7f3a-mail`. */
export function deliveryIdOf({ kind, slot, accountId, channel }: DigestKey): string {
  return `${kind}-${slot}-${accountId}-${channel}`;
}

function later(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
