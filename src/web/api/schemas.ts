/** What the API's bodies look like. */
import { z } from 'zod';
import { CHANNELS } from '../../domain/response.js';
import { LANGUAGES, POLARITIES } from '../../domain/theme.js';
import { FeedbackItem } from '../../flows/answerFeedback.js';
import { SERIES_DIMENSIONS } from '../../flows/npsSeries.js';
import { problemDetailSchema } from './problem.js';
import { apiSchemas } from './schemaRegistry.js';

const channel = z.enum([...CHANNELS, 'unknown']);
const interval = z.tuple([z.number(), z.number()]).nullable().meta({ description: '95 % interval' });
const count = z.int().min(0).nullable();
const responses = count.meta({ description: 'Responses with or without a score; null when hidden' });
const npsPoints = z.number().min(-100).max(100).nullable();

export const tagSchema = z
  .object({
    theme: z.string(),
    polarity: z.enum(POLARITIES),
    confidence: z.number().min(0).max(1),
    evidence: z
      .array(z.object({ start: z.int().min(0), end: z.int().min(0) }))
      .meta({ description: 'Parts of the text, in UTF-16 code units' }),
    confirmed: z.literal(true).optional().meta({ description: 'A person said so; absent on tags of the machine' }),
  })
  .register(apiSchemas, { id: 'Tag' });

export const commentSchema = z
  .object({
    id: z.string().meta({ description: "The source's own id" }),
    source: z.string(),
    answered_at: z.string().meta({ description: 'Date-time where the source gave one, else the calendar day' }),
    score: z.int().nullable(),
    scale: z.string().meta({ description: 'nps is 0–10; other scales never enter NPS' }),
    unit: z.string(),
    channel,
    lang: z.string(),
    text: z.string().meta({ description: 'The comment with personal data masked' }),
    tagged: z.boolean(),
    themes: z.array(tagSchema).meta({ description: 'Most confident first; empty until tagged' }),
    page: z.string().meta({ description: 'Path of the page that shows the comment' }),
    similarity: z
      .number()
      .min(-1)
      .max(1)
      .optional()
      .meta({ description: 'Of a search by meaning: 1 for the same text, around 0 for texts with nothing in common' }),
  })
  .register(apiSchemas, { id: 'Comment' });

export const commentPageSchema = z
  .object({
    items: z.array(commentSchema),
    total: z.int().min(0).meta({ description: 'How many match on all pages' }),
    next: z.string().nullable().meta({ description: 'Cursor of the next page, null on the last' }),
  })
  .register(apiSchemas, { id: 'CommentPage' });

export const npsSchema = z
  .object({
    n: count.meta({ description: 'Answers with a score of 0–10; null under the disclosure limit' }),
    promoters: count,
    passives: count,
    detractors: count,
    nps: npsPoints.meta({ description: 'Null when nobody answered, or under the disclosure limit' }),
    interval,
    suppressed: z.boolean(),
  })
  .register(apiSchemas, { id: 'Nps' });

const period = z.object({ from: z.iso.date(), to: z.iso.date() });

export const versionsSchema = z
  .object({
    space: z.string().meta({ description: 'Encoder, its revision and precision' }),
    heads: z.string().meta({ description: 'Of the model, and after + what was learned here' }),
    taxonomy: z.string().meta({ description: 'Version of the list of themes' }),
  })
  .register(apiSchemas, { id: 'Versions' });

const versions = versionsSchema.meta({ description: 'What the tags of comments rest on' });

export const npsReportSchema = z
  .object({
    period: period.meta({ description: 'First and last day counted; the last 12 months where none is asked for' }),
    by: z.enum(SERIES_DIMENSIONS),
    total: z.object({ responses, ...npsSchema.shape }),
    buckets: z
      .array(
        z.object({
          key: z.string().meta({ description: 'Month, unit code, channel or language' }),
          responses,
          ...npsSchema.shape,
        }),
      )
      .meta({ description: 'Months and units without answers included; empty with by=none' }),
    versions,
  })
  .register(apiSchemas, { id: 'NpsReport' });

export const themeFigureSchema = z
  .object({
    theme: z.string(),
    name: z.object(Object.fromEntries(LANGUAGES.map((lang) => [lang, z.string()]))),
    n: count.meta({ description: 'Tagged comments that mention the theme' }),
    base: count.meta({ description: 'Tagged comments' }),
    share: z.number().min(0).max(1).nullable().meta({ description: 'n of base' }),
    interval,
    polarity: z
      .object({ pos: z.int(), neg: z.int(), neu: z.int() })
      .nullable()
      .meta({ description: 'Comments that mention it with praise, complaint, or neutrally' }),
    npsWith: npsSchema,
    npsWithout: npsSchema,
    impact: z
      .number()
      .nullable()
      .meta({ description: 'NPS of commenters minus NPS of those who do not mention the theme' }),
    impactInterval: interval,
    suppressed: z.boolean(),
  })
  .register(apiSchemas, { id: 'ThemeFigure' });

export const themeReportSchema = z
  .object({
    period,
    themes: z.array(themeFigureSchema).meta({ description: 'Most mentioned first' }),
    versions,
  })
  .register(apiSchemas, { id: 'ThemeReport' });

/** Fields are named like the columns of an import file, and checked with the same rules. */
export const feedbackItemSchema = FeedbackItem.register(apiSchemas, { id: 'FeedbackItem' });

export const MAX_ITEMS = 1000;

export const feedbackBodySchema = z.union([feedbackItemSchema, z.array(feedbackItemSchema).min(1).max(MAX_ITEMS)]);

export const feedbackResultSchema = z
  .object({
    index: z.int().min(0).meta({ description: 'Place of the item in the request, from 0' }),
    id: z.string().nullable().meta({ description: "The source's own id as sent, null when there was none" }),
    outcome: z.enum(['accepted', 'duplicate', 'rejected']),
    reasons: z.array(problemDetailSchema).optional().meta({ description: 'Why it was rejected' }),
  })
  .register(apiSchemas, { id: 'FeedbackResult' });

export const feedbackAnswerSchema = z
  .object({ results: z.array(feedbackResultSchema).meta({ description: 'One per item, in the order sent' }) })
  .register(apiSchemas, { id: 'FeedbackAnswer' });
