import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  adjustedCounts,
  adjustedWaldInterval,
  scoreInterval,
  scoreMean,
  waldInterval,
} from '../../src/domain/interval.js';
import { npsOf, type ClassCounts } from '../../src/domain/nps.js';

function counts(promoters: number, passives: number, detractors: number): ClassCounts {
  return { promoters, passives, detractors };
}

const anyCounts = fc
  .tuple(fc.nat(400), fc.nat(400), fc.nat(400))
  .filter(([p, a, d]) => p + a + d > 0)
  .map(([p, a, d]) => counts(p, a, d));

function assertInterval(actual: readonly [number, number] | null, expected: readonly [number, number]): void {
  assert.ok(actual);
  for (const end of [0, 1] as const) {
    assert.ok(Math.abs(actual[end] - expected[end]) < 0.0006, `expected ${expected.join()}, got ${actual.join()}`);
  }
}

// Counts; NPS, variance, standard error; Wald; adjusted centre, standard error, interval; score interval
const WORKED = [
  [
    [60, 25, 15],
    [45, 0.5475, 7.3993],
    [30.498, 59.502],
    [43.689, 7.3196],
    [29.343, 58.036],
    [29.257, 58.126],
  ],
  [
    [6, 2, 2],
    [40, 0.64, 25.2982],
    [-9.584, 89.584],
    [30.769, 22.1202],
    [-12.586, 74.124],
    [-15.291, 75.262],
  ],
  [
    [5, 0, 0],
    [100, 0, 0],
    [100, 100],
    [62.5, 22.964],
    [17.491, 100],
    [13.104, 100],
  ],
  [
    [9, 1, 0],
    [90, 0.09, 9.4868],
    [71.406, 108.594],
    [69.231, 15.8939],
    [38.079, 100],
    [37.269, 98.212],
  ],
  [
    [0, 0, 5],
    [-100, 0, 0],
    [-100, -100],
    [-62.5, 22.964],
    [-100, -17.491],
    [-100, -13.104],
  ],
  [
    [14, 5, 3],
    [50, 0.5227, 15.4144],
    [19.788, 80.212],
    [44, 14.7838],
    [15.024, 72.976],
    [14.154, 73.419],
  ],
  [
    [700, 200, 100],
    [60, 0.44, 2.0976],
    [55.889, 64.111],
    [59.821, 2.0975],
    [55.71, 63.931],
    [55.71, 63.935],
  ],
] as const;

for (const [[p, a, d], [nps, variance, standardError], wald, [centre, adjustedError], adjusted, score] of WORKED) {
  test(`${p} promoters, ${a} passives and ${d} detractors have an NPS of ${nps} with the worked intervals`, () => {
    const given = counts(p, a, d);
    const mean = scoreMean(given);
    assert.ok(mean);
    assert.ok(Math.abs(mean.nps - nps) < 1e-9);
    assert.ok(Math.abs(mean.variance - variance) < 0.00006);
    assert.ok(Math.abs(mean.standardError - standardError) < 0.00006);
    const shifted = scoreMean(adjustedCounts(given));
    assert.ok(shifted);
    assert.ok(Math.abs(shifted.nps - centre) < 0.0006);
    assert.ok(Math.abs(shifted.standardError - adjustedError) < 0.00006);
    assertInterval(waldInterval(given), wald);
    assertInterval(adjustedWaldInterval(given), adjusted);
    assertInterval(scoreInterval(given), score);
  });
}

test('dividing by n − 1 gives 60/25/15 a standard error of 7.4366', () => {
  const mean = scoreMean(counts(60, 25, 15));
  assert.ok(mean);
  assert.equal((mean.standardError * Math.sqrt(mean.answers / (mean.answers - 1))).toFixed(4), '7.4366');
});

test('nobody who answered has no interval of any kind', () => {
  assert.equal(waldInterval(counts(0, 0, 0)), null);
  assert.equal(adjustedWaldInterval(counts(0, 0, 0)), null);
  assert.equal(scoreInterval(counts(0, 0, 0)), null);
  assert.equal(scoreMean(counts(0, 0, 0)), null);
});

