/** Rare but serious: the rule set, and which of its phrase rules a comment meets and where. Pure; words come from the language room. */
import { RecentlyUsed } from './recentlyUsed.js';
import {
  matchPattern,
  parsePattern,
  passes,
  spansOf,
  withoutDots,
  type Pattern,
  type PatternProblem,
  type PositionedWord,
  type WordTest,
} from './seriousPattern.js';
import { LANGUAGES, type Language, type Localised, type Span } from './theme.js';

/** Key of a category, stable: `patient_safety`. */
export type SeriousCategoryKey = string;

export interface SeriousCategory {
  readonly key: SeriousCategoryKey;
  readonly name: Localised;
  /** What belongs to it. */
  readonly description: Localised;
  /** What does not although it looks alike. */
  readonly excludes: Localised;
  /** 1–3, how soon someone should read it: orders the queue. */
  readonly urgency: 1 | 2 | 3;
  /** Lines in the syntax of seriousPattern.ts. */
  readonly rules: Readonly<Record<Language, readonly string[]>>;
  /** Sentences that are of the category. */
  readonly examples: Readonly<Record<Language, readonly string[]>>;
}

export interface SeriousRuleSet {
  /** How many of 1,000 ordinary comments may be let in by likeness alone, 0–200: more finds more and costs reading. */
  readonly passPerThousand: number;
  readonly categories: readonly SeriousCategory[];
  /** Sentences that look serious and are not, for all categories. */
  readonly harmless: Readonly<Record<Language, readonly string[]>>;
}

/** A rule that a comment meets. */
export interface RuleMatch {
  readonly category: SeriousCategoryKey;
  readonly rule: string;
  /** It counts only together with likeness to an example. */
  readonly hint: boolean;
  readonly spans: readonly Span[];
}

export interface RuleProblem {
  readonly category: SeriousCategoryKey;
  readonly lang: Language;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly problem: PatternProblem;
}

export interface RuleMatcher {
  /** Each rule once, with the first place that it holds at, in the order of the rule set. */
  match(words: readonly PositionedWord[], lang: Language): RuleMatch[];
}

/** What a comment's words say no with. */
const DENIALS: Readonly<Record<Language, readonly string[]>> = {
  fi: 'ei en et emme ette eivät ettei etten eikä enkä eihän ilman tuskin eivätkä mitään'.split(' '),
  sv: 'inte ej aldrig ingen inget inga utan varken icke'.split(' '),
  en: "no not never none without neither nor nobody isn't wasn't weren't didn't don't doesn't haven't hasn't zero".split(
    ' ',
  ),
};
/** Words that begin a thought of their own, which a no before them says nothing about. */
const TURNS: Readonly<Record<Language, readonly string[]>> = {
  fi: 'että kun koska vaikka mutta vaan joka jotka kuin ja eli niin'.split(' '),
  sv: 'att när eftersom fast men som för och så bara'.split(' '),
  en: 'that when because although but who which and so only just'.split(' '),
};
/** "Syrjintää ei ollut": a no behind what it denies stands beside one of these. */
const DENIED_AFTER: Readonly<Record<Language, readonly string[]>> = {
  fi: 'ollut ole esiintynyt tullut kokenut kohdannut havainnut nähnyt näkynyt tapahtunut ilmennyt'.split(' '),
  sv: 'förekom fanns förekommit märktes'.split(' '),
  en: [],
};
const DENIAL_REACH = 3;
/** Comments repeat their words: what each passes is worked out once. */
const REMEMBERED_WORDS = 20_000;

interface CompiledRule {
  readonly category: SeriousCategoryKey;
  readonly pattern: Pattern;
}

