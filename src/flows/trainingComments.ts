/** What there is to learn from: the labels that come with the product, and what people confirmed here. */
import { projectionOf, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { ConfirmedLabel, LabelSource } from '../domain/confirmedLabel.js';
import type { ThemeKey } from '../domain/theme.js';
import type { LabelledComment } from '../store/labelStore.js';
import type { TrainingComment } from '../tagging/learner.js';
import type { LearningDeps } from './deps.js';
import { embedTexts } from './embeddedTexts.js';

export interface TrainingMaterial {
  readonly comments: readonly TrainingComment[];
  /** Confirmed labels that hold, also those that teach nothing here. */
  readonly labels: number;
}

type Verdict = TrainingComment['verdicts'][number];

const COMMENTS_A_PAGE = 500;
const UNDETERMINED = 'und';
/** Sources that are no choice of the machine's and no mending of its mistakes. */
const UNSELECTED: readonly LabelSource[] = ['sample', 'panel'];

/** Committed comments first, then confirmed ones by id; what has no vectors yet is embedded, and the vectors are kept. */
export async function readTrainingMaterial(
  deps: LearningDeps,
  onProgress?: (done: number, of: number) => void,
): Promise<TrainingMaterial> {
  const { document, overlay } = deps.installation.current;
  const own = new Set(overlay.ownThemes.map((head) => head.theme));
  const [committed, confirmed] = await Promise.all([deps.committedLabels(), readConfirmed(deps)]);
  const learned: Omit<TrainingComment, 'vectors'>[] = [
    ...committed.map(({ text, lang, labels }) => ({
      text,
      lang,
      verdicts: labels.map(({ theme, polarity }) => ({ theme, present: true, polarity })),
      complete: true,
      origin: 'committed' as const,
    })),
    ...confirmed
      .filter(({ lang }) => lang === UNDETERMINED || deps.supportedLanguages.includes(lang))
      .map(({ text, lang, labels }) => ({
        text,
        lang,
        verdicts: verdictsOf(labels, document, own),
        complete: false,
        origin: 'person' as const,
      }))
      .filter(({ verdicts }) => verdicts.length > 0),
  ];
  const texts = await embedTexts(
    deps,
    learned.map(({ text }) => text),
    (done) => onProgress?.(done, learned.length),
  );
  return {
    comments: learned.map((comment, index) => ({ ...comment, vectors: texts[index]!.vectors })),
    labels: confirmed.reduce((sum, { labels }) => sum + labels.length, 0),
  };
}

/** Every comment with labels that hold, by id. */
export async function readConfirmed({ store }: Pick<LearningDeps, 'store'>): Promise<LabelledComment[]> {
  const comments: LabelledComment[] = [];
  for (;;) {
    const page = await store.labelledComments({ afterId: comments.at(-1)?.id ?? 0, limit: COMMENTS_A_PAGE });
    comments.push(...page);
    if (page.length < COMMENTS_A_PAGE) return comments;
  }
}

/**
 * What labels say about heads. A theme that others were merged into may be there for the sake of one of those: such a yes says
 * nothing about its own head. The head of an own theme was fitted on the answers about its candidates, so only labels that are no
 * selection say how sure it may be.
 */
function verdictsOf(
  labels: readonly ConfirmedLabel[],
  document: TaxonomyDocument,
  own: ReadonlySet<ThemeKey>,
): Verdict[] {
  const project = projectionOf(document);
  const takesIn = (theme: ThemeKey): boolean =>
    document.themes.some(({ key }) => key !== theme && project(key) === theme);
  return labels
    .filter(({ theme, source }) => !own.has(theme) || UNSELECTED.includes(source))
    .filter(({ theme, present }) => !present || !takesIn(theme))
    .map(({ theme, present, polarity }) => ({ theme, present, polarity: present ? polarity : null }));
}
