import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog, describeError, explainError } from '../src/log.js';

const SECRET = 'potilas kertoi';
const driverError = () =>
  Object.assign(new Error(`insert into responses (comment) values ('${SECRET}') - SQLITE_FULL: disk is full`), {
    code: 'SQLITE_FULL',
  });

describe('the log', () => {
  it('leaves out the statement that a database driver puts before its message', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    log.error({ err: new Error('an import broke', { cause: driverError() }) }, 'failed');
    assert.equal(lines.length, 1);
    assert.ok(!lines[0]?.includes(SECRET), lines[0]);
    assert.match(lines[0] ?? '', /SQLITE_FULL: disk is full/);
  });

  it('keeps where an error came from', () => {
    assert.match(describeError(driverError()).stack, /^\s+at .*log\.test/m);
    assert.ok(!describeError(driverError()).stack.includes(SECRET));
  });

  it('does not repeat what was thrown when it is no error', () => {
    assert.ok(!JSON.stringify(describeError(SECRET)).includes(SECRET));
  });

  it('says only what its level asks for', () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line: string) => void lines.push(line) });
    log.info('no');
    log.warn('yes');
    assert.equal(lines.length, 1);
  });
});

describe('an error on a terminal', () => {
  it('is its message with its causes, each further in', () => {
    const error = new Error('cannot start', { cause: new Error('no database', { cause: driverError() }) });
    assert.equal(
      explainError(error),
      'cannot start\n  because no database\n    because the database refused a statement: SQLITE_FULL: disk is full',
    );
  });
});
