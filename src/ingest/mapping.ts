/** A mapping file: what the columns of one source are called, where the names alone do not tell. */
import { z } from 'zod';
import { COLUMN_FIELDS } from './columnNames.js';
import { FileError } from './fileError.js';

export const SCALE_PATTERN = /^[a-z0-9-]{1,20}$/;
export const STATEMENT_KEY_PATTERN = /^[a-z][a-z0-9_]{0,39}$/;
export const DATE_FORMATS = ['d/m/yyyy', 'm/d/yyyy'] as const;

const mappingSchema = z.strictObject({
  /** Header by field; null: that field is not read even where a header looks like it. */
  columns: z.partialRecord(z.enum(COLUMN_FIELDS), z.string().min(1).nullable()).default({}),
  /** Statement key by header; null: that header is no statement even where it looks like one. */
  statements: z.record(z.string(), z.string().regex(STATEMENT_KEY_PATTERN).nullable()).default({}),
  /** Scale of every score of the file, where no column says. */
  scale: z.string().regex(SCALE_PATTERN).optional(),
  /** How dates with slashes are to be read; ISO and d.m.yyyy are always understood. */
  dateFormat: z.enum(DATE_FORMATS).optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;

export const NO_MAPPING: Mapping = { columns: {}, statements: {} };

/** Parses the content of a mapping file. Throws FileError `mapping` with everything that is wrong in it. */
export function parseMapping(json: string): Mapping {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    throw new FileError('mapping', { problems: 'not JSON' }, { cause: error });
  }
  return checkMapping(content);
}

/** The same for a value that is parsed already, for example from a form. */
export function checkMapping(content: unknown): Mapping {
  const result = mappingSchema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'mapping'}: ${issue.message}`);
  throw new FileError('mapping', { problems: problems.join('; ') }, { cause: result.error });
}
