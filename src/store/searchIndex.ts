/** The full-text index over stems: what goes in, and how a search becomes an expression that cannot be anything else. */
import type { Sql } from './database.js';

/** Bits of a full-text row id that hold the response id; the day (yyyymmdd) stands above them. */
export const ID_BITS = 36;

/**
 * The parts of a stem that are letters, marks or digits. The tokenizer sees each as exactly one token, so nothing that a
 * reader types can act as search syntax.
 */
function words(stem: string): string[] {
  return (
    stem
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** Files the stems of comments; those without any are left out. */
export async function indexStems(
  sql: Sql,
  comments: readonly { readonly id: number; readonly day: number; readonly stems: string }[],
): Promise<void> {
  const rows = comments.flatMap(({ id, day, stems }) => {
    const text = words(stems).join(' ');
    return text === '' ? [] : [[id, day, text]];
  });
  if (rows.length === 0) return;
  // ascending row ids: the index writes a segment each time they go back
  await sql.rows(
    `INSERT INTO comment_stems (rowid, stems)
     SELECT ((value ->> 1) << ${ID_BITS}) | (value ->> 0) AS stems_id, value ->> 2 FROM json_each(?) ORDER BY stems_id`,
    [JSON.stringify(rows)],
  );
}

/**
 * The expression that finds comments in which every group has one of its stems or stem prefixes (`*` at the end).
 * @returns null when a group has no word to look for, so that nothing can match
 */
export function matchExpression(groups: readonly (readonly string[])[]): string | null {
  const parts: string[] = [];
  for (const group of groups) {
    const alternatives = group.flatMap((stem) => {
      const tokens = words(stem);
      if (tokens.length === 0) return [];
      const quoted = tokens.map((token) => `"${token}"`);
      if (stem.endsWith('*')) quoted.push(`${quoted.pop() ?? ''}*`);
      return [quoted.length === 1 ? (quoted[0] ?? '') : `(${quoted.join(' AND ')})`];
    });
    if (alternatives.length === 0) return null;
    parts.push(`(${alternatives.join(' OR ')})`);
  }
  return parts.join(' AND ');
}
