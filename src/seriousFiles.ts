/** The rules for serious comments that come with the product, and the labelled comments that measure them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SeriousLabel } from './domain/seriousQuality.js';
import { problemsOf, type SeriousRuleSet } from './domain/seriousRules.js';
import { LANGUAGES } from './domain/theme.js';
import type { SeriousFiles } from './flows/seriousComments.js';

const localised = z.object({ fi: z.string().min(1), sv: z.string().min(1), en: z.string().min(1) });
const lines = z.object({ fi: z.array(z.string()), sv: z.array(z.string()), en: z.array(z.string()) });
const ruleSet = z.object({
  passPerThousand: z.int().min(0).max(200),
  categories: z
    .array(
      z.object({
        key: z.string().regex(/^[a-z][a-z_]{1,39}$/),
        urgency: z.union([z.literal(1), z.literal(2), z.literal(3)]),
        name: localised,
        description: localised,
        excludes: localised,
        rules: lines,
        examples: lines,
      }),
    )
    .min(1),
  harmless: lines,
});
const label = z.object({ id: z.string(), lang: z.string(), text: z.string().min(1), serious: z.array(z.string()) });

/** @param root absolute folder of the project */
export function seriousFiles(root: string): SeriousFiles {
  return {
    shipped: () => readShippedRules(join(root, 'data', 'serious.json')),
    labelled: async () => {
      const files = LANGUAGES.map((lang) => join(root, 'data', 'labels', `serious_${lang}.jsonl`));
      return (await Promise.all(files.map((file) => readSeriousLabels(file)))).flat();
    },
    unseen: () => readSeriousLabels(join(root, 'data', 'labels', 'serious_unseen.jsonl')),
  };
}

/** @throws naming the file and what is wrong with it, or the first line that is not a rule */
async function readShippedRules(file: string): Promise<SeriousRuleSet> {
  const parsed = ruleSet.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`expected the rules for serious comments at ${file}: ${parsed.error.message}`);
  const [problem] = problemsOf(parsed.data);
  if (problem) {
    const { category, lang, line, text } = problem;
    throw new Error(`expected a rule on line ${line} of ${category} (${lang}) at ${file}, found ${text}`);
  }
  return parsed.data;
}

/** Reads JSON lines `{id, lang, text, serious: [category]}`. @throws naming the line that is not one */
export async function readSeriousLabels(file: string): Promise<SeriousLabel[]> {
  const content = await readFile(file, 'utf8');
  return content.split(/\r?\n/u).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = label.safeParse(JSON.parse(line));
    if (!parsed.success) throw new Error(`expected {id, lang, text, serious} on line ${index + 1} of ${file}`);
    return [parsed.data];
  });
}
