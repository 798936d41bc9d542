/** A team's daily work: everybody's own views and marks, and what is said about comments that one may read. */
import type { ResponseId } from '../../store/store.js';
import type { TeamStore } from '../../store/teamStore.js';
import { NotAllowedError } from './notAllowed.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import type { View } from './view.js';

const WORK = 'comments.work';

export const teamRules: Rules<TeamStore> = {
  addView: (view, saved) => {
    needSelf(view, saved.accountId);
    return view.store.addView(saved);
  },
  changeView: (view, id, accountId, change) => {
    needSelf(view, accountId);
    return view.store.changeView(id, accountId, change);
  },
  deleteView: (view, id, accountId) => {
    needSelf(view, accountId);
    return view.store.deleteView(id, accountId);
  },
  listViews: (view, accountId) => {
    needSelf(view, accountId);
    return view.store.listViews(accountId);
  },
  viewsWithDigest: serviceOnly,
  getWorkMark: (view, accountId) => {
    needSelf(view, accountId);
    return view.store.getWorkMark(accountId);
  },
  setWorkMark: (view, accountId, mark) => {
    needSelf(view, accountId);
    return view.store.setWorkMark(accountId, mark);
  },
  lastResponse: (view) => {
    view.need([WORK, 'comments.read']);
    return view.store.lastResponse();
  },
  assign: async (view, assignment) => {
    await needWork(view, assignment.response, assignment.by.id);
    await view.store.assign(assignment);
  },
  getAssignment: async (view, response) =>
    (await view.mayOn(WORK, response)) ? view.store.getAssignment(response) : null,
  assignmentsOf: async (view, responses) => {
    if (!view.may(WORK)) return [];
    const isSeen = await Promise.all(responses.map((response) => view.mayOn(WORK, response)));
    return view.store.assignmentsOf(responses.filter((_response, index) => isSeen[index]));
  },
  assignmentHistory: async (view, response) =>
    (await view.mayOn(WORK, response)) ? view.store.assignmentHistory(response) : [],
  listAssignments: async (view, filter) => {
    view.need(WORK);
    const tops = await view.tops();
    if (tops === null) return view.store.listAssignments(filter);
    const units = await view.those(WORK, filter.units ?? tops, (code) => code);
    return units.length === 0 ? [] : view.store.listAssignments({ ...filter, units });
  },
  addMessage: async (view, message) => {
    await needWork(view, message.response, message.by.id);
    return view.store.addMessage(message);
  },
  listMessages: async (view, response) => ((await view.mayOn(WORK, response)) ? view.store.listMessages(response) : []),
  withdrawMessage: async (view, id, response, accountId, at) => {
    await needWork(view, response, accountId);
    return view.store.withdrawMessage(id, response, accountId, at);
  },
  repliesAfter: async (view, accountId, limit) => {
    needSelf(view, accountId);
    return view.those(WORK, await view.store.repliesAfter(accountId, limit), ({ unit }) => unit);
  },
  claimDigest: serviceOnly,
  finishDigest: serviceOnly,
  lastDigest: serviceOnly,
  lastDigests: (view, accountId) => {
    needSelf(view, accountId);
    return view.store.lastDigests(accountId);
  },
};

function needSelf({ actor }: View, accountId: string): void {
  if (actor.id !== accountId) throw new NotAllowedError(actor.id, []);
}

/** In one's own name, about a comment of one's own units. */
async function needWork(view: View, response: ResponseId, by: string): Promise<void> {
  needSelf(view, by);
  await view.needOn(WORK, response);
}
