/** Walks over all stored comments, and random samples of them, for what is learned from the whole. */
import type { Day, Month } from '../domain/calendar.js';
import type { ConfirmedLabel } from '../domain/confirmedLabel.js';
import type { TagVersions, ThemeTag } from '../domain/theme.js';
import type { ResponseId } from './store.js';

export interface CorpusComment {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: string;
  readonly unit: string;
  readonly day: Day;
  readonly tags: readonly Pick<ThemeTag, 'theme' | 'polarity'>[];
}

/** A comment with its tags as they are stored, and what people said about it. */
export interface TaggedComment {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: string;
  /** Most confident first; with those that people confirmed. */
  readonly tags: readonly ThemeTag[];
  /** Those that hold, at most one per theme. */
  readonly labels: readonly ConfirmedLabel[];
}

export interface CorpusFilter {
  /** Only comments that no theme was given to. */
  readonly withoutTheme?: boolean;
  readonly from?: Day;
  readonly to?: Day;
  readonly lang?: string;
}

export interface CorpusStore {
  /** Tagged comments by ascending id after `afterId`. */
  walkComments(filter: CorpusFilter, afterId: ResponseId, limit: number): Promise<CorpusComment[]>;
  /** Comments tagged with exactly these versions, by ascending id after `afterId`. */
  walkTaggedWith(versions: TagVersions, afterId: ResponseId, limit: number): Promise<TaggedComment[]>;
  /**
   * At most `size` tagged comments of a month, the same ones each time: those whose hash of id and seed is smallest. Fewer than
   * `size` when the month has fewer.
   */
  sampleComments(
    filter: CorpusFilter & { readonly month?: Month },
    size: number,
    seed: number,
  ): Promise<CorpusComment[]>;
}
