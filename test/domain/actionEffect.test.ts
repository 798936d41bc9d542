import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  differenceInDifferences,
  effectDifference,
  judgeEffect,
  returnToUsual,
  sumMonths,
  unusualBefore,
  usualSpread,
  wasMoving,
  type EffectDifference,
} from '../../src/domain/actionEffect.js';
import type { ClassCounts } from '../../src/domain/nps.js';
import { answersForDifference, smallestDifference } from '../../src/domain/sampleSize.js';

const nps = (promoters: number, passives: number, detractors: number): ClassCounts => ({
  promoters,
  passives,
  detractors,
});
/** `count` of `base` as counts. */
const share = (count: number, base: number): ClassCounts => nps(count, base - count, 0);
const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
const round = (values: readonly number[], digits = 3): string[] => values.map((value) => value.toFixed(digits));

describe('before and after', () => {
  test('60/25/15 → 140/40/20 is +15.000 points with an interval of −1.612 … 32.460 and z 1.7745: within chance', () => {
    const difference = effectDifference('nps', nps(60, 25, 15), nps(140, 40, 20), 1);
    assert.deepEqual(round([difference?.points ?? NaN, ...(difference?.interval ?? [])]), [
      '15.000',
      '-1.612',
      '32.460',
    ]);
    assert.equal(difference?.z.toFixed(4), '1.7745');
    assert.equal(difference?.certainty, 'chance');
  });

  test('a spread of 2 makes the interval twice as wide about the same centre and halves z', () => {
    const difference = effectDifference('nps', nps(60, 25, 15), nps(140, 40, 20), 2);
    // centre 15.424, half width 17.036: 15.424 ∓ 34.073
    assert.deepEqual(round(difference?.interval ?? [], 1), ['-18.6', '49.5']);
    assert.equal(difference?.z.toFixed(3), '0.887');
  });

  test('60 of 200 → 55 of 250 is −8 percentage points by the pooled test, z −1.9333', () => {
    const difference = effectDifference('share', share(60, 200), share(55, 250), 1);
    assert.equal(difference?.points.toFixed(2), '-0.08');
    assert.equal(difference?.z.toFixed(4), '-1.9333');
    assert.equal(difference?.certainty, 'chance');
  });

  test('one complaint of 31 after none of 252 goes by the exact test', () => {
    assert.equal(effectDifference('share', share(0, 252), share(1, 31), 1)?.z.toFixed(2), '1.60');
  });

  test('without answers on a side there is no difference', () => {
    assert.equal(effectDifference('nps', nps(0, 0, 0), nps(5, 0, 0), 1), null);
    assert.equal(effectDifference('share', share(1, 9), share(0, 0), 1), null);
  });
});

describe('the usual spread of months', () => {
  test('alike months have 1, and so do fewer than six', () => {
    assert.equal(usualSpread(times(12, nps(60, 25, 15))), 1);
    assert.equal(usualSpread([nps(9, 0, 1), nps(1, 0, 9), nps(9, 0, 1)]), 1);
  });

  test('months that jump between NPS 90 and 0 with 20 answers have σ_z = 3.9956', () => {
    // 19/0/1 and 10/0/10: mean 45, V = 1 − .45² = .7975; |Δz| = .9 √(20 / .7975) = 4.5071 each time, / 1.128 = 3.9956
    const months = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? nps(19, 0, 1) : nps(10, 0, 10)));
    assert.equal(usualSpread(months).toFixed(4), '3.9956');
  });
});

describe('the verdict', () => {
  const difference = (points: number, certainty: EffectDifference['certainty']): EffectDifference => ({
    points,
    interval: [points - 1, points + 1],
    z: certainty === 'chance' ? 1.95 : 2,
    certainty,
  });
  const state = {
    monthsAfter: 3,
    answersYearBefore: 30,
    answersBefore: 30,
    answersAfter: 30,
    difference: difference(9, 'fairlySure'),
    direction: 'up' as const,
  };

  test('three months and 30 answers on each side are just enough', () => {
    assert.equal(judgeEffect(state), 'hoped');
    assert.equal(judgeEffect({ ...state, monthsAfter: 2 }), 'tooEarly');
    assert.equal(judgeEffect({ ...state, answersAfter: 29 }), 'tooEarly');
    assert.equal(judgeEffect({ ...state, answersBefore: 29 }), 'tooEarly');
  });

  test('under 30 answers in the year before waiting does not help', () => {
    assert.equal(judgeEffect({ ...state, answersYearBefore: 29 }), 'noBase');
  });

  test('beyond chance it goes by the direction hoped for', () => {
    assert.equal(judgeEffect({ ...state, direction: 'down' }), 'otherWay');
    assert.equal(judgeEffect({ ...state, difference: difference(-9, 'sure'), direction: 'down' }), 'hoped');
    assert.equal(judgeEffect({ ...state, difference: difference(9, 'chance') }), 'chance');
  });
});

