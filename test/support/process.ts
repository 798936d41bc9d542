/** Runs the compiled program as its own process, as people do. */
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compiled = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export type Program = 'main' | 'cli';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves with standard output once it matches; rejects with both outputs when the process ends before. */
  said(pattern: RegExp): Promise<string>;
  readonly finished: Promise<Finished>;
}

/** @param env in place of the settings of whoever runs the tests */
export function start(program: Program, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(KUULOLLA_|PORT$|HOST$|NODE_TEST_CONTEXT$)/.test(name)),
  );
  const child = spawn(process.execPath, [join(compiled, 'src', `${program}.js`), ...args], { env: { ...own, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const said = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(stdout)) resolve(stdout);
      };
      child.stdout.on('data', look);
      look();
      finished.then(
        () => reject(new Error(`expected ${String(pattern)} on stdout, found "${stdout}"; stderr: ${stderr}`)),
        reject,
      );
    });
  return { child, said, finished };
}

/** Runs to the end, with `input` on standard input. */
export function run(
  program: Program,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Finished> {
  const started = start(program, args, env);
  started.child.stdin?.end(input);
  return started.finished;
}
