/** The model's files: that they are there and are the ones that were measured, and the name of the space they span. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

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
}

/**
 * Reads all files that SHA256SUMS lists and compares; a model without that file is only looked for. Throws naming the path
 * when the model is not there and naming the file when it is another than listed.
 */
export async function checkModelFiles(folder: string, prefix: string): Promise<ModelFiles> {
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
    space: vectorSpace(basename(folder), found.get(ONNX_FILE) ?? '', prefix),
    heads: (found.get(HEADS_FILE) ?? '').slice(0, 12),
  };
}

/**
 * Identity of a vector space: model, revision (start of the ONNX file's sha256), number format, pooling, prefix, and how the
 * vectors are stored.
 */
export function vectorSpace(model: string, onnxSha256: string, prefix: string): string {
  return `${model}@${onnxSha256.slice(0, 12)}/q8/mean-of-span/${prefix.trim()}/standardised-int8`;
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
