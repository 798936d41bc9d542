import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { importFile, type ImportReport, type ImportRequest, type ImportResult } from '../../src/flows/importFile.js';
import { fileErrorText } from '../../src/ingest/rejectionText.js';
import { parseMapping } from '../../src/ingest/mapping.js';
import { createImportSetup, type ImportSetup } from './importSetup.js';

let setup: ImportSetup;
beforeEach(async () => (setup = await createImportSetup()));
afterEach(() => setup.remove());

const HEADER = 'id;pvm;arvosana;kommentti;yksikkö;kanava';

async function run(
  content: string | Buffer,
  request: Partial<ImportRequest> = {},
  name = 'a.csv',
): Promise<ImportResult> {
  return importFile(setup.deps, { ...(await setup.write(name, content)), ...request });
}

function counts({ accepted, duplicates, rejected }: ImportResult): number[] {
  return [accepted, duplicates, rejected];
}

function problems(result: ImportResult): string[] {
  return result.rejections.map(({ rowNumber, column, reason }) => `${rowNumber} ${column} ${reason}`);
}

async function countStored(): Promise<number> {
  const cells = await setup.store.readCells({ from: null, to: null, unit: null, channel: null, lang: null }, []);
  return cells.reduce((sum, cell) => sum + cell.count, 0);
}

const ROWS = [
  'r1;1.5.2025;9;Hoitaja Maija oli ystävällinen;Sairaala > Kirurgia;tekstiviesti',
  'r2;2.5.2025;3;"Jonotin; kaksi\ntuntia";Sairaala > Kirurgia;verkko',
  'r3;3.5.2025;10;;Terveysasema;',
];

describe('a sound file', () => {
  test('is stored once however often it is imported', async () => {
    const content = [HEADER, ...ROWS].join('\n');
    assert.deepEqual(counts(await run(content)), [3, 0, 0]);
    assert.deepEqual(counts(await run(content)), [0, 3, 0]);
    assert.equal(await countStored(), 3);
    const { items } = await setup.store.listComments({
      ...{ from: null, to: null, unit: null, channel: null, lang: null, theme: null, polarity: null, q: null },
      ...{ stems: [], limit: 10, cursor: null },
    });
    assert.deepEqual(
      items.map((item) => [item.source, item.sourceId, item.text]),
      [
        ['import', 'r2', 'Jonotin; kaksi\ntuntia'],
        ['import', 'r1', 'Hoitaja [HENKILÖKUNTA] oli ystävällinen'],
      ],
    );
  });

  test('without ids is stored once too, equal rows each for themselves', async () => {
    const content = ['pvm;nps;kommentti', '1.5.2025;9;Kiitos!', '1.5.2025;9;Kiitos!', '1.5.2025;9;Kiitos'].join('\n');
    assert.deepEqual(counts(await run(content)), [3, 0, 0]);
    assert.deepEqual(counts(await run(content)), [0, 3, 0]);
  });

  test('is the same whether it is sent as CSV or as JSON lines', async () => {
    await run([HEADER, ROWS[0]].join('\n'));
    const line = {
      id: 'r1',
      answered_at: '1.5.2025',
      score: 9,
      comment: 'Hoitaja Maija oli ystävällinen',
      unit: 'Sairaala > Kirurgia',
      channel: 'tekstiviesti',
    };
    assert.deepEqual(counts(await run(JSON.stringify(line), {}, 'a.jsonl')), [0, 1, 0]);
  });

  test('says how far it is, and the record keeps the totals', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => `x${index};1.5.2025;${index % 11};;;`);
    const request = await setup.write('many.csv', [HEADER, ...rows].join('\n'));
    const reports: ImportReport[] = [];
    const result = await importFile(setup.deps, { ...request, source: 'kysely' }, (report) => reports.push(report));
    assert.deepEqual(counts(result), [2500, 0, 0]);
    assert.equal(reports[0]?.rowsRead, 0);
    assert.deepEqual(
      reports.slice(1).map(({ accepted }) => accepted),
      [1000, 2000, 2500, 2500],
    );
    const record = await setup.store.getImport(result.importId ?? -1);
    assert.deepEqual(
      [record?.state, record?.source, record?.fileName, record?.rowsRead, record?.accepted, record?.rejectionsFile],
      ['done', 'kysely', 'many.csv', 2500, 2500, null],
    );
    assert.ok(record && record.bytesRead === record.bytesTotal && record.bytesTotal > 25_000);
  });

  test('with a mapping and another scale', async () => {
    const mapping = parseMapping(
      '{"columns":{"score":"Kysymys 1"},"statements":{"Kysymys 2":"parking_easy"},"scale":"1-5","dateFormat":"d/m/yyyy"}',
    );
    const result = await run('id,pvm,Kysymys 1,Kysymys 2\n1,7/5/2025,4,2\n', { mapping });
    assert.deepEqual(problems(result), []);
    assert.deepEqual(counts(result), [1, 0, 0]);
    assert.deepEqual(
      await setup.store.readStatements({ from: null, to: null, unit: null, channel: null, lang: null }),
      [{ statement: 'parking_easy', value: 2, count: 1 }],
    );
  });

  test('in a dry run is only counted', async () => {
    const result = await run([HEADER, ...ROWS, ROWS[0], 'r1;1.5.2025;1;;;', 'r9;1.5.2025;12;;;'].join('\n'), {
      dryRun: true,
    });
    assert.deepEqual([counts(result), result.importId, result.rejectionsFile], [[3, 1, 2], null, null]);
    assert.deepEqual(problems(result), ['6 id conflict', '7 arvosana scoreOutOfRange']);
    assert.equal(await countStored(), 0);
    assert.deepEqual(await setup.store.listImports(10), []);
  });
});

