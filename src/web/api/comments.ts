/** `GET /v1/comments`: masked comments with their tags and evidence, newest first. */
import type { Response } from 'express';
import { z } from 'zod';
import type { CommentFilter } from '../../domain/feedbackFilter.js';
import { commentList, type CommentList } from '../../flows/commentList.js';
import type { FlowDeps } from '../../flows/deps.js';
import { similarComments, type SimilarComments } from '../../flows/similarComments.js';
import { shownComments } from '../auditedRequest.js';
import { SEARCH_RULE, type QueryRule } from '../query.js';
import { commentParameters, readCommentParameters, sendParameterProblems } from './parameters.js';
import type { ProblemDetail } from './problem.js';
import type { ApiRoute } from './route.js';
import { commentPageSchema, type commentSchema } from './schemas.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

const OWN_RULES = {
  cursor: {
    expected: 'the value of next in an earlier answer',
    schema: z.string().regex(/^[\w.~:-]{1,200}$/),
  },
  limit: {
    expected: `a whole number 1–${MAX_LIMIT}`,
    schema: z
      .string()
      .regex(/^[1-9]\d{0,2}$/)
      .transform(Number)
      .refine((limit) => limit <= MAX_LIMIT),
  },
  search: SEARCH_RULE,
} satisfies Record<string, QueryRule<unknown>>;

export function commentsRoute(flows: FlowDeps): ApiRoute {
  return {
    method: 'get',
    path: '/comments',
    operationId: 'getComments',
    summary: 'Masked comments with themes and evidence, newest first or by meaning',
    right: 'comments.read',
    parameters: [
      ...commentParameters,
      {
        name: 'cursor',
        in: 'query',
        description: 'Where to go on: next of an earlier answer',
        schema: OWN_RULES.cursor.schema,
      },
      {
        name: 'limit',
        in: 'query',
        description: `Comments in one answer, 1–${MAX_LIMIT}; ${DEFAULT_LIMIT} unless given`,
        schema: z.int().min(1).max(MAX_LIMIT),
      },
      {
        name: 'search',
        in: 'query',
        description:
          'How q is searched: words (unless given), or meaning: comments that mean something like q in any language, most ' +
          'similar first, each text once, at most limit in one answer',
        schema: SEARCH_RULE.schema,
      },
    ],
    answer: { status: 200, description: 'A page of comments', schema: commentPageSchema },
    problems: ['invalid-parameter'],
    handlers: [
      async (req, res) => {
        const { filter, extra, problems } = await readCommentParameters(flows, req, OWN_RULES);
        if (problems.length > 0) {
          sendParameterProblems(res, problems);
          return;
        }
        if (extra.search === 'meaning' && filter.q !== null) {
          const found = await similarComments(flows, filter, { text: filter.q }, extra.limit ?? DEFAULT_LIMIT);
          if (!found) throw new Error(`expected the unit ${filter.unit} to be known, it was gone`);
          noteShown(
            res,
            found.items.map(({ comment }) => comment.id),
          );
          res.json(similarBody(found));
          return;
        }
        const list = await listOrProblem(flows, filter, extra.cursor, extra.limit ?? DEFAULT_LIMIT);
        if (!('items' in list)) {
          sendParameterProblems(res, [list]);
          return;
        }
        noteShown(
          res,
          list.items.map(({ id }) => id),
        );
        res.json(pageBody(list));
      },
    ],
  };
}

/** The list, or what is wrong with a cursor that was cut or edited. */
async function listOrProblem(
  flows: FlowDeps,
  filter: CommentFilter,
  cursor: string | null,
  limit: number,
): Promise<CommentList | ProblemDetail> {
  const { expected } = OWN_RULES.cursor;
  try {
    const list = await commentList(flows, filter, cursor, limit);
    if (list) return list;
    throw new Error(`expected the unit ${filter.unit} to be known, it was gone`);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'InvalidCursorError')) throw error;
    const found = cursor ?? '';
    return { parameter: 'cursor', expected, found, message: `cursor: expected ${expected}, found "${found}"` };
  }
}

/** For the audit trail. */
function noteShown(res: Response, ids: readonly number[]): void {
  for (const id of ids) shownComments(res).add(id);
}

function pageBody(list: CommentList): z.infer<typeof commentPageSchema> {
  return { items: list.items.map(commentBody), next: list.next, total: list.total };
}

function similarBody({ items }: SimilarComments): z.infer<typeof commentPageSchema> {
  return {
    items: items.map(({ comment, similarity }) => ({ ...commentBody(comment), similarity })),
    next: null,
    total: items.length,
  };
}

function commentBody(row: CommentList['items'][number]): z.infer<typeof commentSchema> {
  return {
    id: row.sourceId,
    source: row.source,
    answered_at: row.answeredAt ?? row.day,
    score: row.score,
    scale: row.scale,
    unit: row.unit,
    channel: row.channel,
    lang: row.lang,
    text: row.text,
    tagged: row.state === 'tagged',
    themes: row.tags.map((tag) => ({ ...tag, evidence: tag.evidence.map((span) => ({ ...span })) })),
    page: `/comments/${row.id}`,
  };
}
