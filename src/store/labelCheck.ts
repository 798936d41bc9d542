/** Whether every tag of a person has its label and every label its tag. */
import { verdictsOf } from '../domain/confirmedLabel.js';
import type { ConfirmedLabel } from '../domain/confirmedLabel.js';
import { projectionOf } from '../domain/taxonomyDocument.js';
import type { TaxonomyDocument, ThemeProjection } from '../domain/taxonomyDocument.js';
import type { ThemeKey, ThemeTag } from '../domain/theme.js';
import { commentsById } from './commentRows.js';
import type { Sql } from './database.js';
import { getTaxonomy } from './installations.js';
import { labelsInForce } from './labelQueries.js';

const BATCH = 500;

/** Comments with labels or with tags of people, whose tags are not what the labels make of them; and misplaced evidence. */
export async function checkLabels(sql: Sql): Promise<string[]> {
  const projections = new Map<string, ThemeProjection>();
  const projectionFor = async (version: string): Promise<ThemeProjection> => {
    const known = projections.get(version);
    if (known) return known;
    const document: TaxonomyDocument | null = await getTaxonomy(sql, version);
    const projection: ThemeProjection = document ? projectionOf(document) : (theme) => theme;
    projections.set(version, projection);
    return projection;
  };
  let unlike = 0;
  let outside = 0;
  for (let afterId = 0; ;) {
    const page = await sql.rows<{ id: number }>(
      `SELECT response_id AS id FROM labels WHERE in_force = 1 AND response_id > ?
       UNION SELECT response_id FROM tags WHERE origin = 'person' AND response_id > ? ORDER BY 1 LIMIT ?`,
      [afterId, afterId, BATCH],
    );
    const ids = page.map(({ id }) => id);
    const inForce = await labelsInForce(sql, ids);
    for (const comment of await commentsById(sql, ids)) {
      if (comment.versions === null) continue;
      const labels = inForce.get(comment.id)?.labels ?? [];
      const said = verdictsOf(labels, await projectionFor(comment.versions.taxonomy));
      if (!follows(comment.tags, said)) unlike += 1;
      if (labels.some((label) => label.evidence.some((span) => span.end > comment.text.length))) outside += 1;
    }
    const last = ids.at(-1);
    if (last === undefined) break;
    afterId = last;
  }
  return [
    ...(unlike > 0 ? [`${unlike} comments whose tags do not follow what people confirmed`] : []),
    ...(outside > 0 ? [`${outside} comments with evidence of people outside of their text`] : []),
  ];
}

/** True when what people said to be there is given as they said it, and nothing that they said to be absent. */
function follows(tags: readonly ThemeTag[], said: ReadonlyMap<ThemeKey, ConfirmedLabel>): boolean {
  const given = new Set(tags.map((tag) => tag.theme));
  const allGiven = [...said].every(([theme, label]) => !label.present || given.has(theme));
  return (
    allGiven &&
    tags.every((tag) => {
      const label = said.get(tag.theme);
      if (!tag.confirmed) return label === undefined;
      return label?.present === true && (label.polarity ?? tag.polarity) === tag.polarity;
    })
  );
}
