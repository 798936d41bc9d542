/** Training: what was learned from people, in figures before and after, and the way back. */
import type { TrainingState } from '../../flows/trainingState.js';
import type { InstallationRow, RunRow } from '../../store/installationStore.js';
import type { TrainingReport } from '../../tagging/trainingReport.js';
import type { PageWords } from '../render.js';
import { personName } from './people.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';
import { ratioWords } from './qualityWords.js';
import { changeTables, worseNames, type ChangeTable } from './trainingTables.js';

export interface TrainingPage {
  readonly tabs: readonly QualityTabLink[];
  readonly lead: string;
  readonly running: boolean;
  /** Why the newest training gave nothing; null when it did. */
  readonly failure: string | null;
  readonly facts: readonly { readonly label: string; readonly value: string; readonly note: string }[];
  readonly form: { readonly token: string; readonly mayTrain: boolean };
  readonly report: {
    readonly when: string;
    readonly basis: string;
    /** What would have become worse; empty when the training was accepted. */
    readonly refusedFor: readonly string[];
    readonly tables: readonly ChangeTable[];
  } | null;
  readonly history: readonly {
    readonly id: number;
    readonly when: string;
    readonly who: string;
    readonly reason: string;
    readonly versions: string;
    readonly current: boolean;
  }[];
}

export interface TrainingPageInput {
  readonly state: TrainingState;
  readonly isRunning: boolean;
  readonly mayTrain: boolean;
  readonly token: string;
}

/** The rest is in the list below. */
const NAMED_IN_LEAD = 2;

export function trainingPage({ state, isRunning, mayTrain, token }: TrainingPageInput, words: PageWords): TrainingPage {
  const { t, moments, numbers } = words;
  const { last, judged, history, installed } = state;
  return {
    tabs: qualityTabs('training', t),
    lead: isRunning ? t('training.leadRunning') : leadOf(state, words),
    running: isRunning,
    failure: !isRunning && last?.state === 'failed' ? t('training.failed', { reason: last.error ?? '' }) : null,
    facts: factsOf(state, words),
    form: { token, mayTrain },
    report: judged && {
      when: t(`training.when.${decisionOf(judged.run, judged.inUse)}`, {
        when: moments.minute(judged.run.startedAt),
        who: personName(judged.run.by, t),
      }),
      basis: t('training.basis', {
        committed: numbers.count(judged.report.comments.committed),
        person: numbers.count(judged.report.comments.person),
        folds: numbers.count(judged.report.folds),
      }),
      refusedFor: worseNames(judged.report, words),
      tables: changeTables(judged.report, words),
    },
    history: history.map((row) => ({
      id: row.id,
      when: moments.minute(row.at),
      who: personName(row.by, t),
      reason: reasonOf(row, words),
      versions: t('training.versions', { themes: row.taxonomy, heads: headsName(row.heads, words) }),
      current: row.id === installed.id,
    })),
  };
}

/** `14 new labels since the last training. No theme got worse; micro F1 0.75 → 0.77.` */
function leadOf({ judged, labels }: TrainingState, words: PageWords): string {
  const { t, numbers } = words;
  const since = t('training.since', { count: labels.since, n: numbers.count(labels.since) });
  if (!judged) return t('training.leadNever', { count: labels.all, n: numbers.count(labels.all) });
  const { report, run } = judged;
  if (run.state === 'refused') {
    const worse = worseNames(report, words);
    const named = worse.slice(0, NAMED_IN_LEAD).join('; ');
    const more = worse.length - NAMED_IN_LEAD;
    const rest = more > 0 ? t('training.andMore', { count: more, n: numbers.count(more) }) : '';
    return `${since} ${t('training.leadRefused', { worse: `${named}${rest}` })}`;
  }
  return `${since} ${t('training.leadAccepted', microF1(report, words))}`;
}

function microF1(report: TrainingReport, { lang }: PageWords): { readonly before: string; readonly after: string } {
  const of = (side: 'before' | 'after'): string =>
    ratioWords(lang).ratio(report[side].find((quality) => quality.lang === null)?.microF1 ?? null);
  return { before: of('before'), after: of('after') };
}

function decisionOf(run: RunRow, inUse: boolean): 'refused' | 'inUse' | 'notInUse' {
  return run.state === 'refused' ? 'refused' : inUse ? 'inUse' : 'notInUse';
}

function factsOf({ installed, judged, labels, ownThemes }: TrainingState, words: PageWords): TrainingPage['facts'] {
  const { t, moments, numbers } = words;
  const rests =
    judged?.inUse === true
      ? t('training.restsOnBoth', {
          committed: numbers.count(judged.report.comments.committed),
          person: numbers.count(judged.report.comments.person),
        })
      : t('training.restsOnShipped');
  return [
    {
      label: t('training.headsInUse'),
      value: headsName(installed.heads, words),
      note: t('training.inUseSince', { when: moments.day(installed.at), who: personName(installed.by, t) }),
    },
    {
      label: t('training.restsOn'),
      value: rests,
      note: ownThemes > 0 ? t('training.ownThemes', { count: ownThemes, n: numbers.count(ownThemes) }) : '',
    },
    {
      label: t('training.confirmed'),
      value: numbers.count(labels.all),
      note: t('training.confirmedSince', { n: numbers.count(labels.since) }),
    },
  ];
}

function headsName(heads: string, { t }: PageWords): string {
  return heads === 'shipped' ? t('training.shipped') : heads;
}

/** Reasons of the service are known and said in the reader's language; those of people stand as they wrote them. */
function reasonOf({ reason }: InstallationRow, { t }: PageWords): string {
  if (reason === 'training') return t('training.reason.training');
  if (reason === 'shipped themes') return t('training.reason.shipped');
  const back = /^go back to installation (\d+)$/.exec(reason);
  return back ? t('training.reason.back', { id: back[1] }) : reason;
}
