import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { numberWords } from '../../src/web/numbers.js';

const fi = numberWords('fi');
const sv = numberWords('sv');
const en = numberWords('en');

describe('numbers for people', () => {
  it('sets thousands with a narrow no-break space in Finnish and Swedish and with a comma in English', () => {
    assert.equal(fi.count(1234), '1\u202f234');
    assert.equal(sv.count(1234), '1\u202f234');
    assert.equal(en.count(1234), '1,234');
  });

  it('writes a true minus sign and never minus zero', () => {
    assert.equal(fi.points(-12.4), '−12');
    assert.equal(en.points(-12.4), '−12');
    assert.equal(en.points(-0.3), '0');
    assert.equal(en.signedPoints(-0.3), '0');
    assert.equal(en.signedPoints(4.2), '+4');
    assert.equal(en.percentPoints(-0.0004), '0.0');
    assert.equal(fi.percentPoints(0.021), '+2,1');
  });

  it('separates the percent sign in Finnish and Swedish, not in English', () => {
    assert.equal(fi.percent(0.45), '45\u202f%');
    assert.equal(sv.percent(0.45), '45\u202f%');
    assert.equal(en.percent(0.45), '45%');
  });

  it('gives small shares a decimal', () => {
    assert.equal(en.percent(0.052), '5.2%');
    assert.equal(en.percent(0), '0%');
    assert.equal(en.percent(0.0996), '10%');
  });

  it('writes an interval with a dash, and with an ellipsis where a bound is negative', () => {
    assert.equal(en.pointsInterval([29.3, 58.0]), '29–58');
    assert.equal(en.pointsInterval([-12.6, 74.1]), '−13 … 74');
    assert.equal(en.percentInterval([0.24, 0.367]), '24–37%');
    assert.equal(fi.percentInterval([0.051, 0.083]), '5,1–8,3\u202f%');
  });

  it('shows what is missing as a dash, never as 0', () => {
    const missing = [en.count(null), en.points(null), en.signedPoints(null), en.percent(null), en.percentPoints(null)];
    assert.deepEqual(missing, ['–', '–', '–', '–', '–']);
    assert.equal(en.pointsInterval(null), '–');
  });

  it('writes days, months and periods in each language', () => {
    assert.equal(fi.day('2024-07-05'), '5.7.2024');
    assert.equal(sv.day('2024-07-05'), '5.7.2024');
    assert.equal(en.day('2024-07-05'), '5 July 2024');
    assert.equal(en.month('2024-07'), 'July 2024');
    assert.equal(fi.month('2024-07'), 'heinäkuu 2024');
    assert.equal(en.period({ from: '2024-01-01', to: '2024-06-30' }), 'January 2024 – June 2024');
    assert.equal(en.period({ from: '2024-02-01', to: '2024-02-29' }), 'February 2024');
    assert.equal(fi.period({ from: '2024-01-02', to: '2024-01-09' }), '2.1.2024 – 9.1.2024');
  });
});
