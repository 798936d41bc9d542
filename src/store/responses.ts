/** Stores new responses, each once by (source, source id). */
import { createHash } from 'node:crypto';
import { scoreClass } from '../domain/response.js';
import { countNew } from './cellChanges.js';
import { commentStateCode, dayNumber, scoreClassCode } from './codes.js';
import type { Sql } from './database.js';
import { erasedAmong, idAfterErasure } from './erasures.js';
import { indexStems } from './searchIndex.js';
import type { IncomingResponse, ResponseId, StoredOutcome } from './store.js';
import { resolveUnitPaths } from './units.js';

interface IdentityRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly content_key: Uint8Array;
}

/** 128 bits of the caller's hash: enough to tell contents apart, a quarter of its length in millions of rows. */
function contentKey(contentHash: string): Buffer {
  return createHash('sha256').update(contentHash).digest().subarray(0, 16);
}

function identity(source: string, sourceId: string): string {
  return JSON.stringify([source, sourceId]);
}

const INSERT = `
  INSERT INTO responses (id, source, source_id, content_key, day, answered_at, unit_id, channel, lang, score, scale, score_class,
    comment, comment_state, import_id)
  SELECT value ->> 13, value ->> 0, value ->> 1, unhex(value ->> 2), value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
    value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, ?
  FROM json_each(?) WHERE true
  ON CONFLICT (source, source_id) DO NOTHING
  RETURNING id, source, source_id`;

/** Outcomes in the order given. What was erased at a data subject's request is not stored again. */
export async function addResponses(
  sql: Sql,
  responses: readonly IncomingResponse[],
  importId: number | null,
  unitNames: ReadonlyMap<string, string>,
): Promise<StoredOutcome[]> {
  const erased = await erasedAmong(sql, responses);
  const others = erased.size === 0 ? responses : responses.filter((_, index) => !erased.has(index));
  const outcomes = await addOthers(sql, others, importId, unitNames);
  if (erased.size === 0) return outcomes;
  const rest = outcomes[Symbol.iterator]();
  return responses.map((_, index): StoredOutcome => {
    if (erased.has(index)) return { outcome: 'erased', id: 0 };
    const next = rest.next();
    if (next.done === true) throw new Error(`expected ${others.length} outcomes, got ${outcomes.length}`);
    return next.value;
  });
}

/** A repeat within the call is compared with its first occurrence. */
async function addOthers(
  sql: Sql,
  responses: readonly IncomingResponse[],
  importId: number | null,
  unitNames: ReadonlyMap<string, string>,
): Promise<StoredOutcome[]> {
  if (responses.length === 0) return [];
  const keys = responses.map((response) => identity(response.source, response.sourceId));
  const firstIndex = new Map<string, number>();
  keys.forEach((key, index) => {
    if (!firstIndex.has(key)) firstIndex.set(key, index);
  });
  const firsts = responses.filter((_, index) => firstIndex.get(keys[index] ?? '') === index);

  const acceptedIds = await insertFirsts(sql, firsts, importId, unitNames);
  const accepted = firsts.flatMap((response) => {
    const id = acceptedIds.get(identity(response.source, response.sourceId));
    return id === undefined ? [] : [{ response, id }];
  });
  await addStatements(sql, accepted);
  await addOriginals(sql, accepted);
  await indexStems(
    sql,
    accepted.map(({ response, id }) => ({ id, day: dayNumber(response.day), stems: response.stems })),
  );
  await countNew(
    sql,
    accepted.map(({ id }) => id),
    accepted.some(({ response }) => Object.keys(response.statements).length > 0),
  );

  const isNew = (index: number): boolean => {
    const key = keys[index] ?? '';
    return firstIndex.get(key) === index && acceptedIds.has(key);
  };
  const stored = await storedContents(
    sql,
    responses.filter((_, index) => !isNew(index)),
  );
  return responses.map((response, index): StoredOutcome => {
    const key = keys[index] ?? '';
    const acceptedId = acceptedIds.get(key);
    if (acceptedId !== undefined && isNew(index)) return { outcome: 'accepted', id: acceptedId };
    const known = stored.get(key);
    if (!known) throw new Error(`expected response ${key} to be stored, found none`);
    const same = contentKey(response.contentHash).equals(known.contentKey);
    return { outcome: same ? 'duplicate' : 'conflict', id: known.id };
  });
}

