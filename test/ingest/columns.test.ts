import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchColumns, requireColumns } from '../../src/ingest/columns.js';
import { FileError } from '../../src/ingest/fileError.js';
import { NO_MAPPING, parseMapping } from '../../src/ingest/mapping.js';

function fieldsOf(headers: readonly string[]): Record<string, string> {
  const { columns } = matchColumns(headers, NO_MAPPING);
  return Object.fromEntries(
    columns.flatMap(({ field, statement, header }) =>
      (field ?? statement) === null ? [] : [[field ?? statement ?? '', header]],
    ),
  );
}

describe('columns are recognised', () => {
  test('in Finnish', () => {
    assert.deepEqual(
      fieldsOf([
        'Vastaus_ID',
        'Päivämäärä',
        'Suositteluindeksi',
        'Avoin palaute',
        'Kieli',
        'Toimipiste',
        'Kanava',
        'Asteikko',
        'Lähde',
        'muu',
      ]),
      {
        id: 'Vastaus_ID',
        answered_at: 'Päivämäärä',
        score: 'Suositteluindeksi',
        comment: 'Avoin palaute',
        lang: 'Kieli',
        unit: 'Toimipiste',
        channel: 'Kanava',
        scale: 'Asteikko',
        source: 'Lähde',
      },
    );
  });
  test('in Swedish', () => {
    assert.deepEqual(fieldsOf(['Svars-ID', 'Datum', 'Betyg', 'Fritext', 'Språk', 'Enhet', 'Kanal']), {
      id: 'Svars-ID',
      answered_at: 'Datum',
      score: 'Betyg',
      comment: 'Fritext',
      lang: 'Språk',
      unit: 'Enhet',
      channel: 'Kanal',
    });
  });
  test('in English, whatever the case and the spaces', () => {
    assert.deepEqual(fieldsOf(['  ID', 'Answered at', 'SCORE', 'Comment']), {
      id: '  ID',
      answered_at: 'Answered at',
      score: 'SCORE',
      comment: 'Comment',
    });
  });
  test('statements by key and by wording, also inside a longer header', () => {
    assert.deepEqual(
      fieldsOf([
        'got_help',
        '2. Koin oloni turvalliseksi hoidon/palvelun aikana (1–5)',
        'Informationen var begriplig',
        'statements.useful',
        'Tuli kuulluksi',
      ]),
      {
        got_help: 'got_help',
        felt_safe: '2. Koin oloni turvalliseksi hoidon/palvelun aikana (1–5)',
        understandable: 'Informationen var begriplig',
        useful: 'statements.useful',
        heard: 'Tuli kuulluksi',
      },
    );
  });
});

test('the published name wins over a synonym', () => {
  const match = matchColumns(['arvosana', 'score', 'date'], NO_MAPPING);
  assert.deepEqual([match.fields.score, match.ambiguous], [1, []]);
});

test('two synonyms for one field are left to a person', () => {
  const match = matchColumns(['arvosana', 'pisteet', 'pvm'], NO_MAPPING);
  assert.deepEqual(match.ambiguous, [{ target: 'score', headers: ['arvosana', 'pisteet'] }]);
  assert.throws(
    () => requireColumns(match),
    (error) => error instanceof FileError && error.code === 'ambiguousColumns',
  );
});

test('a mapping names columns and statements, and null drops a column', () => {
  const mapping = parseMapping(
    '{"columns":{"score":"Kysymys 1","comment":null},"statements":{"Kysymys 2":"parking_easy"}}',
  );
  const match = matchColumns(['pvm', 'Kysymys 1', 'kommentti', 'kysymys_2'], mapping);
  assert.deepEqual(match.fields, { answered_at: 0, score: 1 });
  assert.deepEqual(match.statements, [{ key: 'parking_easy', index: 3, header: 'kysymys_2' }]);
});

test('a mapping to a header that the file lacks, and one with errors, say so', () => {
  assert.throws(
    () => matchColumns(['a'], parseMapping('{"columns":{"score":"b"}}')),
    (error) => error instanceof FileError && error.code === 'unknownMappedColumns' && error.params.missing === '"b"',
  );
  for (const json of ['{', '{"columns":{"skore":"a"}}', '{"scale":"NPS scale!"}', '{"colums":{}}']) {
    assert.throws(
      () => parseMapping(json),
      (error) => error instanceof FileError && error.code === 'mapping',
      json,
    );
  }
});

test('missing columns are named together with what was found', () => {
  const match = matchColumns(['foo', 'bar'], NO_MAPPING);
  assert.throws(
    () => requireColumns(match),
    (error) =>
      error instanceof FileError &&
      error.params.missing === 'answered_at, score or comment' &&
      error.params.found === '"foo", "bar"',
  );
});

test('notes of a file of rejected rows are no columns', () => {
  const match = matchColumns(['pvm', 'nps', 'kuulolla_row', 'kuulolla_expected'], NO_MAPPING);
  assert.deepEqual(
    match.columns.map((column) => column.recognition),
    ['likely', 'likely', null, null],
  );
});
