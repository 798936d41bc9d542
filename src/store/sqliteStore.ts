/** The store on SQLite: one line per method, the SQL is in the files it names. */
import { accountMethods } from './accountStore.js';
import { auditMethods } from './auditStore.js';
import { findingMethods } from './findingStore.js';
import { panelMethods } from './panelStore.js';
import { actionMethods } from './actionStore.js';
import { teamMethods } from './teamStore.js';
import { subjectMethods } from './subjectStore.js';
import { addAnnotation, deleteAnnotation, getAnnotation, listAnnotations } from './annotations.js';
import { addResponses } from './responses.js';
import { backup } from './backup.js';
import { corpusMethods } from './corpus.js';
import { installationMethods } from './installations.js';
import { labelMethods } from './labels.js';
import { ownThemeMethods } from './ownThemeStore.js';
import { qualityMethods } from './qualityStore.js';
import { seriousMethods } from './seriousStore.js';
import { similarityMethods } from './similarityStore.js';
import { dayRange, knownChannels, knownLanguages, readCells, readStatements, taggingProgress } from './cellQueries.js';
import { check } from './check.js';
import { commentsById } from './commentRows.js';
import { commentTexts, countComments, listComments } from './comments.js';
import { openAuditAnchors } from './auditAnchors.js';
import { openDatabase } from './database.js';
import {
  getIdempotent,
  getImport,
  listImports,
  purgeIdempotent,
  saveIdempotent,
  startImport,
  updateImport,
} from './imports.js';
import { purgeOriginals } from './originals.js';
import { commentsTaggedOtherwise, countTaggedOtherwise, pendingComments } from './pending.js';
import { getSetting, setSetting } from './settings.js';
import { readStatementAnswers } from './statementAnswers.js';
import type { Store } from './store.js';
import { saveTags } from './tags.js';
import { listUnits, saveUnits } from './units.js';
import { getVectors } from './vectors.js';
import { readVisitCounts, saveVisitCounts } from './visitCounts.js';

export interface StoreOptions {
  /** Absolute path; created with its schema when it is not there. Its folder must exist. */
  readonly file: string;
  /** How many reads may run at the same time, 1 or more. */
  readonly readers?: number;
  /** Where the audit trail is noted outside the database (auditAnchors.ts); absent for copies. */
  readonly anchorFile?: string;
  /** Where erasures are noted outside the database (erasures.ts); absent for copies. */
  readonly erasuresFile?: string;
}

const DEFAULT_READERS = 3;

/** @throws when the file is not a Kuulolla database or was written by a newer version */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, readers = DEFAULT_READERS, anchorFile, erasuresFile } = options;
  const database = await openDatabase(file, readers);
  const anchors = openAuditAnchors(anchorFile ?? null);
  const { read, write } = database;
  return {
    listUnits: () => read(listUnits),
    saveUnits: (units) => write((sql) => saveUnits(sql, units)),

    addResponses: (responses, options = {}) =>
      write(async (sql) => {
        if (options.importProgress && options.importId === undefined) {
          throw new Error('expected importId with importProgress, got none');
        }
        const names = options.unitNames ?? new Map<string, string>();
        const outcomes = await addResponses(sql, responses, options.importId ?? null, names);
        if (options.importProgress && options.importId !== undefined) {
          await updateImport(sql, options.importId, options.importProgress);
        }
        return outcomes;
      }),
    startImport: (record) => write((sql) => startImport(sql, record)),
    updateImport: (id, progress) => write((sql) => updateImport(sql, id, progress)),
    getImport: (id) => read((sql) => getImport(sql, id)),
    listImports: (limit) => read((sql) => listImports(sql, limit)),
    getIdempotent: (key) => read((sql) => getIdempotent(sql, key)),
    saveIdempotent: (key, requestHash, body, at) => write((sql) => saveIdempotent(sql, key, requestHash, body, at)),
    purgeIdempotent: (before) => write((sql) => purgeIdempotent(sql, before)),
    purgeOriginals: async (today) => {
      const deleted = await write((sql) => purgeOriginals(sql, today));
      // the write-ahead log still holds the pages as they were until it is emptied
      if (deleted > 0) await database.writeAlone('PRAGMA wal_checkpoint(TRUNCATE)');
      return deleted;
    },

    pendingComments: (limit) => read((sql) => pendingComments(sql, limit)),
    taggingProgress: () => read(taggingProgress),
    getVectors: (space, textHashes) => read((sql) => getVectors(sql, space, textHashes)),
    saveTags: (tags, versions, vectors, taxonomy) =>
      write((sql) => saveTags(sql, tags, versions, vectors, taxonomy ?? null)),
    commentsTaggedOtherwise: (versions, afterId, limit) =>
      read((sql) => commentsTaggedOtherwise(sql, versions, afterId, limit)),
    countTaggedOtherwise: (versions) => read((sql) => countTaggedOtherwise(sql, versions)),

    readCells: (filter, by, units) => read((sql) => readCells(sql, filter, by, units)),
    readStatements: (filter) => read((sql) => readStatements(sql, filter)),
    readStatementAnswers: (filter, limit) => read((sql) => readStatementAnswers(sql, filter, limit)),
    dayRange: (unit) => read((sql) => dayRange(sql, unit)),
    knownLanguages: () => read(knownLanguages),
    knownChannels: () => read(knownChannels),

    listComments: (query) => read((sql) => listComments(sql, query)),
    getComment: (id) => read(async (sql) => (await commentsById(sql, [id]))[0] ?? null),
    countComments: (query) => read((sql) => countComments(sql, query)),
    commentTexts: (query) => read((sql) => commentTexts(sql, query)),

    addAnnotation: (annotation) => write((sql) => addAnnotation(sql, annotation)),
    getAnnotation: (id) => read((sql) => getAnnotation(sql, id)),
    deleteAnnotation: (id) => write((sql) => deleteAnnotation(sql, id)),
    listAnnotations: (unit, from, to) => read((sql) => listAnnotations(sql, unit, from, to)),
    saveVisitCounts: (counts) => write((sql) => saveVisitCounts(sql, counts)),
    readVisitCounts: (units, from, to) => read((sql) => readVisitCounts(sql, units, from, to)),

    ...labelMethods(database),
    ...installationMethods(database),
    ...corpusMethods(database),
    ...ownThemeMethods(database),
    ...qualityMethods(database),
    ...seriousMethods(database),
    ...similarityMethods(database),
    ...accountMethods(database),
    ...auditMethods(database, anchors),
    ...findingMethods(database),
    ...panelMethods(database),
    ...actionMethods(database),
    ...teamMethods(database),
    ...subjectMethods(database, erasuresFile ?? null),

    getSetting: (key) => read((sql) => getSetting(sql, key)),
    setSetting: (key, value) => write((sql) => setSetting(sql, key, value)),
    isEmpty: () =>
      read(async (sql) => (await sql.rows<{ id: number }>(`SELECT id FROM responses LIMIT 1`)).length === 0),
    backup: (copy) => backup(file, copy),
    check: async () => {
      const known = await anchors.read();
      return read((sql) => check(sql, known));
    },
    close: async () => {
      try {
        await anchors.close();
      } finally {
        await database.close();
      }
    },
  };
}
