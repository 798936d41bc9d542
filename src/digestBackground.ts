/** Sends digests beside requests: looks every minute for what is due, or may be tried again. */
import type { Logger } from 'pino';
import { sendDigests, type DigestDeps } from './flows/sendDigests.js';

const LOOK_EVERY_MS = 60_000;

export interface DigestBackground {
  /** Looks now; resolves when what was due is sent or has failed. */
  look(): Promise<void>;
  /** Resolves when the digest at hand is sent or has failed. */
  stop(): Promise<void>;
}

export function startDigests(deps: DigestDeps, log: Pick<Logger, 'info' | 'error'>): DigestBackground {
  const stopping = new AbortController();
  let working = Promise.resolve();
  const look = (): Promise<void> => {
    // one after the other: a server that answers slowly is not asked twice
    working = working.then(async () => {
      if (stopping.signal.aborted) return;
      try {
        const counts = await sendDigests(deps, { signal: stopping.signal });
        if (counts.sent > 0) log.info({ ...counts }, 'digests were sent');
      } catch (error) {
        if (!stopping.signal.aborted) log.error({ err: error }, 'digests could not be looked for, will be tried again');
      }
    });
    return working;
  };
  const timer = deps.senders.length > 0 ? setInterval(() => void look(), LOOK_EVERY_MS) : null;
  return {
    look,
    stop: async () => {
      stopping.abort();
      if (timer) clearInterval(timer);
      await working;
    },
  };
}
