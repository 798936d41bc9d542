/** From what people gave and answered to the head of a theme. */
import type { ThemeKey } from '../domain/theme.js';
import type { LabelledComment } from '../store/labelStore.js';
import type { OwnThemeDraft, OwnThemeSentence } from '../store/ownThemeStore.js';
import type { EmbeddedText, OwnThemeExample } from '../tagging/learner.js';
import type { OwnThemeHead } from '../tagging/overlay.js';
import type { LearningDeps } from './deps.js';
import { vectorsOf } from './commentVectors.js';
import { embedTexts } from './embeddedTexts.js';
import type { CleanSentence } from './ownThemeInput.js';

export type HeadPorts = Pick<LearningDeps, 'store' | 'tagger' | 'learner' | 'committedLabels'>;

/** An answer on a stored comment. */
export interface OwnThemeAnswer extends EmbeddedText {
  readonly id: number;
  readonly present: boolean;
}

/** Stored comments drawn at random that stand for all the others. */
export const BACKGROUND = 400;
const LEAST_STORED = 100;
const SEED = 1;
const LABEL_PAGE = 1000;

/** Everything that people said about the theme on stored comments, whichever way they came to it. */
export async function answersOf(ports: HeadPorts, key: ThemeKey): Promise<OwnThemeAnswer[]> {
  const said: { readonly comment: LabelledComment; readonly present: boolean }[] = [];
  for (let afterId = 0; ;) {
    const page = await ports.store.labelledComments({ theme: key, afterId, limit: LABEL_PAGE });
    for (const comment of page) {
      const label = comment.labels.find(({ theme }) => theme === key);
      if (label) said.push({ comment, present: label.present });
    }
    const last = page.at(-1);
    if (!last) break;
    afterId = last.id;
  }
  const texts = await vectorsOf(
    ports,
    said.map(({ comment }) => comment.text),
  );
  return texts.map((text, index) => ({ ...text, id: said[index]!.comment.id, present: said[index]!.present }));
}

/** Stored comments have their id, others a negative one. */
export type BackgroundComment = EmbeddedText & { readonly id: number };

interface PlainComment {
  readonly id: number;
  readonly text: string;
}

/** The same comments each time, as long as none is added. Looks at all stored comments: not for every answer. */
export function drawComments({ store }: Pick<HeadPorts, 'store'>): Promise<readonly PlainComment[]> {
  return store.sampleComments({}, BACKGROUND, SEED);
}

/** Stored comments with their vectors, in order. */
export async function withVectors(
  ports: Pick<HeadPorts, 'store' | 'tagger'>,
  comments: readonly PlainComment[],
): Promise<readonly BackgroundComment[]> {
  const texts = await vectorsOf(
    ports,
    comments.map(({ text }) => text),
  );
  return texts.map((text, index) => ({ ...text, id: comments[index]!.id }));
}

/**
 * Comments with their vectors. Where hardly any are stored yet, those that come with the product stand in: a theme has to be told from
 * something.
 */
export async function backgroundOf(
  ports: HeadPorts,
  comments: readonly PlainComment[],
): Promise<readonly BackgroundComment[]> {
  const stored = await withVectors(ports, comments);
  if (stored.length >= LEAST_STORED) return stored;
  const committed = (await ports.committedLabels()).slice(0, BACKGROUND - stored.length).map(({ text }) => text);
  // kept in the database, so that only the first theme waits for them
  const others = await embedTexts(ports, committed);
  return [...stored, ...others.map((text, index) => ({ ...text, id: -1 - index }))];
}

/** Sentences with their vectors of the tagger's space; those that have them already are taken as they are. */
export async function embedSentences(
  ports: HeadPorts,
  sentences: readonly (CleanSentence & Partial<Pick<OwnThemeSentence, 'space' | 'vectors'>>)[],
): Promise<OwnThemeSentence[]> {
  const { space } = ports.tagger.versions;
  const known = (sentence: (typeof sentences)[number]): Uint8Array | undefined =>
    sentence.space === space ? sentence.vectors : undefined;
  const outputs = await ports.tagger.tag(
    sentences.filter((sentence) => !known(sentence)).map(({ text }) => ({ text })),
  );
  let next = 0;
  return sentences.map(({ text, lang, present, ...rest }) => {
    const vectors = known({ text, lang, present, ...rest }) ?? outputs[next++]?.vectors;
    if (!vectors) throw new Error('expected vectors of every example sentence, found none of one');
    return { text, lang, present, space, vectors };
  });
}

/** Fits the theme's head on sentences, answers and background. */
export function fitHead(
  { learner }: HeadPorts,
  key: ThemeKey,
  sentences: OwnThemeDraft['sentences'],
  answers: readonly OwnThemeAnswer[],
  background: readonly BackgroundComment[],
): Promise<OwnThemeHead> {
  const answered = new Set(answers.map(({ id }) => id));
  const examples: OwnThemeExample[] = [
    ...sentences.map(({ text, vectors, present }) => ({ text, vectors, present, origin: 'example' as const })),
    ...answers.map(({ text, vectors, present }) => ({ text, vectors, present, origin: 'person' as const })),
    ...background
      .filter(({ id }) => !answered.has(id))
      .map(({ text, vectors }) => ({ text, vectors, present: false, origin: 'background' as const })),
  ];
  return learner.fitOwnTheme(key, examples);
}
