import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { previewImport } from '../../src/flows/previewImport.js';
import { parseMapping } from '../../src/ingest/mapping.js';
import { createImportSetup, type ImportSetup } from './importSetup.js';

let setup: ImportSetup;
beforeEach(async () => (setup = await createImportSetup()));
afterEach(() => setup.remove());

test('a preview says what the file is, what its columns mean and how its first rows come out', async () => {
  const rows = Array.from({ length: 40 }, (_, index) => `${index};1.5.2025;${index};Hoitaja Maija oli paikalla`);
  const request = await setup.write('a.csv', Buffer.from(['nro;pvm;arvosana;Kokemus', ...rows].join('\n'), 'latin1'));
  const preview = await previewImport(setup.deps, request);
  assert.deepEqual(
    [preview.format, preview.encoding, preview.delimiter, preview.rowEstimate, preview.rows.length],
    ['csv', 'utf-8', ';', 40, 20],
  );
  assert.deepEqual(
    preview.columns.columns.map(({ header, field, recognition }) => [header, field, recognition]),
    [
      ['nro', 'id', 'likely'],
      ['pvm', 'answered_at', 'likely'],
      ['arvosana', 'score', 'likely'],
      ['Kokemus', null, null],
    ],
  );
  assert.deepEqual(preview.rows[0]?.cells, ['0', '1.5.2025', '0', 'Hoitaja [HENKILÖKUNTA] oli paikalla']);
  assert.deepEqual([preview.rows[9]?.candidate?.score, preview.rows[11]?.candidate], [9, null]);
  assert.equal(preview.rows[11]?.rejections[0]?.reason, 'scoreOutOfRange');
});

test('a mapping that a person chose changes how rows come out, and comments are masked', async () => {
  const request = await setup.write('a.csv', 'a;b\n1.5.2025;terv. Maija Virtanen\n');
  const proposal = await previewImport(setup.deps, request);
  assert.deepEqual(proposal.columns.missing, ['answered_at', 'score or comment']);
  const mapping = parseMapping('{"columns":{"answered_at":"a","comment":"b"}}');
  const preview = await previewImport(setup.deps, { ...request, mapping });
  assert.deepEqual(preview.columns.missing, []);
  assert.deepEqual(
    [preview.rows[0]?.candidate?.day, preview.rows[0]?.candidate?.comment],
    ['2025-05-01', 'terv. [NIMI]'],
  );
  assert.deepEqual(await setup.store.listImports(1), []);
});
