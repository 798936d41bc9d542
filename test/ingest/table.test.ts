import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import exceljs from 'exceljs';
import { FileError } from '../../src/ingest/fileError.js';
import { openTable, type Table } from '../../src/ingest/table.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';
import { workbookParts, zipBytes } from './zipBytes.js';

let folder: TemporaryFolder;
before(async () => (folder = await createTemporaryFolder()));
after(() => folder.remove());

async function open(name: string, content: string | Buffer): Promise<Table> {
  const file = join(folder.path, name);
  await writeFile(file, content);
  return openTable(file, name);
}

async function cellsOf(table: Table): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of table.rows()) rows.push(row.cells);
  table.close();
  return rows;
}

function isFileError(code: string, params?: Record<string, unknown>) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof FileError, String(error));
    assert.equal(error.code, code);
    if (params) assert.deepEqual(error.params, params);
    return true;
  };
}

describe('separated text', () => {
  for (const [name, separator] of Object.entries({ comma: ',', semicolon: ';', tab: '\t' })) {
    test(`a ${name} is told from the header`, async () => {
      const table = await open(`${name}.csv`, `id${separator}comment\n1${separator}"hei, vaan; moi\tkaikki"\n`);
      assert.equal(table.delimiter, separator);
      assert.deepEqual(await cellsOf(table), [['1', 'hei, vaan; moi\tkaikki']]);
    });
  }

  const header = 'id;kommentti\n1;Hyvä hoitaja – päivää\n';
  const encodings: readonly (readonly [string, Buffer])[] = [
    ['utf-8', Buffer.from(header)],
    ['utf-8', Buffer.from(`\ufeff${header}`)],
    ['windows-1252', Buffer.from(header.replace('–', '\x96'), 'latin1')],
    ['utf-16le', Buffer.from(`\ufeff${header}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${header}`, 'utf16le').swap16()],
  ];
  for (const [index, [encoding, bytes]] of encodings.entries()) {
    test(`${encoding} is recognised (${index})`, async () => {
      const table = await open(`encoding${index}.csv`, bytes);
      assert.equal(table.encoding, encoding);
      assert.deepEqual(table.headers, ['id', 'kommentti']);
      assert.deepEqual(await cellsOf(table), [['1', 'Hyvä hoitaja – päivää']]);
    });
  }

  test('one byte that is not UTF-8 at the end of a long file makes it Windows-1252', async () => {
    const bytes = Buffer.concat([
      Buffer.from('id;comment\n'),
      Buffer.from('1;aaaaaaaa\n'.repeat(60_000)),
      Buffer.from([0x32, 0x3b, 0xe4, 0x0a]),
    ]);
    const table = await open('late.csv', bytes);
    assert.equal(table.encoding, 'windows-1252');
    assert.deepEqual((await cellsOf(table)).at(-1), ['2', 'ä']);
  });

  test('rows are numbered as a spreadsheet does, with line breaks in cells and blank lines', async () => {
    const table = await open('numbers.csv', 'id,comment\r\n1,"a\r\nb"\r\n\r\n2,c\r\n');
    const numbers: number[] = [];
    for await (const row of table.rows()) numbers.push(row.number);
    assert.deepEqual(numbers, [2, 4]);
  });

  test('the line that names the separator for Excel is no header', async () => {
    const table = await open('sep.csv', 'sep=;\nid;comment\n1;a,b,c\n');
    assert.deepEqual([table.headers, await cellsOf(table)], [['id', 'comment'], [['1', 'a,b,c']]]);
  });

  test('a quote that is never closed gives the rows before it and then its row', async () => {
    const table = await open('quote.csv', 'id,comment\n1,a\n2,b\n3,"never closed\n4,d\n');
    const rows: string[] = [];
    await assert.rejects(
      async () => {
        for await (const row of table.rows()) rows.push(row.cells[0] ?? '');
      },
      isFileError('quote', { row: 4 }),
    );
    assert.deepEqual(rows, ['1', '2']);
  });

  test('a quote in the middle of an unquoted cell names its row', async () => {
    const table = await open('middle.csv', 'id,comment\n1,a\n2,b"c\n3,d\n');
    await assert.rejects(
      () => cellsOf(table),
      (error) => error instanceof FileError && error.code === 'quote' && error.params.row === 3,
    );
  });

  test('a cell of ten million characters is one cell', async () => {
    const table = await open('huge.csv', `id,comment\n1,${'x'.repeat(10_000_000)}\n2,b\n`);
    assert.deepEqual(
      (await cellsOf(table)).map((cells) => cells[1]?.length),
      [10_000_000, 1],
    );
  });
});

describe('JSON lines', () => {
  test('keys of any line are columns, one level of nesting has a dot, a broken line is told', async () => {
    const table = await open(
      'a.jsonl',
      '{"id":1,"score":9,"statements":{"useful":4}}\nnot json\n\n{"id":"2","late":null,"score":10.0}\n',
    );
    assert.deepEqual(table.headers, ['id', 'score', 'statements.useful', 'late']);
    const rows = [];
    for await (const row of table.rows()) rows.push(row);
    assert.deepEqual(rows, [
      { number: 1, cells: ['1', '9', '4', ''] },
      { number: 2, cells: ['not json'], broken: true },
      { number: 4, cells: ['2', '10', '', ''] },
    ]);
  });
});

