/** Linear layers on standardised span vectors as they are stored: 8-bit integers and a scale. */
import type { SpanVectors } from './spanVectors.js';

/** One row of `hidden` weights per output; output = weight · vector + bias. */
export interface VectorLayer {
  readonly hidden: number;
  readonly weight: Float32Array;
  readonly bias: Float64Array;
}

/** weight · vector of one row and one span, without the bias. */
export function weightedSum(
  { hidden, weight }: Pick<VectorLayer, 'hidden' | 'weight'>,
  row: number,
  vectors: SpanVectors,
  span: number,
): number {
  const { values } = vectors;
  const ofRow = row * hidden;
  const ofSpan = span * hidden;
  let sum = 0;
  for (let i = 0; i < hidden; i += 1) sum += weight[ofRow + i]! * values[ofSpan + i]!;
  return sum * vectors.scales[span]!;
}

/**
 * All outputs of a layer for one span. Four rows at a time: a sum has to wait for itself, so a processor does four in the time of
 * one, and each is added up in the same order as by weightedSum, to the same bit.
 */
export function layerOutputs(layer: VectorLayer, vectors: SpanVectors, span: number): Float64Array {
  const { hidden, weight, bias } = layer;
  const { values } = vectors;
  const ofSpan = span * hidden;
  const scale = vectors.scales[span]!;
  const outputs = new Float64Array(bias.length);
  let row = 0;
  for (; row + 4 <= bias.length; row += 4) {
    const [first, second, third, fourth] = [row * hidden, (row + 1) * hidden, (row + 2) * hidden, (row + 3) * hidden];
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < hidden; i += 1) {
      const value = values[ofSpan + i]!;
      a += weight[first + i]! * value;
      b += weight[second + i]! * value;
      c += weight[third + i]! * value;
      d += weight[fourth + i]! * value;
    }
    outputs[row] = a * scale + bias[row]!;
    outputs[row + 1] = b * scale + bias[row + 1]!;
    outputs[row + 2] = c * scale + bias[row + 2]!;
    outputs[row + 3] = d * scale + bias[row + 3]!;
  }
  for (; row < bias.length; row += 1) outputs[row] = weightedSum(layer, row, vectors, span) + bias[row]!;
  return outputs;
}

export function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
