import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { registerGenerateCommand } from '../../src/commands/generate.js';
import type { CommandContext } from '../../src/commands/context.js';
import { projectRoot } from '../../src/root.js';

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generate-'));
});
after(() => rm(folder, { recursive: true }));

async function generate(name: string, ...args: string[]): Promise<string> {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const context = { root: projectRoot(), stdout: sink, stderr: sink, note: () => undefined };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerGenerateCommand(program, context as unknown as CommandContext);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  const output = join(folder, name);
  await program.parseAsync(['generate', ...args, '--output', output], { from: 'user' });
  return readFile(output, 'utf8');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('the same seed writes the same file, another seed another', async () => {
  const first = await generate('a.csv', '--responses', '3000', '--seed', '7');
  const again = await generate('b.csv', '--responses', '3000', '--seed', '7');
  const other = await generate('c.csv', '--responses', '3000', '--seed', '8');
  assert.equal(sha256(again), sha256(first));
  assert.notEqual(sha256(other), sha256(first));
});

test('the file has as many rows as asked for, five years, three languages and every lowest-level unit', async () => {
  const rows = parse<Record<string, string>>(await generate('d.csv', '--responses', '5000'), { columns: true });
  assert.equal(rows.length, 5000);
  assert.equal(new Set(rows.map((row) => row['id'])).size, 5000);
  assert.deepEqual(
    [...new Set(rows.map((row) => row['answered_at']?.slice(0, 4)))],
    ['2020', '2021', '2022', '2023', '2024'],
  );
  assert.deepEqual(new Set(rows.map((row) => row['lang'])), new Set(['fi', 'sv', 'en']));
  assert.equal(new Set(rows.map((row) => row['unit'])).size, 28);
  assert.deepEqual(Object.keys(rows[0] ?? {}), [
    'id',
    'answered_at',
    'score',
    'comment',
    'lang',
    'unit',
    'channel',
    'got_help',
    'heard',
  ]);
});

test('a number of responses that is none is refused with what was expected', async () => {
  await assert.rejects(generate('e.csv', '--responses', '1.5'), /expected a whole number 1–100000000, found "1\.5"/);
});