describe('workbooks', () => {
  test('what Excel holds as numbers, dates, rich text and formulas comes out as written', async () => {
    const workbook = new exceljs.Workbook();
    const sheet = workbook.addWorksheet('Vastaukset');
    workbook.addWorksheet('Toinen').addRow(['not read']);
    sheet.addRow(['id', 'pvm', 'arvosana', 'kommentti', 'hetki']);
    const hour = new Date(Date.UTC(2024, 6, 31, 14, 30, 15));
    sheet.addRow([
      1,
      new Date(Date.UTC(2024, 6, 31)),
      9,
      { richText: [{ text: 'Hyvää ' }, { text: '& <nopeaa>' }] },
      hour,
    ]);
    sheet.addRow([]);
    sheet.addRow(['x2', '31.7.2024', { formula: '5+5', result: 10 }, 'a\nb', null]);
    for (const cell of ['B2', 'E2']) sheet.getCell(cell).numFmt = cell === 'B2' ? 'd.m.yyyy' : 'dd.mm.yyyy hh:mm';
    const table = await open('a.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
    assert.deepEqual(table.headers, ['id', 'pvm', 'arvosana', 'kommentti', 'hetki']);
    const rows = [];
    for await (const row of table.rows()) rows.push(row);
    assert.deepEqual(rows, [
      { number: 2, cells: ['1', '2024-07-31', '9', 'Hyvää & <nopeaa>', '2024-07-31T14:30:15'] },
      { number: 4, cells: ['x2', '31.7.2024', '10', 'a\nb'] },
    ]);
    table.close();
  });

  test('a workbook whose sheet lies before its table of contents is read, and cells find their columns', async () => {
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="C1" t="inlineStr"><is><t>comment</t></is></c></row>' +
      '<row r="2"><c r="C2" t="inlineStr"><is><t>a &amp;#xE4;&#xE4;</t></is></c></row>';
    const table = await open('order.xlsx', zipBytes(workbookParts(rows)));
    assert.deepEqual([table.headers, await cellsOf(table)], [['id', '', 'comment'], [['', '', 'a &#xE4;ä']]]);
  });

  test('a zip bomb is refused before it is unpacked', async () => {
    const bomb = zipBytes(workbookParts('', [{ name: 'xl/sharedStrings.xml', content: Buffer.alloc(20 * 1024 ** 2) }]));
    assert.ok(bomb.length < 50_000);
    await assert.rejects(open('bomb.xlsx', bomb), isFileError('zipRatio'));
  });

  test('an archive that unpacks to more than a gibibyte is refused', async () => {
    const parts = workbookParts('', [{ name: 'xl/media/a.bin', content: 'a', claimedSize: 1.5 * 1024 ** 3 }]);
    await assert.rejects(open('large.xlsx', zipBytes(parts)), isFileError('zipTooLarge', { limitMiB: 1024 }));
  });

  test('an entry that holds more than its directory says is refused while it is read', async () => {
    const [sheet, ...rest] = workbookParts('<row r="1"><c r="A1"><v>1</v></c></row>'.repeat(1000));
    assert.ok(sheet);
    await assert.rejects(
      open('liar.xlsx', zipBytes([{ ...sheet, claimedSize: 100 }, ...rest])),
      isFileError('zipBroken'),
    );
  });

  test('a document type, which could define entities that grow, is refused', async () => {
    const parts = workbookParts('').map((part) =>
      part.name === 'xl/workbook.xml'
        ? { ...part, content: `<!DOCTYPE a [<!ENTITY b "c">]>${String(part.content)}` }
        : part,
    );
    await assert.rejects(open('doctype.xlsx', zipBytes(parts)), isFileError('workbookBroken'));
  });

  const sound = zipBytes(workbookParts('<row r="1"><c r="A1"><v>1</v></c></row>'));
  const broken: readonly (readonly [name: string, bytes: Buffer, code: string])[] = [
    ['cut off', sound.subarray(0, sound.length - 40), 'zipBroken'],
    ['some other zip', zipBytes([{ name: 'a.txt', content: 'a' }]), 'notWorkbook'],
    ['not a zip', Buffer.from('id,comment\n1,a\n'), 'zipBroken'],
    ['encrypted', zipBytes(workbookParts('').map((part) => ({ ...part, encrypted: true }))), 'zipEncrypted'],
    ['without rows', zipBytes(workbookParts('')), 'empty'],
    ['malformed', zipBytes(workbookParts('<row><c></row>')), 'workbookBroken'],
    [
      'cut within a row',
      zipBytes(workbookParts('<row r="1"><c r="A1"><v>1</v></c></row><row').slice(0, 3)),
      'workbookBroken',
    ],
  ];
  for (const [index, [name, bytes, code]] of broken.entries()) {
    test(`a workbook that is ${name} is refused as ${code}`, async () => {
      await assert.rejects(async () => cellsOf(await open(`broken${index}.xlsx`, bytes)), isFileError(code));
    });
  }
});

describe('what is no table', () => {
  const files: readonly (readonly [name: string, content: string | Buffer, code: string])[] = [
    ['empty.csv', '', 'empty'],
    ['blank.csv', ' \n\n', 'empty'],
    ['old.xls', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'oldExcel'],
    ['a.pdf', '%PDF-1.7 …', 'binary'],
    ['a.csv', Buffer.from('89504e470d0a1a0a', 'hex'), 'binary'],
    ['nul.csv', 'id,comment\n1,a\0b\n', 'binary'],
    ['a.json', '[{"id":1}]', 'jsonArray'],
    ['a.html', '<!doctype html><p>', 'unknownFormat'],
    ['text.jsonl', 'id,comment', 'unknownFormat'],
  ];
  for (const [name, content, code] of files) {
    test(`${name} is refused as ${code}`, () => assert.rejects(open(name, content), isFileError(code)));
  }
});
