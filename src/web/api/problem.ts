/** Errors of the API as RFC 9457 problem documents that say what was expected and what was found. */
import type { Response } from 'express';
import { z } from 'zod';
import { apiSchemas } from './schemaRegistry.js';

/** One thing that is wrong with a request. */
export const problemDetailSchema = z
  .object({
    field: z.string().optional().meta({ description: 'The field of the item that it is about' }),
    parameter: z.string().optional().meta({ description: 'The query parameter that it is about' }),
    expected: z.string(),
    found: z.string(),
    message: z.string(),
  })
  .register(apiSchemas, { id: 'ProblemDetail' });

export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'urn:kuulolla:problem: and the name of the problem; docs/api.md lists them' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    problems: z.array(problemDetailSchema).optional(),
  })
  .meta({ description: 'RFC 9457 problem document' })
  .register(apiSchemas, { id: 'Problem' });

export type ProblemDetail = z.infer<typeof problemDetailSchema>;

/** Every kind of problem: its status and title. */
export const PROBLEMS = {
  'invalid-parameter': { status: 400, title: 'A query parameter cannot be used' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-body': { status: 400, title: 'The body is not what was expected' },
  'invalid-header': { status: 400, title: 'A header cannot be used' },
  unauthenticated: { status: 401, title: 'Nobody has signed in' },
  'not-allowed': { status: 403, title: 'Whoever asks is not allowed to' },
  'form-token': { status: 403, title: 'The header x-csrf-token is missing or wrong' },
  'cross-site': { status: 403, title: 'Requests from other sites are refused' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'foreign-name': { status: 421, title: 'The service is not known by this name' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'wrong-content-type': { status: 415, title: 'The content type is not application/json' },
  'key-reused': { status: 422, title: 'The idempotency key was used for another body' },
  'not-recorded': { status: 503, title: 'The request could not be recorded in the audit trail' },
  'internal-error': { status: 500, title: 'Something failed in the service' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemKind = keyof typeof PROBLEMS;

export const PROBLEM_TYPE = 'application/problem+json';

/** A problem document as text. */
export function problemBody(kind: ProblemKind, detail: string, problems?: readonly ProblemDetail[]): string {
  const { status, title } = PROBLEMS[kind];
  return JSON.stringify({ type: `urn:kuulolla:problem:${kind}`, title, status, detail, ...(problems && { problems }) });
}

/** Answers with a problem document. */
export function sendProblem(
  res: Response,
  kind: ProblemKind,
  detail: string,
  problems?: readonly ProblemDetail[],
): void {
  res
    .status(PROBLEMS[kind].status)
    .type(PROBLEM_TYPE)
    .send(problemBody(kind, detail, problems));
}