/** Parses every line once. Lines that cannot be read are left out: `problemsOf` names them. */
export function createRuleMatcher(
  { categories }: Pick<SeriousRuleSet, 'categories'>,
  stem: (word: string, lang: Language) => string,
): RuleMatcher {
  const byLanguage = Object.fromEntries(
    LANGUAGES.map((lang) => {
      const rules = categories.flatMap(({ key, rules: lines }) =>
        lines[lang].flatMap((line): CompiledRule[] => {
          const parsed = parsePattern(line, (word) => stem(word, lang));
          return parsed && 'pattern' in parsed ? [{ category: key, pattern: parsed.pattern }] : [];
        }),
      );
      return [lang, createLanguageMatcher(rules, lang)];
    }),
  ) as Record<Language, RuleMatcher['match']>;
  return { match: (words, lang) => byLanguage[lang](words, lang) };
}

function createLanguageMatcher(rules: readonly CompiledRule[], lang: Language): RuleMatcher['match'] {
  const tests = [
    ...new Set(
      rules.flatMap(({ pattern }) => [
        ...pattern.parts.flatMap((part) => part.flatMap((step) => step.choices.flat())),
        ...pattern.except,
      ]),
    ),
  ];
  const memo = {
    dotted: new RecentlyUsed<string, Set<WordTest>>(REMEMBERED_WORDS),
    plain: new RecentlyUsed<string, Set<WordTest>>(REMEMBERED_WORDS),
  };
  const passedBy = ({ word, stem }: PositionedWord, plain: boolean): Set<WordTest> =>
    memo[plain ? 'plain' : 'dotted'].getOrCompute(
      word,
      () => new Set(tests.filter((test) => passes(test, { word, stem }, plain))),
    );
  return (words) => {
    const plain = !words.some(({ word }) => word !== withoutDots(word));
    const passed = words.map((word) => passedBy(word, plain));
    const present = new Set(passed.flatMap((each) => [...each]));
    if (present.size === 0) return [];
    const denied = (first: number, last: number): boolean => isDenied(words, lang, first, last);
    return rules.flatMap(({ category, pattern }): RuleMatch[] => {
      // most rules end here: a word that they need is nowhere in the comment
      const possible = pattern.parts.every((part) =>
        part.every((step) => step.choices.some((tests) => tests.every((test) => present.has(test)))),
      );
      if (!possible) return [];
      const found = matchPattern(pattern, words, (index, test) => passed[index]!.has(test), denied);
      return found ? [{ category, rule: pattern.line, hint: pattern.hint, spans: spansOf(found, words) }] : [];
    });
  };
}

/** A no at most three words before, with no turn of thought between; or behind, beside a verb of being there. */
function isDenied(words: readonly PositionedWord[], lang: Language, first: number, last: number): boolean {
  const { sentence } = words[first]!;
  const plainly = (list: readonly string[], word: string): boolean =>
    list.includes(word) || list.some((each) => withoutDots(each) === word);
  for (let index = first - 1; index >= Math.max(0, first - DENIAL_REACH); index -= 1) {
    const word = words[index]!;
    if (word.sentence !== sentence || words[index + 1]!.afterPause || plainly(TURNS[lang], word.word)) break;
    if (plainly(DENIALS[lang], word.word)) return true;
  }
  for (let index = last + 1; index <= last + 2; index += 1) {
    const word = words[index];
    if (!word || word.sentence !== sentence || word.afterPause) break;
    const beside = [words[index - 1]?.word ?? '', words[index + 1]?.word ?? ''];
    if (plainly(DENIALS[lang], word.word) && beside.some((each) => plainly(DENIED_AFTER[lang], each))) return true;
  }
  return false;
}

/** Every line that cannot be read. */
export function problemsOf({ categories }: Pick<SeriousRuleSet, 'categories'>): RuleProblem[] {
  return categories.flatMap(({ key, rules }) =>
    LANGUAGES.flatMap((lang) =>
      rules[lang].flatMap((text, index): RuleProblem[] => {
        const parsed = parsePattern(text, (word) => word);
        return parsed && 'problem' in parsed
          ? [{ category: key, lang, line: index + 1, text, problem: parsed.problem }]
          : [];
      }),
    ),
  );
}
