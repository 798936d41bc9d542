/** `check`: configuration, database and model files, each with what is wrong about it. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

export function registerCheckCommand(program: Command, context: CommandContext): void {
  program
    .command('check')
    .description('check the configuration, the whole database and the model files')
    .action(() => runCheck(context));
}

async function runCheck(context: CommandContext): Promise<void> {
  // a setting that cannot be used is thrown here, with all the others
  const { databaseFile, model } = context.config;
  context.print('configuration: sound');
  report(context, 'database', await checkDatabase(context, databaseFile));
  report(context, 'model files', model.remote ? 'not checked, the model is remote' : await checkModel(model.source));
}

/** Problems found, or what to say when there are none. */
type Verdict = readonly string[] | string;

function report(context: CommandContext, subject: string, verdict: Verdict): void {
  if (typeof verdict === 'string') context.print(`${subject}: ${verdict}`);
  else for (const problem of verdict) context.fail(`${subject}: ${problem}`);
}

async function checkDatabase(context: CommandContext, file: string): Promise<Verdict> {
  if (!existsSync(file)) return 'none yet, it is made at the first start';
  try {
    const store = await context.store();
    const problems = await store.check();
    return problems.length > 0 ? problems : 'sound';
  } catch (error) {
    // too damaged to be opened or read through: a finding like any other, and the model files are still worth a look
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Compares every file named in the model's SHA256SUMS with its digest. */
async function checkModel(folder: string): Promise<Verdict> {
  const list = join(folder, 'SHA256SUMS');
  if (!existsSync(list)) return [`expected the list of digests ${list}, found none`];
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const problems: string[] = [];
  for (const line of lines) {
    const [, expected, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (expected === undefined || name === undefined)
      problems.push(`expected "digest  file" in ${list}, found "${line}"`);
    else problems.push(...(await checkFile(join(folder, name), expected)));
  }
  if (problems.length > 0) return problems;
  return lines.length > 0 ? `sound (${lines.length} files)` : [`expected digests in ${list}, found none`];
}

async function checkFile(file: string, expected: string): Promise<string[]> {
  if (!existsSync(file)) return [`expected ${file}, found no such file`];
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  return found === expected ? [] : [`expected sha256 ${expected} of ${file}, found ${found}`];
}
