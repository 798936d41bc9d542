/** Scans that run beside requests: at most one for each theme, and none left behind when the service stops. */
import type { ThemeKey } from '../domain/theme.js';
import type { LearningDeps } from './deps.js';
import { scanTheme, type ScanDeps } from './ownThemeScan.js';
import { SERVICE } from './runRecord.js';

interface Scans {
  readonly running: Map<ThemeKey, { again: boolean; readonly ended: Promise<void> }>;
  isStopping: boolean;
}

/** By store: a process has one. */
const scansOfStore = new WeakMap<object, Scans>();

function scansOf({ store }: Pick<ScanDeps, 'store'>): Scans {
  const known = scansOfStore.get(store);
  if (known) return known;
  const made: Scans = { running: new Map(), isStopping: false };
  scansOfStore.set(store, made);
  return made;
}

/** Scores all comments in the background; one that runs for the theme already is followed by another. */
export function startScan(
  { service, ...asked }: ScanDeps & Pick<LearningDeps, 'service'>,
  key: ThemeKey,
  by: string,
): void {
  const deps: ScanDeps = service ?? asked;
  const scans = scansOf(deps);
  if (scans.isStopping) return;
  const known = scans.running.get(key);
  if (known) {
    known.again = true;
    return;
  }
  const entry = { again: false, ended: Promise.resolve() };
  const work = async (): Promise<void> => {
    do {
      entry.again = false;
      try {
        await scanTheme(deps, key, by, () => scans.isStopping);
      } catch {
        // its record says what went wrong; the theme is left as one whose scan can be asked for again
        await markUnscanned(deps, key).catch(() => undefined);
      }
    } while (entry.again && !scans.isStopping);
    scans.running.delete(key);
  };
  scans.running.set(key, Object.assign(entry, { ended: work() }));
}

/** Resolves when no scan runs for the theme. */
export async function scanEnded(deps: Pick<ScanDeps, 'store'>, key: ThemeKey): Promise<void> {
  await scansOf(deps).running.get(key)?.ended;
}

/** Begins anew what a stop or a crash cut short. Once, when the service starts. */
export async function resumeScans(deps: ScanDeps): Promise<number> {
  const cut = (await deps.store.listOwnThemes()).filter((theme) => theme.state === 'scanning');
  for (const { key } of cut) startScan(deps, key, SERVICE);
  return cut.length;
}

/** Ends all scans after the page at hand; they begin anew with the next start. Before the store is closed. */
export async function stopScans(deps: Pick<ScanDeps, 'store'>): Promise<void> {
  const scans = scansOf(deps);
  scans.isStopping = true;
  await Promise.all([...scans.running.values()].map(({ ended }) => ended));
}

async function markUnscanned({ store }: ScanDeps, key: ThemeKey): Promise<void> {
  const draft = await store.getOwnTheme(key);
  if (draft?.state === 'scanning') await store.updateOwnTheme(key, { state: 'ready' });
}
