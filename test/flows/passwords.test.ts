import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { generatePassword, PASSWORD_COST, Passwords, PasswordsBusyError } from '../../src/flows/passwords.js';
import { QUICK_COST } from '../support/visitor.js';

describe('a password hash', () => {
  it('is scrypt with N = 2^17, r = 8, p = 1 over a salt of 16 bytes, and says so', async () => {
    assert.deepEqual(PASSWORD_COST, { ln: 17, r: 8, p: 1 });
    const encoded = await new Passwords().hash('correct horse battery');
    const [, parameters, salt = '', hash = ''] = /^\$scrypt\$(ln=17,r=8,p=1)\$([\w-]+)\$([\w-]+)$/.exec(encoded) ?? [];
    assert.equal(parameters, 'ln=17,r=8,p=1');
    const saltBytes = Buffer.from(salt, 'base64url');
    assert.equal(saltBytes.length, 16);
    // worked out beside the code under test
    const expected = scryptSync('correct horse battery', saltBytes, 32, { N: 131_072, r: 8, p: 1, maxmem: 2 ** 28 });
    assert.equal(hash, expected.toString('base64url'));
  });

  it('is another one each time, and only the right password fits', async () => {
    const passwords = new Passwords(QUICK_COST);
    const [first, second] = [await passwords.hash('a good long one'), await passwords.hash('a good long one')];
    assert.notEqual(first, second);
    assert.deepEqual(await passwords.verify('a good long one', first), { right: true, outdated: false });
    assert.deepEqual(await passwords.verify('a good long on', first), { right: false, outdated: false });
  });

  it('of another cost still fits and is outdated', async () => {
    const old = await new Passwords({ ln: 9, r: 8, p: 1 }).hash('a good long one');
    const passwords = new Passwords(QUICK_COST);
    assert.deepEqual(await passwords.verify('a good long one', old), { right: true, outdated: true });
    assert.deepEqual(await passwords.verify('another long one', old), { right: false, outdated: false });
  });

  it('fits the same letters however they were put together', async () => {
    const passwords = new Passwords(QUICK_COST);
    const encoded = await passwords.hash('pitka\u0308 salasana');
    assert.equal((await passwords.verify('pitkä salasana', encoded)).right, true);
  });

  it('of nobody is never right and is worked out all the same', async () => {
    const passwords = new Passwords({ ln: 15, r: 8, p: 1 });
    const encoded = await passwords.hash('a good long one');
    await passwords.verify('warm up', null);
    const time = async (hash: string | null): Promise<number> => {
      const from = performance.now();
      assert.equal((await passwords.verify('wrong', hash)).right, false);
      return performance.now() - from;
    };
    const known = Math.min(await time(encoded), await time(encoded), await time(encoded));
    const nobody = Math.min(await time(null), await time(null), await time(null));
    assert.ok(nobody > known / 2, `${nobody} ms for nobody, ${known} ms for somebody`);
  });

  it('that is none of ours is refused with an error', async () => {
    await assert.rejects(
      new Passwords(QUICK_COST).verify('x', '$2b$10$abcdefghijklmnopqrstuv'),
      /expected a scrypt hash/,
    );
  });
});

describe('many passwords at once', () => {
  it('wait for one another, and those beyond a hundred are turned away', async () => {
    const passwords = new Passwords(QUICK_COST);
    const results = await Promise.allSettled(Array.from({ length: 110 }, () => passwords.hash('a good long one')));
    const refused = results.filter((each) => each.status === 'rejected');
    // two at work, a hundred waiting
    assert.equal(refused.length, 8);
    assert.ok(refused.every((each) => each.reason instanceof PasswordsBusyError));
    assert.match(await passwords.hash('afterwards'), /^\$scrypt\$/);
  });
});

describe('a generated password', () => {
  it('is four groups of five signs that nobody mistakes for others', () => {
    const made = Array.from({ length: 200 }, () => generatePassword());
    for (const each of made)
      assert.match(each, /^([abcdefghjkmnpqrstuvwxyz2-9]{5}-){3}[abcdefghjkmnpqrstuvwxyz2-9]{5}$/);
    assert.equal(new Set(made).size, 200);
  });
});
