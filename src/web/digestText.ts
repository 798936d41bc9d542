/** A digest as a letter in the language of its reader, and as a document for programs. No comment, no name of anybody but of a view. */
import type { CoarseCount } from '../domain/digestSlot.js';
import type { Language } from '../domain/theme.js';
import type { Digest } from '../flows/digest.js';
import { translator } from './language.js';
import { numberWords } from './numbers.js';

/** @param base what links begin with, without a final slash */
export function digestText(digest: Digest, base: string, lang: Language): { subject: string; text: string } {
  const t = translator(lang);
  const numbers = numberWords(lang);
  const count = (fresh: CoarseCount): string => t(`work.digest.fresh.${fresh.kind}`, { n: numbers.count(fresh.n) });
  const lines = digest.views.map(({ id, name, fresh }) => [`${name}: ${count(fresh)}`, `${base}/my-work#v${id}`]);
  const waiting = [
    ...(digest.open > 0
      ? [
          t('work.digest.open', { count: digest.open, n: numbers.count(digest.open) }) +
            (digest.overdue > 0
              ? ` ${t('work.digest.overdue', { count: digest.overdue, n: numbers.count(digest.overdue) })}`
              : ''),
        ]
      : []),
    ...(digest.threads > 0
      ? [t('work.digest.threads', { count: digest.threads, n: numbers.count(digest.threads) })]
      : []),
  ];
  const paragraphs = [
    ...lines.map((each) => each.join('\n')),
    ...(waiting.length > 0 ? [[...waiting, `${base}/my-work`].join('\n')] : []),
    `${t('work.digest.why')}\n${base}/my-work#views`,
  ];
  return {
    subject: t(`work.digest.subject.${digest.kind}`, { day: numbers.day(digest.slot) }),
    text: `${paragraphs.join('\n\n')}\n`,
  };
}

/** Documented in docs/team.md; fields are only ever added. */
export interface DigestDocument {
  readonly type: 'digest';
  readonly version: 1;
  /** The same when it is sent again after a failure. */
  readonly id: string;
  readonly kind: Digest['kind'];
  /** Day that it was due on, in the organisation's zone. */
  readonly day: string;
  /** Id of the account that it is for. */
  readonly account: string;
  readonly views: readonly {
    readonly id: number;
    readonly name: string;
    /** New comments: at least so many, or null for fewer than the disclosure limit. */
    readonly newAtLeast: number | null;
    readonly url: string;
  }[];
  readonly waiting: { readonly open: number; readonly overdue: number; readonly threads: number; readonly url: string };
}

/** @param base what links begin with, without a final slash */
export function digestDocument(
  digest: Digest,
  { account, deliveryId }: { readonly account: string; readonly deliveryId: string },
  base: string,
): DigestDocument {
  return {
    type: 'digest',
    version: 1,
    id: deliveryId,
    kind: digest.kind,
    day: digest.slot,
    account,
    views: digest.views.map(({ id, name, fresh }) => ({
      id,
      name,
      newAtLeast: fresh.kind === 'atLeast' ? fresh.n : null,
      url: `${base}/my-work#v${id}`,
    })),
    waiting: { open: digest.open, overdue: digest.overdue, threads: digest.threads, url: `${base}/my-work` },
  };
}
