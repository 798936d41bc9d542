/** The labels that come with the product and that the encoder has not seen. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LANGUAGES, type Taxonomy } from './domain/theme.js';
import { parseLabelledLines } from './tagging/labelledLines.js';
import type { LabelledComment } from './tagging/quality.js';

/**
 * Reads data/labels/calibration_*.jsonl, each comment with all its themes.
 * @param root absolute folder of the project
 */
export async function readCommittedLabels(root: string, shipped: Taxonomy): Promise<LabelledComment[]> {
  const themes = shipped.themes.map((theme) => theme.key);
  const files = LANGUAGES.map((lang) => join(root, 'data', 'labels', `calibration_${lang}.jsonl`));
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return contents.flatMap((content, index) => parseLabelledLines(content, files[index] ?? '', themes));
}
