import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { writeCsv } from '../../src/web/exports/csv.js';
import { tableOf, type ExportDocument } from '../../src/web/exports/exportTable.js';
import { writeWorkbook } from '../../src/web/exports/workbook.js';
import type { RunningApp } from '../support/runningApp.js';
import { get, PERIODS, send, startWorkedExample } from './movementFixture.js';

type Row = readonly [name: string, points: number | null];

const DOCUMENT: ExportDocument = {
  name: 'test',
  title: 'Test',
  about: [['Unit', '=cmd']],
  tables: [
    tableOf<Row>(
      'One: of [all]',
      [
        ['=HYPERLINK("http://example.org")', -12.345],
        ['+358', null],
        ['plain; "quoted"\nline', 0.004],
      ],
      [
        { header: 'Name', definition: 'What it is called.', decimals: null, cell: ([name]) => name },
        { header: 'Points', definition: 'Points.', decimals: 2, cell: ([, points]) => points },
      ],
    ),
  ],
  words: { definitions: 'Definitions', column: 'Column', meaning: 'Meaning', remarks: ['Blank is hidden.'] },
};

function read(csv: string): string[][] {
  return parse(csv, { bom: true, delimiter: ';', relax_column_count: true, skip_empty_lines: false });
}

async function open(bytes: ArrayBuffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes);
  return workbook;
}

describe('a table as CSV', () => {
  it('begins with a byte order mark and separates by semicolons', () => {
    assert.ok(writeCsv(DOCUMENT, '.').startsWith('\ufeffName;Points\r\n'));
  });

  it('writes numbers with the decimal mark of the language, and nothing for a hidden figure', () => {
    const rows = read(writeCsv(DOCUMENT, ','));
    assert.deepEqual([rows[1]?.[1], rows[2]?.[1], rows[3]?.[1]], ['-12,35', '', '0,00']);
    assert.equal(read(writeCsv(DOCUMENT, '.'))[1]?.[1], '-12.35');
  });

  it('never writes text that a spreadsheet would run', () => {
    const rows = read(writeCsv(DOCUMENT, '.'));
    assert.equal(rows[1]?.[0], '\'=HYPERLINK("http://example.org")');
    assert.equal(rows[2]?.[0], "'+358");
    assert.equal(rows[3]?.[0], 'plain; "quoted"\nline');
    assert.ok(rows.some((row) => row[0] === 'Unit' && row[1] === "'=cmd"));
  });

  it('ends with what each column holds', () => {
    const rows = read(writeCsv(DOCUMENT, '.'));
    assert.ok(rows.some((row) => row[0] === 'Points' && row[1] === 'Points.'));
    assert.equal(rows.at(-1)?.[0], 'Blank is hidden.');
  });
});

describe('a table as a workbook', () => {
  it('has a sheet for the table and one for the definitions, numbers as numbers and text as text', async () => {
    const bytes = await writeWorkbook(DOCUMENT);
    const workbook = await open(new Uint8Array(bytes).buffer);
    assert.deepEqual(
      workbook.worksheets.map((sheet) => sheet.name),
      ['One  of  all', 'Definitions'],
    );
    const sheet = workbook.worksheets[0] ?? assert.fail();
    assert.equal(sheet.getCell('B2').value, -12.345);
    assert.equal(sheet.getCell('B2').numFmt, '0.00');
    assert.equal(sheet.getCell('B3').value, null);
    assert.equal(sheet.getCell('A2').type, ExcelJS.ValueType.String);
    assert.equal(sheet.getCell('A2').formula, undefined);
  });
});

describe('the files of the service', () => {
  let app: RunningApp;
  before(async () => {
    app = await startWorkedExample();
    await send(
      app,
      [10, 10, 3].map((score, n) => ({
        source: 'test',
        id: `few-${n}`,
        answered_at: '2024-05-15',
        score,
        unit: 'hospital > few',
      })),
    );
  });
  after(() => app.close());

  it('are kept by nobody on the way and named by what they hold', async () => {
    const { status, headers } = await get(app, '/export/themes.csv?unit=clinic&from=2024-01-01&to=2024-06-30');
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('content-type') ?? '', /^text\/csv; charset=utf-8/);
    assert.equal(
      headers.get('content-disposition'),
      'attachment; filename="kuulolla-themes-clinic-2024-01-01-2024-06-30.csv"',
    );
  });

  it('hold the movement with its parts, which add up', async () => {
    const rows = read((await get(app, `/export/movement.csv?${PERIODS}&unit=clinic`)).body);
    const [head = []] = rows;
    const points = head.indexOf('Points');
    const parts = rows
      .slice(
        1,
        rows.findIndex((row) => row.length <= 1),
      )
      .map((row) => Number(row[points]));
    // 10.808 + 5.64 + 2.376 − 0.424 = 18.4
    assert.equal(Math.round(parts.reduce((sum, part) => sum + part, 0) * 10_000), 184_000);
    assert.ok(parts.includes(10.808) && parts.includes(-0.424), parts.join());
    assert.ok(rows.some((row) => row[0] === 'Compared with' && row[1]?.includes('2023-01-01 – 2023-06-30')));
  });

  it('leave a hidden figure blank and say why', async () => {
    const rows = read((await get(app, '/export/units.csv?from=2024-01-01&to=2024-06-30')).body);
    const [head = []] = rows;
    const few = rows.find((row) => row[head.indexOf('Unit code')] === 'few') ?? assert.fail();
    assert.equal(few[head.indexOf('NPS')], '');
    assert.equal(few[head.indexOf('NPS: answers')], '');
    assert.match(few[head.indexOf('Note')] ?? '', /NPS: under 5 answers/);
  });

  it('speak the language of the reader, with its decimal mark', async () => {
    const { body } = await get(app, `/export/movement.csv?${PERIODS}&unit=clinic`, 'fi');
    assert.match(body, /^Teema tai ryhmä;/);
    assert.match(body, /;10,8080;/);
  });

  it('come as workbooks too, the report with all its tables', async () => {
    for (const name of ['trend', 'themes', 'units', 'movement', 'report']) {
      const answer = await fetch(`${app.url}/export/${name}.xlsx`, { headers: { cookie: 'kuulolla_lang=sv' } });
      assert.equal(answer.status, 200, name);
      const workbook = await open(await answer.arrayBuffer());
      assert.equal(workbook.worksheets.at(-1)?.name, 'Definitioner', name);
      assert.ok(workbook.worksheets.length >= (name === 'report' ? 5 : 2), name);
    }
  });

  it('are linked beside each table with exactly its filters', async () => {
    for (const [page, file] of [
      ['/?unit=clinic&from=2024-01-01&to=2024-06-30', '/export/trend.csv'],
      ['/themes?unit=clinic&from=2024-01-01&to=2024-06-30', '/export/themes.xlsx'],
      ['/units?unit=clinic&from=2024-01-01&to=2024-06-30', '/export/units.csv'],
    ] as const) {
      const { body } = await get(app, page);
      assert.ok(body.includes(`href="${file}?from=2024-01-01&amp;to=2024-06-30&amp;unit=clinic"`), page);
    }
  });

  it('are refused for an unknown table, unit, or a filter that cannot be used', async () => {
    assert.equal((await get(app, '/export/nothing.csv')).status, 404);
    assert.equal((await get(app, '/export/themes.pdf')).status, 404);
    assert.equal((await get(app, '/export/themes.csv?unit=nowhere')).status, 404);
    const { status, body } = await get(app, '/export/themes.csv?from=2024-13-01');
    assert.equal(status, 400);
    assert.match(body, /2024-13-01/);
  });
});
