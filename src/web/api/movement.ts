/** `GET /v1/movement`: why NPS moved between two periods, in parts that add up. */
import { z } from 'zod';
import type { FlowDeps } from '../../flows/deps.js';
import {
  ADJUSTMENTS,
  explainMovement,
  type Movement,
  type MovementPeriod,
  type Part,
} from '../../flows/explainMovement.js';
import { ADJUST_RULE, readMovementQuery } from '../movementQuery.js';
import { FILTER_RULES } from '../query.js';
import { npsBody } from './nps.js';
import { feedbackParameters, sendParameterProblems } from './parameters.js';
import type { ApiRoute } from './route.js';
import { apiSchemas } from './schemaRegistry.js';
import { npsSchema } from './schemas.js';

const interval = z.tuple([z.number(), z.number()]).nullable().meta({ description: '95 % interval' });
const certainty = z
  .enum(['sure', 'fairlySure', 'chance'])
  .nullable()
  .meta({ description: 'sure: |z| from 2.58, fairlySure: from 1.96, else chance' });
const points = z.number().nullable();

const periodSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  definition: z.enum(['month', 'months', 'year', 'yearToDate', 'days']),
  ...npsSchema.shape,
});

const sideSchema = z.object({
  share: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: 'Weight in NPS: an answer with k themes counts 1/k to each; all rows add up to 1' }),
  nps: z.number().min(-100).max(100).nullable().meta({ description: 'Null also where nobody is in the row' }),
  n: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: 'Answers with a score; those with several themes are in several rows' }),
});

const partShape = {
  total: points.meta({ description: 'rate + mix' }),
  rate: points.meta({ description: 'From being scored differently' }),
  mix: points.meta({ description: 'From being mentioned more or less often' }),
  standardError: points,
  interval,
  certainty,
  base: sideSchema,
  current: sideSchema,
  suppressed: z.boolean(),
};

export const movementSchema = z
  .object({
    base: periodSchema.meta({ description: 'The period before' }),
    current: periodSchema.meta({ description: 'The period after' }),
    change: points.meta({ description: 'Current minus base' }),
    changeInterval: interval,
    certainty,
    adjust: z.enum(ADJUSTMENTS).nullable(),
    contributions: z
      .array(
        z.object({
          group: z.enum(['serviceMix', 'channelMix', 'theme', 'noTheme', 'unread', 'noComment', 'hidden']),
          key: z.string().nullable().meta({ description: 'Theme key, unit code or channel' }),
          displayed: z.int().nullable().meta({ description: 'Whole points that add up to the rounded change' }),
          ...partShape,
        }),
      )
      .meta({ description: 'Totals add up to the change; rows on too few people are one row, hidden' }),
    units: z
      .array(z.object({ unit: z.string(), ...partShape }))
      .meta({ description: 'Units below, as they stand (never adjusted); totals add up to the change' }),
    check: z.object({ sum: points.meta({ description: 'Sum of the contributions' }) }),
    warnings: z
      .array(
        z.union([
          z.object({ kind: z.literal('signDiffers'), theme: z.string() }),
          z.object({ kind: z.literal('scoredShareDiffers'), base: z.number(), current: z.number() }),
          z.object({ kind: z.literal('unread'), share: z.number() }),
          z.object({ kind: z.enum(['definitionDiffers', 'noUnits']) }),
        ]),
      )
      .meta({ description: 'What to know before trusting the figures; docs/api.md says what each means' }),
    suppressed: z.boolean().meta({ description: 'A period has fewer answers than the disclosure limit' }),
  })
  .register(apiSchemas, { id: 'Movement' });

export function movementRoute(flows: FlowDeps): ApiRoute {
  const day = FILTER_RULES.from.schema;
  return {
    method: 'get',
    path: '/movement',
    operationId: 'getMovement',
    summary: 'The change of NPS between two periods, taken apart by theme',
    right: 'figures.read',
    parameters: [
      ...feedbackParameters,
      { name: 'base_from', in: 'query', description: 'First day of the period before, included', schema: day },
      { name: 'base_to', in: 'query', description: 'Last day of the period before, included', schema: day },
      {
        name: 'adjust',
        in: 'query',
        description: 'Takes out first what a changed mix of units below, of channels, or of both does',
        schema: ADJUST_RULE.schema,
      },
    ],
    answer: { status: 200, description: 'Parts that add up to the change', schema: movementSchema },
    problems: ['invalid-parameter'],
    handlers: [
      async (req, res) => {
        const query = await readMovementQuery(flows, new URL(req.originalUrl, 'http://localhost').searchParams);
        const { asked, base, current, adjust, problems } = query;
        if (problems.length > 0) {
          sendParameterProblems(res, problems);
          return;
        }
        const movement = await explainMovement(flows, { base, current, filter: asked, adjust });
        if (movement) {
          res.json(movementBody(movement));
          return;
        }
        const expected = 'the code of a unit of this organisation';
        const found = asked.unit ?? '';
        const message = `unit: expected ${expected}, found "${found}"`;
        sendParameterProblems(res, [{ parameter: 'unit', expected, found, message }]);
      },
    ],
  };
}

/** A movement as the API and the command line give it. */
export function movementBody(movement: Movement): z.infer<typeof movementSchema> {
  const { change } = movement;
  return {
    base: periodBody(movement.base),
    current: periodBody(movement.current),
    change: change.points,
    changeInterval: change.interval === null ? null : [...change.interval],
    certainty: change.certainty,
    adjust: movement.adjust,
    contributions: movement.contributions.map((row) => ({
      group: row.group,
      key: row.key,
      displayed: row.displayed,
      ...partBody(row),
    })),
    units: movement.units.map((row) => ({ unit: row.unit.code, ...partBody(row) })),
    check: movement.check,
    warnings: [...movement.warnings],
    suppressed: movement.suppressed,
  };
}

function periodBody({ period, definition, estimate }: MovementPeriod): z.infer<typeof periodSchema> {
  return { from: period.from, to: period.to, definition, ...npsBody(estimate) };
}

type PartBody = Omit<z.infer<typeof movementSchema>['units'][number], 'unit'>;

function partBody({
  total,
  rate,
  mix,
  standardError,
  certainty: word,
  base,
  current,
  suppressed,
  ...part
}: Part): PartBody {
  return {
    total,
    rate,
    mix,
    standardError,
    interval: part.interval === null ? null : [...part.interval],
    certainty: word,
    base,
    current,
    suppressed,
  };
}
