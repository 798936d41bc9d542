/** Versions of themes and heads, which pair is installed, and a record of every run. */
import type { TagVersions } from '../domain/theme.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';

/** A pair of themes and heads that was installed; the newest is in use. */
export interface InstallationRow {
  readonly id: number;
  readonly taxonomy: string;
  /** Version of the heads, `shipped` for those of the model without anything learned. */
  readonly heads: string;
  readonly at: string;
  readonly by: string;
  /** What changed, in the words of who did it or of the service. */
  readonly reason: string;
}

/** Heads as kept: the JSON of a HeadsOverlay, and of the report of the training that made them (null for others). */
export interface HeadsRow {
  readonly version: string;
  readonly overlay: string;
  readonly report: string | null;
  readonly at: string;
  readonly by: string;
}

export const RUN_KINDS = [
  'tagging',
  'retagging',
  'training',
  'themeScan',
  'grouping',
  'similarityIndex',
  'seriousScan',
] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export interface RunRow {
  readonly id: number;
  readonly kind: RunKind;
  readonly state: 'running' | 'done' | 'failed' | 'refused';
  readonly by: string;
  readonly versions: TagVersions;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  /** sha256 of what went in and of what came out, in order; null while running or where it does not apply. */
  readonly inputHash: string | null;
  readonly outputHash: string | null;
  /** Small JSON objects: what was asked for, and how many of what. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly error: string | null;
}

export interface InstallationStore {
  /** Null before the first. */
  currentInstallation(): Promise<InstallationRow | null>;
  /** Newest first. */
  listInstallations(limit: number): Promise<InstallationRow[]>;
  /** Stores what is new of the taxonomy and heads and makes the pair the one in use, in one transaction. */
  install(
    row: Omit<InstallationRow, 'id'>,
    parts: { readonly taxonomy?: TaxonomyDocument; readonly heads?: HeadsRow },
  ): Promise<number>;
  getTaxonomy(version: string): Promise<TaxonomyDocument | null>;
  getHeads(version: string): Promise<HeadsRow | null>;
  /** Keeps heads without installing them: a training that was refused, or waits for someone to say yes. */
  saveHeads(row: HeadsRow): Promise<void>;

  startRun(run: Pick<RunRow, 'kind' | 'by' | 'versions' | 'startedAt' | 'settings'>): Promise<number>;
  finishRun(
    id: number,
    result: Pick<RunRow, 'finishedAt' | 'durationMs' | 'inputHash' | 'outputHash' | 'counts' | 'error'> & {
      readonly state: Exclude<RunRow['state'], 'running'>;
    },
  ): Promise<void>;
  /** Newest first. */
  listRuns(limit: number, kind?: RunKind): Promise<RunRow[]>;
}