async function insertFirsts(
  sql: Sql,
  responses: readonly IncomingResponse[],
  importId: number | null,
  unitNames: ReadonlyMap<string, string>,
): Promise<Map<string, ResponseId>> {
  const unitIds = await resolveUnitPaths(
    sql,
    responses.map((response) => response.unitPath),
    unitNames,
  );
  await sql.rows(
    `INSERT INTO languages (lang) SELECT value FROM json_each(?) WHERE true ON CONFLICT (lang) DO NOTHING`,
    [JSON.stringify([...new Set(responses.map((response) => response.lang))])],
  );
  const nextId = await idAfterErasure(sql);
  const rows = responses.map((response, index) => [
    response.source,
    response.sourceId,
    contentKey(response.contentHash).toString('hex'),
    dayNumber(response.day),
    response.answeredAt,
    unitIds[index],
    response.channel,
    response.lang,
    response.score,
    response.scale,
    scoreClassCode(scoreClass(response.score, response.scale)),
    response.comment,
    commentStateCode(response.initialState),
    nextId === null ? null : nextId + index,
  ]);
  const inserted = await sql.rows<Pick<IdentityRow, 'id' | 'source' | 'source_id'>>(INSERT, [
    importId,
    JSON.stringify(rows),
  ]);
  return new Map(inserted.map((row) => [identity(row.source, row.source_id), row.id]));
}

interface Accepted {
  readonly response: IncomingResponse;
  readonly id: ResponseId;
}

async function addStatements(sql: Sql, accepted: readonly Accepted[]): Promise<void> {
  const answers = accepted.flatMap(({ response, id }) =>
    Object.entries(response.statements).map(([statement, value]) => [id, statement, value] as const),
  );
  if (answers.length === 0) return;
  await sql.rows(
    `INSERT INTO statements (statement) SELECT value FROM json_each(?) WHERE true ON CONFLICT (statement) DO NOTHING`,
    [JSON.stringify([...new Set(answers.map(([, statement]) => statement))])],
  );
  await sql.rows(
    `INSERT INTO response_statements (response_id, statement_id, value)
     SELECT answer.value ->> 0, statements.id, answer.value ->> 2
     FROM json_each(?) AS answer JOIN statements ON statements.statement = answer.value ->> 1`,
    [JSON.stringify(answers)],
  );
}

async function addOriginals(sql: Sql, accepted: readonly Accepted[]): Promise<void> {
  const originals = accepted.flatMap(({ response, id }) =>
    response.original ? [[id, response.original.text, dayNumber(response.original.deleteAfter)]] : [],
  );
  if (originals.length === 0) return;
  await sql.rows(
    `INSERT INTO originals (response_id, comment, delete_after)
     SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`,
    [JSON.stringify(originals)],
  );
}

async function storedContents(
  sql: Sql,
  responses: readonly IncomingResponse[],
): Promise<Map<string, { readonly id: ResponseId; readonly contentKey: Uint8Array }>> {
  if (responses.length === 0) return new Map();
  const rows = await sql.rows<IdentityRow>(
    `SELECT responses.id, responses.source, responses.source_id, responses.content_key
     FROM json_each(?) AS asked
     JOIN responses ON responses.source = asked.value ->> 0 AND responses.source_id = asked.value ->> 1`,
    [JSON.stringify(responses.map((response) => [response.source, response.sourceId]))],
  );
  return new Map(rows.map((row) => [identity(row.source, row.source_id), { id: row.id, contentKey: row.content_key }]));
}
