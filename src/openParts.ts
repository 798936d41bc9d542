/** The database and the tagger of an installation, for the server and for commands that need no more than these. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import type { Taxonomy } from './domain/theme.js';
import type { Store } from './store/store.js';
import type { Learner } from './tagging/learner.js';
import type { Tagger } from './tagging/tagger.js';
import { openStore } from './store/sqliteStore.js';
import { createTagger } from './tagging/taggerPool.js';

/** Opens the database of an installation, creating its folders when they are not there. */
export async function openStoreOf(config: Config): Promise<Store> {
  try {
    await mkdir(config.uploadFolder, { recursive: true });
  } catch (cause) {
    throw new Error(`expected a folder that can be written to at ${config.dataFolder} (KUULOLLA_DATA)`, { cause });
  }
  const { databaseFile: file, auditAnchorFile: anchorFile, erasuresFile } = config;
  return openStore({ file, anchorFile, erasuresFile });
}

/** Starts the tagger with the shipped themes and heads; workers load the model with their first task. */
export function openTaggerOf(config: Config, root: string, taxonomy: Taxonomy): Promise<Tagger & Learner> {
  const { source, remote } = config.model;
  return createTagger({
    modelFolder: remote ? join(root, 'models', source) : source,
    ...(remote && { modelsFolder: join(root, 'models'), allowRemoteModels: true }),
    taxonomy,
    workers: config.workers,
  });
}
