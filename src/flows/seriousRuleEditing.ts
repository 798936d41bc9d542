/** Changing the rules for serious comments: what a change would do, taking it into use, and going back. */
import {
  problemsOf,
  type RuleProblem,
  type SeriousCategory,
  type SeriousCategoryKey,
  type SeriousRuleSet,
} from '../domain/seriousRules.js';
import { LANGUAGES, type Language } from '../domain/theme.js';
import type { ResponseId } from '../store/store.js';
import {
  currentRules,
  headsOf,
  measureRules,
  seriousInUse,
  seriousQuality,
  type SeriousDeps,
  type SeriousQuality,
} from './seriousComments.js';
import { createDetector, type SeriousDetector } from './seriousDetector.js';

/** Lines of one category as they come from a form, and what concerns all categories. */
export interface RuleChange {
  readonly category: SeriousCategoryKey;
  readonly rules: Readonly<Record<Language, readonly string[]>>;
  readonly examples: Readonly<Record<Language, readonly string[]>>;
  readonly harmless: Readonly<Record<Language, readonly string[]>>;
  readonly passPerThousand: number;
}

/** What of the change cannot be taken. */
export type ChangeProblem =
  | ({ readonly kind: 'rule' } & RuleProblem)
  | {
      readonly kind: 'example';
      readonly field: 'examples' | 'harmless';
      readonly lang: Language;
      readonly line: number;
      readonly text: string;
    }
  | { readonly kind: 'tooMany'; readonly field: 'rules' | 'examples' | 'harmless'; readonly lang: Language }
  | { readonly kind: 'passPerThousand' };

const MOST_LINES = 300;
const LONGEST_EXAMPLE = 500;
const MOST_PASSING = 200;

/** The rules as they would be; null for a category that is not there. */
export function changedRules(rules: SeriousRuleSet, change: RuleChange): SeriousRuleSet | null {
  if (!rules.categories.some(({ key }) => key === change.category)) return null;
  return {
    passPerThousand: change.passPerThousand,
    categories: rules.categories.map((category): SeriousCategory =>
      category.key === change.category
        ? { ...category, rules: tidy(change.rules), examples: tidy(change.examples) }
        : category,
    ),
    harmless: tidy(change.harmless),
  };
}

function tidy(lines: Readonly<Record<Language, readonly string[]>>): Record<Language, string[]> {
  const each = (lang: Language): string[] => lines[lang].map((line) => line.trim()).filter((line) => line !== '');
  return { fi: each('fi'), sv: each('sv'), en: each('en') };
}

/** Every problem, so that all can be mended at once. */
export function checkChange(change: RuleChange): ChangeProblem[] {
  const { rules, examples, harmless, passPerThousand } = change;
  const lines = { rules, examples, harmless };
  const checked: Pick<SeriousRuleSet, 'categories'> = {
    categories: [{ key: change.category, rules } as SeriousCategory],
  };
  const isWhole = Number.isInteger(passPerThousand) && passPerThousand >= 0 && passPerThousand <= MOST_PASSING;
  return [
    ...problemsOf(checked).map((problem) => ({ kind: 'rule', ...problem }) as const),
    ...(['examples', 'harmless'] as const).flatMap((field) =>
      LANGUAGES.flatMap((lang) =>
        lines[field][lang].flatMap((text, index): ChangeProblem[] =>
          text.length > LONGEST_EXAMPLE ? [{ kind: 'example', field, lang, line: index + 1, text }] : [],
        ),
      ),
    ),
    ...(['rules', 'examples', 'harmless'] as const).flatMap((field) =>
      LANGUAGES.flatMap((lang): ChangeProblem[] =>
        lines[field][lang].length > MOST_LINES ? [{ kind: 'tooMany', field, lang }] : [],
      ),
    ),
    ...(isWhole ? [] : [{ kind: 'passPerThousand' } as const]),
  ];
}

export interface MovedComment {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: string;
  readonly categories: readonly SeriousCategoryKey[];
}

export interface RulePreview {
  /** Stored comments that were read both ways, of how many. */
  readonly read: number;
  readonly stored: number;
  readonly flaggedBefore: number;
  readonly flaggedAfter: number;
  readonly added: number;
  readonly removed: number;
  readonly addedExamples: readonly MovedComment[];
  readonly removedExamples: readonly MovedComment[];
  readonly before: SeriousQuality;
  readonly after: SeriousQuality;
}

/** Enough to see what a change does, few enough to wait for. */
const PREVIEWED = 4000;
const AT_A_TIME = 250;
const SEED = 7;
const EXAMPLES_SHOWN = 10;

/** Reads labelled and stored comments with the rules in use and with the changed ones. Nothing is stored. */
export async function previewRules(deps: SeriousDeps, after: SeriousRuleSet): Promise<RulePreview> {
  const { flows } = deps;
  const { detector: now } = await seriousInUse(deps);
  const then = createDetector(flows, after, await headsOf(deps, after));
  const [before, changed] = [await seriousQuality(deps), await measureRules(deps, after, then)];
  const comments = await flows.store.sampleComments({}, PREVIEWED, SEED);
  const added: MovedComment[] = [];
  const removed: MovedComment[] = [];
  let [flaggedBefore, flaggedAfter] = [0, 0];
  for (let from = 0; from < comments.length; from += AT_A_TIME) {
    const some = comments.slice(from, from + AT_A_TIME);
    const [old, next] = [await categoriesOf(now, some), await categoriesOf(then, some)];
    some.forEach(({ id, text, lang }, index) => {
      const [was, is] = [old[index] ?? [], next[index] ?? []];
      if (was.length > 0) flaggedBefore += 1;
      if (is.length > 0) flaggedAfter += 1;
      if (was.length === 0 && is.length > 0) added.push({ id, text, lang, categories: is });
      if (was.length > 0 && is.length === 0) removed.push({ id, text, lang, categories: was });
    });
  }
  const { tagged } = await flows.store.taggingProgress();
  return {
    read: comments.length,
    stored: tagged,
    flaggedBefore,
    flaggedAfter,
    added: added.length,
    removed: removed.length,
    addedExamples: added.slice(0, EXAMPLES_SHOWN),
    removedExamples: removed.slice(0, EXAMPLES_SHOWN),
    before,
    after: changed,
  };
}

async function categoriesOf(
  detector: SeriousDetector,
  comments: readonly { readonly text: string; readonly lang: string }[],
): Promise<SeriousCategoryKey[][]> {
  return (await detector.judge(comments)).map((verdicts) => verdicts.map(({ category }) => category));
}

/** Makes these the rules in use; stored comments are read with them by the next rescan. The number of the version. */
export async function applyRules(
  { flows }: SeriousDeps,
  document: SeriousRuleSet,
  by: string,
  reason: string,
): Promise<number> {
  return flows.store.saveSeriousRules({ document, at: flows.now(), by, reason });
}

/** Makes a former version the one in use again, as a version of its own; null when there is none with this number. */
export async function goBackToRules(deps: SeriousDeps, id: number, by: string): Promise<number | null> {
  const former = await deps.flows.store.getSeriousRules(id);
  if (!former) return null;
  const current = await currentRules(deps);
  if (current.id === id) return current.id;
  return applyRules(deps, former.document, by, `version ${id}`);
}
