/** The audit trail as the privacy officer reads it. */
import { ROLES } from '../../domain/actor.js';
import { AUDIT_ACTIONS, idsOf, SHOWN_COMMENTS } from '../../domain/auditEvent.js';
import { SERVICE_ACTOR } from '../../flows/auditTrail.js';
import type { CheckedChain } from '../../flows/auditChain.js';
import type { AuditFilter } from '../../flows/auditLog.js';
import type { AuditRecord } from '../../store/auditStore.js';
import { auditSearch } from '../auditQuery.js';
import type { Translate } from '../language.js';
import type { PageWords } from '../render.js';
import type { NavigationLink } from './frame.js';
import { personName } from './people.js';

export interface AuditPage {
  readonly tabs: readonly NavigationLink[];
  readonly lead: string;
  readonly chain: { readonly isBad: boolean; readonly text: string; readonly hash: string; readonly token: string };
  readonly filter: AuditFilter;
  readonly people: readonly Choice[];
  readonly actions: readonly Choice[];
  /** Says who the list is about, where one comment is asked for. */
  readonly about: string;
  readonly records: readonly RecordView[];
  readonly download: string;
  readonly older: string | null;
  readonly newest: string | null;
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
}

export interface RecordView {
  readonly id: number;
  readonly at: string;
  readonly when: string;
  readonly who: string;
  readonly role: string;
  readonly action: string;
  readonly isRefused: boolean;
  readonly route: string;
  readonly status: string;
  /** What it was about, as `name: value`. */
  readonly subject: readonly string[];
  /** Which comments were shown, in few words; empty for none. */
  readonly comments: string;
}

export interface AuditPageInput {
  readonly filter: AuditFilter;
  readonly before: number | null;
  readonly records: readonly AuditRecord[];
  /** Whether there are older ones. */
  readonly more: boolean;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly chain: CheckedChain | null;
  readonly token: string;
}

export const AUDIT_PATH = '/admin/audit';
/** Ids that are named one by one. */
const IDS_SHOWN = 12;

export function auditTabs(current: 'audit' | 'subjects', t: Translate): NavigationLink[] {
  return [
    { href: AUDIT_PATH, label: t('audit.tab'), current: current === 'audit' },
    { href: '/admin/subjects', label: t('subjects.tab'), current: current === 'subjects' },
  ];
}

export function auditPage(input: AuditPageInput, words: PageWords): AuditPage {
  const { filter, before, records, more, people, token } = input;
  const { t, numbers } = words;
  const last = records.at(-1);
  return {
    tabs: auditTabs('audit', t),
    lead: t('audit.lead'),
    chain: chainView(input.chain, token, words),
    filter,
    people: people.map(({ id, name }) => ({
      value: id,
      label: name === id ? id : `${actorName(id, name, t)} (${id})`,
      chosen: id === filter.person,
    })),
    actions: AUDIT_ACTIONS.map((action) => ({
      value: action,
      label: t(`audit.actions.${action}`),
      chosen: action === filter.action,
    })),
    about: filter.comment === null ? '' : t('audit.aboutComment', { id: numbers.count(filter.comment) }),
    records: records.map((record) => recordView(record, words)),
    download: `${AUDIT_PATH}/records.csv${auditSearch(filter)}`,
    older: more && last ? AUDIT_PATH + auditSearch(filter, last.id) : null,
    newest: before === null ? null : AUDIT_PATH + auditSearch(filter),
  };
}

/** The service and the machine by their words, people by the name that they had then. */
function actorName(id: string, name: string, t: Translate): string {
  const known = personName(id, t);
  return known === id ? name : known;
}

function chainView(chain: CheckedChain | null, token: string, { t, numbers, moments }: PageWords): AuditPage['chain'] {
  if (!chain) return { isBad: false, text: t('audit.chain.checking'), hash: '', token };
  const values = {
    count: chain.records,
    records: numbers.count(chain.records),
    at: moments.minute(chain.at),
    id: numbers.count(chain.brokenAt ?? 0),
  };
  const state =
    chain.problem === null ? t('audit.chain.whole', values) : t(`audit.chain.problems.${chain.problem}`, values);
  const purged =
    chain.purgedThrough > 0 ? ` ${t('audit.chain.purged', { id: numbers.count(chain.purgedThrough) })}` : '';
  return {
    isBad: chain.problem !== null,
    text: `${state}${purged} ${t('audit.chain.checked', values)}`,
    hash: chain.newest.id === 0 ? '' : chain.newest.hash,
    token,
  };
}

export function recordView(record: AuditRecord, { t, numbers, moments }: PageWords): RecordView {
  const { [SHOWN_COMMENTS]: shown = '', ...rest } = record.subject;
  const ids = idsOf(shown);
  return {
    id: record.id,
    at: record.at,
    when: moments.minute(record.at),
    who: actorName(record.actorId, record.actorName, t),
    role: roleName(record.role, t),
    action: t(`audit.actions.${record.action}`),
    isRefused: record.action === 'refused' || record.action === 'signInFailed',
    route: record.route,
    status: record.status === null || record.status < 400 ? '' : String(record.status),
    subject: Object.entries(rest).map(([name, value]) => `${name}: ${value}`),
    comments:
      ids.length === 0
        ? ''
        : ids.length <= IDS_SHOWN
          ? t('audit.comments', { count: ids.length, ids: ids.join(', ') })
          : t('audit.manyComments', { n: numbers.count(ids.length), ids: ids.slice(0, IDS_SHOWN).join(', ') }),
  };
}

function roleName(role: string, t: Translate): string {
  const known = [...ROLES, 'local' as const, 'token' as const].find((each) => each === role);
  if (known) return t(`account.roles.${known}`);
  return t(role === SERVICE_ACTOR.role ? 'audit.roles.service' : 'audit.roles.other');
}
