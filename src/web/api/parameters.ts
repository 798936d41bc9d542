/** Query parameters that several routes take, described once and read with every problem collected. */
import type { Request, Response } from 'express';
import type { CommentFilter, FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { FlowDeps } from '../../flows/deps.js';
import {
  COMMENT_PARAMETERS,
  FEEDBACK_PARAMETERS,
  FILTER_RULES,
  QueryReader,
  readCommentFilter,
  readFeedbackFilter,
  type QueryRule,
} from '../query.js';
import { sendProblem, type ProblemDetail } from './problem.js';
import type { ApiParameter } from './route.js';

const DESCRIPTIONS: Readonly<Record<(typeof COMMENT_PARAMETERS)[number], string>> = {
  from: 'First day, included',
  to: 'Last day, included',
  unit: 'Unit code; the unit and everything under it',
  channel: 'How the response came',
  lang: 'Language of the comment',
  theme: 'Only comments that mention the theme',
  polarity: 'With a theme: polarity of that theme; without: any theme with that polarity',
  q: 'Words that must all occur, in any inflected form',
};

const describe = (name: (typeof COMMENT_PARAMETERS)[number]): ApiParameter => ({
  name,
  in: 'query',
  description: DESCRIPTIONS[name],
  schema: FILTER_RULES[name].schema,
});

export const feedbackParameters: readonly ApiParameter[] = FEEDBACK_PARAMETERS.map(describe);
export const commentParameters: readonly ApiParameter[] = COMMENT_PARAMETERS.map(describe);

/** Values of a route's own parameters; null where not given. */
type Extra<R extends Readonly<Record<string, QueryRule<unknown>>>> = {
  readonly [name in keyof R]: (R[name] extends QueryRule<infer T> ? T : never) | null;
};

interface ReadParameters<F, R extends Readonly<Record<string, QueryRule<unknown>>>> {
  readonly filter: F;
  readonly extra: Extra<R>;
  readonly problems: readonly ProblemDetail[];
}

/** Filter and own parameters of a route of figures; unknown names and units are problems. */
export function readFeedbackParameters<R extends Readonly<Record<string, QueryRule<unknown>>>>(
  flows: FlowDeps,
  req: Request,
  own: R,
): Promise<ReadParameters<FeedbackFilter, R>> {
  return readParameters(flows, req, FEEDBACK_PARAMETERS, readFeedbackFilter, own);
}

/** Filter and own parameters of a route of comments; unknown names, units and themes are problems. */
export async function readCommentParameters<R extends Readonly<Record<string, QueryRule<unknown>>>>(
  flows: FlowDeps,
  req: Request,
  own: R,
): Promise<ReadParameters<CommentFilter, R>> {
  return readParameters(flows, req, COMMENT_PARAMETERS, readCommentFilter, own);
}

async function readParameters<F extends FeedbackFilter, R extends Readonly<Record<string, QueryRule<unknown>>>>(
  flows: FlowDeps,
  req: Request,
  shared: readonly string[],
  readFilter: (reader: QueryReader) => F,
  own: R,
): Promise<ReadParameters<F, R>> {
  const reader = new QueryReader(new URL(req.originalUrl, 'http://localhost').searchParams);
  reader.refuseOthers([...shared, ...Object.keys(own)]);
  const filter = readFilter(reader);
  const extra = Object.fromEntries(
    Object.entries(own).map(([name, rule]) => [name, reader.read(name, rule)]),
  ) as Extra<R>;
  if (filter.unit !== null) {
    const units = await flows.store.listUnits();
    if (!units.some((unit) => unit.code === filter.unit)) {
      reader.report('unit', 'the code of a unit of this organisation', filter.unit);
    }
  }
  const theme: unknown = 'theme' in filter ? filter.theme : null;
  if (typeof theme === 'string' && !flows.taxonomy.themes.some((known) => known.key === theme)) {
    reader.report('theme', `one of ${flows.taxonomy.themes.map((known) => known.key).join(', ')}`, theme);
  }
  return { filter, extra, problems: reader.problems };
}

export function sendParameterProblems(res: Response, problems: readonly ProblemDetail[]): void {
  const names = [...new Set(problems.map((problem) => problem.parameter))].join(', ');
  sendProblem(res, 'invalid-parameter', `expected parameters that can be used, found ${names} that cannot`, problems);
}
