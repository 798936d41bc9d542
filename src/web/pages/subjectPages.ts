/** Requests of data subjects: looking for a response, what is stored about it, and what was erased. */
import type { Erasure, SubjectRecord } from '../../store/subjectStore.js';
import type { PageWords } from '../render.js';
import { auditTabs, recordView, type RecordView } from './auditPage.js';
import { commentView, type CommentView } from './commentView.js';
import type { Link, NavigationLink } from './frame.js';
import { personName } from './people.js';

export interface SubjectsPage {
  readonly tabs: readonly NavigationLink[];
  readonly token: string;
  /** What came of the last search or erasure; null without one. */
  readonly result: { readonly kind: 'good' | 'plain'; readonly text: string; readonly links: readonly Link[] } | null;
  /** What an erasure leaves for people to look at. */
  readonly remains: readonly string[];
  readonly erasures: readonly {
    readonly when: string;
    readonly at: string;
    readonly who: string;
    readonly reason: string;
    readonly response: string;
  }[];
}

/** What is said above the form. */
export type SubjectsResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'found'; readonly responses: readonly number[] }
  /** `at` is null where only that it was erased is known. */
  | { readonly kind: 'wasErased'; readonly at: string | null }
  | { readonly kind: 'erased'; readonly erasure: Erasure };

export function subjectsPage(
  erasures: readonly Erasure[],
  result: SubjectsResult | null,
  token: string,
  words: PageWords,
): SubjectsPage {
  const { t, moments } = words;
  return {
    tabs: auditTabs('subjects', t),
    token,
    result: result && resultView(result, words),
    remains: result?.kind === 'erased' ? remainsLines(result.erasure.remains, words) : [],
    erasures: erasures.map(({ at, by, reason, response }) => ({
      when: moments.minute(at),
      at,
      who: personName(by, t),
      reason,
      response: response === null ? '–' : String(response),
    })),
  };
}

function resultView(result: SubjectsResult, { t, moments }: PageWords): NonNullable<SubjectsPage['result']> {
  const plain = (text: string, links: readonly Link[] = []) => ({ kind: 'plain', text, links }) as const;
  switch (result.kind) {
    case 'none':
      return plain(t('subjects.none'));
    case 'missing':
      return plain(t('subjects.missing'));
    case 'found':
      return plain(
        t('subjects.found', { count: result.responses.length }),
        result.responses.map((id) => ({ href: `/admin/subjects/${id}`, label: t('subjects.response', { id }) })),
      );
    case 'wasErased':
      return plain(
        result.at === null ? t('subjects.wasErasedOnce') : t('subjects.wasErased', { when: moments.day(result.at) }),
      );
    case 'erased':
      return { kind: 'good', text: t('subjects.erased', { id: result.erasure.response ?? 0 }), links: [] };
  }
}

function remainsLines(remains: Erasure['remains'], { t }: PageWords): string[] {
  const lines = [t('subjects.remains.backups')];
  if (remains.findings.length > 0) {
    lines.push(t('subjects.remains.findings', { count: remains.findings.length, ids: remains.findings.join(', ') }));
  }
  if (remains.rejectedRowsOfImport !== null) {
    lines.push(t('subjects.remains.rejected', { id: remains.rejectedRowsOfImport }));
  }
  if (remains.themes.length > 0) lines.push(t('subjects.remains.themes', { keys: remains.themes.join(', ') }));
  return lines;
}

export interface SubjectPage {
  readonly tabs: readonly NavigationLink[];
  readonly id: number;
  readonly token: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly comment: CommentView | null;
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
  readonly seen: readonly RecordView[];
  readonly seenLead: string;
  readonly seenHref: string;
  readonly exportHref: string;
  readonly eraseAction: string;
  /** What will be left to look at. */
  readonly remains: readonly string[];
  /** What was wrong with the erasure that was asked for; empty when nothing. */
  readonly problem: string;
  readonly reason: string;
}

/** Shown above; the rest is shown as it is stored. */
const SHOWN_APART = ['responses'];
const SEEN_SHOWN = 50;

export function subjectPage(
  subject: SubjectRecord,
  form: { readonly token: string; readonly problem: string; readonly reason: string },
  words: PageWords,
): SubjectPage {
  const { t, numbers, lang, units, moments } = words;
  const [row] = subject.tables['responses'] ?? [];
  const text = (name: string): string => textOf(row?.[name]);
  const unit = text('unit');
  // who saw it is about the response, also when it is only a score
  words.shown?.(subject.response);
  const { response } = subject;
  return {
    tabs: auditTabs('subjects', t),
    id: response,
    ...form,
    facts: [
      { label: t('subjects.facts.source'), value: subject.source },
      { label: t('subjects.facts.id'), value: subject.sourceId },
      { label: t('subjects.facts.day'), value: text('day') === '' ? '–' : numbers.day(text('day')) },
      { label: t('subjects.facts.unit'), value: units.get(unit)?.name[lang] ?? unit },
      { label: t('subjects.facts.score'), value: text('score') || '–' },
      {
        label: t('subjects.facts.import'),
        value: text('import_file') === '' ? '–' : `${text('import_file')}, ${moments.day(text('imported_at'))}`,
      },
    ],
    comment: subject.comment && commentView(subject.comment, words),
    tables: Object.entries(subject.tables)
      .filter(([name]) => !SHOWN_APART.includes(name))
      .map(([name, rows]) => {
        const columns = Object.keys(rows[0] ?? {});
        return { name, columns, rows: rows.map((each) => columns.map((column) => textOf(each[column]))) };
      }),
    seen: subject.seenBy.slice(0, SEEN_SHOWN).map((record) => recordView(record, words)),
    seenLead: t('subjects.seenLead', { count: subject.seenBy.length, n: numbers.count(subject.seenBy.length) }),
    seenHref: `/admin/audit?comment=${response}`,
    exportHref: `/admin/subjects/${response}/data.json`,
    eraseAction: `/admin/subjects/${response}/erase`,
    remains: remainsLines(subject.remains, words),
  };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
