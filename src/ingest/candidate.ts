/** One row or item as a checked answer, or everything that is wrong with it. */
import type { Day } from '../domain/calendar.js';
import { CHANNELS, NPS_SCALE, type ChannelOrUnknown, type LanguageCode, type Scale } from '../domain/response.js';
import { parseAnsweredAt, type DateContext } from './answeredAt.js';
import type { ColumnField } from './columnNames.js';
import { contentHash, type DerivedIds } from './contentHash.js';
import { SCALE_PATTERN, STATEMENT_KEY_PATTERN } from './mapping.js';
import { reject, type Rejection, type RejectionReason } from './rejection.js';
import { isUnitDepthAllowed, MAX_UNIT_NAME_CHARACTERS, splitUnitPath, type UnitCodes } from './unitCodes.js';
import {
  MAX_COMMENT_CHARACTERS,
  parseChannel,
  parseComment,
  parseLanguage,
  parseScore,
  parseStatement,
} from './values.js';

/** Checked and in one form; the comment is not masked yet. */
export interface Candidate {
  readonly rowNumber: number;
  readonly source: string;
  readonly sourceId: string;
  readonly day: Day;
  readonly answeredAt: string | null;
  readonly score: number | null;
  readonly scale: Scale;
  readonly comment: string | null;
  /** As given; null: to be recognised. */
  readonly lang: LanguageCode | null;
  readonly unitPath: readonly string[];
  readonly channel: ChannelOrUnknown;
  readonly statements: Readonly<Record<string, number>>;
  readonly contentHash: string;
}

/** A row before it is checked: text by field; a field that the file does not have is absent. */
export interface RawRow {
  readonly rowNumber: number;
  readonly fields: Readonly<Partial<Record<ColumnField, string>>>;
  readonly statements: readonly { readonly key: string; readonly column: string; readonly text: string }[];
  /** What a field is called in the file, for messages. */
  columnOf(field: ColumnField): string;
}

export interface RowContext {
  readonly dates: DateContext;
  readonly units: UnitCodes;
  readonly contentKey: string;
  /** Where the row does not say. */
  readonly source: string;
  readonly scale: Scale;
  /** For rows of a file without ids; null: an id is required. */
  readonly derivedIds: DerivedIds | null;
}

export type RowOutcome = { readonly candidate: Candidate } | { readonly rejections: readonly Rejection[] };

const MAX_ID_CHARACTERS = 200;
const MAX_SOURCE_CHARACTERS = 100;
const NPS_NAMES = new Set(['0-10', '0–10', 'nps 0-10']);

/** Checks every field and collects every problem. */
export function parseRow(row: RawRow, context: RowContext): RowOutcome {
  const problems: Rejection[] = [];
  const { fields } = row;
  const refuse = (field: ColumnField, reason: RejectionReason, params: Rejection['params'] = {}): void => {
    problems.push(reject(row.rowNumber, row.columnOf(field), fields[field] ?? '', reason, params));
  };

  const id = (fields.id ?? '').trim();
  if (id === '' && context.derivedIds === null) refuse('id', 'missing');
  if (id.length > MAX_ID_CHARACTERS) refuse('id', 'tooLong', { limit: MAX_ID_CHARACTERS });
  const source = (fields.source ?? '').trim() || context.source;
  if (source.length > MAX_SOURCE_CHARACTERS) refuse('source', 'tooLong', { limit: MAX_SOURCE_CHARACTERS });

  const dateText = fields.answered_at ?? '';
  const answered = dateText.trim() === '' ? { reason: 'missing' as const } : parseAnsweredAt(dateText, context.dates);
  if ('reason' in answered) refuse('answered_at', answered.reason, { today: context.dates.today });

  const scaleText = (fields.scale ?? '').trim().toLowerCase();
  const scale = scaleText === '' ? context.scale : NPS_NAMES.has(scaleText) ? NPS_SCALE : scaleText;
  if (!SCALE_PATTERN.test(scale)) refuse('scale', 'scaleName');
  const score = parseScore(fields.score ?? '', scale);
  if ('reason' in score) refuse('score', score.reason);
  const comment = parseComment(fields.comment ?? '');
  if ('reason' in comment)
    refuse('comment', comment.reason, { limit: MAX_COMMENT_CHARACTERS, found: (fields.comment ?? '').length });
  if ('value' in score && score.value === null && 'value' in comment && comment.value === null) {
    problems.push(reject(row.rowNumber, row.columnOf('score'), '', 'noScoreNoComment'));
  }
  const channel = parseChannel(fields.channel ?? '');
  if ('reason' in channel) refuse('channel', channel.reason, { list: [...CHANNELS].join(', ') });
  const unitNames = splitUnitPath(fields.unit ?? '');
  if (!isUnitDepthAllowed(unitNames)) refuse('unit', 'unitTooDeep', { limit: 8 });
  else if (unitNames.some((name) => name.length > MAX_UNIT_NAME_CHARACTERS))
    refuse('unit', 'tooLong', { limit: MAX_UNIT_NAME_CHARACTERS });
  const statements = parseStatements(row, problems);

  if (
    problems.length > 0 ||
    'reason' in answered ||
    !('value' in score) ||
    !('value' in comment) ||
    !('value' in channel)
  ) {
    return { rejections: problems };
  }
  const hash = contentHash(rawFields(row), context.contentKey);
  return {
    candidate: {
      rowNumber: row.rowNumber,
      source,
      sourceId: id !== '' ? id : (context.derivedIds?.next(hash) ?? ''),
      day: answered.day,
      answeredAt: answered.answeredAt,
      score: score.value,
      scale,
      comment: comment.value,
      lang: parseLanguage(fields.lang ?? ''),
      unitPath: context.units.resolve(unitNames),
      channel: channel.value,
      statements,
      contentHash: hash,
    },
  };
}

function parseStatements(row: RawRow, problems: Rejection[]): Record<string, number> {
  const answers: Record<string, number> = {};
  for (const { key, column, text } of row.statements) {
    if (!STATEMENT_KEY_PATTERN.test(key)) {
      problems.push(reject(row.rowNumber, column, key, 'unknownStatement'));
      continue;
    }
    const answer = parseStatement(text);
    if ('reason' in answer) problems.push(reject(row.rowNumber, column, text, answer.reason));
    else if (answer.value !== null) answers[key] = answer.value;
  }
  return answers;
}

function rawFields(row: RawRow): [string, string][] {
  const entries = Object.entries(row.fields).filter(([field]) => field !== 'source');
  return [...entries, ...row.statements.map(({ key, text }): [string, string] => [`statements.${key}`, text])];
}
