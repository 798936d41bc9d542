import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES } from '../../src/domain/theme.js';
import { FILE_ERROR_CODES, FileError } from '../../src/ingest/fileError.js';
import { reject, REJECTION_REASONS } from '../../src/ingest/rejection.js';
import { fileErrorText, rejectionText } from '../../src/ingest/rejectionText.js';

test('a rejection says row, column, expected and found in three languages', () => {
  const rejection = reject(4, 'arvosana', '11', 'scoreOutOfRange');
  assert.deepEqual(
    LANGUAGES.map((language) => rejectionText(rejection, language)),
    [
      'rivi 4, arvosana: odotettiin: kokonaisluku 0–10; löytyi ”11”',
      'rad 4, arvosana: väntade: ett heltal 0–10; fann ”11”',
      'row 4, arvosana: expected a whole number 0–10; found "11"',
    ],
  );
});

test('every reason and every file error has a text of its own in each language', () => {
  for (const language of LANGUAGES) {
    const reasons = REJECTION_REASONS.map((reason) => rejectionText(reject(1, 'a', '', reason), language));
    const errors = FILE_ERROR_CODES.map((code) => fileErrorText(new FileError(code), language));
    assert.equal(new Set([...reasons, ...errors]).size, REJECTION_REASONS.length + FILE_ERROR_CODES.length, language);
  }
});

test('what was found is masked and cut to 80 characters', () => {
  assert.equal(reject(1, 'score', '10/10 soita 040 1234567', 'scoreNotNumber').found, '10/10 soita [PUHELIN]');
  assert.equal(reject(1, 'score', 'x'.repeat(500), 'scoreNotNumber').found.length, 80);
});
