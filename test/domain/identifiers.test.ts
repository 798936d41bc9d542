import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isValidHetu,
  isValidIban,
  isValidPersonnummer,
  isValidSatu,
  passesLuhn,
} from '../../src/domain/identifiers.js';
import { VALID_HETUS, VALID_PERSONNUMMERS } from './identities.js';

test('every published test identity code is valid', () => {
  assert.deepEqual(
    VALID_HETUS.filter((hetu) => !isValidHetu(hetu)),
    [],
  );
});

test('an identity code with a wrong check character, day, century mark, letter or number is not valid', () => {
  const invalid =
    '131052-308U 300223A9021 131052G308T 131052-3O8T 320170-9011 290223A902B 131052-000V 010190-999K'.split(' ');
  assert.deepEqual(invalid.filter(isValidHetu), []);
});

test('the century mark is no part of the check character of an identity code', () => {
  assert.ok(isValidHetu('131052-308T') && isValidHetu('131052Y308T'));
});

test('a SATU has the check character of its eight digits modulo 31', () => {
  assert.deepEqual(['10000001N', '10000002P', '12345678N', '10000001n'].map(isValidSatu), [true, true, true, true]);
  assert.deepEqual(['10000001P', '1000000N', '100000011N'].map(isValidSatu), [false, false, false]);
});

test('Swedish personal and coordination numbers pass with or without century and mark', () => {
  assert.deepEqual(
    VALID_PERSONNUMMERS.filter((number) => !isValidPersonnummer(number)),
    [],
  );
  assert.ok(isValidPersonnummer('8112189876'));
  assert.deepEqual(['511013-3816', '511313-3815', '511033-3815'].map(isValidPersonnummer), [false, false, false]);
});

test('Luhn: 8112189876 passes, changing any one digit fails', () => {
  assert.ok(passesLuhn('8112189876'));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (place, add) => {
      const digits = [...'8112189876'];
      digits[place] = String((Number(digits[place]) + add) % 10);
      return !passesLuhn(digits.join(''));
    }),
  );
});

test('an IBAN has the length of its country and remainder 1 modulo 97', () => {
  assert.deepEqual(
    [
      'FI21 1234 5600 0007 85',
      'fi2112345600000785',
      'SE45 5000 0000 0583 9825 7466',
      'GB82 WEST 1234 5698 7654 32',
    ].map(isValidIban),
    [true, true, true, true],
  );
  assert.deepEqual(['FI21 1234 5600 0007 86', 'FI21 1234 5600 0007 8', 'XX21 1234 5600 0007 85'].map(isValidIban), [
    false,
    false,
    false,
  ]);
});
