/** What somebody gets in place of an answer that could not be recorded. */
import type { Request, Response } from 'express';
import { problemBody, PROBLEM_TYPE } from './api/problem.js';
import type { Refusal } from './audit.js';
import { isLanguage, translator } from './language.js';

/** Plain text for people: what is needed to draw a page may be what failed. */
export function auditRefusal(req: Request, res: Response): Refusal {
  if (req.originalUrl.startsWith('/api/')) {
    const detail = 'expected to record the request in the audit trail first, that failed; try again in a moment';
    return { type: PROBLEM_TYPE, body: problemBody('not-recorded', detail) };
  }
  const lang: unknown = res.locals['lang'];
  return { type: 'text/plain; charset=utf-8', body: translator(isLanguage(lang) ? lang : 'fi')('audit.notRecorded') };
}
