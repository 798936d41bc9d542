/** The form on a comment's page that puts it in the serious queue (views/partials/seriousForm.ejs). */
import type { SeriousCategory } from '../../domain/seriousRules.js';
import type { Language } from '../../domain/theme.js';

export interface SeriousForm {
  readonly id: number;
  readonly token: string;
  /** It has just been sent. */
  readonly sent: boolean;
  readonly categories: readonly { readonly value: string; readonly label: string }[];
}

export function seriousForm(
  id: number,
  categories: readonly SeriousCategory[],
  { token, sent }: Pick<SeriousForm, 'token' | 'sent'>,
  lang: Language,
): SeriousForm {
  return { id, token, sent, categories: categories.map(({ key, name }) => ({ value: key, label: name[lang] })) };
}
