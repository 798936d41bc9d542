/** heads.json: the linear models that turn span vectors and characters into themes and polarity (format: models/MODEL.md). */
import { POLARITIES } from '../domain/theme.js';
import type { Standardisation } from './spanVectors.js';

/** weight is row-major, one row per output, as long as the input; output = weight · input + bias. */
export interface LinearLayer {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Model on hashed character n-grams; weight[bucket · outputs + output]. */
export interface LexicalLayer extends LinearLayer {
  /** Per bucket; 0 for n-grams that too few texts had. */
  readonly idf: Float32Array;
}

export interface Heads {
  readonly prefix: string;
  /** Keys in the order of every index k; polarities are in the order of POLARITIES. */
  readonly themes: readonly string[];
  readonly hidden: number;
  readonly standardise: Standardisation;
  /** On plain span vectors: one row per theme; one row 3k + p per theme and polarity. */
  readonly encoderTheme: LinearLayer;
  readonly encoderPolarity: LinearLayer;
  readonly lexical: {
    readonly bits: number;
    readonly nMin: number;
    readonly nMax: number;
    readonly theme: LexicalLayer;
    readonly polarity: LexicalLayer;
  };
  /** Log-odds of theme k = encoder[k] · encoder logit + lexical[k] · lexical logit + bias[k]. */
  readonly stack: {
    readonly encoder: readonly number[];
    readonly lexical: readonly number[];
    readonly bias: readonly number[];
  };
  /** Probability over which theme k is given. */
  readonly thresholds: readonly number[];
  /** 3 × 9 and 3: multinomial logistic regression over encoder, clause and comment polarity logits. */
  readonly polarityStack: { readonly weight: readonly (readonly number[])[]; readonly bias: readonly number[] };
}

const FORMAT = 1;

/** Reads the parsed JSON of heads.json. Throws naming the field that is missing or has another shape than expected. */
export function parseHeads(document: unknown): Heads {
  const root = new Fields(document, '');
  if (root.number('format') !== FORMAT) {
    throw new Error(`expected heads.json of format ${FORMAT}, got ${root.number('format')}`);
  }
  const polarities = root.strings('polarities');
  if (polarities.join() !== POLARITIES.join()) {
    throw new Error(`expected polarities ${POLARITIES.join()} in heads.json, got ${polarities.join()}`);
  }
  const themes = root.strings('themes');
  const hidden = root.number('hidden');
  const lexical = root.child('lexical');
  const buckets = 2 ** lexical.number('bits');
  const stack = root.child('stack');
  const polarityStack = root.child('polarityStack');
  const layer = (fields: Fields, outputs: number): LinearLayer => ({
    weight: fields.floats('weight', outputs * hidden),
    bias: fields.floats('bias', outputs),
  });
  return {
    prefix: root.text('prefix'),
    themes,
    hidden,
    standardise: {
      mean: root.child('standardise').floats('mean', hidden),
      sd: root.child('standardise').floats('sd', hidden),
    },
    encoderTheme: layer(root.child('encoderTheme'), themes.length),
    encoderPolarity: layer(root.child('encoderPolarity'), themes.length * POLARITIES.length),
    lexical: {
      bits: lexical.number('bits'),
      nMin: lexical.number('nMin'),
      nMax: lexical.number('nMax'),
      theme: {
        idf: lexical.floats('themeIdf', buckets),
        weight: lexical.halves('themeWeight', buckets * themes.length),
        bias: lexical.floats('themeBias', themes.length),
      },
      polarity: {
        idf: lexical.floats('polarityIdf', buckets),
        weight: lexical.halves('polarityWeight', buckets * POLARITIES.length),
        bias: lexical.floats('polarityBias', POLARITIES.length),
      },
    },
    stack: {
      encoder: stack.numbers('encoder', themes.length),
      lexical: stack.numbers('lexical', themes.length),
      bias: stack.numbers('bias', themes.length),
    },
    thresholds: root.numbers('thresholds', themes.length),
    polarityStack: {
      weight: polarityStack.rows('weight', POLARITIES.length, POLARITIES.length * 3),
      bias: polarityStack.numbers('bias', POLARITIES.length),
    },
  };
}

/** An object of heads.json whose fields are taken out with their shape checked. */
class Fields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null)
      throw new Error(`expected an object at heads.json ${path || 'root'}`);
    this.#object = value as Record<string, unknown>;
    this.#path = path;
  }

  #fail(name: string, expected: string): never {
    throw new Error(`expected ${expected} at ${this.#path}${name} of heads.json, got ${describe(this.#object[name])}`);
  }

  child(name: string): Fields {
    return new Fields(this.#object[name], `${this.#path}${name}.`);
  }

  number(name: string): number {
    const value = this.#object[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#fail(name, 'a number');
  }

  text(name: string): string {
    const value = this.#object[name];
    return typeof value === 'string' ? value : this.#fail(name, 'a string');
  }

  strings(name: string): string[] {
    const value = this.#object[name];
    return Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value
      : this.#fail(name, 'strings');
  }

  numbers(name: string, length: number): number[] {
    const value = this.#object[name];
    return isNumbers(value, length) ? value : this.#fail(name, `${length} numbers`);
  }

  rows(name: string, rows: number, columns: number): number[][] {
    const value = this.#object[name];
    return Array.isArray(value) && value.length === rows && value.every((row) => isNumbers(row, columns))
      ? value
      : this.#fail(name, `${rows} × ${columns} numbers`);
  }

  floats(name: string, length: number): Float32Array {
    const bytes = this.#bytes(name, 4 * length);
    return Float32Array.from({ length }, (_, i) => bytes.readFloatLE(4 * i));
  }

  halves(name: string, length: number): Float32Array {
    const bytes = this.#bytes(name, 2 * length);
    return Float32Array.from({ length }, (_, i) => HALF_VALUES[bytes.readUInt16LE(2 * i)]!);
  }

  #bytes(name: string, length: number): Buffer {
    const bytes = Buffer.from(this.text(name), 'base64');
    return bytes.length === length ? bytes : this.#fail(name, `${length} bytes in base64`);
  }
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((item) => Number.isFinite(item));
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'string' ? `a string of ${value.length} characters` : typeof value;
}

/** Value of every IEEE 754 binary16 bit pattern. */
const HALF_VALUES = Float32Array.from({ length: 0x10000 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});
