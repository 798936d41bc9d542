/** Whether learned heads fit the shipped ones that they stand on. */
import { z } from 'zod';
import { POLARITIES } from '../domain/theme.js';
import type { Heads } from './heads.js';
import type { HeadsOverlay, OwnThemeHead } from './overlay.js';

/** What of heads.json an overlay has to fit. */
export interface HeadsShape {
  readonly themes: readonly string[];
  /** Length of a vector. */
  readonly hidden: number;
  /** There are 2^bits n-gram buckets. */
  readonly bits: number;
}

export function shapeOf(heads: Heads): HeadsShape {
  return { themes: heads.themes, hidden: heads.hidden, bits: heads.lexical.bits };
}

const FEATURES = 3 * POLARITIES.length;
const stack = z.object({ encoder: z.number(), lexical: z.number(), bias: z.number() });
const threshold = z.number().min(0).max(1);
const overlaySchema = z.object({
  format: z.literal(1),
  themes: z.record(z.string(), z.object({ stack, threshold })),
  polarityStack: z
    .object({
      weight: z.array(z.array(z.number()).length(FEATURES)).length(POLARITIES.length),
      bias: z.array(z.number()).length(POLARITIES.length),
    })
    .nullable(),
  ownThemes: z.array(
    z.object({
      theme: z.string().min(1),
      encoder: z.string(),
      encoderBias: z.number(),
      lexical: z.array(z.unknown()),
      lexicalBias: z.number(),
      stack,
      threshold,
    }),
  ),
});

/** Throws an Error that says what was expected and what was found, naming the theme. */
export function checkOverlay(overlay: HeadsOverlay, shape: HeadsShape): void {
  const parsed = overlaySchema.safeParse(overlay);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'overlay'}: ${issue.message}`);
    throw new Error(`expected learned heads of format 1, got ${faults.slice(0, 5).join('; ')}`);
  }
  for (const theme of Object.keys(overlay.themes)) {
    if (!shape.themes.includes(theme)) {
      throw new Error(`expected shipped themes (${shape.themes.join(', ')}) in learned stacks, got ${theme}`);
    }
  }
  const seen = new Set(shape.themes);
  for (const head of overlay.ownThemes) {
    if (seen.has(head.theme)) throw new Error(`expected one head per theme, got another of ${head.theme}`);
    seen.add(head.theme);
    checkOwnTheme(head, shape);
  }
}

function checkOwnTheme(head: OwnThemeHead, { hidden, bits }: HeadsShape): void {
  const weights = ownThemeWeights(head);
  if (weights.length !== hidden) {
    throw new Error(`expected ${hidden} encoder weights of own theme ${head.theme}, got ${weights.length}`);
  }
  if (!weights.every(Number.isFinite)) {
    throw new Error(`expected finite encoder weights of own theme ${head.theme}, got NaN or Infinity`);
  }
  let last = -1;
  // tens of thousands of pairs: a schema would take longer than scoring with them
  for (const [bucket, weight] of head.lexical) {
    if (!Number.isInteger(bucket) || bucket <= last || bucket >= 2 ** bits) {
      throw new Error(
        `expected ascending n-gram buckets below ${2 ** bits} of own theme ${head.theme}, got ${bucket} after ${last}`,
      );
    }
    if (!Number.isFinite(weight)) {
      throw new Error(`expected a finite weight of n-gram bucket ${bucket} of own theme ${head.theme}, got ${weight}`);
    }
    last = bucket;
  }
}

/** Weights of an own theme on a standardised span vector. Bytes that make no whole number are counted as a fault: length 0. */
export function ownThemeWeights(head: Pick<OwnThemeHead, 'encoder'>): Float32Array {
  const bytes = Buffer.from(head.encoder, 'base64');
  if (bytes.length % 4 !== 0) return new Float32Array(0);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}
