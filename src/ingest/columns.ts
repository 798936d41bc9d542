/** Which place of a row holds what. */
import {
  normaliseHeader,
  MENDED_ID,
  NOTE_COLUMN_PREFIX,
  recogniseHeader,
  type ColumnField,
  type Recognition,
} from './columnNames.js';
import { FileError } from './fileError.js';
import { STATEMENT_KEY_PATTERN, type Mapping } from './mapping.js';

export interface MatchedColumn {
  readonly header: string;
  readonly index: number;
  readonly field: ColumnField | null;
  readonly statement: string | null;
  /** `mapped`: a mapping file or a person said so; null: the column is not read. */
  readonly recognition: Recognition | 'mapped' | null;
}

export interface ColumnMatch {
  readonly columns: readonly MatchedColumn[];
  /** Place of each field that was found. */
  readonly fields: Readonly<Partial<Record<ColumnField, number>>>;
  readonly statements: readonly { readonly key: string; readonly index: number; readonly header: string }[];
  /** Fields that two headers fit equally well. */
  readonly ambiguous: readonly { readonly target: string; readonly headers: readonly string[] }[];
  /** Fields needed and not found: `answered_at`, and `score or comment`. */
  readonly missing: readonly string[];
}

const RECOGNITIONS = ['mapped', 'certain', 'likely', 'possible'] as const;

/** Throws FileError `unknownMappedColumns` when the mapping names a header that the file lacks. */
export function matchColumns(headers: readonly string[], mapping: Mapping): ColumnMatch {
  const proposals = propose(headers, mapping);
  const columns: MatchedColumn[] = headers.map((header, index) => ({
    header,
    index,
    field: null,
    statement: null,
    recognition: null,
  }));
  const ambiguous: { target: string; headers: string[] }[] = [];
  for (const target of new Set(proposals.map(targetOf))) {
    const rivals = proposals.filter((proposal) => targetOf(proposal) === target);
    const best = RECOGNITIONS.find((recognition) => rivals.some((rival) => rival.recognition === recognition));
    const equals = rivals.filter((rival) => rival.recognition === best);
    const [chosen] = equals;
    if (!chosen) continue;
    if (equals.length > 1) ambiguous.push({ target, headers: equals.map((column) => column.header) });
    columns[chosen.index] = chosen;
  }
  const fields: Partial<Record<ColumnField, number>> = {};
  const statements: { key: string; index: number; header: string }[] = [];
  for (const { field, statement, index, header } of columns) {
    if (field !== null) fields[field] = index;
    if (statement !== null) statements.push({ key: statement, index, header });
  }
  const missing: string[] = [];
  if (fields.answered_at === undefined) missing.push('answered_at');
  if (fields.score === undefined && fields.comment === undefined) missing.push('score or comment');
  return { columns, fields, statements, ambiguous, missing };
}

/** Throws FileError `missingColumns` or `ambiguousColumns`, naming the headers. */
export function requireColumns(match: ColumnMatch): void {
  const found = match.columns.map((column) => `"${column.header}"`).join(', ');
  if (match.missing.length > 0) throw new FileError('missingColumns', { missing: match.missing.join(', '), found });
  const [first] = match.ambiguous;
  if (first) {
    throw new FileError('ambiguousColumns', {
      target: first.target,
      found: first.headers.map((h) => `"${h}"`).join(', '),
    });
  }
}

function targetOf(column: MatchedColumn): string {
  return column.field ?? `statement ${column.statement ?? ''}`;
}

function propose(headers: readonly string[], mapping: Mapping): MatchedColumn[] {
  const proposals: MatchedColumn[] = [];
  const taken = new Set<number>();
  const unknown: string[] = [];
  const take = (header: string, target: Pick<MatchedColumn, 'field' | 'statement'> | null): void => {
    const exact = headers.indexOf(header.trim());
    const index =
      exact !== -1 ? exact : headers.findIndex((known) => normaliseHeader(known) === normaliseHeader(header));
    if (index === -1) {
      unknown.push(`"${header}"`);
      return;
    }
    taken.add(index);
    if (target) proposals.push({ header: headers[index] ?? header, index, ...target, recognition: 'mapped' });
  };
  const entries = Object.entries(mapping.columns) as [ColumnField, string | null][];
  for (const [field, header] of entries) if (header !== null) take(header, { field, statement: null });
  for (const [header, statement] of Object.entries(mapping.statements)) {
    take(header, statement === null ? null : { field: null, statement });
  }
  if (unknown.length > 0) {
    const found = headers.map((header) => `"${header}"`).join(', ');
    throw new FileError('unknownMappedColumns', { missing: unknown.join(', '), found });
  }
  headers.forEach((header, index) => {
    if (header === MENDED_ID) {
      proposals.push({ header, index, field: 'id', statement: null, recognition: 'certain' });
      return;
    }
    if (taken.has(index) || header.toLowerCase().startsWith(NOTE_COLUMN_PREFIX)) return;
    const recognised = recogniseHeader(header) ?? ownStatement(header);
    if (!recognised || (recognised.field !== null && recognised.field in mapping.columns)) return;
    proposals.push({ header, index, ...recognised });
  });
  return proposals;
}

/** `statements.parking_easy` in JSON lines is a statement of the organisation's own. */
function ownStatement(header: string): Omit<MatchedColumn, 'header' | 'index'> | null {
  const key = /^statements\.(.+)$/.exec(header)?.[1];
  return key !== undefined && STATEMENT_KEY_PATTERN.test(key)
    ? { field: null, statement: key, recognition: 'certain' }
    : null;
}
