import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addCounts, impactInterval, impactOf, subtractCounts } from '../../src/domain/impact.js';
import { countAnswers, npsOf } from '../../src/domain/nps.js';
import { seededRandom } from '../../src/domain/random.js';

const of = (promoters: number, passives: number, detractors: number) => ({ promoters, passives, detractors });

// Two periods with themes A, B, C, a pair A+B and respondents without a comment; mentions are any-mention
const PERIODS = [
  { all: of(124, 36, 40), a: of(76, 14, 10), b: of(16, 18, 26), c: of(8, 6, 6), none: of(30, 6, 4) },
  { all: of(180, 41, 29), a: of(115, 18, 7), b: of(23, 17, 15), c: of(12, 10, 8), none: of(45, 6, 4) },
] as const;

test('impacts of the worked example are +24.000, −25.143, −3.556 and +5.750 in the first period', () => {
  const { all, a, b, c, none } = PERIODS[0];
  const impacts = [a, b, c, none].map((part) => impactOf(part, subtractCounts(all, part))?.toFixed(3));
  assert.deepEqual(impacts, ['24.000', '-25.143', '-3.556', '5.750']);
  assert.deepEqual(
    [a, b, c].flatMap((part) => [npsOf(part)?.toFixed(3), npsOf(subtractCounts(all, part))?.toFixed(3)]),
    ['66.000', '18.000', '-16.667', '67.143', '10.000', '45.556'],
  );
});

test('impacts of the worked example are +21.309, −12.933, −6.418 and +3.990 in the second period', () => {
  const { all, a, b, c, none } = PERIODS[1];
  const impacts = [a, b, c, none].map((part) => impactOf(part, subtractCounts(all, part))?.toFixed(3));
  assert.deepEqual(impacts, ['21.309', '-12.933', '-6.418', '3.990']);
});

test('a theme that everybody or nobody mentions has no impact and no interval', () => {
  assert.equal(impactOf(of(5, 5, 5), of(0, 0, 0)), null);
  assert.equal(impactOf(of(0, 0, 0), of(5, 5, 5)), null);
  assert.equal(impactInterval(of(0, 0, 0), of(5, 5, 5), seededRandom(1)), null);
});

test('the impact equals n_t (NPS_t − NPS) / (n − n_t)', () => {
  const side = fc.tuple(fc.nat(200), fc.nat(200), fc.nat(200)).map(([p, a, d]) => of(p, a, d));
  fc.assert(
    fc.property(side, side, (mentioned, rest) => {
      const impact = impactOf(mentioned, rest);
      if (impact === null) return countAnswers(mentioned) === 0 || countAnswers(rest) === 0;
      const own = npsOf(mentioned);
      const all = npsOf(addCounts(mentioned, rest));
      assert.ok(own !== null && all !== null);
      return Math.abs(impact - (countAnswers(mentioned) * (own - all)) / countAnswers(rest)) < 1e-9;
    }),
  );
});

test('the bootstrap interval is reproducible, holds the impact and is about ±1.96 of its delta-method error', () => {
  const { all, b } = PERIODS[0];
  const rest = subtractCounts(all, b);
  const interval = impactInterval(b, rest, seededRandom(7), 4000);
  assert.deepEqual(impactInterval(b, rest, seededRandom(7), 4000), interval);
  assert.ok(interval && interval[0] < -25.143 && -25.143 < interval[1]);
  // Impact = w·lift with w = .3: variance w²(V_t/n_t + V_rest/n_rest) + lift²·w(1 − w)/n, where V_t = 42/60 − (10/60)² = .672222
  // and V_rest = 122/140 − (94/140)² = .420612
  const lift = -83.8095;
  const within = 0.3 ** 2 * ((100 ** 2 * 0.672222) / 60 + (100 ** 2 * 0.420612) / 140);
  const mix = (lift ** 2 * 0.3 * 0.7) / 200;
  const margin = 1.96 * Math.sqrt(within + mix);
  assert.ok(
    Math.abs((interval[1] - interval[0]) / 2 - margin) < 0.06 * margin,
    `${interval.join()} against ±${margin}`,
  );
});
