/** `redact`: lines with what identifies people masked. */
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import type { Command } from 'commander';
import { redact } from '../domain/redaction.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';
import type { CommandContext } from './context.js';

export function registerRedactCommand(program: Command, context: CommandContext): void {
  program
    .command('redact')
    .description('mask identifiers and names in the lines of standard input')
    .option('--json', 'one JSON object a line: the text, and what was found where (offsets of the input line)')
    .action((options: { readonly json?: boolean }) => runRedact(options.json === true, context));
}

async function runRedact(asJson: boolean, context: CommandContext): Promise<void> {
  const { stdin, stdout } = context;
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
    const redaction = redact(line, findNames(line, identifyLanguage(line).lang));
    const { text, found } = redaction;
    const output = asJson
      ? JSON.stringify({ text, found: found.map(({ kind, start, end }) => ({ kind, start, end })) })
      : text;
    if (!stdout.write(`${output}\n`)) await once(stdout, 'drain');
  }
}
