/** `GET /v1/nps`: counts, NPS and interval, on request by month. */
import { z } from 'zod';
import type { NpsEstimate } from '../../domain/nps.js';
import type { FlowDeps } from '../../flows/deps.js';
import { npsSeries, SERIES_DIMENSIONS, type SeriesDimension } from '../../flows/npsSeries.js';
import type { QueryRule } from '../query.js';
import { feedbackParameters, readFeedbackParameters, sendParameterProblems } from './parameters.js';
import type { ApiRoute } from './route.js';
import { npsReportSchema, type npsSchema } from './schemas.js';

const BY: QueryRule<SeriesDimension> = {
  expected: `one of ${SERIES_DIMENSIONS.join(', ')}`,
  schema: z.enum(SERIES_DIMENSIONS),
};

export function npsRoute(flows: FlowDeps): ApiRoute {
  return {
    method: 'get',
    path: '/nps',
    operationId: 'getNps',
    summary: 'Net Promoter Score with its interval',
    right: 'figures.read',
    parameters: [
      ...feedbackParameters,
      {
        name: 'by',
        in: 'query',
        description: 'Also in buckets: by month, channel, language, or the units under the one asked for',
        schema: BY.schema,
      },
    ],
    answer: { status: 200, description: 'Counts and NPS', schema: npsReportSchema },
    problems: ['invalid-parameter'],
    handlers: [
      async (req, res) => {
        const { filter, extra, problems } = await readFeedbackParameters(flows, req, { by: BY });
        const series = problems.length > 0 ? null : await npsSeries(flows, filter, extra.by ?? 'none');
        if (!series) {
          sendParameterProblems(res, problems);
          return;
        }
        const body: z.infer<typeof npsReportSchema> = {
          period: series.period,
          by: series.by,
          total: { responses: series.total.responses, ...npsBody(series.total.estimate) },
          buckets: series.buckets.map(({ key, responses, estimate }) => ({ key, responses, ...npsBody(estimate) })),
          versions: { ...flows.tagger.versions },
        };
        res.json(body);
      },
    ],
  };
}

export function npsBody(estimate: NpsEstimate): z.infer<typeof npsSchema> {
  return {
    n: estimate.n,
    promoters: estimate.promoters,
    passives: estimate.passives,
    detractors: estimate.detractors,
    nps: estimate.nps,
    interval: estimate.interval === null ? null : [...estimate.interval],
    suppressed: estimate.strength === 'suppressed',
  };
}
