/** Words for those who see some units only: where a page says "all services", it is all of theirs. */
import type { Translate } from './language.js';

const INSTEAD: ReadonlyMap<string, string> = new Map([['filter.allUnits', 'filter.ownUnits']]);

export function wordsForSome(t: Translate): Translate {
  return ((key: string, ...rest: []) => t(INSTEAD.get(key) ?? key, ...rest)) as Translate;
}
