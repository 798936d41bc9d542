/** A route of the API as data: the router serves it, and the OpenAPI document describes it. */
import type { RequestHandler } from 'express';
import type { z } from 'zod';
import type { Right } from '../../domain/actor.js';
import type { ProblemKind } from './problem.js';

export interface ApiParameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  readonly schema: z.ZodType;
}

export interface ApiRoute {
  readonly method: 'get' | 'post';
  /** Below /api/v1: `/nps`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** What whoever asks has to be allowed. */
  readonly right: Right;
  readonly parameters: readonly ApiParameter[];
  readonly body?: { readonly description: string; readonly schema: z.ZodType };
  readonly answer: { readonly status: 200 | 202; readonly description: string; readonly schema: z.ZodType };
  /** What can be wrong beside `internal-error`. */
  readonly problems: readonly ProblemKind[];
  readonly handlers: readonly RequestHandler[];
}
