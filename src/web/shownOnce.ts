/** A secret between the form that made it and the page that shows it: sealed in a cookie of the browser, for one view. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { createSealer } from './sealed.js';

const COOKIE = 'kuulolla_once';
const PATH = '/admin';
const KEPT_MS = 60_000;

const schema = z.object({ of: z.string(), secret: z.string(), by: z.string() });

export interface ShownOnce {
  /** @param of what the secret belongs to: id of an account or token. @param by who may see it */
  keep(res: Response, of: string, secret: string, by: string): void;
  /** What was kept for this person, and no longer from then on. */
  take(req: Request, res: Response, by: string): { readonly of: string; readonly secret: string } | null;
}

/** @param secret at least 32 characters */
export function openShownOnce(secret: string, { https }: { readonly https: boolean }): ShownOnce {
  const sealer = createSealer(secret, 'shown-once');
  const options = { path: PATH, httpOnly: true, sameSite: 'strict', secure: https } as const;
  return {
    keep: (res, of, value, by) => {
      res.cookie(COOKIE, sealer.seal({ of, secret: value, by }), { ...options, maxAge: KEPT_MS });
    },
    take: (req, res, by) => {
      const kept = (req.cookies as Record<string, unknown>)[COOKIE];
      if (typeof kept !== 'string') return null;
      res.clearCookie(COOKIE, options);
      const found = schema.safeParse(sealer.open(kept)).data;
      return found?.by === by ? found : null;
    },
  };
}
