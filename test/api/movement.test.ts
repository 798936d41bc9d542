import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { problemSchema } from '../../src/web/api/problem.js';
import { movementSchema } from '../../src/web/api/movement.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

let app: RunningApp;

/** 2023: 10 promoters and 10 detractors of the clinic. 2024: 15 promoters and 5 detractors, and 3 answers of the ward. */
function samples(): object[] {
  const answers = (count: number, day: string, score: number, comment: string | null, unit = 'clinic'): object[] =>
    Array.from({ length: count }, () => ({
      source: 'survey',
      answered_at: day,
      unit: `hospital > ${unit}`,
      channel: 'sms',
      lang: 'fi',
      score,
      comment,
    }));
  return [
    ...answers(10, '2023-02-01', 10, null),
    ...answers(10, '2023-02-01', 2, 'jonotin'),
    ...answers(10, '2024-02-01', 10, null),
    ...answers(5, '2024-02-01', 10, 'jonotin, mutta hoitaja oli ystävällinen'),
    ...answers(5, '2024-02-01', 2, 'jonotin'),
    ...answers(3, '2024-02-01', 2, null, 'ward'),
  ].map((item, index) => ({ id: `m${index}`, ...item }));
}

before(async () => {
  app = await startApp({ tagger: createFakeTagger() });
  assert.equal((await postFeedback(app, samples())).status, 202);
  await app.background?.tagging.idle();
});
after(() => app.close());

const get = async (query: string): Promise<{ readonly status: number; readonly body: unknown }> => {
  const response = await fetch(`${app.url}/api/v1/movement?${query}`);
  return { status: response.status, body: await response.json() };
};

const YEARS = 'from=2024-01-01&to=2024-12-31&base_from=2023-01-01&base_to=2023-12-31';

describe('GET /api/v1/movement', () => {
  it('gives both periods, the change, and parts that add up to it', async () => {
    const { status, body } = await get(`${YEARS}&unit=clinic`);
    assert.equal(status, 200);
    const movement = movementSchema.parse(body);
    assert.deepEqual([movement.base.from, movement.base.n, movement.base.nps], ['2023-01-01', 20, 0]);
    assert.deepEqual([movement.current.to, movement.current.n, movement.current.nps], ['2024-12-31', 20, 50]);
    assert.deepEqual([movement.change, movement.suppressed, movement.adjust], [50, false, null]);
    // S̄ = 25. Waiting: (5 − 5) × ½ … 2.5 promoters and 5 detractors of 20 now, 10 detractors before:
    // (2.5 × 75 − 5 × 125) / 20 + 10 × 125 / 20 = 40.625; friendliness 2.5 × 75 / 20 = 9.375; silence 0
    assert.deepEqual(
      movement.contributions.map(({ group, key, total, displayed }) => [group, key, total, displayed]),
      [
        ['theme', 'waiting_times', 40.625, 41],
        ['theme', 'staff_friendliness', 9.375, 9],
        ['noTheme', null, 0, 0],
        ['noComment', null, 0, 0],
      ],
    );
    assert.equal(movement.check.sum, 50);
    assert.deepEqual(movement.units, []);
  });

  it('hides what is on too few people', async () => {
    const { body } = await get(`${YEARS}&unit=hospital&adjust=unit`);
    const movement = movementSchema.parse(body);
    assert.deepEqual(
      movement.units.map(({ unit, total, suppressed }) => [unit, total, suppressed]),
      [
        ['clinic', null, true],
        ['ward', null, true],
      ],
    );
    const { body: ward } = await get(`${YEARS}&unit=ward`);
    const { change, contributions, current, suppressed } = movementSchema.parse(ward);
    assert.deepEqual([change, contributions, current.n, suppressed], [null, [], null, true]);
  });

  it('names every parameter that cannot be used', async () => {
    const problemsOf = async (query: string): Promise<string[]> => {
      const { status, body } = await get(query);
      assert.equal(status, 400, query);
      return (problemSchema.parse(body).problems ?? []).map(({ parameter = '' }) => parameter).sort();
    };
    assert.deepEqual(await problemsOf(`${YEARS}&adjust=weather&colour=red`), ['adjust', 'colour']);
    assert.deepEqual(await problemsOf(`${YEARS}&unit=nowhere`), ['unit']);
    assert.deepEqual(await problemsOf('from=2024-01-01&to=2024-12-31&base_from=2023-06-01&base_to=2024-01-01'), [
      'base_to',
    ]);
  });

  it('compares with the same days a year earlier where no base is given', async () => {
    const { body } = await get('from=2024-01-01&to=2024-12-31');
    const { base } = movementSchema.parse(body);
    assert.deepEqual([base.from, base.to], ['2023-01-01', '2023-12-31']);
  });
});
