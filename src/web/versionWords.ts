/** The versions that figures rest on, as people read them. */
import type { TagVersions } from '../domain/theme.js';
import type { Translate } from './language.js';

/** Of a hash; enough to tell versions apart by eye. The whole is under versions. */
const SHOWN_CHARACTERS = 4;
const LONG = 12;

/** `shipped` stays; `8d43a0b1c2d3+ab12c3d4e5f6` becomes `8d43…+ab12…`. */
export function shortHeads(heads: string): string {
  return heads
    .split('+')
    .map((part) => (part.length < LONG ? part : `${part.slice(0, SHOWN_CHARACTERS)}…`))
    .join('+');
}

export function versionWords(versions: TagVersions, t: Translate): string {
  return t('versions.line', { themes: versions.taxonomy, heads: shortHeads(versions.heads) });
}
