/**
 * Labels that people confirmed: append-only, the newest per comment and theme holds. A label of a theme that others were merged
 * into takes the place of what was said about those too.
 */
import type { Day } from '../domain/calendar.js';
import type { ConfirmedLabel, LabelSource } from '../domain/confirmedLabel.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { TagVersions, ThemeKey } from '../domain/theme.js';
import type { CommentTags, ResponseId } from './store.js';

export interface NewLabel extends ConfirmedLabel {
  readonly response: ResponseId;
}

/** A label with what it was said about; `withdrawn` ones count no more but stay on record. */
export interface StoredLabel extends NewLabel {
  readonly id: number;
  readonly withdrawn: { readonly by: string; readonly at: string } | null;
}

export interface LabelledComment {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: string;
  readonly unit: string;
  readonly day: Day;
  /** At most one per theme, the newest that was not withdrawn; themes are not projected onto those read today. */
  readonly labels: readonly ConfirmedLabel[];
}

export interface LabelStore {
  /**
   * Stores labels and, in the same transaction, the comment's tags as they are with them. `machine`: what the tagger says about the
   * comments of these labels, with its versions; labels are laid over it here. A label in place of one of a random sample keeps
   * the source `sample`. Throws when a comment is not tagged, or evidence lies outside of its text.
   */
  saveLabels(
    labels: readonly NewLabel[],
    machine: readonly CommentTags[],
    versions: TagVersions,
    taxonomy: TaxonomyDocument,
  ): Promise<void>;
  /** Takes back what was said about a theme of a comment; the machine's tag holds again. False when there was nothing. */
  withdrawLabel(
    response: ResponseId,
    theme: ThemeKey,
    by: string,
    at: string,
    machine: readonly CommentTags[],
    versions: TagVersions,
    taxonomy: TaxonomyDocument,
  ): Promise<boolean>;
  /** Everything ever said about a comment, oldest first. */
  labelHistory(response: ResponseId): Promise<StoredLabel[]>;
  /** Comments with labels that hold and are of the theme and the sources, by id after `afterId`, with only those labels. */
  labelledComments(options: {
    readonly theme?: ThemeKey;
    readonly sources?: readonly LabelSource[];
    readonly afterId?: ResponseId;
    /** Only comments of these units and what lies under them. */
    readonly within?: readonly string[];
    readonly limit: number;
  }): Promise<LabelledComment[]>;
  /** How many labels hold, per theme, language, source and verdict; with `within` those of these units and what lies under them. */
  countLabels(within?: readonly string[]): Promise<
    readonly {
      readonly theme: ThemeKey;
      readonly lang: string;
      readonly source: LabelSource;
      readonly present: boolean;
      readonly count: number;
    }[]
  >;
}
