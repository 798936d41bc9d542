/** A record of every run of the tagger and of what learns from people. */
import type { Sql } from './database.js';
import type { InstallationStore, RunKind, RunRow } from './installationStore.js';

export async function startRun(
  sql: Sql,
  { kind, by, versions, startedAt, settings }: Parameters<InstallationStore['startRun']>[0],
): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO runs (kind, state, by, space, heads, taxonomy, started_at, settings, counts)
     VALUES (?, 'running', ?, ?, ?, ?, ?, ?, '{}') RETURNING id`,
    [kind, by, versions.space, versions.heads, versions.taxonomy, startedAt, JSON.stringify(settings)],
  );
  if (!row) throw new Error('expected the id of the new run, got none');
  return row.id;
}

export async function finishRun(
  sql: Sql,
  id: number,
  result: Parameters<InstallationStore['finishRun']>[1],
): Promise<void> {
  await sql.rows(
    `UPDATE runs SET state = ?, finished_at = ?, duration_ms = ?, input_hash = ?, output_hash = ?, counts = ?, error = ?
     WHERE id = ?`,
    [
      result.state,
      result.finishedAt,
      result.durationMs,
      result.inputHash,
      result.outputHash,
      JSON.stringify(result.counts),
      result.error,
      id,
    ],
  );
}

interface StoredRun {
  readonly id: number;
  readonly kind: RunKind;
  readonly state: RunRow['state'];
  readonly by: string;
  readonly space: string;
  readonly heads: string;
  readonly taxonomy: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly input_hash: string | null;
  readonly output_hash: string | null;
  readonly settings: string;
  readonly counts: string;
  readonly error: string | null;
}

export async function listRuns(sql: Sql, limit: number, kind: RunKind | null): Promise<RunRow[]> {
  const rows = await sql.rows<StoredRun>(
    `SELECT id, kind, state, by, space, heads, taxonomy, started_at, finished_at, duration_ms, input_hash, output_hash,
       settings, counts, error
     FROM runs ${kind === null ? '' : 'WHERE kind = ?'} ORDER BY id DESC LIMIT ?`,
    kind === null ? [limit] : [kind, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    by: row.by,
    versions: { space: row.space, heads: row.heads, taxonomy: row.taxonomy },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    durationMs: row.duration_ms,
    inputHash: row.input_hash,
    outputHash: row.output_hash,
    settings: JSON.parse(row.settings) as RunRow['settings'],
    counts: JSON.parse(row.counts) as RunRow['counts'],
    error: row.error,
  }));
}