describe('rows with problems', () => {
  const BAD = [
    'b1;1.5.2025;11;;;',
    'b2;1.5.2025;10/10 ystävällinen;;;',
    'b3;2.6.2025;9;;;',
    'b4;;;;;savumerkki',
    ';1.5.2025;9;;;',
    'b6;1.5.2025;9;liikaa;x;sms;ylimääräinen',
    'b7;1.5.2025;9',
    `b8;1.5.2025;9;${'x'.repeat(10 * 1024 ** 2)};;`,
  ];

  test('are each refused with their reasons, and the rest is stored', async () => {
    const result = await run([HEADER, ROWS[0], ...BAD, ROWS[2]].join('\n'));
    assert.deepEqual(counts(result), [2, 0, 8]);
    assert.deepEqual(problems(result), [
      '3 arvosana scoreOutOfRange',
      '4 arvosana scoreNotNumber',
      '5 pvm future',
      '6 pvm missing',
      '6 arvosana noScoreNoComment',
      '6 kanava channel',
      '7 id missing',
      '8  columnCount',
      '9  columnCount',
      '10 kommentti commentTooLong',
    ]);
    assert.equal(result.rejections[1]?.found, '10/10 ystävällinen');
  });

  test('HTML, SQL and control characters in a comment are text', async () => {
    const result = await run([HEADER, `h;1.5.2025;9;"<b>x</b>'; DROP TABLE responses;--\u0001\u202e";;`].join('\n'));
    assert.deepEqual(counts(result), [1, 0, 0]);
    assert.equal((await setup.store.pendingComments(1))[0]?.text, "<b>x</b>'; DROP TABLE responses;--");
  });

  test('the same id with other content is a conflict, within a file and across files', async () => {
    const result = await run([HEADER, 'c;1.5.2025;9;;;', 'c;1.5.2025;9;;;', 'c;1.5.2025;8;;;'].join('\n'));
    assert.deepEqual([counts(result), problems(result)], [[1, 1, 1], ['4 id conflict']]);
    const later = await run([HEADER, 'c;1.5.2025;7;;;'].join('\n'));
    assert.deepEqual([counts(later), problems(later)], [[0, 0, 1], ['2 id conflict']]);
  });

  test('are written masked to a file that can be mended and sent again', async () => {
    const content = [HEADER, ROWS[0], 'm1;1.5.2025;11;"=soita 040 1234567";;', 'm2;1.5.2025;-1;;;'].join('\n');
    const result = await run(content, { language: 'fi' });
    assert.equal(result.rejectionsFile, `rejected/${result.importId}.csv`);
    const written = await readFile(join(setup.deps.dataFolder, result.rejectionsFile), 'utf8');
    assert.equal(
      written,
      '\ufeffid;pvm;arvosana;kommentti;yksikkö;kanava;kuulolla_row;kuulolla_column;kuulolla_found;kuulolla_expected\r\n' +
        "m1;1.5.2025;11;'=soita [PUHELIN];;;3;arvosana;11;kokonaisluku 0–10\r\n" +
        "m2;1.5.2025;'-1;;;;4;arvosana;'-1;kokonaisluku 0–10\r\n",
    );
    const mended = await run(written.replace(';11;', ';1;').replace("'-1;;", '2;;'));
    assert.deepEqual(counts(mended), [2, 0, 0]);
    assert.equal(
      (await setup.store.pendingComments(5)).some(({ text }) => text === '=soita [PUHELIN]'),
      true,
    );
    assert.deepEqual(counts(await run(content)), [0, 1, 2]);
  });

  test('of a file without ids keep an identity of their own, so that an equal row does not swallow the mended one', async () => {
    const content = 'pvm;arvosana;kommentti\n1.5.2025;9;Hyvä\n1.5.2025;9;Hyvä\n1.5.2025;9,5;Hyvä\n';
    const result = await run(content);
    assert.deepEqual(counts(result), [2, 0, 1]);
    const written = await readFile(join(setup.deps.dataFolder, result.rejectionsFile ?? ''), 'utf8');
    const mended = written.replace(';9,5;', ';9;');
    assert.deepEqual(counts(await run(mended)), [1, 0, 0]);
    assert.deepEqual(counts(await run(mended)), [0, 1, 0]);
  });

  test('only the first thousand are reported, all are in the file', async () => {
    const rows = Array.from({ length: 1500 }, (_, index) => `x${index};1.5.2025;99;;;`);
    const result = await run([HEADER, ...rows].join('\n'));
    assert.deepEqual([result.rejected, result.rejections.length], [1500, 1000]);
    const written = await readFile(join(setup.deps.dataFolder, result.rejectionsFile ?? ''), 'utf8');
    assert.equal(written.trimEnd().split('\r\n').length, 1501);
  });
});

