/** Findings and actions of one's own units; members of a panel see those of their rounds, as they were made for them. */
import type { Action, ActionStore } from '../../store/actionStore.js';
import type { Finding, FindingStore } from '../../store/findingStore.js';
import { roundsOf } from './panelRules.js';
import type { Rules } from './rules.js';
import type { Rights, View } from './view.js';

/** After a round its facilitator writes what came of it. */
const CHANGE: Rights = ['findings.write', 'panel.lead'];
const NOBODY: Action['owner'] = { id: '', name: '' };

export const findingRules: Rules<FindingStore> = {
  addFinding: async (view, finding) => {
    await view.needIn('findings.write', finding.unit);
    if (finding.replaces !== null) await view.needIn('findings.write', await unitOf(view, finding.replaces));
    for (const { response } of finding.quotes) await view.needOn('comments.read', response);
    return view.store.addFinding(finding);
  },
  getFinding: async (view, id) => {
    const finding = await view.store.getFinding(id);
    if (!finding) return null;
    if (await view.mayIn('findings.read', finding.unit)) return finding;
    const rounds = await roundsOf(view);
    return rounds.some(({ findings }) => findings.includes(id)) ? forPanel(finding) : null;
  },
  listFindings: async (view, filter) => {
    view.need('findings.read');
    return view.those('findings.read', await view.store.listFindings(filter), ({ unit }) => unit);
  },
  changeFinding: async (view, id, change, by, at) => {
    await view.needIn(CHANGE, await unitOf(view, id));
    for (const { response } of change.quotes ?? []) await view.needOn('comments.read', response);
    await view.store.changeFinding(id, change, by, at);
  },
  findingHistory: async (view, id) => {
    const finding = await view.store.getFinding(id);
    return finding && (await view.mayIn('findings.read', finding.unit)) ? view.store.findingHistory(id) : [];
  },
  dataVersion: async (view) => {
    view.need('findings.write');
    const within = await view.within();
    const whole = await view.store.dataVersion();
    if (!within) return whole;
    const everything = { from: null, to: null, unit: null, within, channel: null, lang: null };
    const cells = await view.store.readCells(everything, []);
    return { ...whole, responses: cells.reduce((sum, { count }) => sum + count, 0) };
  },
};

export const actionRules: Rules<ActionStore> = {
  addAction: async (view, action) => {
    await view.needIn('actions.write', action.unit);
    if (action.finding !== null) await view.needIn('findings.read', await unitOf(view, action.finding));
    return view.store.addAction(action);
  },
  getAction: async (view, id) => {
    const action = await view.store.getAction(id);
    return action && (await view.mayIn('actions.read', action.unit)) ? action : null;
  },
  listActions: async (view, filter) => {
    if (view.may('actions.read')) {
      return view.those('actions.read', await view.store.listActions(filter), ({ unit }) => unit);
    }
    // "what came of it": the panel that reviewed a finding sees what followed, not who answers for it
    const { finding } = filter;
    const rounds = finding === undefined ? [] : await roundsOf(view);
    const isTheirs = rounds.some(({ state, findings }) => state === 'closed' && findings.some((id) => id === finding));
    if (!isTheirs) return [];
    return (await view.store.listActions(filter)).map((action) => ({ ...action, owner: NOBODY, createdBy: '' }));
  },
  changeAction: async (view, id, change, by, at) => {
    await view.needIn('actions.write', (await view.store.getAction(id))?.unit ?? null);
    await view.store.changeAction(id, change, by, at);
  },
  actionHistory: async (view, id) => {
    const action = await view.store.getAction(id);
    return action && (await view.mayIn('actions.read', action.unit)) ? view.store.actionHistory(id) : [];
  },
};

/** Of a finding; that of the whole organisation for one that is not known, so that only who sees all of it may go on. */
async function unitOf(view: View, finding: number): Promise<string | null> {
  return (await view.store.getFinding(finding))?.unit ?? null;
}

/** Without what is for the staff alone. */
function forPanel(finding: Finding): Finding {
  const quotes = finding.quotes.filter(({ approved }) => approved).map((quote) => ({ ...quote, response: 0 }));
  return { ...finding, quotes, madeFrom: '', createdBy: '' };
}
