/**
 * What a command gets from cli.ts. A command file exports `registerXCommand(program, context)`; what is opened through the
 * context is opened on first use and closed by cli.ts when the command is over.
 */
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Taxonomy } from '../domain/theme.js';
import type { Store } from '../store/store.js';
import type { Learner } from '../tagging/learner.js';
import type { Tagger } from '../tagging/tagger.js';

/** 0 done, 1 failed (wholly or in part), 2 bad usage. */
export type ExitCode = 0 | 1 | 2;

export interface CommandContext {
  /** Read on first use, so that a command that needs no setting works under any. Throws ConfigError. */
  readonly config: Config;
  /** Absolute folder of the project: models/, data/. */
  readonly root: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Results only. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress, notes, log. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** To standard error; never carries comment text. */
  readonly log: Logger;
  /** Today's calendar day in the configured zone. */
  today(): string;
  store(): Promise<Store>;
  /** With the shipped themes and heads until an installation is opened on it (flows/installation.ts). */
  tagger(): Promise<Tagger & Learner>;
  taxonomy(): Promise<Taxonomy>;
  /** Writes one line to standard output. */
  print(line: string): void;
  /** Writes one line to standard error. */
  note(line: string): void;
  /** Says on standard error what went wrong, and makes the exit code (1 unless given). The command goes on or returns. */
  fail(message: string, code?: Exclude<ExitCode, 0>): void;
}
