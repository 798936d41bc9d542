/** Codes of units from the names or codes that rows carry. */
import type { Localised } from '../domain/theme.js';

export interface KnownUnit {
  readonly code: string;
  readonly parent: string | null;
  /** Names in any language; without them the code stands for every name that it can be made from. */
  readonly name?: Localised;
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
  return slug === '' ? `unit-${markOf(name)}` : slug;
}

/** A few characters that tell apart names which look alike once they are a code. */
function markOf(name: string): string {
  let mark = 0;
  for (const character of name) mark = (mark * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return mark.toString(36);
}

/** Codes to try for a name, the plainest first; without end, since any of them may be some other unit's. */
function* codesFor(parent: string | null, name: string): Generator<string> {
  const base = slugOf(name);
  const marked = `${base}-${markOf(sameName(name))}`;
  yield base;
  if (parent !== null) yield `${parent}--${base}`;
  yield marked;
  for (let number = 2; ; number += 1) yield `${marked}-${number}`;
}

function nameKey(parent: string | null, name: string): string {
  return `${parent ?? ''}>${sameName(name)}`;
}

/** The same name however it is typed: capitals and white space do not make another unit. */
function sameName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
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
 * same slug is a unit's elsewhere, or with a mark of the name after it where a neighbour with another name has it (long names,
 * other scripts, `Säde` and `Sade`). Knows the units of the store, so that the same path has the same codes every time.
 */
export class UnitCodes {
  readonly #parents = new Map<string, string | null>();
  readonly #names = new Map<string, string>();
  readonly #paths = new Map<string, readonly string[]>();
  /** What each code is called; empty where nobody said. */
  readonly #calledBy = new Map<string, ReadonlySet<string>>();
  /** Codes by parent and name. */
  readonly #byName = new Map<string, string>();

  constructor(known: readonly KnownUnit[]) {
    for (const { code, parent, name } of known) this.#know(code, parent, Object.values(name ?? {}));
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
      if (this.#parents.has(code) && (code === only || this.#isCalled(code, only))) return this.#pathOf(code);
    }
    const path: string[] = [];
    for (const name of names) path.push(this.#child(path.at(-1) ?? null, name));
    return path;
  }

  #child(parent: string | null, name: string): string {
    if (this.#parents.get(name) === parent) return name;
    const named = this.#byName.get(nameKey(parent, name));
    if (named !== undefined) return named;
    for (const code of codesFor(parent, name)) {
      if (!this.#parents.has(code)) return this.#add(code, parent, name);
      if (this.#parents.get(code) === parent && this.#isCalled(code, name)) return code;
    }
    throw new Error(`expected a free code for the unit "${name}", found none`);
  }

  /** Whether the unit may be meant by the name: it has it, or is called by its code alone. */
  #isCalled(code: string, name: string): boolean {
    const names = this.#calledBy.get(code);
    return names === undefined || names.size === 0 || names.has(sameName(name)) || names.has(code);
  }

  #add(code: string, parent: string | null, name: string): string {
    if (!this.#parents.has(code)) {
      this.#names.set(code, name);
      this.#know(code, parent, [name]);
    }
    return code;
  }

  #know(code: string, parent: string | null, names: readonly string[]): void {
    this.#parents.set(code, parent);
    this.#calledBy.set(code, new Set(names.map(sameName)));
    for (const name of names) {
      const key = nameKey(parent, name);
      if (!this.#byName.has(key)) this.#byName.set(key, code);
    }
  }

  #pathOf(code: string): string[] {
    const path: string[] = [];
    for (let at: string | null = code; at !== null && !path.includes(at); at = this.#parents.get(at) ?? null)
      path.unshift(at);
    return path;
  }
}
