/** Records every request of somebody known; where it matters nothing is sent before the record is on disk. */
import type { Request, RequestHandler, Response } from 'express';
import type { AuditTrail } from '../flows/auditTrail.js';
import { auditedRequest, mustBeRecordedFirst } from './auditedRequest.js';

/** What is sent in place of an answer that could not be recorded (503). */
export interface Refusal {
  readonly type: string;
  readonly body: string;
}

export interface AuditOptions {
  readonly trail: Pick<AuditTrail, 'note' | 'record'>;
  /** ISO date-time, UTC. */
  readonly now: () => string;
  readonly refusal: (req: Request, res: Response) => Refusal;
}

/** What an answer that is refused must not say of the one that it replaces. */
const DROPPED_HEADERS = ['Content-Length', 'Content-Disposition', 'Content-Encoding', 'ETag', 'Location', 'Set-Cookie'];

/**
 * To be mounted before routes; who asks is looked at when the answer begins. The first bytes of an answer are held until its record
 * is written, or until it was taken to be written shortly.
 */
export function auditRequests({ trail, now, refusal }: AuditOptions): RequestHandler {
  return (req, res, next) => {
    const write = res.write.bind(res) as (...args: unknown[]) => boolean;
    const end = res.end.bind(res) as (...args: unknown[]) => Response;
    let state: 'open' | 'asking' | 'sending' | 'refused' = 'open';
    const held: (() => void)[] = [];

    const begin = (): void => {
      const event = auditedRequest(req, res, now());
      if (event === null || (!mustBeRecordedFirst(event) && trail.note(event))) {
        state = 'sending';
        return;
      }
      state = 'asking';
      // a change has been made by now, whatever becomes of its record
      trail.record(event, event.action === 'change' || event.action === 'refused').then(
        () => {
          state = 'sending';
          for (const send of held) send();
        },
        () => {
          state = 'refused';
          for (const name of DROPPED_HEADERS) res.removeHeader(name);
          const { type, body } = refusal(req, res);
          res.statusCode = 503;
          res.setHeader('Content-Type', type);
          end(body);
        },
      );
    };
    /** Sends now, later, or never. */
    const pass = (send: () => void): void => {
      if (state === 'open') begin();
      if (state === 'sending') send();
      else if (state === 'asking') held.push(send);
    };

    res.write = ((...args: unknown[]): boolean => {
      let more = true;
      pass(() => {
        more = write(...args);
      });
      return more;
    }) as typeof res.write;
    res.end = ((...args: unknown[]): Response => {
      pass(() => void end(...args));
      return res;
    }) as typeof res.end;
    next();
  };
}
