/** Requests of data subjects: what is stored about a response, a copy of it, and its erasure. */
import type { ResponseId, Store } from '../store/store.js';
import type { Erasure, SubjectRecord } from '../store/subjectStore.js';
import { maskText } from './maskedText.js';

export interface SubjectDeps {
  readonly store: Pick<Store, 'findSubjects' | 'getSubject' | 'eraseSubject' | 'findErasure'>;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

export type SubjectSearch =
  | { readonly outcome: 'found'; readonly responses: readonly ResponseId[] }
  /** It was there and was erased; known only with its source. */
  | { readonly outcome: 'erased'; readonly erasure: Erasure }
  | { readonly outcome: 'none' };

/** @param source null: any */
export async function findSubjects(
  { store }: SubjectDeps,
  sourceId: string,
  source: string | null,
): Promise<SubjectSearch> {
  const responses = await store.findSubjects(sourceId, source ?? undefined);
  if (responses.length > 0) return { outcome: 'found', responses };
  const erasure = source === null ? null : await store.findErasure(source, sourceId);
  return erasure ? { outcome: 'erased', erasure } : { outcome: 'none' };
}

/** The copy that a data subject gets, as JSON: who saw it by name and time, without the hashes of the trail. */
export function subjectDocument(subject: SubjectRecord, at: string): string {
  const { source, sourceId, comment, tables, seenBy } = subject;
  const document = {
    made: at,
    source,
    id: sourceId,
    comment: comment?.text ?? null,
    themes: (comment?.tags ?? []).map(({ theme, polarity, confidence, evidence, confirmed }) => ({
      theme,
      polarity,
      confidence,
      evidence: evidence.map(({ start, end }) => comment?.text.slice(start, end) ?? ''),
      confirmed: confirmed ?? false,
    })),
    stored: tables,
    seenBy: seenBy.map(({ at: when, actorName, role, action, route }) => ({
      at: when,
      name: actorName,
      role,
      action,
      route,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const REASON_LENGTH = 500;

/** Null when there is no such response (any more). */
export async function eraseSubject(
  { store, now }: SubjectDeps,
  response: ResponseId,
  request: { readonly by: string; readonly reason: string },
): Promise<Erasure | null> {
  // masked before it is cut, so that half an identifier is not left
  const reason = maskText(request.reason.trim().slice(0, 2 * REASON_LENGTH)).text.slice(0, REASON_LENGTH);
  if (reason === '') throw new Error('expected a reason for the erasure, found none');
  return store.eraseSubject(response, { at: now(), by: request.by, reason });
}
