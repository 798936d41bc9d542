/** The OpenAPI 3.1 document, made from the routes and their zod schemas. */
import { z } from 'zod';
import { PROBLEMS, problemSchema, type ProblemKind } from './problem.js';
import type { ApiRoute } from './route.js';
import { apiSchemas } from './schemaRegistry.js';

export const API_PREFIX = '/api/v1';
const COMPONENT_PREFIX = '#/components/schemas/';

type JsonObject = Record<string, unknown>;

const SECURITY_SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A token that an administrator made: scope ingest sends responses, scope read reads figures and comments.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'kuulolla_session',
    description: 'The session of somebody who has signed in on the pages; POST needs the header x-csrf-token as well.',
  },
} as const;

/** @param version of the service, for `info.version` */
export function describeApi(routes: readonly ApiRoute[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) (paths[`${API_PREFIX}${route.path}`] ??= {})[route.method] = describeRoute(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kuulolla',
      version,
      description:
        'Feedback comments in, themes and Net Promoter Score out. Errors are RFC 9457 problem documents. ' +
        'Figures on fewer answers than the disclosure limit are null with "suppressed": true, never 0.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: { schemas: componentSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

function describeRoute(route: ApiRoute): JsonObject {
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `Needs the right ${route.right}.`,
    parameters: route.parameters.map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      required: false,
      description: parameter.description,
      schema: schemaOf(parameter.schema, 'input'),
    })),
    ...(route.body && {
      requestBody: {
        required: true,
        description: route.body.description,
        content: { 'application/json': { schema: schemaOf(route.body.schema, 'input') } },
      },
    }),
    responses: {
      [route.answer.status]: {
        description: route.answer.description,
        content: { 'application/json': { schema: schemaOf(route.answer.schema, 'output') } },
      },
      ...describeProblems([...route.problems, 'unauthenticated', 'not-allowed', 'foreign-name', 'internal-error']),
    },
  };
}

/** One response per status; a status may stand for several kinds of problem. */
function describeProblems(kinds: readonly ProblemKind[]): JsonObject {
  const responses: Record<string, JsonObject> = {};
  for (const status of new Set(kinds.map((kind) => PROBLEMS[kind].status))) {
    const titles = kinds.filter((kind) => PROBLEMS[kind].status === status).map((kind) => PROBLEMS[kind].title);
    responses[status] = {
      description: titles.join('; '),
      content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } },
    };
  }
  return responses;
}

/** A reference for a named schema, else the schema itself. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const named = apiSchemas.get(schema);
  if (named) return { $ref: COMPONENT_PREFIX + named.id };
  return withoutIdentity(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
}

function componentSchemas(): Record<string, JsonObject> {
  const { schemas } = z.toJSONSchema(apiSchemas, { uri: (id) => COMPONENT_PREFIX + id, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema)]));
}

/** Inside an OpenAPI document a schema's dialect and address are those of the document. */
function withoutIdentity(schema: object): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id' && name !== 'id'),
  );
}
