/** Forms by which people correct the themes of a comment, each button one correction. */
import { themeSetKey } from '../../domain/theme.js';
import type { Polarity } from '../../domain/theme.js';
import type { CommentRow } from '../../store/store.js';
import type { CommentWords } from './commentView.js';

/** What the forms of a page have in common; null for whoever may not correct. */
export interface CorrectionForms {
  /** For the hidden field `_csrf`. */
  readonly token: string;
  /** Path that the person comes back to, without the part after `#`. */
  readonly back: string;
}

export interface CorrectionView {
  readonly action: string;
  readonly token: string;
  readonly back: string;
  /** The themes as the person sees them, for `allRight`. */
  readonly shown: string;
  readonly polarities: readonly { readonly value: Polarity; readonly label: string; readonly sign: string }[];
  /** Themes that the comment does not have. */
  readonly addable: readonly { readonly key: string; readonly name: string }[];
}

export const SIGNS: Readonly<Record<Polarity, string>> = { pos: '+', neg: '−', neu: '±' };

export function correctionView(row: CommentRow, forms: CorrectionForms, words: CommentWords): CorrectionView {
  const given = new Set(row.tags.map((tag) => tag.theme));
  return {
    action: `/comments/${row.id}/corrections`,
    token: forms.token,
    back: `${forms.back}#c${row.id}`,
    shown: themeSetKey(row.tags),
    polarities: (['pos', 'neg', 'neu'] as const).map((value) => ({
      value,
      label: words.t(`polarity.${value}`),
      sign: SIGNS[value],
    })),
    addable: words.taxonomy.themes
      .filter((theme) => !given.has(theme.key))
      .map(({ key, name }) => ({ key, name: name[words.lang] })),
  };
}
