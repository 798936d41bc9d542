/** Comments and what people said about them. Whoever may read none lives in a world without comments. */
import type { LabelStore } from '../../store/labelStore.js';
import type { LabelSource } from '../../domain/confirmedLabel.js';
import type { CommentRow, FeedbackStore } from '../../store/store.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import type { Rights, View } from './view.js';

type CommentPart = Pick<
  FeedbackStore,
  | 'listComments'
  | 'getComment'
  | 'countComments'
  | 'commentTexts'
  | 'getVectors'
  | 'saveTags'
  | 'pendingComments'
  | 'commentsTaggedOtherwise'
>;

/** Vectors tell nothing to whoever does not have the text that they are of. */
const MEASURE: Rights = ['comments.read', 'serious.read', 'tags.correct', 'themes.edit', 'panel.answer'];

export const commentRules: Rules<CommentPart> = {
  listComments: async (view, query) => {
    const narrowed = view.may('comments.read') ? await view.narrow(query) : null;
    return narrowed === null ? { items: [], next: null } : view.store.listComments(narrowed);
  },
  getComment: async (view, id) => {
    const comment = await view.store.getComment(id);
    if (!comment) return null;
    const isSeen = (await view.mayIn('comments.read', comment.unit)) || (await isInQueueOf(view, comment));
    return isSeen ? comment : null;
  },
  countComments: async (view, query) => {
    const narrowed = view.may('comments.read') ? await view.narrow(query) : null;
    return narrowed === null ? 0 : view.store.countComments(narrowed);
  },
  commentTexts: async (view, query) => {
    const narrowed = view.may('comments.read') ? await view.narrow(query) : null;
    return narrowed === null ? [] : view.store.commentTexts(narrowed);
  },
  getVectors: (view, space, textHashes) => {
    view.need(MEASURE);
    return view.store.getVectors(space, textHashes);
  },
  saveTags: (view, tags, versions, vectors, taxonomy) => {
    // vectors of texts alone: work that need not be done twice
    if (tags.length > 0) return serviceOnly(view);
    view.need(MEASURE);
    return view.store.saveTags(tags, versions, vectors, taxonomy);
  },
  pendingComments: serviceOnly,
  commentsTaggedOtherwise: serviceOnly,
};

/** What one may say about comments, by where the label comes from. */
const LABEL_RIGHTS: Readonly<Record<LabelSource, Rights>> = {
  correction: 'tags.correct',
  sample: 'tags.correct',
  candidate: 'themes.edit',
  panel: 'panel.lead',
};

export const labelRules: Rules<LabelStore> = {
  saveLabels: async (view, labels, machine, versions, taxonomy) => {
    for (const { response, source } of labels) await view.needOn(LABEL_RIGHTS[source], response);
    await view.store.saveLabels(labels, machine, versions, taxonomy);
  },
  withdrawLabel: async (view, response, ...rest) => {
    await view.needOn(['tags.correct', 'themes.edit'], response);
    return view.store.withdrawLabel(response, ...rest);
  },
  labelHistory: async (view, response) =>
    (await view.mayOn('comments.read', response)) ? view.store.labelHistory(response) : [],
  labelledComments: async (view, options) => {
    if (!view.may('comments.read')) return [];
    const within = await view.within();
    return view.store.labelledComments({ ...options, ...(within && { within }) });
  },
  countLabels: async (view) => {
    view.need('comments.read');
    return view.store.countLabels(await view.within());
  },
};

/** Who has the queue of serious comments to work through reads those in it. */
async function isInQueueOf(view: View, { id, unit }: CommentRow): Promise<boolean> {
  return (await view.mayIn('serious.read', unit)) && (await view.store.getSeriousCase(id)) !== null;
}
