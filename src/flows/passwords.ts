/**
 * Password hashes: scrypt (RFC 7914), encoded with its parameters as `$scrypt$ln=17,r=8,p=1$SALT$HASH` (base64url), so that the
 * cost can be raised later: hashes of another cost still verify and are made anew at the next sign-in.
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

export interface HashCost {
  /** Logarithm of N to base 2. Memory is 128 · N · r bytes: 128 MB for 17 and 8. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP Password Storage Cheat Sheet, scrypt: the strongest of the recommended settings. */
export const PASSWORD_COST: HashCost = { ln: 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Of which each takes 128 MB for a few tenths of a second. */
const AT_ONCE = 2;
/** More than this is an attack or an outage; those beyond are told to try again. */
const MOST_WAITING = 100;
const ENCODED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,})\$([\w-]{22,})$/;

/** More people sign in at once than can be checked. */
export class PasswordsBusyError extends Error {
  override readonly name = 'PasswordsBusyError';
}

/** Hashes and verifies, few at a time. One for a process. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** What unknown user names are checked against, so that they take as long as known ones. */
  #nobody: string | null = null;

  /** @param cost lower only in tests */
  constructor(readonly cost: HashCost = PASSWORD_COST) {}

  /** @throws PasswordsBusyError when too many wait already */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, salt, HASH_BYTES, this.cost);
    const { ln, r, p } = this.cost;
    return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
  }

  /**
   * `outdated`: right, but hashed at another cost than today's.
   * @param encoded null: nobody's; takes as long and is never right
   * @throws PasswordsBusyError when too many wait already; Error when `encoded` is no hash of this kind
   */
  async verify(
    password: string,
    encoded: string | null,
  ): Promise<{ readonly right: boolean; readonly outdated: boolean }> {
    const known = encoded ?? (this.#nobody ??= await this.hash(randomBytes(SALT_BYTES).toString('hex')));
    const [, ln, r, p, salt, hash] = ENCODED.exec(known) ?? [];
    if (salt === undefined || hash === undefined)
      throw new Error('expected a scrypt hash of a password, found another');
    const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
    const expected = Buffer.from(hash, 'base64url');
    const found = await this.#derive(password, Buffer.from(salt, 'base64url'), expected.length, cost);
    const right = timingSafeEqual(found, expected) && encoded !== null;
    const isToday = cost.ln === this.cost.ln && cost.r === this.cost.r && cost.p === this.cost.p;
    return { right, outdated: right && !isToday };
  }

  async #derive(password: string, salt: Buffer, length: number, { ln, r, p }: HashCost): Promise<Buffer> {
    const N = 2 ** ln;
    // twice what the parameters need: Node counts a little beside the large table
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
    await this.#takeTurn();
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        // typed on another keyboard, the same letters may come in pieces
        scrypt(password.normalize('NFKC'), salt, length, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      });
    } finally {
      // whoever waits takes over the turn, so that nobody comes in between
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #takeTurn(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) {
      throw new PasswordsBusyError(`expected at most ${MOST_WAITING} waiting to sign in, found more`);
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** Four groups of five signs (about 99 bits), without those that are easily confused: can be read out over the telephone. */
export function generatePassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
  const sign = (): string => {
    for (;;) {
      // bytes beyond the last whole multiple would make the first signs more likely
      const byte = randomBytes(1)[0] ?? 0;
      if (byte < 256 - (256 % signs.length)) return signs[byte % signs.length] ?? '';
    }
  };
  return Array.from({ length: 4 }, () => Array.from({ length: 5 }, sign).join('')).join('-');
}
