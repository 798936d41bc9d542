/** Finds serious comments: phrase rules and likeness to examples, each with its reasons. */
import {
  judgeSerious,
  likenessLines,
  likenessOf,
  type Likenesses,
  type SeriousFlag,
  type SeriousReason,
  type SeriousVerdict,
} from '../domain/seriousCase.js';
import {
  createRuleMatcher,
  type RuleMatch,
  type SeriousCategoryKey,
  type SeriousRuleSet,
} from '../domain/seriousRules.js';
import { LANGUAGES, type Language, type Span } from '../domain/theme.js';
import { splitClauses } from '../language/clauses.js';
import { positionedWords, readingLanguages } from '../language/positionedWords.js';
import { stemWord } from '../language/stems.js';
import type { OwnThemeHead } from '../tagging/overlay.js';
import type { EmbeddedText, OwnThemeExample } from '../tagging/learner.js';
import { vectorsOf } from './commentVectors.js';
import type { LearningDeps } from './deps.js';

export type DetectorPorts = Pick<LearningDeps, 'tagger' | 'learner' | 'committedLabels'> & {
  readonly store: Pick<LearningDeps['store'], 'getVectors'>;
};

/** What was learned from the examples. */
export interface SeriousHeads {
  /** Highest likeness of each ordinary comment, by heads fitted without it: what lines are drawn by. */
  readonly ordinary: readonly number[];
  /** Being serious at all; null where there are too few examples to learn from. */
  readonly atAll: OwnThemeHead | null;
  readonly categories: readonly { readonly category: SeriousCategoryKey; readonly head: OwnThemeHead }[];
}

export interface ReadComment {
  readonly text: string;
  readonly lang: string;
}

export interface SeriousDetector {
  /** Which categories each comment is of, in order; empty for languages that are not read. */
  judge(comments: readonly ReadComment[]): Promise<SeriousVerdict[][]>;
  /** The same with the reasons in words and marks. */
  detect(comments: readonly ReadComment[]): Promise<SeriousFlag[][]>;
}

/** Comments of unknown language are read in all; of a language that the tagger does not read, not at all. */
const UNDETERMINED = 'und';

/** Which rules a comment meets; one of unknown language is read in each. */
export function createReader(rules: SeriousRuleSet): (comment: ReadComment) => RuleMatch[] {
  const matcher = createRuleMatcher(rules, stemWord);
  return ({ text, lang }) => readingLanguages(lang).flatMap((each) => matcher.match(positionedWords(text, each), each));
}

/** What heads are learned from: rules with the same examples have the same heads, but for the few comments that rules find. */
export function examplesKey({ categories, harmless }: SeriousRuleSet): string {
  return JSON.stringify([categories.map(({ key, examples }) => [key, examples]), harmless]);
}

/** Parts of the ordinary comments that lines are drawn by: each is judged by heads fitted without it. */
const FOLDS = 2;
const AT_ALL = 'serious';

/**
 * Fits a head for being serious and one for each category on the examples, against sentences that only look serious and labelled
 * comments that no rule finds. The same rules give the same heads.
 */
export async function learnSerious(ports: DetectorPorts, rules: SeriousRuleSet): Promise<SeriousHeads> {
  const reader = createReader(rules);
  const labelled = await ports.committedLabels();
  const ordinary = labelled.filter((comment) => !reader(comment).some((match) => !match.hint));
  const background = await examplesOf(
    ports,
    ordinary.map(({ text }) => text),
    'background',
  );
  const harmless = await examplesOf(
    ports,
    LANGUAGES.flatMap((lang) => rules.harmless[lang]),
    'person',
  );
  const examples: ExamplesByCategory = [];
  for (const category of rules.categories) {
    const texts = LANGUAGES.flatMap((lang) => category.examples[lang]);
    const own = (await examplesOf(ports, texts, 'person')).map((each) => ({ ...each, present: true }));
    if (own.length > 0) examples.push([category.key, own]);
  }
  if (examples.length === 0 || background.length < FOLDS) return { atAll: null, categories: [], ordinary: [] };
  const highest: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const heads = await fitHeads(ports, examples, [...harmless, ...background.filter((_, i) => i % FOLDS !== fold)]);
    const held = background.filter((_, i) => i % FOLDS === fold);
    highest.push(...(await likenessesOf(ports, heads, held)).map((each) => Math.max(...Object.values(each))));
  }
  return { ...(await fitHeads(ports, examples, [...harmless, ...background])), ordinary: highest };
}

type ExamplesByCategory = [SeriousCategoryKey, OwnThemeExample[]][];
type FittedHeads = Pick<SeriousHeads, 'atAll' | 'categories'>;

async function examplesOf(
  ports: DetectorPorts,
  texts: readonly string[],
  origin: OwnThemeExample['origin'],
): Promise<OwnThemeExample[]> {
  return (await vectorsOf(ports, [...new Set(texts)])).map((text) => ({ ...text, present: false, origin }));
}

async function fitHeads(
  { learner }: DetectorPorts,
  examples: ExamplesByCategory,
  others: readonly OwnThemeExample[],
): Promise<FittedHeads> {
  const fit = (key: string, own: readonly OwnThemeExample[]): Promise<OwnThemeHead> =>
    learner.fitOwnTheme(key, [...own, ...others]);
  const atAll = await fit(
    AT_ALL,
    examples.flatMap(([, own]) => own),
  );
  const categories: { category: SeriousCategoryKey; head: OwnThemeHead }[] = [];
  for (const [category, own] of examples) categories.push({ category, head: await fit(category, own) });
  return { atAll, categories };
}

