/** What a survey statement is called. */
import { STATEMENT_KEYS } from '../../domain/response.js';
import type { CommentWords } from './commentView.js';

/** An organisation's own statements have no phrase in the catalogue: their key is shown. */
export function statementName(key: string, { t }: Pick<CommentWords, 't'>): string {
  return KNOWN.has(key) ? t(`statements.${key}`) : key;
}

const KNOWN: ReadonlySet<string> = new Set(STATEMENT_KEYS);
