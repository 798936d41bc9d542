/** Where the project lies on disk: models/, data/ and views/ are read from there, compiled or not. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the folder that holds package.json and models/. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'models'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('expected package.json and models/ above the program, found neither');
    folder = parent;
  }
  return folder;
}
