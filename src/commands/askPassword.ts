/** Where a command gets a password from: typed twice without being shown, a line of standard input, or made by the machine. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { passwordProblem, PASSWORD_LENGTH } from '../domain/passwordRule.js';
import { generatePassword } from '../flows/passwords.js';
import type { CommandContext } from './context.js';

export interface PasswordOptions {
  readonly passwordStdin?: boolean;
  readonly generate?: boolean;
}

/** Null after saying what was wrong (exit code 2). A generated one has to be printed by whoever asked. */
export async function askPassword(
  context: CommandContext,
  { passwordStdin, generate }: PasswordOptions,
  userName: string,
): Promise<string | null> {
  if (passwordStdin && generate) {
    context.fail('expected one of --password-stdin and --generate, found both', 2);
    return null;
  }
  if (generate) return generatePassword();
  const typed = passwordStdin ? await firstLine(context.stdin) : await typeTwice(context);
  if (typed === null) return null;
  const problem = passwordProblem(typed, userName);
  if (problem === null) return typed;
  const found = problem === 'userName' ? 'the user name' : `${[...typed].length}`;
  const expected = `${PASSWORD_LENGTH.min}–${PASSWORD_LENGTH.max} characters other than the user name`;
  context.fail(`expected a password of ${expected}, found ${found}`, 2);
  return null;
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stdin });
  for await (const line of lines) return line;
  return '';
}

async function typeTwice(context: CommandContext): Promise<string | null> {
  if (!(context.stdin as Partial<NodeJS.ReadStream>).isTTY) {
    context.fail('expected a terminal to type the password on, --password-stdin or --generate; found none of them', 2);
    return null;
  }
  const first = await typeHidden(context, 'Password: ');
  const second = await typeHidden(context, 'Once more: ');
  if (first === second) return first;
  context.fail('expected the same password twice, found two', 2);
  return null;
}

/** A line from the terminal that is not echoed: what readline would write goes nowhere. */
function typeHidden({ stdin, stderr }: CommandContext, question: string): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: nowhere, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.on('SIGINT', () => {
      terminal.close();
      reject(new Error('interrupted'));
    });
    terminal.question('', (answer) => {
      terminal.close();
      stderr.write('\n');
      resolve(answer);
    });
  });
}
