/** Whether comments have drifted away from what the tagger read in the first months, per language and month. */
import { addMonths, monthsBetween, type Month } from '../domain/calendar.js';
import { countNewWords, countOwnNewWords, summariseDirections, vocabularyOf } from '../domain/drift.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { projectFindings, projectionOf } from '../domain/taxonomyDocument.js';
import { LANGUAGES } from '../domain/theme.js';
import { stemWord } from '../language/stems.js';
import { splitWords } from '../language/words.js';
import type { QualityMonth } from '../store/qualityStore.js';
import type { LearningDeps } from './deps.js';
import { languageDrift, type LanguageDrift } from './driftMonths.js';
import { embedTexts } from './embeddedTexts.js';
import type { Installed } from './installation.js';

/** Comments drawn of a month and language. */
export const SAMPLED_A_MONTH = 300;
/** The first month needs as many to compare with; later ones as many to be shown. */
export const FIRST_MONTH_NEEDS = 100;
export const MONTH_NEEDS = 30;
/** A confidence as near to its threshold as this is unsure. */
export const UNSURE_WITHIN = 0.1;
/** Months beside the first that are shown. */
const MONTHS_SHOWN = 24;
/** Months whose words are known words. */
const WORD_MONTHS = 3;
const SEED = 1;
/** A month that is still filling is sampled again once it has grown by this share. */
const GROWTH = 0.1;

export type DriftDeps = Pick<
  LearningDeps,
  'store' | 'tagger' | 'learner' | 'installation' | 'supportedLanguages' | 'today'
>;

/** Only months that are new, or have grown, are read; the rest is remembered in the database. */
export async function qualityDrift(
  deps: DriftDeps,
  installed: Installed,
  onProgress?: (done: number, of: number) => void,
): Promise<LanguageDrift[]> {
  const reading = readingOf(installed);
  const counts = await taggedByMonth(deps);
  const known = await deps.store.readQualityMonths(reading);
  const plans = deps.supportedLanguages.flatMap((lang) => planOf(lang, counts.get(lang) ?? new Map(), known));
  const missing = plans.reduce((sum, plan) => sum + plan.missing.length, 0);
  let done = 0;
  const drifts: LanguageDrift[] = [];
  for (const plan of plans) {
    const fresh: QualityMonth[] = [];
    const words = plan.missing.length > 0 ? await firstWords(deps, plan) : [];
    const vocabulary = vocabularyOf(words);
    for (const month of plan.missing) {
      const found = await readMonth(deps, installed, reading, plan, month, words, vocabulary);
      if (found) {
        await deps.store.saveQualityMonth(found);
        fresh.push(found);
      }
      done += 1;
      onProgress?.(done, missing);
    }
    const months = [...plan.known.filter((each) => !fresh.some(({ month }) => month === each.month)), ...fresh];
    drifts.push(languageDrift(plan.lang, plan.firstMonth, months));
  }
  return drifts;
}

/** Months rest on the vector space, the heads, and which themes count; a new name changes nothing. */
export function readingOf({ versions, document }: Installed): string {
  const project = projectionOf(document);
  const counted = document.themes.filter(({ key }) => project(key) !== null).map(({ key }) => key);
  return [versions.space, versions.heads, ...counted].join(' ');
}

async function taggedByMonth({ store }: DriftDeps): Promise<Map<string, Map<Month, number>>> {
  const cells = await store.readCells(NO_FILTER, ['month', 'lang', 'commentState']);
  const counts = new Map<string, Map<Month, number>>();
  for (const { month, lang, commentState, count } of cells) {
    if (commentState !== 'tagged' || month === undefined || lang === undefined) continue;
    const months = counts.get(lang) ?? new Map<Month, number>();
    months.set(month, (months.get(month) ?? 0) + count);
    counts.set(lang, months);
  }
  return counts;
}

