/** What changed between two lists of themes, in words. */
import type { TaxonomyDifference } from '../../domain/taxonomyDifference.js';
import type { Language } from '../../domain/theme.js';
import type { Translate } from '../language.js';

export function differenceWords(difference: TaxonomyDifference, lang: Language, t: Translate): string {
  const theme = difference.theme.name[lang];
  switch (difference.kind) {
    case 'merged':
      return t('taxonomy.differences.merged', { theme, into: difference.into.name[lang] });
    case 'renamed':
      return difference.from[lang] === theme
        ? t('taxonomy.differences.renamedElsewhere', { theme })
        : t('taxonomy.differences.renamed', { theme, from: difference.from[lang] });
    case 'added':
    case 'removed':
    case 'retired':
    case 'broughtBack':
    case 'described':
      return t(`taxonomy.differences.${difference.kind}`, { theme });
  }
}
