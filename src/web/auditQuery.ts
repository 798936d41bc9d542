/** The filter of the audit trail in the address. */
import { z } from 'zod';
import { AUDIT_ACTIONS } from '../domain/auditEvent.js';
import type { AuditFilter } from '../flows/auditLog.js';
import { FILTER_RULES, QueryReader, type QueryInput, type QueryProblem, type QueryRule } from './query.js';

const NUMBER = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

const RULES = {
  person: { expected: 'an id of at most 100 characters', schema: z.string().max(100) },
  action: { expected: `one of ${AUDIT_ACTIONS.join(', ')}`, schema: z.enum(AUDIT_ACTIONS) },
  route: { expected: 'at most 60 characters', schema: z.string().max(60) },
  comment: { expected: 'the number of a comment', schema: NUMBER },
  before: { expected: 'the number of a record', schema: NUMBER },
} satisfies Record<string, QueryRule<unknown>>;

export interface AuditPageQuery {
  readonly filter: AuditFilter;
  /** Records with lower numbers only; null: from the newest. */
  readonly before: number | null;
  readonly problems: readonly QueryProblem[];
}

export function readAuditQuery(query: QueryInput): AuditPageQuery {
  const reader = new QueryReader(query);
  const filter = {
    person: reader.read('person', RULES.person),
    action: reader.read('action', RULES.action),
    route: reader.read('route', RULES.route),
    comment: reader.read('comment', RULES.comment),
    from: reader.read('from', FILTER_RULES.from),
    to: reader.read('to', FILTER_RULES.to),
  };
  return { filter, before: reader.read('before', RULES.before), problems: reader.problems };
}

/** `?person=…`, empty for no filter. */
export function auditSearch(filter: AuditFilter, before: number | null = null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, before })) {
    if (value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
