/** What sending digests takes, for the service and for the command. */
import type { Logger } from 'pino';
import { wallClock } from './clock.js';
import type { Config } from './config.js';
import { mailSender } from './digestMail.js';
import { webhookSender } from './digestWebhook.js';
import type { ViewDeps } from './flows/savedViews.js';
import type { DigestDeps, DigestSender } from './flows/sendDigests.js';
import type { Store } from './store/store.js';
import { viewFilter } from './web/viewUrl.js';

export interface DigestParts {
  readonly config: Pick<Config, 'digests' | 'url' | 'host' | 'port' | 'timeZone' | 'disclosureLimit'>;
  /** Unguarded, for what the service does by itself. */
  readonly store: Store;
  /** The same as whoever a digest is for may use it. */
  readonly guarded: Store;
  readonly now: () => string;
  readonly today: () => string;
  readonly log: Pick<Logger, 'warn'>;
}

/** What links in digests begin with, without a final slash: the address that people use, else that of this machine. */
export function linkBase({ url, host, port }: Pick<Config, 'url' | 'host' | 'port'>): string {
  return url ? url.origin : `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function digestDeps({ config, store, guarded, now, today, log }: DigestParts): DigestDeps {
  const { mail, webhook } = config.digests;
  const base = linkBase(config);
  const senders: DigestSender[] = [
    ...(mail ? [mailSender({ ...mail, base })] : []),
    ...(webhook ? [webhookSender({ ...webhook, base, now })] : []),
  ];
  const pages: ViewDeps = {
    store: guarded,
    now,
    today,
    disclosureLimit: config.disclosureLimit,
    filterOf: viewFilter,
  };
  return {
    own: store,
    pages,
    senders,
    wallClock: (iso) => wallClock(new Date(iso), config.timeZone),
    defaultLanguage: 'fi',
    // neither to whom nor about what
    onFailure: ({ message }, { kind, channel, slot }, attempts) =>
      log.warn({ kind, channel, slot, attempts, reason: message }, 'a digest could not be sent, will be tried again'),
  };
}
