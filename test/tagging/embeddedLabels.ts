/** Calibration comments with real vectors, made once per test file that asks for them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEncoder } from '../../src/embedding/encoder.js';
import { commentSpans } from '../../src/language/clauses.js';
import { projectRoot } from '../../src/root.js';
import { parseHeads, type Heads } from '../../src/tagging/heads.js';
import type { EmbeddedText } from '../../src/tagging/learner.js';
import { encodeSpanVectors, quantiseSpans } from '../../src/tagging/spanVectors.js';

export const modelFolder = join(projectRoot(), 'models', 'kuulolla-fisven');

export async function readShippedHeads(): Promise<Heads> {
  return parseHeads(JSON.parse(await readFile(join(modelFolder, 'heads.json'), 'utf8')));
}

/** The first comments of each language: several clauses and one, in Finnish, Swedish and English. */
export async function embedCalibrationComments(heads: Heads, perLanguage: number): Promise<EmbeddedText[]> {
  const texts: string[] = [];
  for (const lang of ['fi', 'sv', 'en']) {
    const content = await readFile(join(projectRoot(), 'data', 'labels', `calibration_${lang}.jsonl`), 'utf8');
    for (const line of content.trimEnd().split('\n').slice(0, perLanguage)) {
      texts.push((JSON.parse(line) as { readonly text: string }).text);
    }
  }
  const encoder = await loadEncoder({ modelFolder, prefix: heads.prefix, allowRemoteModels: false });
  try {
    const embedded: EmbeddedText[] = [];
    for (const text of texts) {
      const spans = await encoder.embed(text, commentSpans(text));
      embedded.push({ text, vectors: encodeSpanVectors(quantiseSpans(spans, heads.standardise)) });
    }
    return embedded;
  } finally {
    await encoder.close();
  }
}
