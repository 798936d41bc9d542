/** Brings a database to the schema of this version: forward only, each step once, all of them in one transaction. */
import type { Knex } from 'knex';
import { accounts } from './accounts.js';
import { auditTrail } from './auditTrail.js';
import { findings } from './findings.js';
import { panels } from './panels.js';
import { actions } from './actions.js';
import { teamWork } from './teamWork.js';
import { erasures } from './erasures.js';
import { annotationsAndVisits } from './annotationsAndVisits.js';
import { foundation } from './foundation.js';
import { installations } from './installations.js';
import { labels } from './labels.js';
import { ownThemes } from './ownThemes.js';
import { qualityMonths } from './qualityMonths.js';
import { scoresByDay } from './scoresByDay.js';
import { seriousFlags } from './seriousFlags.js';
import { similarity } from './similarity.js';

/** A step of the schema. Its name is stored; never rename or change one that has been released, add another. */
export interface SchemaStep {
  readonly name: string;
  up(knex: Knex): Promise<void>;
}

const STEPS: readonly SchemaStep[] = [
  foundation,
  annotationsAndVisits,
  scoresByDay,
  labels,
  installations,
  ownThemes,
  similarity,
  seriousFlags,
  qualityMonths,
  accounts,
  auditTrail,
  findings,
  panels,
  actions,
  teamWork,
  erasures,
];

/** Marks a file as ours in the SQLite header ("Kuul"). */
export const APPLICATION_ID = 0x4b75756c;
/** Names of the schema steps that this version knows, oldest first. */
export const SCHEMA_STEPS: readonly string[] = STEPS.map((step) => step.name);

const source: Knex.MigrationSource<SchemaStep> = {
  getMigrations: () => Promise.resolve([...STEPS]),
  getMigrationName: (step) => step.name,
  getMigration: (step) =>
    Promise.resolve({
      up: (knex: Knex) => step.up(knex),
      down: () => Promise.reject(new Error('the schema only goes forward: restore a backup instead')),
    }),
};

/** Schema steps that the database has had, oldest first; empty for a new file. */
async function doneSteps(knex: Knex): Promise<string[]> {
  const tables = await knex.raw<{ name: string }[]>(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  if (tables.length === 0) return [];
  if (!tables.some((table) => table.name === 'schema_steps')) {
    throw new Error('expected a Kuulolla database, found tables of something else');
  }
  const rows = await knex.raw<{ name: string }[]>('SELECT name FROM schema_steps ORDER BY id');
  return rows.map((row) => row.name);
}

/** @throws when the database has schema steps that this version does not know */
export async function migrate(knex: Knex): Promise<void> {
  const done = await doneSteps(knex);
  const unknown = done.filter((name) => !SCHEMA_STEPS.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `expected schema steps up to ${SCHEMA_STEPS.at(-1)}, found ${unknown.join(', ')} of a newer version`,
    );
  }
  if (done.length === SCHEMA_STEPS.length) return;
  /*
   * One outer transaction: a process killed half-way leaves neither half a schema nor a migration lock that nobody frees, and
   * two processes that start together take turns at its first write.
   */
  await knex.transaction(async (lane) => {
    await lane.raw(`PRAGMA application_id = ${APPLICATION_ID}`);
    await lane.migrate.latest({ migrationSource: source, tableName: 'schema_steps' });
  });
}
