import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run, type Finished } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

const EXAMPLES = [
  'Parkkipaikkoja ei ollut vapaana.',
  'Pysäköinti sairaalan luona on kallista.',
  'Det var svårt att hitta en parkeringsplats.',
  'Had to drive around the car park for half an hour.',
  'Parking fees are too high.',
];
const ABOUT_PARKING = [
  'Parkkihalli oli aivan täynnä ja jouduin kiertelemään.',
  'Parkeringen vid sjukhuset är dyr.',
  'The car park was full again.',
];
const ABOUT_OTHER_THINGS = [
  'Lääkäri kuunteli ja selitti kaiken rauhassa.',
  'Hoitaja oli ystävällinen.',
  'Jonotin puhelimessa tunnin.',
  'Läkaren var vänlig och tog sig tid.',
  'The nurse was kind and explained everything.',
  'Waited two hours for my appointment.',
  'Tulokset tulivat nopeasti Omakantaan.',
  'Ohjeet kotihoitoon olivat selkeät.',
  'The website did not work.',
  'Ruoka oli kylmää.',
  'Vastaanotto sujui hyvin.',
  'Allt gick bra.',
];

let folder: TemporaryFolder;
const kuulolla = (...args: string[]): Promise<Finished> => run('cli', args, { KUULOLLA_DATA: folder.path });

before(async () => {
  folder = await createTemporaryFolder();
  const rows = [...ABOUT_PARKING, ...ABOUT_OTHER_THINGS].map((comment, index) =>
    JSON.stringify({ id: String(index), answered_at: '2024-05-01', score: 5, comment }),
  );
  await writeFile(join(folder.path, 'answers.jsonl'), rows.join('\n'));
  await writeFile(join(folder.path, 'parking.jsonl'), EXAMPLES.map((text) => JSON.stringify({ text })).join('\n'));
  const { code, stderr } = await kuulolla('import', join(folder.path, 'answers.jsonl'), '--source', 'survey');
  assert.equal(code, 0, stderr);
});
after(() => folder.remove());

describe('theme', () => {
  it('refuses what cannot be a theme, saying what was expected', async () => {
    const two = join(folder.path, 'two.jsonl');
    await writeFile(two, '{"text":"Parkki"}\n{"text":"Halli"}\n');
    const few = await kuulolla('theme', 'add', '--key', 'Parking', '--name-en', 'Parking', '--examples', two);
    assert.equal(few.code, 1);
    assert.match(few.stderr, /expected a key of small letters/);
    assert.match(few.stderr, /expected at least 5 different examples, found 2/);

    const broken = join(folder.path, 'broken.jsonl');
    await writeFile(broken, '{"text":"Parkki"}\n{"comment":"Halli"}\n');
    const line = await kuulolla('theme', 'add', '--key', 'parking', '--name-en', 'Parking', '--examples', broken);
    assert.equal(line.code, 1);
    assert.match(line.stderr, /line 2 of .*broken\.jsonl: expected \{"text"/);

    const nameless = await kuulolla('theme', 'add', '--key', 'parking', '--examples', two);
    assert.equal(nameless.code, 2);
    assert.match(nameless.stderr, /--name-en, --name-fi or --name-sv/);
  });

  it('adds a theme that is in use at once, lists it with its comments, and retires it', async () => {
    const tagged = await kuulolla('theme', 'list');
    assert.match(tagged.stdout, /^premises +Premises +shipped +active +0$/m);

    const file = join(folder.path, 'parking.jsonl');
    const added = await kuulolla('theme', 'add', '--key', 'parking', '--name-fi', 'Pysäköinti', '--examples', file);
    assert.equal(added.code, 0, added.stderr);
    assert.match(added.stderr, /no name in sv and en: “Pysäköinti” is shown there/);
    const [, given] = /^parking is in use: (\d+) of 15 comments have it/m.exec(added.stdout) ?? [];
    const typical = added.stdout.split('most typical:\n')[1]?.split('\n').slice(0, 3) ?? [];
    assert.deepEqual(
      typical.map((row) => ABOUT_PARKING.some((text) => row.endsWith(text))),
      [true, true, true],
      added.stdout,
    );

    const listed = await kuulolla('theme', 'list');
    assert.match(listed.stdout, new RegExp(`^parking +Pysäköinti +own +active +${given} +0$`, 'm'));

    const again = await kuulolla('theme', 'add', '--key', 'parking', '--name-en', 'Parking', '--examples', file);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /expected a key that no theme has/);

    const retired = await kuulolla('theme', 'retire', '--key', 'parking');
    assert.deepEqual([retired.code, retired.stdout], [0, 'parking is retired: no comment has it any more\n']);
    assert.match((await kuulolla('theme', 'list')).stdout, /^parking +Pysäköinti +own +retired +0$/m);
    const twice = await kuulolla('theme', 'retire', '--key', 'parking');
    assert.equal(twice.code, 1);
    assert.match(twice.stderr, /expected an active theme .* found parking/);
  });
});
