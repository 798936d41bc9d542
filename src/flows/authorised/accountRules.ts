/** Accounts: those who manage them, and everybody their own. What signs people in is the service's. */
import type { AccountStore } from '../../store/accountStore.js';
import type { AuditStore } from '../../store/auditStore.js';
import type { SubjectStore } from '../../store/subjectStore.js';
import { NotAllowedError } from './notAllowed.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import type { Rights, View } from './view.js';

const MANAGE = 'accounts.manage';
/** Who works with others is told their names. */
const STAFF: Rights = [
  'comments.read',
  'comments.work',
  'findings.read',
  'actions.read',
  'panel.lead',
  'accounts.manage',
  'audit.read',
  'subjects.manage',
];

export const accountRules: Rules<AccountStore> = {
  countAccounts: (view) => {
    view.needWhole(MANAGE);
    return view.store.countAccounts();
  },
  listAccounts: (view) => {
    view.needWhole(MANAGE);
    return view.store.listAccounts();
  },
  accountNames: (view) => {
    view.need(STAFF);
    return view.store.accountNames();
  },
  getAccount: (view, id) => (isTheirs(view, id) ? view.store.getAccount(id) : Promise.resolve(null)),
  findAccount: (view, userName) => {
    view.needWhole(MANAGE);
    return view.store.findAccount(userName);
  },
  findAccountByIdentity: serviceOnly,
  accountsByEmail: serviceOnly,
  addAccount: (view, account, passwordHash) => {
    view.needWhole(MANAGE);
    return view.store.addAccount(account, passwordHash);
  },
  changeAccount: (view, id, change) => {
    // one's own language, and nothing that says what one may do
    const isOwnLanguage = id === view.actor.id && Object.keys(change).every((field) => field === 'lang');
    if (!isOwnLanguage) view.needWhole(MANAGE);
    return view.store.changeAccount(id, change);
  },
  bindIdentity: serviceOnly,
  setPassword: (view, id, passwordHash, keepSession) => {
    needTheirs(view, id);
    return view.store.setPassword(id, passwordHash, keepSession);
  },
  passwordHashOf: serviceOnly,
  renewPasswordHash: serviceOnly,
  recordSignIn: serviceOnly,
  signInLock: serviceOnly,
  takeSignInTry: serviceOnly,
  forgetSignInTries: serviceOnly,
  addSession: serviceOnly,
  getSession: serviceOnly,
  touchSession: serviceOnly,
  deleteSession: serviceOnly,
  deleteSessionsOf: (view, accountId) => {
    needTheirs(view, accountId);
    return view.store.deleteSessionsOf(accountId);
  },
  purgeSessions: serviceOnly,
  addToken: (view, token, tokenHash) => {
    view.needWhole(MANAGE);
    return view.store.addToken(token, tokenHash);
  },
  findToken: serviceOnly,
  touchToken: serviceOnly,
  listTokens: (view) => {
    view.needWhole(MANAGE);
    return view.store.listTokens();
  },
  revokeToken: (view, id, at) => {
    view.needWhole(MANAGE);
    return view.store.revokeToken(id, at);
  },
};

export const auditRules: Rules<AuditStore> = {
  // whatever anybody does is recorded
  appendAudit: (view, events) => view.store.appendAudit(events),
  listAudit: (view, query) => {
    view.needWhole('audit.read');
    return view.store.listAudit(query);
  },
  auditActors: (view) => {
    view.needWhole('audit.read');
    return view.store.auditActors();
  },
  verifyAudit: (view) => {
    view.needWhole('audit.read');
    return view.store.verifyAudit();
  },
  purgeAudit: serviceOnly,
};

export const subjectRules: Rules<SubjectStore> = {
  findSubjects: (view, sourceId, source) => {
    view.needWhole('subjects.manage');
    return view.store.findSubjects(sourceId, source);
  },
  getSubject: (view, response) => {
    view.needWhole('subjects.manage');
    return view.store.getSubject(response);
  },
  eraseSubject: (view, response, request) => {
    view.needWhole('subjects.manage');
    return view.store.eraseSubject(response, request);
  },
  findErasure: (view, source, sourceId) => {
    view.needWhole('subjects.manage');
    return view.store.findErasure(source, sourceId);
  },
  listErasures: (view, limit) => {
    view.needWhole('subjects.manage');
    return view.store.listErasures(limit);
  },
};

function isTheirs(view: View, id: string): boolean {
  return id === view.actor.id || view.mayWhole(MANAGE);
}

function needTheirs(view: View, id: string): void {
  if (!isTheirs(view, id)) throw new NotAllowedError(view.actor.id, [MANAGE]);
}
