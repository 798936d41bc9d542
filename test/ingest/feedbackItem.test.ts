import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFeedbackItem } from '../../src/ingest/feedbackItem.js';

function problemsOf(item: unknown): (readonly [string, string])[] {
  const read = readFeedbackItem(item, 1);
  return 'fields' in read ? [] : read.map(({ column, reason }) => [column, reason] as const);
}

test('fields become text as a file would hold it', () => {
  const read = readFeedbackItem(
    { id: 7, answered_at: '2024-01-01', score: 9, comment: null, statements: { useful: 5 } },
    3,
  );
  assert.ok('fields' in read);
  assert.deepEqual(read.fields, { id: '7', answered_at: '2024-01-01', score: '9' });
  assert.deepEqual(read.statements, [{ key: 'useful', column: 'statements.useful', text: '5' }]);
  assert.equal(read.rowNumber, 3);
});

test('every field that is missing, unknown or of another form is told at once', () => {
  assert.deepEqual(problemsOf({ answered_at: 5, scor: 9, statements: { useful: [] } }), [
    ['id', 'missing'],
    ['answered_at', 'type'],
    ['statements.useful', 'type'],
    ['scor', 'unknownField'],
  ]);
  assert.deepEqual(problemsOf('text'), [['', 'type']]);
  assert.deepEqual(problemsOf(null), [['', 'type']]);
});