describe('the difference of two differences', () => {
  test('+15 of −1.6 … 32.5 less +5 of 1 … 10 is +10 of −7.3 … 27.9', () => {
    const own = { points: 15, interval: [-1.6, 32.5], z: 1.77, certainty: 'chance' } as const;
    const other = { points: 5, interval: [1, 10], z: 2.2, certainty: 'fairlySure' } as const;
    const { points, interval, z, certainty } = differenceInDifferences(own, other);
    // down √(16.6² + 5²) = 17.3367, up √(17.5² + 4²) = 17.9513
    assert.deepEqual(round([points, ...interval], 2), ['10.00', '-7.34', '27.95']);
    assert.equal(z.toFixed(3), ((10 / 17.33667) * 1.959964).toFixed(3));
    assert.equal(certainty, 'chance');
  });

  test('two like changes have none between them', () => {
    const one = { points: 8, interval: [4, 12], z: 4, certainty: 'sure' } as const;
    const { points, interval, certainty } = differenceInDifferences(one, one);
    assert.deepEqual([points, certainty], [0, 'chance']);
    assert.deepEqual(round(interval, 3), ['-5.657', '5.657']);
  });
});

describe('the months before the start', () => {
  const usual = nps(60, 25, 15);
  const low = nps(30, 25, 45);

  test('three months at −15 after nine at 45 are unusual for whoever hopes for a rise, not for whoever hopes for a fall', () => {
    const months = [...times(9, usual), ...times(3, low)];
    const departure = unusualBefore('nps', months, 'up');
    assert.equal(departure?.months, 3);
    assert.equal(departure.difference.points.toFixed(1), '-60.0');
    assert.equal(unusualBefore('nps', months, 'down'), null);
  });

  test('one month alone is found where three together are not', () => {
    const departure = unusualBefore('nps', [...times(11, nps(60, 30, 10)), nps(0, 3, 7)], 'up');
    assert.equal(departure?.months, 1);
  });

  test('steady months are not unusual', () => {
    assert.equal(unusualBefore('nps', times(12, usual), 'up'), null);
  });

  test('three unusual months of a window of six pull it down by half of their departure', () => {
    const months = [...times(9, usual), ...times(3, low)];
    const departure = unusualBefore('nps', months, 'up');
    assert.ok(departure);
    const back = returnToUsual(departure, sumMonths(months.slice(-6)));
    assert.equal(back.points.toFixed(1), '30.0');
    assert.ok(back.interval[0] > 0 && back.interval[0] < 30 && back.interval[1] > 30);
  });

  test('six months at 45 and six at −15 were moving down, not up', () => {
    const months = [...times(6, usual), ...times(6, low)];
    assert.equal(wasMoving('nps', months, 'down'), true);
    assert.equal(wasMoving('nps', months, 'up'), false);
    assert.equal(wasMoving('nps', times(12, usual), 'up'), false);
  });
});

describe('how small a change can be seen', () => {
  test('691 answers on each side with V = .44 show 10 points, and 100 and 200 with V = .5475 show 25.4', () => {
    assert.equal(answersForDifference(0.44, 0.44, 10), 691);
    assert.equal(
      smallestDifference({ variance: 0.44, answers: 691 }, { variance: 0.44, answers: 691 })?.toFixed(2),
      '10.00',
    );
    // 280.158 √(.5475 (1/100 + 1/200)) = 25.389
    const uneven = smallestDifference({ variance: 0.5475, answers: 100 }, { variance: 0.5475, answers: 200 });
    assert.equal(uneven?.toFixed(2), '25.39');
    assert.equal(smallestDifference({ variance: 0.5, answers: 0 }, { variance: 0.5, answers: 9 }), null);
  });
});