async function likenessesOf(
  { learner }: DetectorPorts,
  { atAll, categories }: FittedHeads,
  texts: readonly EmbeddedText[],
): Promise<Likenesses[]> {
  if (atAll === null || texts.length === 0) return texts.map(() => ({}));
  const serious = await learner.rank(atAll, texts);
  const ranks = await Promise.all(categories.map(({ head }) => learner.rank(head, texts)));
  return texts.map((_, index) =>
    Object.fromEntries(
      categories.map(({ category }, place) => [category, likenessOf(serious[index] ?? 0, ranks[place]?.[index] ?? 0)]),
    ),
  );
}

interface NearExample {
  readonly text: string;
  readonly lang: Language;
  readonly category: SeriousCategoryKey;
  readonly whole: Int8Array;
}

export function createDetector(ports: DetectorPorts, rules: SeriousRuleSet, heads: SeriousHeads): SeriousDetector {
  const reader = createReader(rules);
  const lines = likenessLines(heads.ordinary, rules.passPerThousand);
  const isRead = ({ lang }: ReadComment): boolean => lang === UNDETERMINED || ports.tagger.languages.includes(lang);
  let examples: Promise<NearExample[]> | null = null;
  const nearExamples = (): Promise<NearExample[]> =>
    (examples ??= wholeExamples(ports, rules).catch((error: unknown) => {
      examples = null;
      throw error;
    }));

  const judge = async (comments: readonly ReadComment[]): Promise<SeriousVerdict[][]> => {
    const read = comments.filter(isRead);
    const texts = await vectorsOf(
      ports,
      read.map(({ text }) => text),
    );
    const likenesses = await likenessesOf(ports, heads, texts);
    const verdicts = read.map((comment, index) =>
      judgeSerious(rules.categories, reader(comment), likenesses[index] ?? {}, lines),
    );
    const praised = await onlyPraise(
      ports,
      texts.filter((_, index) => verdicts[index]!.some(isByLikenessAlone)),
    );
    let index = -1;
    return comments.map((comment) => {
      if (!isRead(comment)) return [];
      index += 1;
      return praised.has(comment.text)
        ? verdicts[index]!.filter((verdict) => !isByLikenessAlone(verdict))
        : verdicts[index]!;
    });
  };

  return {
    judge,
    detect: async (comments) => {
      const verdicts = await judge(comments);
      return Promise.all(
        comments.map(async ({ text }, index) => {
          const flags: SeriousFlag[] = [];
          for (const verdict of verdicts[index] ?? []) {
            const reasons: SeriousReason[] = verdict.matches.map(({ rule, spans }) => ({ kind: 'rule', rule, spans }));
            if (verdict.likeness !== null) {
              const own = (await nearExamples()).filter((example) => example.category === verdict.category);
              const near = await nearestExample(ports, text, own);
              if (near) reasons.push({ ...near, kind: 'similar', likeness: verdict.likeness });
            }
            flags.push({ category: verdict.category, score: verdict.score, reasons });
          }
          return flags;
        }),
      );
    },
  };
}

function isByLikenessAlone({ matches }: SeriousVerdict): boolean {
  return matches.length === 0;
}

/**
 * Texts all of whose themes are praise. Likeness is of topic as much as of harm ("the nurse fed dad without any hurry"), so it is not
 * enough by itself for these; words of a rule still are.
 */
async function onlyPraise({ tagger }: DetectorPorts, texts: readonly EmbeddedText[]): Promise<ReadonlySet<string>> {
  const outputs = texts.length === 0 ? [] : await tagger.tag(texts);
  return new Set(
    texts.flatMap(({ text }, index) => {
      const tags = outputs[index]?.tags ?? [];
      return tags.length > 0 && tags.every(({ polarity }) => polarity === 'pos') ? [text] : [];
    }),
  );
}

async function wholeExamples({ tagger }: DetectorPorts, rules: SeriousRuleSet): Promise<NearExample[]> {
  const all = rules.categories.flatMap(({ key, examples }) =>
    LANGUAGES.flatMap((lang) => examples[lang].map((text) => ({ text, lang, category: key }))),
  );
  const outputs = await tagger.tag(all.map(({ text }) => ({ text })));
  return all.map((example, index) => ({ ...example, whole: outputs[index]!.whole }));
}

/** The example that a clause of the text is nearest to, and that clause. */
async function nearestExample(
  { tagger }: DetectorPorts,
  text: string,
  examples: readonly NearExample[],
): Promise<{ readonly example: string; readonly lang: string; readonly spans: readonly Span[] } | null> {
  const clauses = splitClauses(text);
  const outputs = await tagger.tag(clauses.map(({ start, end }) => ({ text: text.slice(start, end) })));
  let best: { readonly near: number; readonly example: NearExample; readonly span: Span } | null = null;
  clauses.forEach((span, index) => {
    const whole = outputs[index]?.whole;
    for (const example of whole ? examples : []) {
      const near = cosine(whole!, example.whole);
      if (best === null || near > best.near) best = { near, example, span };
    }
  });
  const found = best as { readonly example: NearExample; readonly span: Span } | null;
  return found && { example: found.example.text, lang: found.example.lang, spans: [found.span] };
}

function cosine(a: Int8Array, b: Int8Array): number {
  let product = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let i = 0; i < a.length; i += 1) {
    product += a[i]! * (b[i] ?? 0);
    lengthA += a[i]! ** 2;
    lengthB += (b[i] ?? 0) ** 2;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
}
