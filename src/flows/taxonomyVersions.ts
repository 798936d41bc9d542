/** Every list of themes and every set of heads that was in use, newest first, and what changed from one to the next. */
import { documentDifferences, type TaxonomyDifference } from '../domain/taxonomyDifference.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { InstallationRow } from '../store/installationStore.js';
import type { LearningDeps } from './deps.js';

export interface VersionStep {
  readonly row: InstallationRow;
  readonly inUse: boolean;
  readonly activeThemes: number;
  /** Against the one before; empty for the first. */
  readonly differences: readonly TaxonomyDifference[];
  readonly headsChanged: boolean;
  readonly isFirst: boolean;
}

/** At most `limit` of them. */
export async function taxonomyVersions(
  { store, installation }: Pick<LearningDeps, 'store' | 'installation'>,
  limit = 100,
): Promise<VersionStep[]> {
  // one more, to know what the oldest one shown changed
  const rows = await store.listInstallations(limit + 1);
  const documents = new Map<string, TaxonomyDocument>();
  for (const version of new Set(rows.map((row) => row.taxonomy))) {
    const document = await store.getTaxonomy(version);
    if (!document) throw new Error(`expected the themes of version ${version}, found none`);
    documents.set(version, document);
  }
  return rows.slice(0, limit).map((row, index): VersionStep => {
    const document = documents.get(row.taxonomy)!;
    const previous = rows[index + 1];
    return {
      row,
      inUse: row.id === installation.current.row.id,
      activeThemes: document.themes.filter((theme) => theme.state === 'active').length,
      differences: previous ? documentDifferences(documents.get(previous.taxonomy)!, document) : [],
      headsChanged: previous !== undefined && previous.heads !== row.heads,
      isFirst: previous === undefined,
    };
  });
}
