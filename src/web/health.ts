/** Is the process alive, and can it do its work. */
import type { RequestHandler } from 'express';

export interface ReadinessCheck {
  /** `database`, `model`. */
  readonly name: string;
  /** Resolves when the part works, rejects with the reason when it does not. */
  readonly check: () => Promise<unknown>;
}

/** Longer than a slow disk needs and shorter than what load balancers wait for. */
const CHECK_TIMEOUT_MS = 2000;

/** `GET /healthz`: 200 as long as the process answers. */
export function liveness(): RequestHandler {
  return (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  };
}

/** `GET /readyz`: 200 when every part works, else 503; the body names each part and, when it does not work, why. */
export function readiness(checks: readonly ReadinessCheck[], timeoutMs = CHECK_TIMEOUT_MS): RequestHandler {
  return async (_req, res) => {
    const parts = await Promise.all(
      checks.map(async ({ name, check }) => {
        try {
          await withTimeout(check(), timeoutMs);
          return { name, ready: true };
        } catch (error) {
          return { name, ready: false, reason: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
    const ready = parts.every((part) => part.ready);
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', parts });
  };
}

async function withTimeout(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`expected an answer within ${timeoutMs} ms, got none yet`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
