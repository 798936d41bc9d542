/** Local sentence encoder on transformers.js: comment and spans in, one vector per span out. */
import { basename, dirname, resolve } from 'node:path';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import type { Span } from '../domain/theme.js';
import { createTokenSplitter, type Tokens } from './tokens.js';
import { cutWindows } from './windows.js';

/** Mean token vector of one span, neither normalised nor standardised. */
export interface SpanVector extends Span {
  /** Tokens of words that touch the span; 0 when none does and the vector is the mean over the whole input. */
  readonly tokens: number;
  readonly vector: Float32Array;
}

export interface Encoder {
  /** Length of a vector. */
  readonly hidden: number;
  /** Ids of the whole input: start, prefix, comment, end. For checks against a reference. */
  tokenIds(text: string): number[];
  /**
   * Vectors of `spans`, in their order. A text of more than `maxTokens` is read in windows cut where spans start; each
   * token counts once.
   */
  embed(text: string, spans: readonly Span[]): Promise<SpanVector[]>;
  close(): Promise<void>;
}

export interface EncoderOptions {
  /** Absolute path of the model: config.json, tokenizer.json, onnx/model_quantized.onnx. */
  readonly modelFolder: string;
  /** Folder that the model's name is relative to; its parent unless the name has a slash (`organisation/model`). */
  readonly modelsFolder?: string;
  /** Put before every text, with its final space: `query: `. */
  readonly prefix: string;
  /** Fetch missing files into `modelsFolder`. */
  readonly allowRemoteModels: boolean;
}

/** Longest input with prefix and special tokens, as the heads were fitted. */
export const MAX_TOKENS = 256;

/** Loads model and tokeniser with one ONNX thread. Rejects when a file is missing or not readable as what it should be. */
export async function loadEncoder(options: EncoderOptions): Promise<Encoder> {
  const modelsFolder = resolve(options.modelsFolder ?? dirname(options.modelFolder));
  const name = options.modelsFolder
    ? resolve(options.modelFolder).slice(modelsFolder.length + 1)
    : basename(options.modelFolder);
  env.localModelPath = `${modelsFolder}/`;
  env.cacheDir = `${modelsFolder}/`;
  env.allowRemoteModels = options.allowRemoteModels;
  const tokenizer = await AutoTokenizer.from_pretrained(name);
  const model = await AutoModel.from_pretrained(name, {
    dtype: 'q8',
    device: 'cpu',
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  });
  const encodeBare = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
  const split = createTokenSplitter(encodeBare);
  const { before, after } = specialTokens(tokenizer.encode('a'), encodeBare('a'));
  const head = [...before, ...split(options.prefix).ids];
  const hidden = hiddenSize(model.config, options.modelFolder);

  /** Token vectors, row-major, of one input. */
  async function run(ids: readonly number[]): Promise<Float32Array> {
    const shape = [1, ids.length];
    const outputs = (await model({
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    })) as { last_hidden_state?: { data: unknown } };
    const data = outputs.last_hidden_state?.data;
    if (!(data instanceof Float32Array) || data.length !== ids.length * hidden) {
      throw new Error(`expected last_hidden_state of 1 × ${ids.length} × ${hidden} float32 from ${name}`);
    }
    return data;
  }

  async function embed(text: string, spans: readonly Span[]): Promise<SpanVector[]> {
    const tokens = split(text);
    const windows = cutWindows(
      tokens.ids.length,
      MAX_TOKENS - head.length - after.length,
      spans.map((span) => tokens.wordStarts.findIndex((start) => start >= span.start)),
      tokens.wordStarts.flatMap((start, index) => (start === tokens.wordStarts[index - 1] ? [] : [index])),
    );
    const vectors = new Float32Array(tokens.ids.length * hidden);
    const all = new Float64Array(hidden);
    let inputs = 0;
    for (const [from, to] of windows) {
      const ids = [...head, ...tokens.ids.slice(from, to), ...after];
      const states = await run(ids);
      vectors.set(states.subarray(head.length * hidden, (head.length + to - from) * hidden), from * hidden);
      for (let i = 0; i < states.length; i += 1) all[i % hidden]! += states[i]!;
      inputs += ids.length;
    }
    return spans.map((span) => poolSpan(span, tokens, vectors, all, inputs));
  }

  return {
    hidden,
    tokenIds: (text) => [...head, ...split(text).ids, ...after],
    embed,
    close: async () => {
      await model.dispose();
    },
  };
}

function hiddenSize(config: unknown, modelFolder: string): number {
  const size = (config as { hidden_size?: unknown }).hidden_size;
  if (typeof size === 'number' && size > 0) return size;
  throw new Error(`expected a positive hidden_size in ${modelFolder}/config.json, got ${String(size)}`);
}

/** What the tokeniser puts around a text: ids before and after those of the bare text. */
function specialTokens(whole: readonly number[], bare: readonly number[]): { before: number[]; after: number[] } {
  const first = whole.findIndex((_, index) => bare.every((id, offset) => whole[index + offset] === id));
  if (first < 0)
    throw new Error(`expected the ids of a text within the ids with special tokens, got ${whole.join(' ')}`);
  return { before: whole.slice(0, first), after: whole.slice(first + bare.length) };
}

/**
 * Mean over the tokens whose word touches the span. No token: `allSum / allCount`, the mean over the input with prefix and
 * special tokens.
 */
function poolSpan(
  span: Span,
  tokens: Tokens,
  vectors: Float32Array,
  allSum: Float64Array,
  allCount: number,
): SpanVector {
  const hidden = allSum.length;
  const sum = new Float64Array(hidden);
  let count = 0;
  for (let token = 0; token < tokens.ids.length; token += 1) {
    if (tokens.wordEnds[token]! <= span.start || tokens.wordStarts[token]! >= span.end) continue;
    count += 1;
    for (let i = 0; i < hidden; i += 1) sum[i]! += vectors[token * hidden + i]!;
  }
  const [numerator, denominator] = count > 0 ? [sum, count] : [allSum, allCount];
  return {
    start: span.start,
    end: span.end,
    tokens: count,
    vector: Float32Array.from(numerator, (value) => value / denominator),
  };
}
