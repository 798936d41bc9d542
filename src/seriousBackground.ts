/** Reads comments for what is serious, beside everything else: as they are tagged, and all of them after the rules change. */
import type { Logger } from 'pino';
import { flagSerious, rescanSerious, RETRY_AFTER_MS, type SeriousDeps } from './flows/seriousComments.js';
import type { ResponseId } from './store/store.js';

export interface SeriousWatch {
  /** These comments have just been tagged. */
  tagged(ids: readonly ResponseId[]): void;
  /** What the rules in use have not read yet is read; at the start, and after a change. */
  rescan(by?: string): void;
  /** Resolves when the slice at hand is stored. */
  stop(): Promise<void>;
}

export function watchSerious(deps: SeriousDeps, log: Pick<Logger, 'info' | 'warn'>): SeriousWatch {
  const stopping = new AbortController();
  let last: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | null = null;
  // one thing after the other: two scans at once would only take the tagger from each other
  const queue = (work: () => Promise<number>, what: string): void => {
    last = last.then(async () => {
      if (stopping.signal.aborted) return;
      try {
        const count = await work();
        if (count > 0) log.info({ count }, what);
      } catch (error) {
        if (retry || stopping.signal.aborted) return;
        // what was not read is read by a rescan
        log.warn({ err: error }, 'serious comments could not be looked for, will be tried again');
        retry = setTimeout(() => {
          retry = null;
          rescan();
        }, RETRY_AFTER_MS);
      }
    });
  };
  const rescan = (by?: string): void =>
    queue(
      () => rescanSerious(deps, { ...(by !== undefined && { by }), signal: stopping.signal }),
      'comments were read for what is serious',
    );
  return {
    tagged: (ids) => queue(() => flagSerious(deps, ids), 'comments were flagged as serious'),
    rescan,
    stop: async () => {
      stopping.abort();
      if (retry) clearTimeout(retry);
      await last;
    },
  };
}
