/** Records of what was run: tagging, training and the other things that learn from comments. */
import type { RunKind, RunRow } from '../../store/installationStore.js';
import type { PageWords } from '../render.js';
import type { NavigationLink } from './frame.js';
import { personName } from './people.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';

export interface RunView {
  readonly id: number;
  readonly kind: string;
  readonly state: string;
  /** Failed or refused. */
  readonly isBad: boolean;
  readonly when: string;
  readonly startedAt: string;
  readonly duration: string;
  readonly who: string;
  readonly counts: string;
  readonly settings: string;
  readonly versions: string;
  /** First characters of the hashes; the whole ones are in the titles. */
  readonly input: Hash | null;
  readonly output: Hash | null;
  /** Whether an earlier run on the same gave the same; empty when there was none. */
  readonly repeated: string;
  readonly reason: Reason | null;
}

interface Hash {
  readonly short: string;
  readonly whole: string;
}

interface Reason {
  readonly text: string;
  /** Of the text, when it is not the reader's: messages are kept as they were written. */
  readonly lang: string | null;
}

export interface RunsPage {
  readonly tabs: readonly QualityTabLink[];
  readonly lead: string;
  readonly kinds: readonly NavigationLink[];
  readonly runs: readonly RunView[];
}

const SHOWN: Readonly<Record<RunKind, true>> = {
  tagging: true,
  retagging: true,
  training: true,
  themeScan: true,
  grouping: true,
  similarityIndex: true,
  seriousScan: true,
};
export const SHOWN_KINDS = Object.keys(SHOWN) as readonly RunKind[];

/** What runs count, as far as there are words for it. */
const COUNTED = [
  'comments',
  'embedded',
  'labels',
  'themes',
  'texts',
  'candidates',
  'groups',
  'flagged',
  'changed',
] as const;
const SHORT = 10;
/** flows/runRecord.ts writes this where a run was cut short. */
const INTERRUPTED = 'the service stopped before it was done';

/** @param runs newest first */
export function runsPage(runs: readonly RunRow[], kind: RunKind | null, words: PageWords): RunsPage {
  const { t } = words;
  return {
    tabs: qualityTabs('runs', t),
    lead: leadOf(runs, words),
    kinds: [
      { href: '/quality/runs', label: t('runs.allKinds'), current: kind === null },
      ...SHOWN_KINDS.map((each) => ({
        href: `/quality/runs?kind=${each}`,
        label: t(`runs.kind.${each}`),
        current: each === kind,
      })),
    ],
    runs: runs.map((run) => runView(run, runs, words)),
  };
}

function leadOf(runs: readonly RunRow[], { t, numbers, moments }: PageWords): string {
  const [latest] = runs;
  if (!latest) return t('runs.none');
  const count = (state: RunRow['state']): number => runs.filter((run) => run.state === state).length;
  const latestSentence = t('runs.latest', {
    kind: t(`runs.kind.${latest.kind}`),
    state: t(`runs.state.${latest.state}`),
    when: moments.minute(latest.startedAt),
  });
  const [failed, refused] = [count('failed'), count('refused')];
  const ended = failed + refused === 0 ? t('runs.allWell') : t('runs.notAllWell', { failed, refused });
  return `${t('runs.lead', { count: runs.length, n: numbers.count(runs.length) })} ${latestSentence} ${ended}`;
}

function runView(run: RunRow, runs: readonly RunRow[], words: PageWords): RunView {
  const { t, moments, numbers } = words;
  return {
    id: run.id,
    kind: t(`runs.kind.${run.kind}`),
    state: t(`runs.state.${run.state}`),
    isBad: run.state === 'failed' || run.state === 'refused',
    when: moments.minute(run.startedAt),
    startedAt: run.startedAt,
    duration: run.durationMs === null ? '' : durationText(run.durationMs, words),
    who: personName(run.by, t),
    counts: Object.entries(run.counts)
      .map(([name, count]) => {
        const known = COUNTED.find((each) => each === name);
        return `${known ? t(`runs.count.${known}`) : name} ${numbers.count(count)}`;
      })
      .join(' · '),
    settings: Object.entries(run.settings)
      .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' · '),
    versions: t('comment.versions', { ...run.versions }),
    input: hashView(run.inputHash),
    output: hashView(run.outputHash),
    repeated: repeatedText(run, runs, words),
    reason:
      run.error === null
        ? null
        : run.error === INTERRUPTED
          ? { text: t('runs.interrupted'), lang: null }
          : { text: run.error, lang: 'en' },
  };
}

function hashView(hash: string | null): Hash | null {
  return hash === null ? null : { short: hash.slice(0, SHORT), whole: hash };
}

function durationText(durationMs: number, { numbers }: PageWords): string {
  if (durationMs < 1000) return `${numbers.count(durationMs)} ms`;
  const seconds = durationMs / 1000;
  if (seconds < 60) return `${numbers.decimal(seconds)} s`;
  const whole = Math.round(seconds);
  return `${numbers.count(Math.floor(whole / 60))} min ${whole % 60} s`;
}

/** The same input, kind, settings and versions must give the same output, bit for bit: says whether it did. */
function repeatedText(run: RunRow, runs: readonly RunRow[], { t }: PageWords): string {
  if (run.inputHash === null || run.outputHash === null) return '';
  const identity = ({ kind, inputHash, versions, settings }: RunRow): string =>
    JSON.stringify([kind === 'retagging' ? 'tagging' : kind, inputHash, versions, settings]);
  const earlier = runs.find(
    (other) => other.id < run.id && other.outputHash !== null && identity(other) === identity(run),
  );
  if (!earlier) return '';
  return t(earlier.outputHash === run.outputHash ? 'runs.same' : 'runs.notSame', { id: earlier.id });
}
