/** `GET /v1/themes`: what people talk about, how, and what NPS goes with it. */
import type { z } from 'zod';
import type { FlowDeps } from '../../flows/deps.js';
import type { ThemeFigure } from '../../flows/figures.js';
import { themesReport } from '../../flows/themesReport.js';
import { npsBody } from './nps.js';
import { feedbackParameters, readFeedbackParameters, sendParameterProblems } from './parameters.js';
import type { ApiRoute } from './route.js';
import { themeReportSchema, type themeFigureSchema } from './schemas.js';

export function themesRoute(flows: FlowDeps): ApiRoute {
  return {
    method: 'get',
    path: '/themes',
    operationId: 'getThemes',
    summary: 'Themes of tagged comments with shares, polarity, NPS and impact',
    right: 'figures.read',
    parameters: feedbackParameters,
    answer: { status: 200, description: 'One figure per theme', schema: themeReportSchema },
    problems: ['invalid-parameter'],
    handlers: [
      async (req, res) => {
        const { filter, problems } = await readFeedbackParameters(flows, req, {});
        const report = problems.length > 0 ? null : await themesReport(flows, filter);
        if (!report) {
          sendParameterProblems(res, problems);
          return;
        }
        const body: z.infer<typeof themeReportSchema> = {
          period: report.period,
          themes: report.themes.map(themeBody),
          versions: { ...flows.tagger.versions },
        };
        res.json(body);
      },
    ],
  };
}

function themeBody(figure: ThemeFigure): z.infer<typeof themeFigureSchema> {
  const { share } = figure;
  return {
    theme: figure.theme.key,
    name: { ...figure.theme.name },
    n: share.count,
    base: share.base,
    share: share.share,
    interval: share.interval === null ? null : [...share.interval],
    polarity: figure.polarity === null ? null : { ...figure.polarity },
    npsWith: npsBody(figure.npsWith),
    npsWithout: npsBody(figure.npsWithout),
    impact: figure.impact,
    impactInterval: figure.impactInterval === null ? null : [...figure.impactInterval],
    suppressed: share.suppressed,
  };
}
