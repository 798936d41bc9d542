/** Serious comments: the queue of one's own units; the rules are the whole organisation's. */
import type { SeriousStore } from '../../store/seriousStore.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';

export const seriousRules: Rules<SeriousStore> = {
  // whoever reads a comment can flag it, and is shown the categories
  getSeriousRules: (view, id) => {
    view.need(['comments.read', 'serious.read']);
    return view.store.getSeriousRules(id);
  },
  listSeriousRules: (view, limit) => {
    view.needWhole('serious.edit');
    return view.store.listSeriousRules(limit);
  },
  saveSeriousRules: (view, row) => {
    view.needWhole('serious.edit');
    return view.store.saveSeriousRules(row);
  },
  getSeriousHeads: (view, rulesId, space) => {
    view.needWhole('serious.edit');
    return view.store.getSeriousHeads(rulesId, space);
  },
  saveSeriousHeads: (view, rulesId, space, document) => {
    view.needWhole('serious.edit');
    return view.store.saveSeriousHeads(rulesId, space, document);
  },
  unscannedComments: serviceOnly,
  countUnscanned: async (view, rulesId) => {
    view.need('serious.read');
    return view.store.countUnscanned(rulesId, await view.within());
  },
  seriousTexts: serviceOnly,
  saveSeriousScan: serviceOnly,
  flagByHand: async (view, response, flag, by, at) =>
    (await view.mayOn('comments.read', response)) && view.store.flagByHand(response, flag, by, at),
  setSeriousState: async (view, response, entry) =>
    (await view.mayOn('serious.edit', response)) && view.store.setSeriousState(response, entry),
  listSerious: async (view, query, limit, offset) => {
    view.need('serious.read');
    const narrowed = await view.narrow(query);
    return narrowed === null ? [] : view.store.listSerious(narrowed, limit, offset);
  },
  countSerious: async (view, query) => {
    view.need('serious.read');
    const narrowed = await view.narrow(query);
    return narrowed === null ? 0 : view.store.countSerious(narrowed);
  },
  getSeriousCase: async (view, response) =>
    (await view.mayOn('serious.read', response)) ? view.store.getSeriousCase(response) : null,
  summariseSerious: async (view, filter) => {
    view.need('serious.read');
    // a unit that is not theirs has no comments
    const narrowed = (await view.narrow(filter)) ?? { ...filter, unit: null, within: [] };
    return view.store.summariseSerious(narrowed);
  },
};
