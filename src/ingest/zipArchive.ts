/** Opening a zip archive that someone sent: its directory is judged before anything is unpacked. */
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FileError } from './fileError.js';

const MAX_ENTRIES = 5_000;
const MAX_UNCOMPRESSED_BYTES = 1024 ** 3;
/** Real sheets compress to a tenth or so; deflate cannot pass about 1030. */
const MAX_RATIO = 200;
/** Under this a high ratio does no harm: an empty sheet of spaces. */
const SMALL_BYTES = 1024 ** 2;

export interface ZipArchive {
  readonly names: readonly string[];
  uncompressedSize(name: string): number;
  /** Inflated content; yauzl fails the stream when more comes out than the directory said. */
  read(name: string): Promise<Readable>;
  close(): void;
}

/** Throws FileError `zipBroken`, `zipEncrypted`, `zipTooManyEntries`, `zipTooLarge`, `zipRatio`. */
export async function openZip(file: string): Promise<ZipArchive> {
  const zip = await yauzl
    .openPromise(file, { lazyEntries: true, autoClose: false })
    .catch((error: unknown) => Promise.reject(new FileError('zipBroken', {}, { cause: error })));
  try {
    const entries = await readDirectory(zip);
    return {
      names: [...entries.keys()],
      uncompressedSize: (name) => entries.get(name)?.uncompressedSize ?? 0,
      read: (name) => openEntry(zip, entries.get(name)),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof FileError ? error : new FileError('zipBroken', {}, { cause: error });
  }
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw new FileError('zipTooManyEntries', { found: zip.entryCount, limit: MAX_ENTRIES });
  }
  const entries = new Map<string, Entry>();
  let uncompressed = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new FileError('zipEncrypted');
    uncompressed += entry.uncompressedSize;
    if (uncompressed > MAX_UNCOMPRESSED_BYTES) {
      throw new FileError('zipTooLarge', { limitMiB: MAX_UNCOMPRESSED_BYTES / 1024 ** 2 });
    }
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (entry.uncompressedSize > SMALL_BYTES && ratio > MAX_RATIO) {
      throw new FileError('zipRatio', { found: Math.round(ratio), limit: MAX_RATIO });
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function openEntry(zip: ZipFile, entry: Entry | undefined): Promise<Readable> {
  if (!entry) throw new FileError('workbookBroken');
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw new FileError('zipBroken', {}, { cause: error });
  }
}
