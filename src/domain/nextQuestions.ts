/** Which comments to ask a person about while a theme is taught (active learning by certainty and by uncertainty). */

export interface QuestionCandidate {
  readonly id: number;
  readonly text: string;
  readonly lang: string;
  /** Probability 0–1 of the theme, as it is believed now. */
  readonly score: number;
}

/** `typical`: among the surest, which finds what the theme looks like; `uncertain`: near the line, which moves it. */
export type QuestionReason = 'typical' | 'uncertain';

export type ChosenQuestion<Candidate extends QuestionCandidate> = Candidate & { readonly reason: QuestionReason };

/** Two texts that share this part of all their words (Jaccard) teach the same. */
const ALIKE = 0.7;
/** While another language has something to ask, one language takes at most this part of a batch. */
const MOST_OF_ONE_LANGUAGE = 0.8;
/** So that a score of 0 or 1 has a distance from the line. */
const LEAST = 1e-9;

/**
 * At most `count` candidates to ask about next: by turns the surest and the one nearest to the line, none nearly the same as another
 * or as one of `asked`. The same input gives the same questions.
 * @param threshold probability over which the theme is given, 0–1
 * @param asked texts that were answered already; candidates do not include them
 */
export function nextQuestions<Candidate extends QuestionCandidate>(
  candidates: readonly Candidate[],
  asked: readonly string[],
  threshold: number,
  count: number,
): ChosenQuestion<Candidate>[] {
  const typical = [...candidates].sort((a, b) => b.score - a.score || a.id - b.id);
  const distances = new Map(candidates.map(({ id, score }) => [id, Math.abs(logit(score) - logit(threshold))]));
  const distance = ({ id }: Candidate): number => distances.get(id) ?? Infinity;
  const uncertain = [...candidates].sort((a, b) => distance(a) - distance(b) || a.id - b.id);
  const lanes = [
    { reason: 'typical', queue: typical },
    { reason: 'uncertain', queue: uncertain },
  ] as const;

  const chosen: ChosenQuestion<Candidate>[] = [];
  const taken = new Set<number>();
  const told = asked.map(wordsOf);
  // first with a limit for each language, then with whatever is there
  for (const mostOfALanguage of [Math.ceil(count * MOST_OF_ONE_LANGUAGE), count]) {
    const places = lanes.map(() => 0);
    const next = (lane: number): Candidate | null => {
      const queue = lanes[lane]?.queue ?? [];
      while ((places[lane] ?? 0) < queue.length) {
        const candidate = queue[places[lane]!]!;
        places[lane]! += 1;
        if (taken.has(candidate.id)) continue;
        if (chosen.filter(({ lang }) => lang === candidate.lang).length >= mostOfALanguage) continue;
        const words = wordsOf(candidate.text);
        if (told.some((known) => likeness(known, words) >= ALIKE)) continue;
        told.push(words);
        taken.add(candidate.id);
        return candidate;
      }
      return null;
    };
    for (let idle = 0; chosen.length < count && idle < lanes.length;) {
      const lane = chosen.length % lanes.length;
      const candidate = next((lane + idle) % lanes.length);
      if (candidate) {
        chosen.push({ ...candidate, reason: lanes[(lane + idle) % lanes.length]!.reason });
        idle = 0;
      } else idle += 1;
    }
  }
  return chosen;
}

function logit(probability: number): number {
  const inside = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(inside / (1 - inside));
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Jaccard: shared words of all words, 0–1; 1 for two texts without any word. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}
