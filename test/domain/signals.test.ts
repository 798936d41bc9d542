import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adjustedP } from '../../src/domain/benjaminiHochberg.js';
import { summariseChart } from '../../src/domain/chartSummary.js';
import { basedSignals, shareLimits, xmrLimits, xmrSignals } from '../../src/domain/controlChart.js';
import { cumulativeSum } from '../../src/domain/cumulativeSum.js';
import { exactZ, pooledZ } from '../../src/domain/share.js';
import { foldRepeats, npsDeviation, screen, shareDeviation, type Deviation } from '../../src/domain/signals.js';

describe('many tests at once', () => {
  const P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];

  test('ten p values adjust to .01, .04, .084 …, and two are rejected at .05', () => {
    const adjusted = adjustedP(P);
    assert.deepEqual(
      adjusted.map((p) => p.toFixed(4)),
      ['0.0100', '0.0400', '0.0840', '0.0840', '0.0840', '0.1000', '0.1057', '0.2160', '0.2160', '0.2160'],
    );
    assert.equal(adjusted.filter((p) => p <= 0.05).length, 2);
  });

  test('adjusted values come in the order given', () => {
    assert.deepEqual(
      adjustedP([0.9, 0.01]).map((p) => p.toFixed(2)),
      ['0.90', '0.02'],
    );
    assert.deepEqual(adjustedP([]), []);
  });
});

describe('cumulative sums', () => {
  const Z = [0.2, -0.5, 1, 1.3, 0.9, 1.6, 1.1, 1.4, 0.8, 1.2];

  test('ten departures add up to 0, 0, .5, 1.3 … 5.3 and alarm at the tenth', () => {
    const sum = cumulativeSum(Z);
    assert.deepEqual(
      sum.up.map((value) => value.toFixed(1)),
      ['0.0', '0.0', '0.5', '1.3', '1.7', '2.8', '3.4', '4.3', '4.6', '5.3'],
    );
    assert.equal(sum.alarm, 9);
    assert.equal(cumulativeSum(Z.slice(0, 9)).alarm, null);
  });

  test('a fall alarms like a rise', () => {
    assert.equal(cumulativeSum(Z.map((z) => -z)).alarm, 9);
  });
});

describe('a control chart in words', () => {
  const BASELINE = [54, 57, 55, 58, 56, 59, 57, 60, 55, 58, 57, 56];
  const summarise = (
    more: readonly number[],
    better: 'up' | 'down' = 'up',
    target: number | null = null,
  ): ReturnType<typeof summariseChart> => {
    const values = [...BASELINE, ...more];
    const limits = xmrLimits(values);
    assert.ok(limits);
    return summariseChart({
      values,
      signals: xmrSignals(values, limits),
      centre: limits.mean,
      limits: limits.limits,
      better,
      target,
    });
  };

  test('63 is usual variation, 47 outside is a concern, and an improvement where less is better', () => {
    assert.deepEqual(summarise([63]), { variation: 'commonCause', rule: null, assurance: null });
    assert.deepEqual(summarise([47]), { variation: 'concern', rule: 'outside', assurance: null });
    assert.equal(summarise([47], 'down')?.variation, 'improvement');
  });

  test('a shift is named before a trend that is there too', () => {
    assert.equal(summarise([57, 57.5, 58, 58.5, 59, 59.5, 60])?.rule, 'shift');
    assert.equal(summarise([60, 59, 58, 57, 56, 55, 54])?.rule, 'trend');
    assert.equal(summarise([60, 59, 58, 57, 56, 55, 54])?.variation, 'concern');
  });

  test('limits 50.06–63.60 always meet a target of 50, never one of 65, and one of 57 now and then', () => {
    assert.equal(summarise([57], 'up', 50)?.assurance, 'hits');
    assert.equal(summarise([57], 'up', 65)?.assurance, 'misses');
    assert.equal(summarise([57], 'up', 57)?.assurance, 'inconsistent');
    assert.equal(summarise([57], 'down', 65)?.assurance, 'hits');
  });

  test('one leap in the baseline does not widen the limits', () => {
    // ranges 1, 1, 1, 30, 30, 1 …: 30 is over 3.267 × 6.7 and left out
    const leap = [50, 51, 50, 51, 81, 51, 50, 51, 50, 51, 50, 51];
    assert.equal(xmrLimits(leap)?.meanMovingRange, 1);
  });

  test('the rules hold on a chart whose limits differ by month too', () => {
    const points = [
      ...Array.from({ length: 12 }, (_, index) => ({ count: 20 + (index % 2), base: 200 })),
      { count: 60, base: 200 },
    ];
    const chart = shareLimits(points, true, 12);
    assert.ok(chart);
    // centre from the first twelve alone: 246 of 2400
    assert.equal(chart.centre, 0.1025);
    assert.deepEqual(
      basedSignals(chart).map((point) => point.outside),
      [...Array.from({ length: 12 }, () => false), true],
    );
  });
});

