/** The log: JSON lines on standard error. It says what happened and to which number, never what a person wrote. */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.js';

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

/** @param destination standard error unless given */
export function createLog(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } };
  // Written at once: what is logged just before the end must not be lost.
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
}

/** An error without the statement that a database driver puts before its message: bound values may be comments. */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something other than an error was thrown', stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: withoutStatement(error.message),
    stack: frames.join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** What a person reads on a terminal: the message and, indented, what caused it. */
export function explainError(error: unknown): string {
  const lines: string[] = [];
  let current = error;
  while (current instanceof Error && lines.length < 10) {
    lines.push(withoutStatement(current.message));
    current = current.cause;
  }
  if (lines.length === 0) lines.push('something other than an error was thrown');
  return lines.map((line, depth) => (depth === 0 ? line : `${'  '.repeat(depth)}because ${line}`)).join('\n');
}

function withoutStatement(message: string): string {
  const driver = message.indexOf(' - SQLITE_');
  return driver < 0 ? message : `the database refused a statement: ${message.slice(driver + 3)}`;
}
