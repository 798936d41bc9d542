/** What of an own theme cannot be taken, for the terminal. */
import type { OwnThemeProblem } from '../flows/ownThemes.js';

/** Says what was expected and what was found. */
export function problemText({ field, lang, problem, limit = 0, found = 0 }: OwnThemeProblem): string {
  const place = lang === undefined ? field : `${field} (${lang})`;
  switch (problem) {
    case 'empty':
      return `expected a ${place}, found none`;
    case 'tooLong':
      return `expected at most ${limit} characters in ${place}, found more`;
    case 'pattern':
      return 'expected a key of small letters, digits and _, beginning with a letter and at most 60 long, found another';
    case 'taken':
      return `expected a ${place} that no theme has, found one that is taken`;
    case 'tooFew':
      return `expected at least ${limit} different ${place}, found ${found}`;
    case 'tooMany':
      return `expected at most ${limit} different ${place}, found ${found}`;
    case 'range':
      return `expected a ${place} from 0 to ${limit - 1}, found another`;
  }
}
