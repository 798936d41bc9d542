/** Stored comments as the domain knows them, with their tags and versions. */
import type { LanguageCode, Scale } from '../domain/response.js';
import type { Span, ThemeTag } from '../domain/theme.js';
import { channelOf } from './cellQueries.js';
import { commentStateOf, dayText, polarityOf } from './codes.js';
import type { Sql } from './database.js';
import type { CommentRow, ResponseId } from './store.js';

interface StoredComment {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly day: number;
  readonly answered_at: string | null;
  readonly unit: string;
  readonly channel: string;
  readonly lang: LanguageCode;
  readonly score: number | null;
  readonly scale: Scale;
  readonly comment: string;
  readonly comment_state: number;
  readonly space: string | null;
  readonly heads: string | null;
  readonly taxonomy: string | null;
}

interface StoredTag {
  readonly response_id: number;
  readonly theme: string;
  readonly polarity: number;
  readonly confidence: number;
  readonly evidence: string;
  readonly origin: string;
}

export function readEvidence(text: string): Span[] {
  return (JSON.parse(text) as [number, number][]).map(([start, end]) => ({ start, end }));
}

/** Tags by response, most confident first. */
export async function tagsOf(sql: Sql, ids: readonly ResponseId[]): Promise<Map<ResponseId, ThemeTag[]>> {
  const rows = await sql.rows<StoredTag>(
    `SELECT tags.response_id, themes.theme, tags.polarity, tags.confidence, tags.evidence, tags.origin
     FROM tags JOIN themes ON themes.id = tags.theme_id
     WHERE tags.response_id IN (SELECT value FROM json_each(?))
     ORDER BY tags.response_id, tags.confidence DESC, themes.theme`,
    [JSON.stringify(ids)],
  );
  const tags = new Map<ResponseId, ThemeTag[]>();
  for (const row of rows) {
    const tag: ThemeTag = {
      theme: row.theme,
      polarity: polarityOf(row.polarity),
      confidence: row.confidence,
      evidence: readEvidence(row.evidence),
      ...(row.origin === 'person' && { confirmed: true }),
    };
    const known = tags.get(row.response_id);
    if (known) known.push(tag);
    else tags.set(row.response_id, [tag]);
  }
  return tags;
}

/** The comments with these ids, in their order; ids without a comment are left out. */
export async function commentsById(sql: Sql, ids: readonly ResponseId[]): Promise<CommentRow[]> {
  if (ids.length === 0) return [];
  const rows = await sql.rows<StoredComment>(
    `SELECT responses.id, responses.source, responses.source_id, responses.day, responses.answered_at, units.code AS unit,
       responses.channel, responses.lang, responses.score, responses.scale, responses.comment, responses.comment_state,
       tag_versions.space, tag_versions.heads, tag_versions.taxonomy
     FROM responses JOIN units ON units.id = responses.unit_id
       LEFT JOIN tag_versions ON tag_versions.id = responses.versions_id
     WHERE responses.id IN (SELECT value FROM json_each(?)) AND responses.comment_state <> 0`,
    [JSON.stringify(ids)],
  );
  const tags = await tagsOf(sql, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const versions =
      row.space === null || row.heads === null || row.taxonomy === null
        ? null
        : { space: row.space, heads: row.heads, taxonomy: row.taxonomy };
    return [
      {
        id,
        source: row.source,
        sourceId: row.source_id,
        day: dayText(row.day),
        answeredAt: row.answered_at,
        unit: row.unit,
        channel: channelOf(row.channel),
        lang: row.lang,
        score: row.score,
        scale: row.scale,
        text: row.comment,
        state: commentStateOf(row.comment_state),
        tags: tags.get(id) ?? [],
        versions,
      },
    ];
  });
}
