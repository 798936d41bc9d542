import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { parseTaxonomy } from '../../src/flows/taxonomy.js';
import { projectRoot } from '../../src/root.js';

const read = async (): Promise<unknown> =>
  JSON.parse(await readFile(path.join(projectRoot(), 'data', 'themes.json'), 'utf8'));

test('the shipped themes are seven, each with its own key and colour', async () => {
  const { themes } = parseTaxonomy(await read());
  assert.equal(themes.length, 7);
  assert.equal(new Set(themes.map((theme) => theme.key)).size, 7);
  assert.equal(new Set(themes.map((theme) => theme.colour)).size, 7);
  assert.equal(themes.find((theme) => theme.key === 'waiting_times')?.name.sv, 'Väntetider');
});

test('every fault is named with its place', () => {
  const theme = { key: 'Bad Key', name: { fi: 'x', sv: 'x' }, description: {}, excludes: {}, colour: -1 };
  assert.throws(
    () => parseTaxonomy({ version: '1', themes: [theme] }),
    /themes\.0\.key: expected lower-case.*themes\.0\.name\.en.*themes\.0\.colour/s,
  );
});

test('a key given twice and a file of another kind are refused', async () => {
  const taxonomy = parseTaxonomy(await read());
  const twice = { ...taxonomy, themes: [...taxonomy.themes, taxonomy.themes[0]] };
  assert.throws(() => parseTaxonomy(twice), /expected each key once/);
  assert.throws(() => parseTaxonomy([]), /file: /);
});
