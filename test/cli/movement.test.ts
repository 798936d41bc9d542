import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../src/store/sqliteStore.js';
import { movementSchema } from '../../src/web/api/movement.js';
import { response } from '../store/samples.js';
import { run, type Finished } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;

/** 2023: 10 promoters, 10 detractors in each of two units. 2024: 15 and 5, and 10 and 10. */
before(async () => {
  folder = await createTemporaryFolder();
  const store = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
  const answers = (unit: string, day: string, promoters: number): Parameters<typeof store.addResponses>[0] =>
    Array.from({ length: 20 }, (_, index) =>
      response(`${unit} ${day} ${index}`, { day, unitPath: ['hospital', unit], score: index < promoters ? 10 : 2 }),
    );
  await store.addResponses([
    ...answers('clinic', '2023-02-01', 10),
    ...answers('ward', '2023-02-01', 10),
    ...answers('clinic', '2024-02-01', 15),
    ...answers('ward', '2024-02-01', 10),
  ]);
  await store.close();
});
after(() => folder.remove());

const PERIODS = ['--from', '2023-01-01..2023-12-31', '--to', '2024-01-01..2024-12-31'];
const movement = (...args: string[]): Promise<Finished> =>
  run('cli', ['movement', ...args], { KUULOLLA_DATA: folder.path });

describe('movement', () => {
  it('prints both periods, the change, its parts and the units below in aligned columns', async () => {
    const { code, stdout, stderr } = await movement(...PERIODS, '--unit', 'hospital');
    assert.deepEqual([code, stderr], [0, '']);
    const lines = stdout.split('\n');
    assert.match(lines[0] ?? '', /^from {4}2023-01-01\.\.2023-12-31 {2}NPS 0\.0 {2}\[-?\d+\.\d, \d+\.\d\] {2}n 40$/);
    assert.match(lines[1] ?? '', /^to {6}2024-01-01\.\.2024-12-31 {2}NPS 25\.0 {2}.* n 40$/);
    assert.match(lines[2] ?? '', /^change {2}\+25\.0 {2}\[.*\] {2}within chance$/);
    assert.match(lines[6] ?? '', /^noComment +\+25\.0 +\+25\.0 +0\.0 .*100\.0 % > 100\.0 % +0\.0 > 25\.0$/);
    assert.match(lines[9] ?? '', /^clinic +\+25\.0 +\+25\.0 +0\.0 /);
    assert.match(lines[10] ?? '', /^ward +0\.0 /);
    const points = ['points', '+25.0'].map((text, index) => (lines[4 + 2 * index] ?? '').indexOf(text) + text.length);
    assert.equal(points[0], points[1], 'figures end under their heading');
  });

  it('prints with --json what the API gives', async () => {
    const { code, stdout } = await movement(...PERIODS, '--json');
    assert.equal(code, 0);
    const body = movementSchema.parse(JSON.parse(stdout));
    assert.deepEqual([body.change, body.base.n, body.contributions.length, body.units.length], [25, 40, 2, 1]);
  });

  it('ends with 2 and says what it expected when it cannot use what it is given', async () => {
    for (const [args, message] of [
      [['--from', '2023', '--to', '2024-01-01..2024-12-31'], /expected two days in order .* found "2023"/],
      [['--from', '2023-12-31..2023-01-01', '--to', '2024-01-01..2024-12-31'], /expected two days in order/],
      [['--from', '2023-01-01..2024-02-01', '--to', '2024-01-01..2024-12-31'], /expected periods that share no day/],
      [[...PERIODS, '--unit', 'nowhere'], /expected the code of a unit .* found "nowhere"/],
      [[...PERIODS, '--adjust', 'weather'], /Allowed choices are unit, channel, both/],
      [['--from', '2023-01-01..2023-12-31'], /--to/],
    ] as const) {
      const { code, stdout, stderr } = await movement(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, message);
    }
  });

  it('says that a period has no answers, and notes what to know on standard error', async () => {
    const none = await movement('--from', '2020-01-01..2020-12-31', '--to', '2024-01-01..2024-12-31');
    assert.equal(none.code, 0);
    assert.match(none.stdout, /no answers/);
    const leaf = await movement(...PERIODS, '--unit', 'clinic', '--adjust', 'unit');
    assert.match(leaf.stderr, /no units below/);
  });
});