describe('a month against the months before', () => {
  const twelve = Array.from({ length: 12 }, () => ({ promoters: 60, passives: 25, detractors: 15 }));

  test('NPS 45 of twelve like months and 5 now is a departure of −40', () => {
    const deviation = npsDeviation({ promoters: 40, passives: 25, detractors: 35 }, twelve);
    assert.equal(deviation?.expected, 45);
    assert.equal(deviation.value, 5);
    assert.equal(deviation.difference, -40);
    assert.equal(deviation.base, 100);
    assert.equal(deviation.expectedBase, 1200);
    // adjusted Wald: (44.85 − 4.85)/√(2.13² + 8.55²); months that vary less than chance do not sharpen it
    assert.ok(deviation.z < -4.4 && deviation.z > -4.7, String(deviation.z));
    assert.ok(deviation.interval[0] < -40 && deviation.interval[1] > -40);
  });

  test('months that vary three times as much as chance take a third of the test', () => {
    const restless = twelve.map((_, index) =>
      index % 2 === 0 ? { promoters: 95, passives: 0, detractors: 5 } : { promoters: 25, passives: 50, detractors: 25 },
    );
    const calm = npsDeviation({ promoters: 40, passives: 25, detractors: 35 }, twelve);
    const rough = npsDeviation({ promoters: 40, passives: 25, detractors: 35 }, restless);
    assert.ok(Math.abs(rough?.z ?? 9) < Math.abs(calm?.z ?? 0) / 3);
  });

  test('with five months before there is nothing to expect', () => {
    assert.equal(npsDeviation({ promoters: 40, passives: 25, detractors: 35 }, twelve.slice(0, 5)), null);
    assert.equal(
      shareDeviation(
        { count: 1, base: 10 },
        Array.from({ length: 5 }, () => ({ count: 1, base: 10 })),
      ),
      null,
    );
    assert.equal(
      shareDeviation(
        { count: 0, base: 0 },
        Array.from({ length: 9 }, () => ({ count: 1, base: 10 })),
      ),
      null,
    );
  });

  test('one complaint of 31 after none of 252 is no signal: z 1.59 and not 2.86', () => {
    const before = { count: 0, base: 252 };
    const now = { count: 1, base: 31 };
    // mid-p = ½ · 31/283 = .0548
    assert.equal(exactZ(before, now)?.toFixed(2), '1.60');
    assert.equal(pooledZ(before, now)?.toFixed(2), '2.86');
    const deviation = shareDeviation(
      now,
      Array.from({ length: 12 }, () => ({ count: 0, base: 21 })),
    );
    assert.equal(deviation?.z.toFixed(2), '1.60');
  });

  test('the exact z of 2 of 10 and 8 of 10 is 2.51, and turns its sign with the sides', () => {
    // C(10,8)C(10,2)/C(20,10) = 2025/184756, ½ of it and 100/184756 + 1/184756: p = .006027
    assert.equal(exactZ({ count: 2, base: 10 }, { count: 8, base: 10 })?.toFixed(3), '2.511');
    assert.equal(exactZ({ count: 8, base: 10 }, { count: 2, base: 10 })?.toFixed(3), '-2.511');
    assert.equal(exactZ({ count: 5, base: 10 }, { count: 5, base: 10 }), 0);
    assert.equal(exactZ({ count: 0, base: 0 }, { count: 2, base: 10 }), null);
  });

  test('for large counts the exact z is the pooled one', () => {
    const [before, after] = [
      { count: 6000, base: 20_000 },
      { count: 5700, base: 20_000 },
    ];
    assert.ok(Math.abs((exactZ(before, after) ?? 0) - (pooledZ(before, after) ?? 9)) < 0.02);
  });
});

describe('screening and folding', () => {
  const departure = (z: number, difference: number): Deviation => {
    return { value: 0, expected: 0, difference, interval: [0, 0], base: 100, expectedBase: 1000, z };
  };

  test('sure but small departures are left out, and they still count as tests', () => {
    const candidates = [
      { name: 'small', deviation: departure(5, 2), leastDifference: 5 },
      { name: 'large', deviation: departure(-4, -20), leastDifference: 5 },
      { name: 'weak', deviation: departure(2.1, 20), leastDifference: 5 },
      ...Array.from({ length: 7 }, () => ({ name: 'none', deviation: departure(0.3, 20), leastDifference: 5 })),
    ];
    // p of 2.1 is .036, third of ten: .12 adjusted
    assert.deepEqual(
      screen(candidates).map(({ name }) => name),
      ['large'],
    );
  });

  test('what repeats a stronger one goes under it, the rest stays', () => {
    const folded = foldRepeats(['clinic A', 'hospital', 'clinic B', 'school'], (later, lead) => {
      return later === 'hospital' && lead.startsWith('clinic');
    });
    assert.deepEqual(folded, [
      { lead: 'clinic A', repeats: ['hospital'] },
      { lead: 'clinic B', repeats: [] },
      { lead: 'school', repeats: [] },
    ]);
  });
});
