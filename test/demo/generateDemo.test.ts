import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { buildPool, type Piece } from '../../data/demo/commentPool.js';
import { readDemoFiles, type DemoFiles } from '../../data/demo/demoFiles.js';
import { MAX_USES } from '../../data/demo/drawComments.js';
import { generateDemo, type DemoRow } from '../../data/demo/generateDemo.js';
import { isDay } from '../../src/domain/calendar.js';
import { projectRoot } from '../../src/root.js';

let files: DemoFiles;
let rows: DemoRow[];
let pool: readonly Piece[];
let pieces: Map<string, Piece>;

before(async () => {
  files = await readDemoFiles(projectRoot());
  pool = buildPool(files.labels, files.topics);
  rows = [...generateDemo(files, files.figures.seed, pool)];
  pieces = new Map(pool.map((piece) => [`${piece.lang}\n${piece.text}`, piece]));
});

function pieceOf(row: DemoRow): Piece {
  const piece = pieces.get(`${row.lang}\n${String(row.comment)}`);
  if (!piece) throw new Error(`expected a comment of the labelled set in ${row.id}, found "${String(row.comment)}"`);
  return piece;
}

function commented(): DemoRow[] {
  return rows.filter((row) => row.comment !== null);
}

describe('the demo feedback', () => {
  test('is the same for the same seed and another for another, with the same number of rows', () => {
    assert.equal(JSON.stringify([...generateDemo(files, files.figures.seed, pool)]), JSON.stringify(rows));
    const others = [...generateDemo(files, 'another', pool)];
    assert.equal(others.length, rows.length);
    assert.notDeepEqual(others.slice(0, 100), rows.slice(0, 100));
  });

  test('has 25,000 rows with unique ids in order of day, in units that exist', () => {
    assert.equal(rows.length, 25_000);
    assert.equal(new Set(rows.map((row) => row.id)).size, rows.length);
    const codes = new Set(files.units.map((unit) => unit.code));
    for (const [index, row] of rows.entries()) {
      assert.ok(isDay(row.answered_at) && row.answered_at >= (rows[index - 1]?.answered_at ?? ''));
      assert.ok(row.unit.split(' > ').every((code) => codes.has(code)));
    }
  });

  test('repeats a text of five words or more at most three times, and never within a unit and year', () => {
    const uses = new Map<string, number>();
    const places = new Set<string>();
    for (const row of commented()) {
      const piece = pieceOf(row);
      if (piece.short) continue;
      const place = `${row.unit}/${row.answered_at.slice(0, 4)}/${String(piece.origin)}`;
      assert.ok(!places.has(place), `${row.id} repeats within its unit and year`);
      places.add(place);
      uses.set(piece.text, (uses.get(piece.text) ?? 0) + 1);
    }
    assert.ok(Math.max(...uses.values()) <= MAX_USES);
    assert.ok(uses.size > 3000, `only ${String(uses.size)} different longer texts`);
  });

  test('has comments in all three languages in both organisations', () => {
    for (const root of ['kuunsilta', 'havulahti']) {
      const all = commented().filter((row) => row.unit.startsWith(root));
      for (const lang of ['fi', 'sv', 'en'])
        assert.ok(all.filter((row) => row.lang === lang).length > 150, `${root} ${lang}`);
    }
  });

  test('names no real organisation or place', () => {
    const realNames = new RegExp(files.topics.realNames, 'u');
    assert.deepEqual(
      commented().filter((row) => realNames.test(row.comment ?? '')),
      [],
    );
  });
});

/** Comments of an event's units in some months that say its matter with a polarity; and all comments there. */
function mentions(
  key: string,
  polarity: string,
  from: string,
  to: string,
): { readonly n: number; readonly all: number } {
  const event = files.events.find((candidate) => candidate.key === key);
  assert.ok(event);
  const themes = new Set(event.phases.flatMap((phase) => phase.theme));
  const there = commented().filter((row) => {
    const month = row.answered_at.slice(0, 7);
    return event.units.some((unit) => row.unit.endsWith(unit)) && month >= from && month <= to;
  });
  const saying = there.filter((row) =>
    pieceOf(row).says.some((label) => themes.has(label.theme) && label.polarity === polarity),
  );
  return { n: saying.length, all: there.length };
}

function shareOf({ n, all }: { readonly n: number; readonly all: number }): number {
  return n / all;
}

describe('the planted events', () => {
  test('phone call-back: complaints on access and waiting halve in March 2024 and praise doubles', () => {
    const before = mentions('phone-reform', 'neg', '2023-06', '2024-02');
    const after = mentions('phone-reform', 'neg', '2024-03', '2024-12');
    assert.ok(shareOf(after) < shareOf(before) / 2, `${String(shareOf(before))} to ${String(shareOf(after))}`);
    const praiseBefore = mentions('phone-reform', 'pos', '2023-06', '2024-02');
    const praiseAfter = mentions('phone-reform', 'pos', '2024-03', '2024-12');
    assert.ok(shareOf(praiseAfter) > 2 * shareOf(praiseBefore));
  });

  test('invitation letter: complaints on instructions are three times as frequent from February to May 2024', () => {
    const usual = mentions('invitation-letter', 'neg', '2023-01', '2024-01');
    const bad = mentions('invitation-letter', 'neg', '2024-02', '2024-05');
    assert.ok(shareOf(bad) > 3 * shareOf(usual), `${String(shareOf(usual))} to ${String(shareOf(bad))}`);
    assert.ok(bad.n >= 40, `${String(bad.n)} complaints`);
    const mended = mentions('invitation-letter', 'pos', '2024-06', '2024-12');
    assert.ok(shareOf(mended) > 2 * shareOf(mentions('invitation-letter', 'pos', '2023-01', '2024-01')));
  });

  test('invitation letter: the clinic has at least 40 comments a month and its NPS falls by more than 25 points', () => {
    const clinic = rows.filter((row) => row.unit.endsWith('kuunsilta-orthopaedics'));
    const nps = (from: string, to: string): number => {
      const some = clinic.filter((row) => row.answered_at.slice(0, 7) >= from && row.answered_at.slice(0, 7) <= to);
      const net = some.filter((row) => row.score >= 9).length - some.filter((row) => row.score <= 6).length;
      return (100 * net) / some.length;
    };
    assert.ok(nps('2024-02', '2024-05') < nps('2023-10', '2024-01') - 25);
    for (const month of ['2024-02', '2024-03', '2024-04', '2024-05']) {
      const n = clinic.filter((row) => row.comment !== null && row.answered_at.startsWith(month)).length;
      assert.ok(n >= 40, `${month}: ${String(n)}`);
    }
  });

  test('closed car park: complaints on premises are three times as frequent from September to November 2024', () => {
    const usual = mentions('closed-car-park', 'neg', '2023-09', '2024-08');
    const closed = mentions('closed-car-park', 'neg', '2024-09', '2024-11');
    assert.ok(shareOf(closed) > 3 * shareOf(usual), `${String(shareOf(usual))} to ${String(shareOf(closed))}`);
  });
});
