/**
 * Where the audit trail stood, noted outside the database: a line of JSON an hour and at every orderly end. Whoever cuts the trail
 * off or writes it anew has to change this file too; a copy of it elsewhere shows it even then.
 */
import { appendFile, readFile } from 'node:fs/promises';
import type { ChainPlace } from './audit.js';

export interface AuditAnchors {
  /** Called after records were added; writes a line when it is time for one. */
  note(place: ChainPlace & { readonly at: string }): Promise<void>;
  /** Those that hold: all since the last restart of the trail. Empty where there is no file. */
  read(): Promise<ChainPlace[]>;
  /** Writes where the trail stands now, unless it has been written. */
  close(): Promise<void>;
}

interface Line extends ChainPlace {
  readonly at: string;
  /** The trail was put back to here by a restore; what the lines before say is no longer in it. */
  readonly restart?: true;
}

const EVERY_MS = 3_600_000;

/** @param file absolute; null where nothing is noted (copies, tests) */
export function openAuditAnchors(file: string | null): AuditAnchors {
  let latest: Line | null = null;
  let written: Line | null = null;
  const write = async (line: Line): Promise<void> => {
    if (file !== null) await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    written = line;
  };
  return {
    note: async ({ id, hash, at }) => {
      latest = { at, id, hash };
      if (!written || Date.parse(at) - Date.parse(written.at) >= EVERY_MS) await write(latest);
    },
    read: async () => (file === null ? [] : parseAnchors(await readIfThere(file))),
    close: async () => {
      if (latest && latest.id !== written?.id) await write(latest);
    },
  };
}

/** Notes that the trail goes on from here after a restore that could not keep what came later. */
export async function noteRestart(file: string, place: ChainPlace, at: string): Promise<void> {
  const line: Line = { at, id: place.id, hash: place.hash, restart: true };
  await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** @throws when a line is not one of ours: a file that cannot be read proves nothing */
function parseAnchors(text: string): ChainPlace[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const parsed = lines.map((line, index): Line => {
    const found = readLine(line);
    if (found) return found;
    // power may fail in the middle of the last line
    if (index === lines.length - 1 && !text.endsWith('\n')) return { at: '', id: 0, hash: '' };
    throw new Error(`expected {"at":…,"id":…,"hash":…} in line ${index + 1} of the anchor file, found something else`);
  });
  const restart = parsed.findLastIndex((line) => line.restart === true);
  return parsed
    .slice(Math.max(0, restart))
    .filter((line) => line.id > 0)
    .map(({ id, hash }) => ({ id, hash }));
}

function readLine(line: string): Line | null {
  try {
    const found = JSON.parse(line) as Partial<Line>;
    return typeof found.id === 'number' && typeof found.hash === 'string' && typeof found.at === 'string'
      ? (found as Line)
      : null;
  } catch {
    return null;
  }
}
