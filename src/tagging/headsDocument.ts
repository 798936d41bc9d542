/** Heads → the JSON of heads.json (format 1). */
import { POLARITIES } from '../domain/theme.js';
import type { Heads } from './heads.js';

/** `base`: the parsed heads.json whose `lexical` part is taken over as it is, half precision and all. */
export function headsDocument(heads: Heads, base: unknown): Record<string, unknown> {
  const lexical = (base as { readonly lexical?: unknown }).lexical;
  if (typeof lexical !== 'object') throw new Error(`expected "lexical" in the base heads.json, got ${typeof lexical}`);
  return {
    format: 1,
    prefix: heads.prefix,
    themes: heads.themes,
    polarities: POLARITIES,
    hidden: heads.hidden,
    standardise: { mean: base64OfFloats(heads.standardise.mean), sd: base64OfFloats(heads.standardise.sd) },
    encoderTheme: layerDocument(heads.encoderTheme),
    encoderPolarity: layerDocument(heads.encoderPolarity),
    lexical,
    stack: heads.stack,
    thresholds: heads.thresholds,
    polarityStack: heads.polarityStack,
  };
}

function layerDocument(layer: Heads['encoderTheme']): { weight: string; bias: string } {
  return { weight: base64OfFloats(layer.weight), bias: base64OfFloats(layer.bias) };
}

/** Little-endian binary32. */
function base64OfFloats(values: Float32Array): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeFloatLE(value, 4 * index));
  return bytes.toString('base64');
}
