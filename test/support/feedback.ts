/** Sends feedback as another program does. */
import type { z } from 'zod';
import { problemSchema } from '../../src/web/api/problem.js';
import { feedbackAnswerSchema } from '../../src/web/api/schemas.js';
import type { RunningApp } from './runningApp.js';

export interface FeedbackReply {
  readonly status: number;
  readonly results: z.infer<typeof feedbackAnswerSchema>['results'];
  /** Null when the request was taken. */
  readonly problem: z.infer<typeof problemSchema> | null;
}

/** @param body sent as it is when it is text or bytes, else as JSON */
export async function postFeedback(
  app: Pick<RunningApp, 'url'>,
  body: string | Uint8Array<ArrayBuffer> | object,
  headers: Readonly<Record<string, string>> = {},
): Promise<FeedbackReply> {
  const response = await fetch(`${app.url}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return response.ok
    ? { status: response.status, results: feedbackAnswerSchema.parse(answer).results, problem: null }
    : { status: response.status, results: [], problem: problemSchema.parse(answer) };
}