describe('a file that cannot be read', () => {
  const files: readonly (readonly [what: string, content: string | Buffer, name: string, code: string])[] = [
    ['is empty', '', 'a.csv', 'empty'],
    ['has only a header', `${HEADER}\n`, 'a.csv', 'headerOnly'],
    ['lacks columns', 'foo;bar\n1;2\n', 'a.csv', 'missingColumns'],
    ['is a broken workbook', Buffer.from('PK\x03\x04broken'), 'a.xlsx', 'zipBroken'],
    ['is a JSON array', '[{}]', 'a.json', 'jsonArray'],
  ];
  for (const [what, content, name, code] of files) {
    test(`because it ${what} is an error, kept with the import`, async () => {
      const result = await run(content, {}, name);
      assert.equal(result.error?.code, code);
      assert.deepEqual(counts(result), [0, 0, 0]);
      const record = await setup.store.getImport(result.importId ?? -1);
      assert.deepEqual([record?.state, record?.error], ['failed', fileErrorText(result.error, 'en')]);
    });
  }

  test('past a quote never closed keeps what came before and says in which row', async () => {
    const result = await run([HEADER, ROWS[0], ROWS[2], 'q;1.5.2025;9;"ei sulkeudu;;', 'z;1.5.2025;9;;;'].join('\n'));
    assert.deepEqual([result.error?.code, result.error?.params.row, counts(result)], ['quote', 4, [2, 0, 0]]);
    assert.equal(await countStored(), 2);
    assert.match(fileErrorText(result.error ?? assert.fail(), 'en'), /in row 4 .*The rows before it were processed/);
  });

  test('because it is not there is rejected before anything is recorded', async () => {
    await assert.rejects(importFile(setup.deps, { file: '/nowhere/a.csv', fileName: 'a.csv' }), { code: 'ENOENT' });
    assert.deepEqual(await setup.store.listImports(1), []);
  });
});

test('an import that stopped half way stores every response once when it is run again', async () => {
  const rows = Array.from({ length: 2500 }, (_, index) => `x${index};1.5.2025;${index % 11};Kommentti ${index};;`);
  const request = await setup.write('many.csv', [HEADER, ...rows].join('\n'));
  let calls = 0;
  const failing = {
    ...setup.deps.store,
    addResponses: ((...args) => {
      calls += 1;
      return calls === 2 ? Promise.reject(new Error('disk full')) : setup.store.addResponses(...args);
    }) as typeof setup.store.addResponses,
  };
  await assert.rejects(importFile({ ...setup.deps, store: failing }, request), /disk full/);
  assert.equal(await countStored(), 1000);
  assert.equal((await setup.store.listImports(1))[0]?.state, 'failed');
  assert.deepEqual(counts(await importFile(setup.deps, request)), [1500, 1000, 0]);
  assert.equal(await countStored(), 2500);
  assert.deepEqual(await setup.store.check(), []);
});
