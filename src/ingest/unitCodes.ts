/** Codes of units from the names or codes that rows carry. */

export interface KnownUnit {
  readonly code: string;
  readonly parent: string | null;
}

export const UNSPECIFIED_UNIT = 'unspecified';
const MAX_SLUG_CHARACTERS = 60;
const MAX_DEPTH = 8;
export const MAX_UNIT_NAME_CHARACTERS = 120;

/** Small ASCII letters, digits and single dashes; a name without any gets a code from its characters. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'o')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_CHARACTERS)
    .replace(/^-+|-+$/g, '');
  if (slug !== '') return slug;
  let code = 0;
  for (const character of name) code = (code * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `unit-${code.toString(36)}`;
}

/** `service line > service > unit` as its names; empty for a blank. */
export function splitUnitPath(text: string): string[] {
  return text
    .split(/[>›»]/)
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter((name) => name !== '');
}

/** True when the path is no deeper than a unit tree may be. */
export function isUnitDepthAllowed(names: readonly string[]): boolean {
  return names.length <= MAX_DEPTH;
}

/**
 * Gives unit paths codes that are unique in the whole organisation: a name's slug, with the parent's code before it where the
 * same slug is another unit's already. Knows the units of the store, so that the same path has the same codes every time.
 */
export class UnitCodes {
  readonly #parents = new Map<string, string | null>();
  readonly #names = new Map<string, string>();
  readonly #paths = new Map<string, readonly string[]>();

  constructor(known: readonly KnownUnit[]) {
    for (const { code, parent } of known) this.#parents.set(code, parent);
  }

  /** Display names of the units that this object met first. */
  get newNames(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** Codes from the root down. One name alone may be the code of any unit known; no name is the unit `unspecified`. */
  resolve(names: readonly string[]): readonly string[] {
    const key = names.join('>');
    const remembered = this.#paths.get(key);
    if (remembered) return remembered;
    const path = this.#resolveNew(names);
    this.#paths.set(key, path);
    return path;
  }

  #resolveNew(names: readonly string[]): string[] {
    const [only] = names;
    if (only === undefined) return [this.#add(UNSPECIFIED_UNIT, null, 'Ei yksikköä')];
    if (names.length === 1) {
      const code = this.#parents.has(only) ? only : slugOf(only);
      if (this.#parents.has(code)) return this.#pathOf(code);
    }
    const path: string[] = [];
    for (const name of names) path.push(this.#child(path.at(-1) ?? null, name));
    return path;
  }

  #child(parent: string | null, name: string): string {
    if (this.#parents.get(name) === parent) return name;
    for (let base = slugOf(name), code = base, attempt = 1; ; attempt += 1) {
      if (!this.#parents.has(code)) return this.#add(code, parent, name);
      if (this.#parents.get(code) === parent) return code;
      code = attempt === 1 && parent !== null ? `${parent}--${base}` : `${base}-${attempt + 1}`;
    }
  }

  #add(code: string, parent: string | null, name: string): string {
    if (!this.#parents.has(code)) {
      this.#parents.set(code, parent);
      this.#names.set(code, name);
    }
    return code;
  }

  #pathOf(code: string): string[] {
    const path: string[] = [];
    for (let at: string | null = code; at !== null && !path.includes(at); at = this.#parents.get(at) ?? null)
      path.unshift(at);
    return path;
  }
}
