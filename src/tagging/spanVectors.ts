/**
 * Span vectors of one comment, small enough to keep for every comment: standardised by the heads' mean and standard deviation
 * (so that all dimensions use the same scale), then 8-bit integers with one scale per vector.
 *
 * Bytes, version 1:
 *   byte 0         1, the version
 *   LEB128 × 2     length of a vector, number of spans
 *   LEB128 × 3     per span: start, length (UTF-16 units), tokens
 *   float32 LE     per span: scale
 *   int8           per span: the vector; value = scale · int8, in standard deviations from the mean
 */
import type { Span } from '../domain/theme.js';

/** A span with its number of tokens; 0 tokens: the vector is the mean over the whole input. */
export interface CountedSpan extends Span {
  readonly tokens: number;
}

export interface SpanVectors {
  /** The whole comment, then its clauses when there are several. */
  readonly spans: readonly CountedSpan[];
  /** Length of a vector. */
  readonly hidden: number;
  /** One scale per span. */
  readonly scales: Float32Array;
  /** Row-major, one row per span, −127…127. */
  readonly values: Int8Array;
}

export interface Standardisation {
  readonly mean: Float32Array;
  readonly sd: Float32Array;
}

const VERSION = 1;

/** Standardises and rounds plain span vectors. The largest absolute value of a vector becomes ±127. */
export function quantiseSpans(
  vectors: readonly (CountedSpan & { readonly vector: Float32Array })[],
  standardise: Standardisation,
): SpanVectors {
  const hidden = standardise.mean.length;
  const scales = new Float32Array(vectors.length);
  const values = new Int8Array(vectors.length * hidden);
  vectors.forEach(({ vector }, row) => {
    if (vector.length !== hidden) throw new Error(`expected vectors of ${hidden} numbers, got ${vector.length}`);
    const standardised = Float64Array.from(vector, (value, i) => (value - standardise.mean[i]!) / standardise.sd[i]!);
    const largest = standardised.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    if (scale === 0) return;
    standardised.forEach((value, i) => {
      values[row * hidden + i] = Math.max(-127, Math.min(127, Math.round(value / scale)));
    });
  });
  return { spans: vectors.map(({ start, end, tokens }) => ({ start, end, tokens })), hidden, scales, values };
}

export function encodeSpanVectors(vectors: SpanVectors): Uint8Array {
  const header = [VERSION];
  pushVarint(header, vectors.hidden);
  pushVarint(header, vectors.spans.length);
  for (const span of vectors.spans) {
    pushVarint(header, span.start);
    pushVarint(header, span.end - span.start);
    pushVarint(header, span.tokens);
  }
  const bytes = new Uint8Array(header.length + 4 * vectors.scales.length + vectors.values.length);
  bytes.set(header);
  const view = new DataView(bytes.buffer);
  vectors.scales.forEach((scale, row) => view.setFloat32(header.length + 4 * row, scale, true));
  bytes.set(
    new Uint8Array(vectors.values.buffer, vectors.values.byteOffset, vectors.values.length),
    bytes.length - vectors.values.length,
  );
  return bytes;
}

/** The numbers stay where they are in `bytes`. Throws when these are not of version 1 or not complete. */
export function decodeSpanVectors(bytes: Uint8Array): SpanVectors {
  if (bytes[0] !== VERSION) throw new Error(`expected span vectors of version ${VERSION}, got ${String(bytes[0])}`);
  const reader = { bytes, position: 1 };
  const hidden = readVarint(reader);
  const count = readVarint(reader);
  const spans: CountedSpan[] = [];
  for (let row = 0; row < count; row += 1) {
    const start = readVarint(reader);
    const end = start + readVarint(reader);
    spans.push({ start, end, tokens: readVarint(reader) });
  }
  const expected = reader.position + count * (4 + hidden);
  if (bytes.length !== expected) throw new Error(`expected ${expected} bytes of span vectors, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const scales = Float32Array.from({ length: count }, (_, row) => view.getFloat32(reader.position + 4 * row, true));
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + reader.position + 4 * count, count * hidden);
  return { spans, hidden, scales, values };
}

/** The whole text's vector (row 0) of encoded span vectors, as 8-bit integers without their scale. Throws as decodeSpanVectors. */
export function wholeTextVector(bytes: Uint8Array): Int8Array {
  if (bytes[0] !== VERSION) throw new Error(`expected span vectors of version ${VERSION}, got ${String(bytes[0])}`);
  const reader = { bytes, position: 1 };
  const hidden = readVarint(reader);
  const start = bytes.length - hidden * readVarint(reader);
  if (start < reader.position) throw new Error(`expected more than ${bytes.length} bytes of span vectors`);
  return new Int8Array(bytes.buffer, bytes.byteOffset + start, hidden);
}

/** One span's vector in standard deviations from the mean. */
export function standardisedVector(vectors: SpanVectors, row: number): Float64Array {
  const scale = vectors.scales[row] ?? 0;
  const { hidden, values } = vectors;
  return Float64Array.from(values.subarray(row * hidden, (row + 1) * hidden), (value) => value * scale);
}

/** Unsigned LEB128: seven bits a byte, lowest first, high bit set on all but the last. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

function readVarint(reader: { readonly bytes: Uint8Array; position: number }): number {
  let value = 0;
  for (let factor = 1; factor <= 0x80 ** 4; factor *= 0x80) {
    const byte = reader.bytes[reader.position];
    if (byte === undefined) throw new Error(`expected more than ${reader.bytes.length} bytes of span vectors`);
    reader.position += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
  throw new Error(
    `expected a number of at most 5 bytes at byte ${reader.position - 5} of span vectors, got a longer one`,
  );
}
