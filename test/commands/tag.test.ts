import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import type { CommandContext } from '../../src/commands/context.js';
import { registerTagCommand } from '../../src/commands/tag.js';
import { projectionOf, projectTags, shippedDocument } from '../../src/domain/taxonomyDocument.js';
import { Installation } from '../../src/flows/installation.js';
import { projectRoot } from '../../src/root.js';
import type { InstalledHeads, TaggerInput } from '../../src/tagging/tagger.js';
import { readTaxonomy } from '../../src/taxonomyFile.js';
import { withStore } from '../store/samples.js';
import { createFakeTagger } from '../support/fakeTagger.js';

/** Runs `tag`; what it does not use of the context is not there. */
async function runTag(
  input: string,
  args: readonly string[] = ['--input', '-', '--output', '-'],
  more: Partial<CommandContext> = {},
) {
  const tagger = createFakeTagger();
  const failures: string[] = [];
  let written = '';
  const stdout = new Writable({
    highWaterMark: 64,
    write: (chunk: Buffer, _, done) => {
      written += chunk.toString();
      setImmediate(done);
    },
  });
  const context = {
    stdin: Readable.from([input]),
    stdout,
    stderr: new PassThrough(),
    tagger: () => Promise.resolve(tagger),
    fail: (message: string) => failures.push(message),
    ...more,
  } as unknown as CommandContext;
  const program = new Command().exitOverride();
  registerTagCommand(program, context);
  await program.parseAsync(['tag', ...args], { from: 'user' });
  await new Promise((resolve) => stdout.end(resolve));
  const lines = written.split('\n').filter((line) => line !== '');
  return { lines: lines.map((line) => JSON.parse(line) as unknown), failures, tagger };
}

test('a line holds id, language and themes with evidence', async () => {
  const { lines, failures } = await runTag('{"id":"a1","text":"jonotin kauan","lang":"fi-FI"}\n');
  assert.deepEqual(lines, [
    {
      id: 'a1',
      lang: 'fi',
      themes: [{ theme: 'waiting_times', polarity: 'neg', confidence: 0.9, evidence: [{ start: 0, end: 7 }] }],
    },
  ]);
  assert.deepEqual(failures, []);
});

test('a language that is not supported has no themes, and is not embedded', async () => {
  const { lines, tagger } = await runTag('{"id":1,"text":"jonotin","lang":"ru"}\n{"id":2,"text":"Спасибо большое"}\n');
  assert.deepEqual(lines, [
    { id: 1, lang: 'ru', themes: [] },
    { id: 2, lang: 'ru', themes: [] },
  ]);
  assert.deepEqual(tagger.embedded, []);
});

test('what is not valid is said with its line number, without its text, and skipped', async () => {
  const { lines, failures } = await runTag(
    '{"id":1,"text":"Kiitos"}\nsecret words\n\n{"text":"x"}\n{"id":5,"text":"Tack"}',
  );
  assert.deepEqual(
    lines.map((line) => (line as { id: number }).id),
    [1, 5],
  );
  assert.equal(failures.length, 2);
  assert.match(failures[0]!, /^line 2: expected a JSON object/);
  assert.ok(!failures[0]!.includes('secret'));
  assert.match(failures[1]!, /^line 4: expected .*id/);
});

test('thousands of lines come in their order, whatever the languages between', async () => {
  const input = Array.from({ length: 1000 }, (_, id) =>
    JSON.stringify({ id, text: id % 3 ? `jonotin ${id}` : 'Спасибо', lang: id % 3 ? 'fi' : 'ru' }),
  );
  const { lines } = await runTag(input.join('\n'));
  assert.deepEqual(
    lines.map((line) => (line as { id: number; themes: unknown[] }).themes.length),
    input.map((_, id) => (id % 3 ? 1 : 0)),
  );
  assert.deepEqual(
    lines.map((line) => (line as { id: number }).id),
    input.map((_, id) => id),
  );
});

test('files are read and written, and one that is not there is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kuulolla-tag-'));
  try {
    const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
    await writeFile(input, '\uFEFF{"id":"x","text":"Tack så mycket"}\r\n');
    await runTag('', ['--input', input, '--output', output]);
    assert.equal(await readFile(output, 'utf8'), '{"id":"x","lang":"sv","themes":[]}\n');
    await assert.rejects(runTag('', ['--input', join(folder, 'no'), '--output', '-']), /expected to read .*no/);
    await assert.rejects(runTag('', ['--input', input, '--output', join(folder, 'no', 'x')]), /expected to write/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the input is not overwritten by the output', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kuulolla-test-'));
  try {
    const file = join(folder, 'comments.jsonl');
    await writeFile(file, '{"id":1,"text":"jonotin"}\n');
    const { failures } = await runTag('', ['--input', file, '--output', join(folder, '.', 'comments.jsonl')]);
    assert.match(failures.join(), /expected an output file other than the input/);
    assert.equal(await readFile(file, 'utf8'), '{"id":1,"text":"jonotin"}\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("with --installed the installation's own themes and heads are used, and without it no database is opened", async () => {
  await withStore(async (store) => {
    const shipped = await readTaxonomy(projectRoot());
    const tagger = createFakeTagger();
    let document = shippedDocument(shipped);
    const projecting: typeof tagger = Object.assign(createFakeTagger(), {
      install: (installed: InstalledHeads) => (document = installed.taxonomy),
      tag: async (inputs: readonly TaggerInput[]) =>
        (await tagger.tag(inputs)).map((output) => ({
          ...output,
          tags: projectTags(output.tags, projectionOf(document)),
        })),
    });
    const ports = { store, tagger: createFakeTagger(), shipped, now: () => '2025-03-01T10:00:00Z' };
    await (
      await Installation.open(ports)
    ).apply({
      document: {
        themes: shippedDocument(shipped).themes.map((theme) =>
          theme.key === 'waiting_times' ? { ...theme, state: 'merged', mergedInto: 'access' } : theme,
        ),
      },
      by: 'local',
      reason: 'waiting is access here',
    });
    const context = {
      tagger: () => Promise.resolve(projecting),
      store: () => Promise.resolve(store),
      taxonomy: () => Promise.resolve(shipped),
    };
    const themesOf = (line: unknown) => (line as { themes: { theme: string }[] }).themes.map(({ theme }) => theme);
    const line = '{"id":"a1","text":"jonotin","lang":"fi"}\n';
    const streams = ['--input', '-', '--output', '-'];
    const closed = { ...context, store: () => Promise.reject(new Error('expected no database')) };
    assert.deepEqual((await runTag(line, streams, closed)).lines.map(themesOf), [['waiting_times']]);
    assert.deepEqual((await runTag(line, [...streams, '--installed'], context)).lines.map(themesOf), [['access']]);
  });
});
