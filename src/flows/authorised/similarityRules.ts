/** Search by meaning: among one's own units' comments. Groups of comments without a theme: for those who see all. */
import type { SimilarityStore } from '../../store/similarityStore.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import type { Rights } from './view.js';

/** What is common to all texts, and the empty index made of it, come from labels that every installation has. */
const MEASURE: Rights = ['comments.read', 'serious.read', 'themes.edit', 'panel.answer'];

export const similarityRules: Rules<SimilarityStore> = {
  commonDirections: (view, space) => {
    view.need(MEASURE);
    return view.store.commonDirections(space);
  },
  createSimilarityIndex: (view, space, common) => {
    view.need(MEASURE);
    return view.store.createSimilarityIndex(space, common);
  },
  nearestComments: async (view, space, query, limit, filter) => {
    const narrowed = view.may('comments.read') ? await view.narrow(filter) : null;
    return narrowed === null ? [] : view.store.nearestComments(space, query, limit, narrowed);
  },
  similarityProgress: async (view, space) => {
    view.need('comments.read');
    return view.store.similarityProgress(space, await view.within());
  },
  commentsNotIndexed: serviceOnly,
  indexComments: serviceOnly,
  knownGroups: serviceOnly,
  saveGroups: serviceOnly,
  listGroups: (view, run) => {
    view.needWhole('comments.read');
    return view.store.listGroups(run);
  },
  getGroup: (view, id) => {
    view.needWhole('comments.read');
    return view.store.getGroup(id);
  },
};
