/** Language tags as people and systems give them. */

/**
 * Primary language of a BCP 47 tag in its shortest code: `fi-FI` and `fin` are `fi`. Null when it is none, `und` or empty: then
 * the language is to be recognised.
 */
export function normaliseLanguage(tag: string): string | null {
  try {
    // undefined for `und`, whatever its type says
    const language: string | undefined = new Intl.Locale(tag.trim().replaceAll('_', '-')).language;
    return language === undefined || language === 'und' ? null : language;
  } catch {
    return null;
  }
}
