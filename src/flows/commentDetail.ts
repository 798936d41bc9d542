/** One comment with the reasons for its themes. */
import type { StoredLabel } from '../store/labelStore.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { ThemeReason } from '../tagging/tagger.js';
import type { FlowDeps } from './deps.js';
import { hashText } from './tagPending.js';

export interface CommentDetail {
  readonly comment: CommentRow;
  /** One per theme of the tagger, given or not; empty for a comment in a language that is not tagged. */
  readonly reasons: readonly ThemeReason[];
  /** Why the tagger gave no reasons, for the log; null when it did. */
  readonly failure: unknown;
  /** What people said about it, oldest first. */
  readonly history: readonly StoredLabel[];
}

/**
 * Null for an unknown id. The reasons are the present tagger's, from stored vectors where there are any; they can differ from tags
 * that were given by older heads until the comment is tagged again. A tagger that fails leaves the comment readable.
 */
export async function commentDetail(deps: FlowDeps, id: ResponseId): Promise<CommentDetail | null> {
  const comment = await deps.store.getComment(id);
  if (!comment) return null;
  const history = await deps.store.labelHistory(id);
  if (comment.state === 'unsupported') return { comment, reasons: [], failure: null, history };
  const [stored] = await deps.store.getVectors(deps.tagger.versions.space, [hashText(comment.text)]);
  try {
    const reasons = await deps.tagger.explain(
      stored ? { text: comment.text, vectors: stored.bytes } : { text: comment.text },
    );
    return { comment, reasons, failure: null, history };
  } catch (failure) {
    return { comment, reasons: [], failure, history };
  }
}
