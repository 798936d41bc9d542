/** What the audit trail keeps of each thing that somebody did, and how it is written down. */

export const AUDIT_ACTIONS = [
  'view',
  'search',
  'export',
  'change',
  'signIn',
  'signInFailed',
  'signOut',
  'refused',
  'system',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEvent {
  /** ISO date-time, UTC. */
  readonly at: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly role: string;
  readonly action: AuditAction;
  /** Route pattern, `/comments/:id`; or what is no request, `command import`. */
  readonly route: string;
  /** What it was about, masked: `{"id":"17"}`. `comments`: ids of the comments that were shown (compactIds). Never a comment's text. */
  readonly subject: Readonly<Record<string, string>>;
  /** HTTP status, or null for what is no request. */
  readonly status: number | null;
}

/** The field of a subject that holds which comments were shown. */
export const SHOWN_COMMENTS = 'comments';

/** Ids in ascending order, each once, runs as `from-to`: `3,17-20`. */
export function compactIds(ids: Iterable<number>): string {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  const runs: [from: number, to: number][] = [];
  for (const id of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** Most ids that one record can name: more than any page shows, few enough that a forged run of a billion does no harm. */
const MOST_IDS = 10_000;

/** The ids of compactIds; what is not of that form is left out. */
export function idsOf(compact: string): number[] {
  const ids: number[] = [];
  for (const part of compact.split(',')) {
    const [, from, to = from] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part) ?? [];
    if (from === undefined) continue;
    for (let id = Number(from); id <= Number(to) && ids.length < MOST_IDS; id += 1) ids.push(id);
  }
  return ids;
}

/** A subject as it is kept and hashed: JSON with its names in ascending order of UTF-16 code units. */
export function canonicalSubject(subject: AuditEvent['subject']): string {
  return JSON.stringify(Object.fromEntries(Object.entries(subject).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}

/**
 * The text whose SHA-256 (hex, lower case) is a record's hash: a JSON array without spaces, with the hash of the record before in
 * front. docs/audit.md verifies it in ten lines.
 * @param subject as canonicalSubject wrote it
 */
export function hashedText(before: string, id: number, event: Omit<AuditEvent, 'subject'>, subject: string): string {
  const { at, actorId, actorName, role, action, route, status } = event;
  const head = JSON.stringify([before, id, at, actorId, actorName, role, action, route]).slice(0, -1);
  return `${head},${subject},${String(status)}]`;
}

/** The hash before the first record. */
export const FIRST_HASH = '0'.repeat(64);
