/** Opens what commands use, on first use, and closes it when the command is over. */
import type { Config } from '../config.js';
import { parseConfig } from '../config.js';
import { calendarDay } from '../clock.js';
import { createLog } from '../log.js';
import { readTaxonomy } from '../taxonomyFile.js';
import type { CommandContext, ExitCode } from './context.js';

export interface ContextParts {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export interface OpenCommandContext extends CommandContext {
  readonly exitCode: ExitCode;
  /** Closes what was opened; a failure to close is a failure of the command. */
  close(): Promise<void>;
}

export function openCommandContext(parts: ContextParts): OpenCommandContext {
  const config = once(() => parseConfig(parts.env, parts.root));
  const log = once(() => createLog(config().logLevel));
  const taxonomy = once(() => readTaxonomy(parts.root));
  const store = once(async () => (await import('../openParts.js')).openStoreOf(config()));
  const tagger = once(async () => {
    const { openTaggerOf } = await import('../openParts.js');
    return openTaggerOf(config(), parts.root, await taxonomy());
  });
  let exitCode: ExitCode = 0;
  const fail = (message: string, code: Exclude<ExitCode, 0> = 1): void => {
    parts.stderr.write(`${message}\n`);
    if (exitCode === 0) exitCode = code;
  };
  return {
    get config(): Config {
      return config();
    },
    get log() {
      return log();
    },
    get exitCode() {
      return exitCode;
    },
    root: parts.root,
    stdin: parts.stdin,
    stdout: parts.stdout,
    stderr: parts.stderr,
    today: () => calendarDay(new Date(), config().timeZone),
    store,
    tagger,
    taxonomy,
    print: (line) => void parts.stdout.write(`${line}\n`),
    note: (line) => void parts.stderr.write(`${line}\n`),
    fail,
    close: async () => {
      const opened = [tagger.made(), store.made()].filter((made) => made !== undefined);
      for (const made of await Promise.allSettled(opened)) if (made.status === 'fulfilled') await made.value.close();
    },
  };
}

interface Once<T> {
  (): T;
  /** What was made, or undefined when nothing was yet. */
  made(): T | undefined;
}

function once<T extends object>(make: () => T): Once<T> {
  let made: T | undefined;
  return Object.assign(() => (made ??= make()), { made: () => made });
}
