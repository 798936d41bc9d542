/** Whether tagging every stored comment again gives what is stored, bit for bit; nothing is changed. */
import { applyLabels } from '../domain/confirmedLabel.js';
import { projectionOf, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { ThemeTag } from '../domain/theme.js';
import type { TaggedComment } from '../store/corpusStore.js';
import type { CommentTags, ResponseId, Store } from '../store/store.js';
import type { Tagger } from '../tagging/tagger.js';
import { tagComments } from './tagPending.js';

export interface VerifyPorts {
  readonly store: Pick<
    Store,
    'walkTaggedWith' | 'countTaggedOtherwise' | 'getVectors' | 'pendingComments' | 'getComment' | 'saveTags'
  >;
  readonly tagger: Pick<Tagger, 'versions' | 'languages' | 'tag'>;
  readonly themesInUse: () => TaxonomyDocument;
}

export interface Verification {
  /** Comments tagged with the versions in use, all of them tagged again. */
  readonly compared: number;
  /** Comments whose theme, polarity, evidence or confidence is another than stored. */
  readonly different: number;
  /** The first of them. */
  readonly examples: readonly ResponseId[];
  /** Comments tagged with other versions: there is nothing to compare until they are tagged again. */
  readonly otherVersions: number;
}

const BATCH_SIZE = 2048;
const MOST_EXAMPLES = 10;

/**
 * Tags that people confirmed are left out, and a theme that people said is absent may be missing.
 * @param onProgress called after each batch with the number of comments compared so far
 */
export async function verifyTags(
  ports: VerifyPorts,
  onProgress: (compared: number) => void = () => undefined,
): Promise<Verification> {
  const { store, tagger } = ports;
  const { versions } = tagger;
  const project = projectionOf(ports.themesInUse());
  const otherVersions = await store.countTaggedOtherwise(versions);
  const examples: ResponseId[] = [];
  let compared = 0;
  let different = 0;
  let afterId = 0;
  for (;;) {
    const comments = await store.walkTaggedWith(versions, afterId, BATCH_SIZE);
    const last = comments.at(-1);
    if (!last) return { compared, different, examples, otherVersions };
    const { results } = await tagComments(ports, comments);
    comments.forEach((comment, index) => {
      if (isSame(comment, results[index]!, project)) return;
      different += 1;
      if (examples.length < MOST_EXAMPLES) examples.push(comment.id);
    });
    compared += comments.length;
    afterId = last.id;
    onProgress(compared);
  }
}

function isSame(stored: TaggedComment, again: CommentTags, project: ReturnType<typeof projectionOf>): boolean {
  if (again.state !== 'tagged') return false;
  const expected = applyLabels(again.tags, stored.labels, project, stored.text.length);
  return canonical(stored.tags) === canonical(expected);
}

/** The machine's tags as text: numbers are written so that other bits make another text. */
function canonical(tags: readonly ThemeTag[]): string {
  return tags
    .filter((tag) => !tag.confirmed)
    .map(({ theme, polarity, confidence, evidence }) =>
      JSON.stringify([theme, polarity, confidence, evidence.map((span) => [span.start, span.end])]),
    )
    .sort()
    .join('\n');
}