interface Plan {
  readonly lang: string;
  /** Null when no month has enough. */
  readonly firstMonth: Month | null;
  readonly counts: ReadonlyMap<Month, number>;
  /** Months to show that need not be read again, and those that must. */
  readonly known: readonly QualityMonth[];
  readonly missing: readonly Month[];
}

/** Empty for a language that nobody writes in. */
function planOf(lang: string, counts: ReadonlyMap<Month, number>, kept: readonly QualityMonth[]): Plan[] {
  const months = [...counts.keys()].sort();
  const last = months.at(-1);
  if (last === undefined) return [];
  const firstMonth = months.find((month) => (counts.get(month) ?? 0) >= FIRST_MONTH_NEEDS) ?? null;
  if (firstMonth === null) return [{ lang, firstMonth, counts, known: [], missing: [] }];
  const shown = [
    firstMonth,
    ...monthsBetween(addMonths(last, 1 - MONTHS_SHOWN), last).filter((month) => month > firstMonth),
  ];
  const wanted = shown.filter((month) => (counts.get(month) ?? 0) >= MONTH_NEEDS);
  const known = kept.filter((month) => {
    const now = counts.get(month.month) ?? 0;
    const changed = Math.abs(now - month.tagged) > GROWTH * month.tagged;
    return month.lang === lang && month.firstMonth === firstMonth && wanted.includes(month.month) && !changed;
  });
  const missing = wanted.filter((month) => !known.some((each) => each.month === month));
  return [{ lang, firstMonth, counts, known, missing }];
}

/** Stems of the sampled comments of the first months. */
async function firstWords({ store }: DriftDeps, { lang, firstMonth }: Plan): Promise<string[][]> {
  if (firstMonth === null) return [];
  const words: string[][] = [];
  for (const month of monthsBetween(firstMonth, addMonths(firstMonth, WORD_MONTHS - 1))) {
    const comments = await store.sampleComments({ lang, month }, SAMPLED_A_MONTH, SEED);
    words.push(...comments.map(({ text }) => stemsOf(text, lang)));
  }
  return words;
}

async function readMonth(
  deps: DriftDeps,
  { document, overlay }: Installed,
  reading: string,
  { lang, firstMonth, counts }: Plan,
  month: Month,
  firstMonths: readonly (readonly string[])[],
  vocabulary: ReadonlyMap<string, number>,
): Promise<QualityMonth | null> {
  const { store, tagger, learner } = deps;
  const comments = await store.sampleComments({ lang, month }, SAMPLED_A_MONTH, SEED);
  const texts = await embedTexts(
    deps,
    comments.map(({ text }) => text),
  );
  const [outputs, judged] = await Promise.all([tagger.tag(texts), learner.judge(texts, overlay)]);
  const directions = summariseDirections(outputs.map(({ whole }) => whole));
  if (firstMonth === null || directions === null) return null;
  const unsure = judged.filter((reasons) =>
    projectFindings(reasons, document).some(
      ({ confidence, threshold }) => Math.abs(confidence - threshold) <= UNSURE_WITHIN,
    ),
  );
  const isFirst = month < addMonths(firstMonth, WORD_MONTHS);
  return {
    reading,
    lang,
    month,
    firstMonth,
    tagged: counts.get(month) ?? 0,
    sampled: comments.length,
    unsure: unsure.length,
    // the first months are what the words of others are compared with: each of their comments against the rest of them
    words: isFirst
      ? countOwnNewWords(firstMonths, vocabulary)
      : countNewWords(
          comments.map(({ text }) => stemsOf(text, lang)),
          vocabulary,
        ),
    directions,
  };
}

/** Stems of a comment's words; those of another language as they are. Numbers are no words. */
function stemsOf(text: string, lang: string): string[] {
  const language = LANGUAGES.find((known) => known === lang);
  const words = splitWords(text).filter((word) => /\p{L}/u.test(word));
  return language ? words.map((word) => stemWord(word, language)) : words;
}