/** Chance that the 95 % interval holds the true NPS, by going through every outcome of n answers. */
function coverage(
  interval: (given: ClassCounts) => readonly [number, number] | null,
  n: number,
  [promoter, passive, detractor]: readonly [number, number, number],
): number {
  const logFactorials = [0];
  for (let k = 1; k <= n; k += 1) logFactorials.push((logFactorials[k - 1] ?? 0) + Math.log(k));
  const logFactorial = (k: number): number => logFactorials[k] ?? 0;
  const truth = 100 * (promoter - detractor);
  let covered = 0;
  for (let p = 0; p <= n; p += 1) {
    for (let d = 0; p + d <= n; d += 1) {
      const a = n - p - d;
      const ends = interval(counts(p, a, d));
      // A hair of tolerance: an end that equals the truth holds it
      if (!ends || truth < ends[0] - 1e-9 || truth > ends[1] + 1e-9) continue;
      covered += Math.exp(
        logFactorial(n) -
          logFactorial(p) -
          logFactorial(a) -
          logFactorial(d) +
          p * Math.log(promoter) +
          a * Math.log(passive) +
          d * Math.log(detractor),
      );
    }
  }
  return covered;
}

const COVERAGE = [
  ['a county with an NPS of 56', [0.7, 0.16, 0.14], [5, 0.801, 0.956, 0.958], [10, 0.887, 0.956, 0.965]],
  ['a county with an NPS of 56', [0.7, 0.16, 0.14], [20, 0.896, 0.951, 0.959], [30, 0.919, 0.952, 0.95]],
  ['a county with an NPS of 56', [0.7, 0.16, 0.14], [50, 0.932, 0.95, 0.954], [100, 0.942, 0.951, 0.951]],
  ['a hospital with an NPS of 80', [0.86, 0.08, 0.06], [5, 0.52, 0.894, 0.955], [10, 0.773, 0.951, 0.954]],
  ['a hospital with an NPS of 80', [0.86, 0.08, 0.06], [20, 0.855, 0.965, 0.965], [30, 0.889, 0.966, 0.966]],
  ['a hospital with an NPS of 80', [0.86, 0.08, 0.06], [50, 0.897, 0.962, 0.95], [100, 0.927, 0.953, 0.953]],
] as const;

for (const [place, shares, ...rows] of COVERAGE) {
  test(`in ${place} the intervals hold the truth as often as worked out for n = ${rows.map(([n]) => n).join(' and ')}`, () => {
    for (const [n, wald, adjusted, score] of rows) {
      const actual = [waldInterval, adjustedWaldInterval, scoreInterval].map((interval) =>
        coverage(interval, n, shares),
      );
      assert.deepEqual(
        actual.map((share) => share.toFixed(3)),
        [wald, adjusted, score].map((share) => share.toFixed(3)),
      );
    }
  });
}

test('a single answer’s raw NPS lies outside its adjusted interval', () => {
  assertInterval(adjustedWaldInterval(counts(1, 0, 0)), [-48.4986, 98.4986]);
});

test('the adjusted interval stays within −100..+100 and holds the raw NPS of two answers or more', () => {
  fc.assert(
    fc.property(anyCounts, (given) => {
      const ends = adjustedWaldInterval(given);
      const nps = npsOf(given);
      assert.ok(ends && nps !== null);
      if (given.promoters + given.passives + given.detractors === 1) return ends[0] >= -100 && ends[1] <= 100;
      return ends[0] >= -100 && ends[1] <= 100 && ends[0] <= nps && nps <= ends[1] && ends[0] < ends[1];
    }),
  );
});

test('the score interval stays within −100..+100, holds the raw NPS and always has a width', () => {
  fc.assert(
    fc.property(anyCounts, (given) => {
      const ends = scoreInterval(given);
      const nps = npsOf(given);
      assert.ok(ends && nps !== null);
      return ends[0] >= -100 && ends[1] <= 100 && ends[0] <= nps + 1e-9 && nps <= ends[1] + 1e-9 && ends[0] < ends[1];
    }),
  );
});

test('promoters and detractors exchanged mirror every interval', () => {
  fc.assert(
    fc.property(anyCounts, (given) => {
      const mirrored = counts(given.detractors, given.passives, given.promoters);
      for (const interval of [waldInterval, adjustedWaldInterval, scoreInterval]) {
        const one = interval(given);
        const other = interval(mirrored);
        assert.ok(one && other);
        if (Math.abs(one[0] + other[1]) > 1e-6 || Math.abs(one[1] + other[0]) > 1e-6) return false;
      }
      return true;
    }),
  );
});

test('four times the answers with the same shares never widen the adjusted interval', () => {
  fc.assert(
    fc.property(anyCounts, (given) => {
      const one = adjustedWaldInterval(given);
      const four = adjustedWaldInterval(counts(4 * given.promoters, 4 * given.passives, 4 * given.detractors));
      assert.ok(one && four);
      // With a single answer clipping at ±100 can make the small interval the narrower one
      return given.promoters + given.passives + given.detractors < 5 || four[1] - four[0] <= one[1] - one[0] + 1e-9;
    }),
  );
});
