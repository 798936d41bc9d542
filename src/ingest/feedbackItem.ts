/** One response as an integration sends it: the fields of the import columns. The same schema describes the API. */
import { z } from 'zod';
import type { RawRow } from './candidate.js';
import { COLUMN_FIELDS, type ColumnField } from './columnNames.js';
import { asText } from './jsonLines.js';
import { reject, type Rejection } from './rejection.js';

const text = z.string();

export const FeedbackItem = z
  .strictObject({
    id: z.union([text, z.int()]).describe("The source's own id; source and id together are the identity of a response"),
    source: text.optional().describe('Name of the source system; "api" when absent'),
    answered_at: text.describe('ISO date or date-time, or d.m.yyyy'),
    score: z
      .union([z.number(), text])
      .nullish()
      .describe('Whole number 0–10, or a whole number on the scale named by `scale`'),
    scale: text.nullish().describe('"nps" when absent'),
    comment: text.nullish().describe('At most 20,000 characters; masked before it is stored'),
    lang: text.nullish().describe('ISO 639-1 code; recognised from the comment when absent'),
    unit: text.nullish().describe('Code, or path "service line > service > unit"'),
    channel: text.nullish().describe('sms, web, paper, kiosk or phone'),
    statements: z
      .record(text, z.union([z.number(), text]).nullable())
      .nullish()
      .describe('Answers 1–5 by statement key'),
  })
  .describe('One response: a score, a comment, or both');
export type FeedbackItem = z.infer<typeof FeedbackItem>;

/** A body item as a row to check, or why it does not have the form of one. `rowNumber` counts items from 1. */
export function readFeedbackItem(item: unknown, rowNumber: number): RawRow | readonly Rejection[] {
  const parsed = FeedbackItem.safeParse(item);
  if (!parsed.success) {
    return parsed.error.issues.flatMap((issue) => describe(issue, item, rowNumber));
  }
  const fields: Partial<Record<ColumnField, string>> = {};
  for (const field of COLUMN_FIELDS) {
    const value = parsed.data[field];
    if (value !== undefined && value !== null) fields[field] = asText(value);
  }
  const statements = Object.entries(parsed.data.statements ?? {}).map(([key, value]) => ({
    key,
    column: `statements.${key}`,
    text: asText(value),
  }));
  return { rowNumber, fields, statements, columnOf: (field) => field };
}

function describe(issue: z.core.$ZodIssue, item: unknown, rowNumber: number): Rejection[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      reject(rowNumber, key, key, 'unknownField', { list: Object.keys(FeedbackItem.shape).join(', ') }),
    );
  }
  const column = issue.path.join('.');
  const found = valueAt(item, issue.path);
  if (found === undefined && column !== '') return [reject(rowNumber, column, '', 'missing')];
  return [
    reject(rowNumber, column, asText(found), 'type', { expected: column === '' ? 'object' : expectedType(column) }),
  ];
}

function expectedType(column: string): string {
  if (column.startsWith('statements.')) return '1, 2, 3, 4, 5';
  return column === 'score' ? '0–10' : column === 'statements' ? 'object' : 'text';
}

function valueAt(item: unknown, path: readonly PropertyKey[]): unknown {
  let value = item;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
