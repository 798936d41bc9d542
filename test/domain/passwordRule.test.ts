import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUserName, passwordProblem, userNameOf } from '../../src/domain/passwordRule.js';

describe('a new password', () => {
  it('has 12 to 200 characters, counted as people count them', () => {
    assert.equal(passwordProblem('eleven char', 'anna'), 'short');
    assert.equal(passwordProblem('twelve chars', 'anna'), null);
    assert.equal(passwordProblem('🐈'.repeat(11), 'anna'), 'short');
    assert.equal(passwordProblem('a'.repeat(200), 'anna'), null);
    assert.equal(passwordProblem('a'.repeat(201), 'anna'), 'long');
  });

  it('is not the user name, in whatever case', () => {
    assert.equal(passwordProblem('Anna.Virtanen', 'anna.virtanen'), 'userName');
  });
});

describe('a user name', () => {
  it('is the same in any case and with either way of writing its letters', () => {
    assert.equal(userNameOf('  A\u0308ijä '), 'äijä');
  });

  it('has letters, digits and a few signs, a letter or digit first', () => {
    for (const good of ['ab', 'anna.virtanen', 'åsa-2', 'x@example.org']) assert.ok(isUserName(good), good);
    for (const bad of ['a', '.anna', 'anna virtanen', 'anna/..', '', 'a'.repeat(65)]) assert.ok(!isUserName(bad), bad);
  });
});
