/** Comments to tags: vectors that are stored are used, those that are new are kept. */
import { createHash } from 'node:crypto';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { TagVersions, ThemeTag } from '../domain/theme.js';
import type { CommentTags, PendingComment, Store, StoredVectors } from '../store/store.js';
import type { Tagger } from '../tagging/tagger.js';

export interface TaggingPorts {
  readonly store: Pick<Store, 'pendingComments' | 'getComment' | 'getVectors' | 'saveTags'>;
  readonly tagger: Pick<Tagger, 'versions' | 'languages' | 'tag'>;
  /** The themes in use, by which confirmed labels are laid over tags; each theme for itself where there is none. */
  readonly themesInUse?: () => TaxonomyDocument;
}

export interface TaggedBatch {
  readonly tagged: number;
  /** In a language that the tagger has no measured quality for. */
  readonly unsupported: number;
  /** Different texts that had no vectors yet. */
  readonly embedded: number;
}

/** Too short or mixed to tell the language (`ok`, `👍`): read all the same, since most are in one that is supported. */
const UNDETERMINED = 'und';

/** Identity of a masked text for its vectors: sha256, hex. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Comments with their tags, not yet stored. */
export interface TaggedComments {
  readonly results: readonly CommentTags[];
  /** sha256 of each comment's text, in the same order. */
  readonly textHashes: readonly string[];
  readonly versions: TagVersions;
  readonly taxonomy: TaxonomyDocument | undefined;
  /** Vectors of texts that had none. */
  readonly fresh: readonly StoredVectors[];
}

/**
 * Tags comments. A text that was embedded before, here or in another response, is not embedded again; within the batch each
 * different text is tagged once.
 */
export async function tagComments(ports: TaggingPorts, comments: readonly PendingComment[]): Promise<TaggedComments> {
  const { store, tagger } = ports;
  const isRead = ({ lang }: PendingComment): boolean => lang === UNDETERMINED || tagger.languages.includes(lang);
  const textHashes = comments.map((comment) => hashText(comment.text));
  const textByHash = new Map(
    comments.flatMap((comment, index) => (isRead(comment) ? [[textHashes[index]!, comment.text] as const] : [])),
  );
  const hashes = [...textByHash.keys()];
  const known = new Map<string, Uint8Array>();
  for (const stored of await store.getVectors(tagger.versions.space, hashes)) known.set(stored.textHash, stored.bytes);

  // read together with the call: what is installed may change while the batch is under way
  const { versions } = tagger;
  const taxonomy = ports.themesInUse?.();
  const outputs = await tagger.tag(
    [...textByHash].map(([hash, text]) => {
      const vectors = known.get(hash);
      return vectors ? { text, vectors } : { text };
    }),
  );
  const tagsByHash = new Map<string, readonly ThemeTag[]>();
  const fresh: StoredVectors[] = [];
  hashes.forEach((hash, index) => {
    const output = outputs[index];
    if (!output) throw new Error(`expected ${hashes.length} texts back from the tagger, got ${outputs.length}`);
    tagsByHash.set(hash, output.tags);
    if (!known.has(hash)) fresh.push({ textHash: hash, bytes: output.vectors, whole: output.whole });
  });

  const results = comments.map((comment, index): CommentTags => {
    const tags = isRead(comment) ? tagsByHash.get(textHashes[index]!) : undefined;
    return tags ? { id: comment.id, state: 'tagged', tags } : { id: comment.id, state: 'unsupported', tags: [] };
  });
  return { results, textHashes, versions, taxonomy, fresh };
}

export async function saveTagged(ports: TaggingPorts, tagged: TaggedComments): Promise<TaggedBatch> {
  const { results, versions, fresh, taxonomy } = tagged;
  await ports.store.saveTags(results, versions, fresh, taxonomy);
  const read = results.filter((result) => result.state === 'tagged').length;
  return { tagged: read, unsupported: results.length - read, embedded: fresh.length };
}

/** Tags comments and stores the tags. */
export async function tagBatch(ports: TaggingPorts, comments: readonly PendingComment[]): Promise<TaggedBatch> {
  return saveTagged(ports, await tagComments(ports, comments));
}
