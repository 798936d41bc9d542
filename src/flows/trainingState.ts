/** What the tagger has learned so far: its last training, what was confirmed since, and what was in use when. */
import type { InstallationRow, RunRow } from '../store/installationStore.js';
import type { TrainingReport } from '../tagging/trainingReport.js';
import type { LearningDeps } from './deps.js';
import { SHIPPED_HEADS } from './installation.js';
import { readConfirmed } from './trainingComments.js';

export interface TrainingState {
  /** The newest training, running or over; null before the first. */
  readonly last: RunRow | null;
  /** Of the newest training that came to an end with heads; null before one has. */
  readonly judged: { readonly run: RunRow; readonly report: TrainingReport; readonly inUse: boolean } | null;
  /** Confirmed labels that hold, and those of them said after the newest training that came to an end began. */
  readonly labels: { readonly all: number; readonly since: number };
  readonly installed: InstallationRow;
  /** Own themes that have a head. */
  readonly ownThemes: number;
  /** Newest first. */
  readonly history: readonly InstallationRow[];
}

const RUNS_LOOKED_AT = 50;
const HISTORY = 30;
const VERSION_DIGITS = 12;

export async function trainingState(deps: LearningDeps): Promise<TrainingState> {
  const { store, installation } = deps;
  const [runs, history, confirmed] = await Promise.all([
    store.listRuns(RUNS_LOOKED_AT, 'training'),
    store.listInstallations(HISTORY),
    readConfirmed(deps),
  ]);
  const ended = runs.find((run) => run.outputHash !== null) ?? null;
  const heads = ended && versionOf(ended);
  const kept = heads === null ? null : await store.getHeads(heads);
  const { row, overlay } = installation.current;
  const said = confirmed.flatMap(({ labels }) => labels.map((label) => label.at));
  return {
    last: runs[0] ?? null,
    judged:
      ended && kept?.report
        ? { run: ended, report: JSON.parse(kept.report) as TrainingReport, inUse: row.heads === heads }
        : null,
    labels: { all: said.length, since: ended ? said.filter((at) => at > ended.startedAt).length : said.length },
    installed: row,
    ownThemes: overlay.ownThemes.length,
    history,
  };
}

/** Version of the heads that a run gave: the first digits of their hash (flows/installation.ts). */
function versionOf({ outputHash }: RunRow): string {
  return outputHash?.slice(0, VERSION_DIGITS) ?? SHIPPED_HEADS;
}
