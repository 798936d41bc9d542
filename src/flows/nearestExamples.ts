/** The labelled comments that lie nearest to a text, in any language: what people said about a theme where it was said alike. */
import { distinctiveOf, similarityOf, type CommonDirections, type Direction } from '../domain/similarity.js';
import type { LabelSource } from '../domain/confirmedLabel.js';
import { projectionOf, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { Polarity, ThemeKey } from '../domain/theme.js';
import type { ResponseId, Store } from '../store/store.js';
import { viewKey } from './currentActor.js';
import type { LearningDeps } from './deps.js';
import { RecentResults } from './recentResults.js';
import { commonDirectionsOf } from './similaritySpace.js';
import { wholeVectors } from './wholeVectors.js';

export interface NearestExample {
  readonly text: string;
  readonly lang: string;
  /** The comment says something about the theme, or does not. */
  readonly present: boolean;
  /** Null when the theme is not there. */
  readonly polarity: Polarity | null;
  /** As domain/similarity.ts has it, −1 to 1: 1 for the same text, around 0 for two drawn at random. */
  readonly similarity: number;
  /** `committed`: a label that came with the product. */
  readonly source: LabelSource | 'committed';
  /** The comment that carries the label; null for those that came with the product. */
  readonly id: ResponseId | null;
}

type Verdict = Pick<NearestExample, 'present' | 'polarity' | 'source'>;

interface Example {
  readonly text: string;
  readonly lang: string;
  readonly id: ResponseId | null;
  readonly direction: Direction;
  /** By theme as it is read today; of themes that are not among them nothing is known. */
  readonly verdicts: ReadonlyMap<ThemeKey, Verdict>;
}

type ExampleDeps = Pick<LearningDeps, 'store' | 'tagger' | 'committedLabels' | 'installation'>;

const LABELS_PER_READ = 500;
/** Labels that come, go or change their verdict are seen at once; a change of polarity alone within this time. */
const KEPT_MS = 60_000;
/** Those that came with the product are the same for everybody. */
const KEPT_COMMITTED = 2;
/** One for each selection of units that somebody reads in. */
const KEPT_CONFIRMED = 32;

interface Kept {
  readonly committed: RecentResults<readonly Example[]>;
  readonly confirmed: RecentResults<readonly Example[]>;
}

/** By store, so that several services in one process (tests) keep apart. */
const recent = new WeakMap<Store, Kept>();

/**
 * The `k` nearest confirmed examples of a theme or of its absence, most similar first. Exact over all labels, which are kept in
 * memory; the first call after a start reads their vectors, and embeds the shipped ones where the installation never did.
 * @param vectors the whole text's direction (`TaggerOutput.whole`), in the tagger's present space
 * @param exceptText a text that is not shown: the one that is asked about
 */
export async function nearestExamples(
  deps: ExampleDeps,
  vectors: Int8Array,
  theme: ThemeKey,
  k = 3,
  exceptText: string | null = null,
): Promise<NearestExample[]> {
  const { common, examples } = await examplesOf(deps);
  const asked = distinctiveOf(vectors, common);
  const found: NearestExample[] = [];
  for (const { verdicts, direction, text, lang, id } of examples) {
    const verdict = verdicts.get(theme);
    if (!verdict || text === exceptText) continue;
    const similarity = similarityOf(asked, direction);
    const last = found.at(-1);
    if (found.length === k && last && similarity <= last.similarity) continue;
    found.push({ text, lang, id, ...verdict, similarity });
    found.sort((a, b) => b.similarity - a.similarity);
    found.length = Math.min(k, found.length);
  }
  return found;
}

/** Reads the labels' vectors ahead of the first question. */
export async function prepareExamples(deps: ExampleDeps): Promise<void> {
  await examplesOf(deps);
}

async function examplesOf(
  deps: ExampleDeps,
): Promise<{ readonly common: CommonDirections; readonly examples: readonly Example[] }> {
  const { store, tagger } = deps;
  const kept = recent.get(store) ?? {
    committed: new RecentResults(KEPT_COMMITTED, KEPT_MS),
    confirmed: new RecentResults(KEPT_CONFIRMED, KEPT_MS),
  };
  recent.set(store, kept);
  const { space, taxonomy } = tagger.versions;
  const { document } = deps.installation.current;
  const common = await commonDirectionsOf(deps);
  const [committed, confirmed] = await Promise.all([
    kept.committed.get(JSON.stringify([space, taxonomy]), async () =>
      embedded(deps, common, await committedExamples(deps, document)),
    ),
    // labels are of comments: everybody is shown those of comments that they may read
    kept.confirmed.get(JSON.stringify([viewKey(), space, taxonomy, await store.countLabels()]), async () =>
      embedded(deps, common, await confirmedExamples(deps, document)),
    ),
  ]);
  return { common, examples: [...committed, ...confirmed] };
}

async function embedded(
  deps: ExampleDeps,
  common: CommonDirections,
  comments: readonly UnembeddedExample[],
): Promise<readonly Example[]> {
  const wholes = await wholeVectors(
    deps,
    comments.map(({ text }) => text),
  );
  return comments.map((comment, index) => ({ ...comment, direction: distinctiveOf(wholes[index]!, common) }));
}

type UnembeddedExample = Omit<Example, 'direction'>;

async function committedExamples(
  { committedLabels }: ExampleDeps,
  document: TaxonomyDocument,
): Promise<UnembeddedExample[]> {
  const source = 'committed';
  const shipped = document.themes.filter((theme) => theme.origin === 'shipped').map((theme) => theme.key);
  return (await committedLabels()).map(({ text, lang, labels, known }) => {
    // whoever labelled them looked for all shipped themes; of an organisation's own themes they say nothing
    const absent = (known ?? shipped).map((theme) => ({ theme, present: false, polarity: null, source }) as const);
    const present = labels.map(({ theme, polarity }) => ({ theme, present: true, polarity, source }) as const);
    return { text, lang, id: null, verdicts: verdictsOf([...absent, ...present], document) };
  });
}

async function confirmedExamples({ store }: ExampleDeps, document: TaxonomyDocument): Promise<UnembeddedExample[]> {
  const examples: UnembeddedExample[] = [];
  let afterId = 0;
  for (;;) {
    const page = await store.labelledComments({ afterId, limit: LABELS_PER_READ });
    for (const { id, text, lang, labels } of page) {
      examples.push({ text, lang, id, verdicts: verdictsOf(labels, document) });
    }
    if (page.length < LABELS_PER_READ) return examples;
    afterId = page.at(-1)?.id ?? afterId;
  }
}

/** Verdicts by the theme that counts what the label's theme finds today; being there outweighs not being there. */
function verdictsOf(
  labels: readonly (Verdict & { readonly theme: ThemeKey })[],
  document: TaxonomyDocument,
): ReadonlyMap<ThemeKey, Verdict> {
  const project = projectionOf(document);
  const verdicts = new Map<ThemeKey, Verdict>();
  for (const { theme, present, polarity, source } of labels) {
    const today = project(theme);
    // a theme that is only a part of today's and is not there says nothing about the whole
    if (today === null || (today !== theme && !present)) continue;
    if (!present && verdicts.get(today)?.present) continue;
    verdicts.set(today, { present, polarity, source });
  }
  return verdicts;
}
