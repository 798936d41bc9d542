import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import type { CommandContext } from '../../src/commands/context.js';
import { registerEvaluateCommand } from '../../src/commands/evaluate.js';
import { Installation } from '../../src/flows/installation.js';
import { projectRoot } from '../../src/root.js';
import type { Store } from '../../src/store/store.js';
import { readTaxonomy } from '../../src/taxonomyFile.js';
import { withStore } from '../store/samples.js';
import { createJudgingTagger } from '../support/judgingTagger.js';

const LINES = [
  { lang: 'fi', text: 'jonotin tunnin', labels: [{ theme: 'waiting_times', polarity: 'neg' }] },
  { lang: 'fi', text: 'odotin tunnin', labels: [{ theme: 'waiting_times', polarity: 'neg' }] },
  { lang: 'sv', text: 'vänlig läkare', labels: [{ theme: 'staff_friendliness', polarity: 'pos' }] },
];

interface Printed {
  readonly qualities: readonly {
    readonly lang: string | null;
    readonly themes: readonly {
      readonly theme: string;
      readonly f1: number | null;
      readonly f1Interval: readonly [number, number] | null;
      readonly recall: { readonly hits: number; readonly n: number };
    }[];
  }[];
}

/** Runs `evaluate`; what it does not use of the context is not there. */
async function runEvaluate(args: readonly string[], store?: Store): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kuulolla-'));
  const taxonomy = await readTaxonomy(projectRoot());
  const printed: string[] = [];
  const context = {
    tagger: () => Promise.resolve(createJudgingTagger(taxonomy.themes.map(({ key }) => key))),
    taxonomy: () => Promise.resolve(taxonomy),
    store: () => (store ? Promise.resolve(store) : Promise.reject(new Error('expected no database'))),
    print: (line: string) => printed.push(line),
  } as unknown as CommandContext;
  try {
    const file = join(folder, 'labelled.jsonl');
    await writeFile(file, LINES.map((line) => JSON.stringify(line)).join('\n'));
    const program = new Command().exitOverride();
    registerEvaluateCommand(program, context);
    await program.parseAsync(['evaluate', '--input', file, ...args], { from: 'user' });
  } finally {
    await rm(folder, { recursive: true });
  }
  return printed;
}

test('figures come with their intervals, per language and over all, without a database', async () => {
  const lines = await runEvaluate([]);
  assert.deepEqual(
    lines.filter((line) => /comments$/.test(line)),
    ['fi: 2 comments', 'sv: 1 comments', 'all languages: 3 comments'],
  );
  // 1 of 2 found, 1 given: F1 2/3; J = 1 of 2, Wilson .0945–.9055, so .1727–.9504
  assert.match(
    lines.join('\n'),
    /waiting_times +2 +1\.000 \[[\d., ]+\] +0\.500 \[0\.095, 0\.905\] +0\.667 \[0\.173, 0\.950\]/,
  );
});

test('installed themes are those of the organisation: labels of a merged theme count to the other', () =>
  withStore(async (store) => {
    const shipped = await readTaxonomy(projectRoot());
    const tagger = createJudgingTagger(shipped.themes.map(({ key }) => key));
    const installation = await Installation.open({ store, tagger, shipped, now: () => '2024-01-01T00:00:00Z' });
    const themes = installation.current.document.themes.map((theme) =>
      theme.key === 'waiting_times' ? { ...theme, state: 'merged' as const, mergedInto: 'access' } : theme,
    );
    await installation.apply({ document: { themes }, by: 'maija', reason: 'merged' });
    const { qualities } = JSON.parse((await runEvaluate(['--installed', '--json'], store)).join('\n')) as Printed;
    const fi = qualities.find(({ lang }) => lang === 'fi');
    assert.ok(fi && fi.themes.every(({ theme }) => theme !== 'waiting_times'));
    const access = fi.themes.find(({ theme }) => theme === 'access');
    assert.deepEqual([access?.recall.hits, access?.recall.n, access?.f1], [1, 2, 2 / 3]);
  }));
