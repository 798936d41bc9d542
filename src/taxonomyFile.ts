/** Where the themes are kept. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Taxonomy } from './domain/theme.js';
import { parseTaxonomy } from './flows/taxonomy.js';

/**
 * Reads data/themes.json.
 * @param root absolute folder of the project
 * @throws when the file is missing or a theme lacks its name or description in one of the languages
 */
export async function readTaxonomy(root: string): Promise<Taxonomy> {
  const file = join(root, 'data', 'themes.json');
  try {
    return parseTaxonomy(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Error(`expected the themes in ${file}`, { cause });
  }
}
