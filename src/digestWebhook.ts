/** Digests to another program of the house, as signed JSON. */
import { createHmac } from 'node:crypto';
import { DigestFailedError, type DigestSender } from './flows/sendDigests.js';
import { digestDocument } from './web/digestText.js';

const TIMEOUT_MS = 20_000;

export interface WebhookOptions {
  readonly url: URL;
  readonly secret: string;
  /** What links begin with, without a final slash. */
  readonly base: string;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

/** HMAC-SHA256 (hex) over `TIMESTAMP.BODY`: a body that was changed, or that is sent again later, does not fit. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

export function webhookSender({ url, secret, base, now }: WebhookOptions): DigestSender {
  return {
    channel: 'webhook',
    reaches: () => true,
    send: async (digest, { id }, deliveryId) => {
      const body = JSON.stringify(digestDocument(digest, { account: id, deliveryId }, base));
      const timestamp = String(Math.floor(Date.parse(now()) / 1000));
      const answer = await fetch(url, {
        method: 'POST',
        body,
        // another address was not configured, and could be one that is read on the way
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'Kuulolla',
          'X-Kuulolla-Delivery': deliveryId,
          'X-Kuulolla-Timestamp': timestamp,
          'X-Kuulolla-Signature': `sha256=${signatureOf(secret, timestamp, body)}`,
        },
      }).catch((error: unknown) => {
        throw new DigestFailedError('unreachable', codeOf(error));
      });
      await answer.body?.cancel();
      if (answer.status < 200 || answer.status > 299) throw new DigestFailedError('refused', `HTTP ${answer.status}`);
    },
  };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' ? cause.code : error instanceof Error ? error.name : 'no code';
}
