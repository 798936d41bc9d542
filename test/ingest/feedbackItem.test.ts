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

test('a field nested thousands deep is refused like any other that is not text', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 20_000; level += 1) deep = [deep];
  const result = readFeedbackItem({ id: deep, answered_at: '2024-05-02', score: 9 }, 1);
  assert.ok(Array.isArray(result) && result.length > 0);
});
