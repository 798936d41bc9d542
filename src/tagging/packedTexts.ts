/** Texts with their vectors as one message to a worker: a message of many small buffers costs more than what it carries. */
import type { EmbeddedText } from './learner.js';

export interface PackedTexts {
  readonly texts: readonly string[];
  /** Span vectors of all texts, one behind the other. */
  readonly bytes: Uint8Array;
  /** Where those of each text end. */
  readonly ends: Uint32Array;
}

export function packTexts(texts: readonly EmbeddedText[]): PackedTexts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach(({ vectors }, index) => {
    end += vectors.length;
    ends[index] = end;
  });
  const bytes = new Uint8Array(end);
  texts.forEach(({ vectors }, index) => bytes.set(vectors, ends[index]! - vectors.length));
  return { texts: texts.map(({ text }) => text), bytes, ends };
}

export function unpackTexts({ texts, bytes, ends }: PackedTexts): EmbeddedText[] {
  return texts.map((text, index) => ({
    text,
    vectors: bytes.subarray(index > 0 ? ends[index - 1]! : 0, ends[index]),
  }));
}
