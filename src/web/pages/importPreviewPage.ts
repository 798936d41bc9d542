/** A file before it is imported: what its columns are taken for and how its first rows come out. */
import { COLUMN_CHOICES, type ColumnChoice, type UploadView } from '../../flows/uploads.js';
import type { Link } from './frame.js';
import type { ImportWords } from './importPages.js';

interface Option {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

export interface ImportPreviewPage {
  readonly breadcrumb: readonly Link[];
  readonly fileName: string;
  /** Format, encoding, rows. */
  readonly facts: string;
  readonly missing: string | null;
  readonly action: string;
  readonly token: string;
  readonly source: string;
  readonly columns: readonly { readonly id: string; readonly header: string; readonly options: readonly Option[] }[];
  readonly rowsLead: string;
  readonly headers: readonly string[];
  readonly rows: readonly {
    readonly number: string;
    readonly cells: readonly { readonly text: string; readonly bad: boolean }[];
    readonly problems: readonly string[];
  }[];
}

export function importPreviewPage(
  look: UploadView,
  action: string,
  token: string,
  words: ImportWords,
): ImportPreviewPage {
  const { t, numbers } = words;
  const { preview } = look;
  const headers = preview.columns.columns.map((column) => column.header);
  const bad = look.problems.filter((problems) => problems.length > 0).length;
  const lacking = [
    ...preview.columns.missing.map((field) => fieldWords(field, words)),
    ...preview.columns.ambiguous.map(({ headers: rivals }) => rivals.join(' / ')),
  ];
  return {
    breadcrumb: [{ href: '/import', label: t('navigation.import') }],
    fileName: look.fileName,
    facts: [
      [preview.format.toUpperCase(), preview.encoding].filter(Boolean).join(', '),
      preview.rowEstimate === null ? '' : t('import.aboutRows', { rows: numbers.count(preview.rowEstimate) }),
    ]
      .filter(Boolean)
      .join(' · '),
    missing: lacking.length === 0 ? null : t('import.missing', { columns: lacking.join(', ') }),
    action,
    token,
    source: look.source,
    columns: headers.map((header, index) => ({
      id: `column-${index}`,
      header: header || `#${index + 1}`,
      options: optionsOf(look.choices[index] ?? null, words),
    })),
    rowsLead:
      bad === 0
        ? t('import.rowsGood')
        : t('import.rowsBad', { bad: numbers.count(bad), all: numbers.count(preview.rows.length) }),
    headers,
    rows: preview.rows.map((row, index) => {
      const problems = look.problems[index] ?? [];
      return {
        number: numbers.count(row.number),
        cells: headers.map((header, column) => ({
          text: row.cells[column] ?? '',
          bad: problems.some((problem) => problem.column === header),
        })),
        problems: problems.map(({ column, text }) =>
          t('import.expectedIn', { column: column || t('import.wholeRow'), expected: text }),
        ),
      };
    }),
  };
}

function optionsOf(chosen: ColumnChoice, words: ImportWords): Option[] {
  const known = chosen === null || COLUMN_CHOICES.includes(chosen) ? COLUMN_CHOICES : [...COLUMN_CHOICES, chosen];
  return [
    { value: '', label: words.t('import.ignored'), selected: chosen === null },
    ...known.map((value) => ({ value, label: fieldWords(value, words), selected: value === chosen })),
  ];
}

/** A field or statement in the reader's words; a statement of the organisation's own by its key. */
function fieldWords(field: string, { t }: ImportWords): string {
  if (field === 'score or comment') return `${t('import.fields.score')} / ${t('import.fields.comment')}`;
  const key = /^statement:(.+)$/.exec(field)?.[1];
  if (key === undefined) return t(`import.fields.${field}`);
  return t('import.statement', { name: KNOWN_STATEMENTS.has(`statement:${key}`) ? t(`statements.${key}`) : key });
}

const KNOWN_STATEMENTS: ReadonlySet<string> = new Set(COLUMN_CHOICES);
