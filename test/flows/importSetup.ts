/** A database and a folder of one's own for tests of what comes in. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportDeps } from '../../src/flows/importFile.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

export interface ImportSetup {
  readonly deps: ImportDeps & { readonly store: Store };
  readonly store: Store;
  /** Writes a file into the folder and gives its path. */
  write(name: string, content: string | Buffer): Promise<{ file: string; fileName: string }>;
  remove(): Promise<void>;
}

export const TODAY = '2025-06-01';

export async function createImportSetup(): Promise<ImportSetup> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: join(folder.path, 'test.sqlite') });
  return {
    store,
    deps: {
      store,
      today: () => TODAY,
      now: () => '2025-06-01T09:00:00.000Z',
      timeZone: 'Europe/Helsinki',
      dataFolder: folder.path,
      keepOriginalDays: 0,
      supportedLanguages: ['fi', 'sv', 'en'],
    },
    write: async (name, content) => {
      const file = join(folder.path, name);
      await writeFile(file, content);
      return { file, fileName: name };
    },
    remove: async () => {
      await store.close();
      await folder.remove();
    },
  };
}
