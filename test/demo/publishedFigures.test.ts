import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { readDemoFiles } from '../../data/demo/demoFiles.js';
import { generateDemo, type DemoRow } from '../../data/demo/generateDemo.js';
import { projectRoot } from '../../src/root.js';

let rows: DemoRow[] = [];

before(async () => {
  rows = [...generateDemo(await readDemoFiles(projectRoot()))];
});

/** Rows of a unit (by code) and what lies under it, whose date begins within the months given. */
function within(unit: string, from: string, to: string): DemoRow[] {
  return rows.filter((row) => {
    const month = row.answered_at.slice(0, 7);
    return row.unit.split(' > ').includes(unit) && month >= from && month <= to;
  });
}

function promoterShare(some: readonly DemoRow[]): number {
  return some.filter((row) => row.score >= 9).length / some.length;
}

function nps(some: readonly DemoRow[]): number {
  return 100 * (promoterShare(some) - some.filter((row) => row.score <= 6).length / some.length);
}

function roundedNps(unit: string, from: string, to: string): number {
  return Math.round(nps(within(unit, from, to)));
}

describe('the hospital district', () => {
  for (const [year, figure] of [
    ['2020', 64],
    ['2021', 68],
    ['2022', 74],
    ['2023', 79],
    ['2024', 80],
  ] as const) {
    test(`has an NPS of ${String(figure)} in ${year}`, () => {
      assert.equal(roundedNps('kuunsilta', `${year}-01`, `${year}-12`), figure);
    });
  }

  test('has an NPS of 79 in the first half of 2024', () => {
    assert.equal(roundedNps('kuunsilta', '2024-01', '2024-06'), 79);
  });

  test('gets more than 90 % of its answers by text message', () => {
    const all = within('kuunsilta', '2020-01', '2024-12');
    assert.ok(all.filter((row) => row.channel === 'sms').length / all.length > 0.9);
  });
});

describe('the wellbeing services county', () => {
  for (const [from, to, figure] of [
    ['2022-01', '2022-12', 37],
    ['2023-01', '2023-12', 47],
    ['2024-01', '2024-12', 56],
    ['2024-01', '2024-01', 54],
    ['2024-07', '2024-07', 60],
  ] as const) {
    test(`has an NPS of ${String(figure)} from ${from} to ${to}`, () => {
      assert.equal(roundedNps('havulahti', from, to), figure);
    });
  }

  test('rises every month from January to July 2024 and stays under 60 until June', () => {
    const months = ['01', '02', '03', '04', '05', '06', '07'].map((month) =>
      nps(within('havulahti', `2024-${month}`, `2024-${month}`)),
    );
    for (const [index, figure] of months.entries()) {
      if (index > 0) assert.ok(figure > months[index - 1]!, `month ${String(index + 1)}: ${String(figure)}`);
    }
    assert.ok(months[5]! < 59.5);
  });

  for (const [line, figure] of [
    ['havulahti-outpatient', 56],
    ['havulahti-rehabilitation', 58],
    ['havulahti-family-centre', 64],
    ['havulahti-adults', 53],
    ['havulahti-hospital', 66],
  ] as const) {
    test(`has an NPS of ${String(figure)} in ${line} from January to July 2024`, () => {
      assert.equal(roundedNps(line, '2024-01', '2024-07'), figure);
    });
  }

  test('is recommended by 70 % from January to July 2024 and by 71 % in the whole year', () => {
    assert.equal(Math.round(100 * promoterShare(within('havulahti', '2024-01', '2024-07'))), 70);
    assert.equal(Math.round(100 * promoterShare(within('havulahti', '2024-01', '2024-12'))), 71);
  });

  test('has 66 % who fully agree that they got help and 73 % that they were heard, from January to July 2024', () => {
    const asked = within('havulahti', '2024-01', '2024-07').filter((row) => row.got_help !== null);
    assert.ok(asked.length > 1000);
    assert.equal(Math.round((100 * asked.filter((row) => row.got_help === 5).length) / asked.length), 66);
    assert.equal(Math.round((100 * asked.filter((row) => row.heard === 5).length) / asked.length), 73);
  });

  test('gets 81 % of its answers by text message, 13 % at kiosks, 4 % by web form and 2 % on paper', () => {
    const all = within('havulahti', '2024-01', '2024-12');
    const shares = ['sms', 'kiosk', 'web', 'paper'].map((channel) =>
      Math.round((100 * all.filter((row) => row.channel === channel).length) / all.length),
    );
    assert.deepEqual(shares, [81, 13, 4, 2]);
  });

  test('has an NPS at least 25 points lower in other channels than by text message', () => {
    const all = within('havulahti', '2024-01', '2024-12');
    const sms = all.filter((row) => row.channel === 'sms');
    const others = all.filter((row) => row.channel !== 'sms');
    assert.ok(nps(sms) - nps(others) >= 25);
  });
});

describe('both', () => {
  test('have a comment with 67 % of the answers, and more often from detractors', () => {
    const share = (some: readonly DemoRow[]): number => some.filter((row) => row.comment !== null).length / some.length;
    assert.equal(Math.round(100 * share(rows)), 67);
    assert.ok(share(rows.filter((row) => row.score <= 6)) > share(rows.filter((row) => row.score >= 9)) + 0.1);
  });

  test('get fewer answers in July and at Christmas', () => {
    const inMonth = (month: string): number => rows.filter((row) => row.answered_at.slice(5, 7) === month).length;
    assert.ok(inMonth('07') < 0.8 * inMonth('05'));
    const onDay = (day: string): number => rows.filter((row) => row.answered_at.endsWith(day)).length;
    assert.ok(onDay('-12-25') < 0.3 * onDay('-12-11'));
  });
});
