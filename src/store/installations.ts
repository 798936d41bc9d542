/** Which themes and heads are in use, and which were. */
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { Database, Sql } from './database.js';
import type { HeadsRow, InstallationRow, InstallationStore } from './installationStore.js';
import { finishRun, listRuns, startRun } from './runs.js';

export function installationMethods({ read, write }: Database): InstallationStore {
  return {
    currentInstallation: () => read(async (sql) => (await listInstallations(sql, 1))[0] ?? null),
    listInstallations: (limit) => read((sql) => listInstallations(sql, limit)),
    install: (row, parts) => write((sql) => install(sql, row, parts)),
    getTaxonomy: (version) => read((sql) => getTaxonomy(sql, version)),
    getHeads: (version) => read((sql) => getHeads(sql, version)),
    saveHeads: (row) => write((sql) => saveHeads(sql, row)),
    startRun: (run) => write((sql) => startRun(sql, run)),
    finishRun: (id, result) => write((sql) => finishRun(sql, id, result)),
    listRuns: (limit, kind) => read((sql) => listRuns(sql, limit, kind ?? null)),
  };
}

async function listInstallations(sql: Sql, limit: number): Promise<InstallationRow[]> {
  return sql.rows<InstallationRow>(
    `SELECT id, taxonomy, heads, at, by, reason FROM installations ORDER BY id DESC LIMIT ?`,
    [limit],
  );
}

async function install(
  sql: Sql,
  row: Omit<InstallationRow, 'id'>,
  { taxonomy, heads }: { readonly taxonomy?: TaxonomyDocument; readonly heads?: HeadsRow },
): Promise<number> {
  if (taxonomy) {
    const document = JSON.stringify(taxonomy);
    await sql.rows(`INSERT INTO taxonomy_versions (version, document) VALUES (?, ?) ON CONFLICT (version) DO NOTHING`, [
      taxonomy.version,
      document,
    ]);
    const [stored] = await sql.rows<{ document: string }>(`SELECT document FROM taxonomy_versions WHERE version = ?`, [
      taxonomy.version,
    ]);
    if (stored?.document !== document) {
      throw new Error(`expected other themes to carry another version than ${taxonomy.version}`);
    }
  }
  if (heads) await saveHeads(sql, heads);
  const [added] = await sql.rows<{ id: number }>(
    `INSERT INTO installations (taxonomy, heads, at, by, reason) VALUES (?, ?, ?, ?, ?) RETURNING id`,
    [row.taxonomy, row.heads, row.at, row.by, row.reason],
  );
  if (!added) throw new Error('expected the id of the new installation, got none');
  return added.id;
}

export async function getTaxonomy(sql: Sql, version: string): Promise<TaxonomyDocument | null> {
  const [row] = await sql.rows<{ document: string }>(`SELECT document FROM taxonomy_versions WHERE version = ?`, [
    version,
  ]);
  return row ? (JSON.parse(row.document) as TaxonomyDocument) : null;
}

async function getHeads(sql: Sql, version: string): Promise<HeadsRow | null> {
  const [row] = await sql.rows<HeadsRow>(
    `SELECT version, overlay, report, at, by FROM heads_versions WHERE version = ?`,
    [version],
  );
  return row ?? null;
}

/** The same overlay may come out of two trainings: the first stays. */
async function saveHeads(sql: Sql, row: HeadsRow): Promise<void> {
  await sql.rows(
    `INSERT INTO heads_versions (version, overlay, report, at, by) VALUES (?, ?, ?, ?, ?) ON CONFLICT (version) DO NOTHING`,
    [row.version, row.overlay, row.report, row.at, row.by],
  );
}
