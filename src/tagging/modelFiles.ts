/** The model's files: that they are there and are the ones that were measured, and the name of the space they span. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { HeadsShape } from './overlayCheck.js';

/** Name of the file in a model folder that lists `sha256  path` of its files. */
export const SUMS_FILE = 'SHA256SUMS';
const SUM_LINE = /^([0-9a-f]{64}) [ *](.+)$/;
export const ONNX_FILE = join('onnx', 'model_quantized.onnx');
export const HEADS_FILE = 'heads.json';

/** What was found out about a model's files. */
export interface ModelFiles {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Identity of the vectors: vectors of different spaces are never compared. */
  readonly space: string;
  /** First 12 hex digits of the sha256 of heads.json. */
  readonly heads: string;
  /** What learned heads have to fit. */
  readonly shape: HeadsShape;
}

/**
 * Reads all files that SHA256SUMS lists and compares; a model without that file is only looked for. Throws naming the path
 * when the model is not there and naming the file when it is another than listed.
 */
export async function checkModelFiles(folder: string): Promise<ModelFiles> {
  const identity = await readIdentity(folder);
  const sums = await readSums(folder);
  for (const required of [ONNX_FILE, HEADS_FILE]) if (!sums.has(required)) sums.set(required, null);
  const found = new Map<string, string>();
  for (const [file, expected] of sums) {
    const actual = await sha256OfFile(join(folder, file));
    if (expected !== null && actual !== expected) {
      throw new Error(`expected sha256 ${expected} of model file ${join(folder, file)} (${SUMS_FILE}), got ${actual}`);
    }
    found.set(file, actual);
  }
  return {
    folder,
    space: vectorSpace(basename(folder), found.get(ONNX_FILE) ?? '', identity),
    heads: (found.get(HEADS_FILE) ?? '').slice(0, 12),
    shape: { themes: identity.themes, hidden: identity.hidden, bits: identity.lexical.bits },
  };
}

/** What of heads.json decides what a stored vector is. */
export interface SpaceIdentity {
  readonly prefix: string;
  /** Mean and standard deviation as they stand in the file. */
  readonly standardise: { readonly mean: string; readonly sd: string };
}

/**
 * Identity of a vector space: model, revision (start of the ONNX file's sha256), number format, pooling, prefix, and how the
 * vectors are stored (start of the sha256 of mean and standard deviation).
 */
export function vectorSpace(model: string, onnxSha256: string, { prefix, standardise }: SpaceIdentity): string {
  const scale = createHash('sha256').update(`${standardise.mean} ${standardise.sd}`).digest('hex').slice(0, 8);
  return `${model}@${onnxSha256.slice(0, 12)}/q8/mean-of-span/${prefix.trim()}/int8-standardised-${scale}`;
}

const headsIdentity = z.object({
  prefix: z.string(),
  standardise: z.object({ mean: z.string(), sd: z.string() }),
  themes: z.array(z.string()),
  hidden: z.int(),
  lexical: z.object({ bits: z.int() }),
});

async function readIdentity(folder: string): Promise<z.infer<typeof headsIdentity>> {
  const path = join(folder, HEADS_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`expected the tagging model at ${folder}, could not read ${path}`, { cause });
  }
  const parsed = headsIdentity.safeParse(parseJson(text, path));
  if (!parsed.success)
    throw new Error(`expected prefix, standardise, themes, hidden and lexical in ${path}, got ${parsed.error.message}`);
  return parsed.data;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`expected JSON in ${path}`, { cause });
  }
}

async function readSums(folder: string): Promise<Map<string, string | null>> {
  let text: string;
  try {
    text = await readFile(join(folder, SUMS_FILE), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw new Error(`expected to read ${join(folder, SUMS_FILE)}`, { cause });
  }
  const sums = new Map<string, string | null>();
  for (const line of text.split(/\r?\n/).filter((line) => line !== '')) {
    const parts = SUM_LINE.exec(line);
    if (!parts?.[1] || !parts[2]) {
      throw new Error(`expected "sha256  path" on every line of ${join(folder, SUMS_FILE)}, got "${line}"`);
    }
    sums.set(join(parts[2]), parts[1]);
  }
  return sums;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new Error(`expected a model file at ${path}, could not read it`, { cause });
  }
  return hash.digest('hex');
}
