/** Which encoding a text file is in, and its text as a stream. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { FileError } from './fileError.js';

export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface EncodingReport {
  readonly encoding: Encoding;
  readonly bytes: number;
  /** Line feeds in the file, for an estimate of its rows. */
  readonly lines: number;
}

const CHUNK_BYTES = 1 << 18;

/**
 * Reads the whole file once: a byte order mark decides; else strict UTF-8, and Windows-1252 where one byte is not UTF-8. Throws
 * FileError `empty` or `binary` (a NUL byte in what is not UTF-16).
 */
export async function detectEncoding(file: string): Promise<EncodingReport> {
  const bom = await readHead(file, 3);
  const utf16 =
    bom[0] === 0xff && bom[1] === 0xfe ? 'utf-16le' : bom[0] === 0xfe && bom[1] === 0xff ? 'utf-16be' : null;
  const strict = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = utf16 === null;
  let bytes = 0;
  let lines = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
    if (utf16 === null && chunk.includes(0)) throw new FileError('binary');
    if (isUtf8) isUtf8 = decodes(strict, chunk, true);
  }
  if (isUtf8) isUtf8 = decodes(strict, Buffer.alloc(0), false);
  if (bytes === 0) throw new FileError('empty');
  return { encoding: utf16 ?? (isUtf8 ? 'utf-8' : 'windows-1252'), bytes, lines };
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, more: boolean): boolean {
  try {
    decoder.decode(chunk, { stream: more });
    return true;
  } catch {
    return false;
  }
}

/** First bytes of a file, fewer when it is shorter. */
export async function readHead(file: string, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The text in pieces without a byte order mark; `onBytes` hears how many bytes have been read so far. */
export async function* readText(
  file: string,
  encoding: Encoding,
  onBytes: (bytesRead: number) => void = () => undefined,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let bytesRead = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    bytesRead += chunk.length;
    onBytes(bytesRead);
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
