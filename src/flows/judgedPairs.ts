/** What people said about comments against what heads say, as the active themes count both. */
import type { JudgedPair } from '../domain/tagQuality.js';
import { projectFindings, projectionOf, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { Polarity, ThemeKey } from '../domain/theme.js';
import type { Learner } from '../tagging/learner.js';
import type { HeadsOverlay } from '../tagging/overlay.js';
import type { ThemeReason } from '../tagging/tagger.js';
import { embedTexts, type EmbeddingDeps } from './embeddedTexts.js';

/** What someone said about one theme of a comment. */
export interface Verdict {
  readonly theme: ThemeKey;
  readonly present: boolean;
  readonly polarity: Polarity | null;
}

export interface KnownComment {
  readonly lang: string;
  readonly text: string;
  /** Of other themes nothing is known. */
  readonly verdicts: readonly Verdict[];
}

/** A pair with its comment's place in the list and language. */
export interface PlacedPair extends JudgedPair {
  readonly comment: number;
  readonly lang: string;
}

/** Reasons asked for at a time. */
const TEXTS_AT_A_TIME = 128;

export interface JudgingHeads {
  readonly document: TaxonomyDocument;
  readonly overlay: HeadsOverlay;
}

/**
 * One pair per comment and active theme whose truth is known and that a head finds.
 * @param absentNeeds `own`: a theme is absent when its own verdict says so (people said it about the list of themes as it is);
 * `all`: only when every theme that counts to it is absent (labels made before themes were merged)
 */
export async function judgePairs(
  deps: EmbeddingDeps & { readonly learner: Pick<Learner, 'judge'> },
  comments: readonly KnownComment[],
  { document, overlay }: JudgingHeads,
  absentNeeds: 'own' | 'all',
  onProgress?: (done: number) => void,
): Promise<PlacedPair[]> {
  const texts = await embedTexts(
    deps,
    comments.map((comment) => comment.text),
    onProgress,
  );
  const pairs: PlacedPair[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_AT_A_TIME) {
    const judged = await deps.learner.judge(texts.slice(from, from + TEXTS_AT_A_TIME), overlay);
    judged.forEach((reasons, index) => {
      const comment = comments[from + index];
      if (comment)
        pairs.push(...pairsOf(comment, from + index, projectFindings(reasons, document), document, absentNeeds));
    });
  }
  return pairs;
}

function pairsOf(
  comment: KnownComment,
  place: number,
  reasons: readonly ThemeReason[],
  document: TaxonomyDocument,
  absentNeeds: 'own' | 'all',
): PlacedPair[] {
  const project = projectionOf(document);
  return reasons.flatMap((reason): PlacedPair[] => {
    const { theme } = reason;
    const sources = document.themes.filter(({ key }) => project(key) === theme).map(({ key }) => key);
    const said = comment.verdicts.filter((verdict) => sources.includes(verdict.theme));
    const present = said.find((verdict) => verdict.present);
    const isAbsent = (source: ThemeKey): boolean =>
      said.some((verdict) => verdict.theme === source && !verdict.present);
    if (!present && !(absentNeeds === 'own' ? isAbsent(theme) : sources.every(isAbsent))) return [];
    return [
      {
        comment: place,
        lang: comment.lang,
        theme,
        present: present !== undefined,
        truePolarity: present?.polarity ?? null,
        given: reason.given,
        confidence: reason.confidence,
        polarity: reason.polarity,
      },
    ];
  });
}
