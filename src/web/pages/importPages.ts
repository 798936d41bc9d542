/** Importing a file: choosing it, looking at it, watching it, and what came of it. */
import type { Language } from '../../domain/theme.js';
import type { RejectedRowView } from '../../flows/uploads.js';
import type { ImportRecord } from '../../store/store.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import type { Link } from './frame.js';
import type { Fact } from './overviewPage.js';

export interface ImportWords {
  readonly lang: Language;
  readonly t: Translate;
  readonly numbers: NumberWords;
}

export interface ImportPage {
  readonly token: string;
  /** Why the file just sent cannot be read, in words, or null. */
  readonly error: string | null;
  readonly imports: readonly {
    readonly href: string;
    readonly fileName: string;
    readonly started: string;
    readonly state: string;
    readonly accepted: string;
    readonly duplicates: string;
    readonly rejected: string;
  }[];
}

export function importPage(
  records: readonly ImportRecord[],
  token: string,
  error: string | null,
  words: ImportWords,
): ImportPage {
  const { t, numbers } = words;
  return {
    token,
    error,
    imports: records.map((record) => ({
      href: `/import/${record.id}`,
      fileName: record.fileName,
      started: numbers.day(record.startedAt.slice(0, 10)),
      state: t(`import.states.${record.state}`),
      accepted: numbers.count(record.accepted),
      duplicates: numbers.count(record.duplicates),
      rejected: numbers.count(record.rejected),
    })),
  };
}

export interface ImportResultPage {
  readonly breadcrumb: readonly Link[];
  readonly fileName: string;
  readonly running: boolean;
  readonly percent: number;
  readonly lead: string;
  readonly error: string | null;
  readonly facts: readonly Fact[];
  readonly rejectedHref: string | null;
  readonly rejections: readonly RejectionView[];
  readonly rejectionsLead: string;
}

export interface RejectionView extends Omit<RejectedRowView, 'rowNumber'> {
  readonly number: string;
}

/** @param rejections the first of them, in the order of the file */
export function importResultPage(
  record: ImportRecord,
  rejections: readonly RejectedRowView[],
  words: ImportWords,
): ImportResultPage {
  const { t, numbers } = words;
  const share = record.bytesTotal === 0 ? 0 : record.bytesRead / record.bytesTotal;
  return {
    breadcrumb: [{ href: '/import', label: t('navigation.import') }],
    fileName: record.fileName,
    running: record.state === 'running',
    percent: Math.floor(share * 100),
    lead: t(`import.${record.state}`, { percent: numbers.percent(share), accepted: numbers.count(record.accepted) }),
    error: record.error,
    facts: [
      { label: t('import.rowsRead'), value: numbers.count(record.rowsRead), note: '' },
      { label: t('import.accepted'), value: numbers.count(record.accepted), note: t('import.acceptedNote') },
      { label: t('import.duplicates'), value: numbers.count(record.duplicates), note: t('import.duplicatesNote') },
      { label: t('import.rejected'), value: numbers.count(record.rejected), note: t('import.rejectedNote') },
    ],
    rejectedHref: record.rejectionsFile === null ? null : `/import/${record.id}/rejected.csv`,
    rejections: rejections.map(({ rowNumber, ...rest }) => ({ ...rest, number: numbers.count(rowNumber) })),
    rejectionsLead: [
      t('import.rejectedLead', { n: numbers.count(record.rejected) }),
      ...(rejections.length < record.rejected
        ? [t('import.rejectedFirst', { n: numbers.count(rejections.length) })]
        : []),
    ].join(' '),
  };
}
