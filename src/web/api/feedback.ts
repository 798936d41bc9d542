/** `POST /v1/feedback`: responses from other systems, each answered by itself. */
import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { answerFeedback } from '../../flows/answerFeedback.js';
import type { AnswersOnce } from '../../flows/answerOnce.js';
import type { IngestDeps } from '../../flows/ingestFeedback.js';
import { sendProblem } from './problem.js';
import type { ApiRoute } from './route.js';
import { feedbackAnswerSchema, feedbackBodySchema, MAX_ITEMS } from './schemas.js';

const MAX_BODY_BYTES = 5 * 1024 * 1024;
const KEY_PATTERN = /^[\x21-\x7e]{1,200}$/;

const idempotencyKeySchema = z.string().regex(KEY_PATTERN);

export function feedbackRoute(ingest: IngestDeps, once: AnswersOnce): ApiRoute {
  return {
    method: 'post',
    path: '/feedback',
    operationId: 'postFeedback',
    summary: 'Stores one response, or an array of them',
    right: 'feedback.import',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Up to 200 printable ASCII characters. The same key with the same body gives the same answer again.',
        schema: idempotencyKeySchema,
      },
    ],
    body: { description: `One response, or an array of 1–${MAX_ITEMS}; at most 5 MB`, schema: feedbackBodySchema },
    answer: { status: 202, description: 'One result per item, in the order sent', schema: feedbackAnswerSchema },
    problems: [
      'malformed-json',
      'invalid-body',
      'invalid-header',
      'invalid-parameter',
      'form-token',
      'cross-site',
      'body-too-large',
      'wrong-content-type',
      'key-reused',
    ],
    handlers: [
      refuseOtherSites,
      refuseOtherTypes,
      // Bytes, not parsed JSON: the idempotency key belongs to the body as it was sent.
      express.raw({ type: () => true, limit: MAX_BODY_BYTES }),
      (req, res) => handleFeedback(req, res, ingest, once),
    ],
  };
}

async function handleFeedback(req: Request, res: Response, ingest: IngestDeps, once: AnswersOnce): Promise<void> {
  const unknown = [...new URL(req.originalUrl, 'http://localhost').searchParams.keys()];
  if (unknown.length > 0) {
    sendProblem(res, 'invalid-parameter', `expected no query parameters, found ${unknown.join(', ')}`);
    return;
  }
  const key = req.get('Idempotency-Key');
  if (key !== undefined && !KEY_PATTERN.test(key)) {
    const detail = `Idempotency-Key: expected 1–200 printable ASCII characters without spaces, found ${key.length} characters`;
    sendProblem(res, 'invalid-header', detail);
    return;
  }
  const bytes = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const items = readItems(bytes, res);
  if (items === null) return;
  const compute = async (): Promise<string> => {
    return JSON.stringify({ results: await answerFeedback(ingest, items) });
  };
  if (key === undefined) {
    sendAnswer(res, await compute());
    return;
  }
  const answer = await once.answer(key, createHash('sha256').update(bytes).digest('hex'), compute);
  if (answer.outcome === 'answer') sendAnswer(res, answer.body);
  else sendProblem(res, 'key-reused', 'expected the body that was first sent with this Idempotency-Key, found another');
}

function sendAnswer(res: Response, body: string): void {
  res.status(202).type('application/json').send(body);
}

/** The items of the body, or null after the problem was sent. */
function readItems(bytes: Buffer, res: Response): readonly unknown[] | null {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const detail = bytes.length === 0 ? 'found an empty body' : `found something else: ${reasonOf(error)}`;
    sendProblem(res, 'malformed-json', `expected JSON in UTF-8, ${detail}`);
    return null;
  }
  const items: unknown[] = Array.isArray(body) ? body : [body];
  if (typeof body !== 'object' || body === null) {
    sendProblem(
      res,
      'invalid-body',
      `expected an object or an array of objects, found ${JSON.stringify(body).slice(0, 40)}`,
    );
    return null;
  }
  if (items.length === 0 || items.length > MAX_ITEMS) {
    sendProblem(res, 'invalid-body', `expected 1–${MAX_ITEMS} responses, found ${items.length}`);
    return null;
  }
  return items;
}

/** Where the text stops being JSON; never the text itself, which may be a comment. */
function reasonOf(error: unknown): string {
  const place = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return place === undefined
    ? 'the end came too early or the bytes are not UTF-8'
    : `unexpected character at position ${place}`;
}

/** Pages of other sites may not post through a visitor's browser; other programs send no such header. */
const refuseOtherSites: RequestHandler = (req, res, next) => {
  const site = req.get('Sec-Fetch-Site');
  if (site === undefined || site === 'same-origin' || site === 'none') next();
  else
    sendProblem(
      res,
      'cross-site',
      `expected a request from this site or from a program, found Sec-Fetch-Site: ${site}`,
    );
};

/** A browser asks first before it sends JSON to another site, and a form cannot send it at all. */
const refuseOtherTypes: RequestHandler = (req, res, next) => {
  const type = req.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') next();
  else sendProblem(res, 'wrong-content-type', `expected Content-Type: application/json, found ${type ?? 'none'}`);
};
