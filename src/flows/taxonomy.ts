/** The themes that people read, from the text of data/themes.json. */
import { z } from 'zod';
import type { Taxonomy } from '../domain/theme.js';

const localised = z.strictObject({ fi: z.string().min(1), sv: z.string().min(1), en: z.string().min(1) });

const taxonomySchema = z.object({
  version: z.string().min(1),
  themes: z
    .array(
      z.object({
        // A key is a part of a theme set, where `:` and `,` separate
        key: z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected lower-case letters, digits and _'),
        name: localised,
        description: localised,
        excludes: localised,
        colour: z.int().min(0),
      }),
    )
    .min(1)
    .refine((themes) => new Set(themes.map((theme) => theme.key)).size === themes.length, 'expected each key once'),
});

/**
 * Checks parsed JSON and returns the taxonomy. Throws an Error that names every fault and where it is; a taxonomy is a file of the
 * installation, and without one nothing can be shown.
 */
export function parseTaxonomy(json: unknown): Taxonomy {
  const result = taxonomySchema.safeParse(json);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new Error(`the themes file does not hold themes as expected: ${faults.join('; ')}`);
}
