/** How far the members of a panel agree, with themselves and with the tagger; intervals at 95 %. */
import { fleissKappa, krippendorffsAlpha, ordinalAlpha, withBootstrap, type Agreement } from './raterAgreement.js';
import { agreementFrom, type ThemeAgreement } from './tagQuality.js';
import type { ThemeKey } from './theme.js';

/** Fewer things or people than this say nothing about agreement. */
export const THINGS_NEEDED = 5;
export const PEOPLE_NEEDED = 3;

/** How strong an agreement is, in steps that pages put into words (Krippendorff 2004, Content Analysis, p. 241). */
export type AgreementStrength =
  | 'tooFew'
  /** Everybody said the same throughout: there is nothing to tell agreement from chance by. */
  | 'allSame'
  /** The interval holds 0. */
  | 'chance'
  /** More than chance, under 0.667. */
  | 'some'
  /** 0.667 to 0.8: conclusions with caution. */
  | 'fair'
  | 'strong';

/** Agreement on several things, with what it rests on. */
export interface JudgedAgreement {
  /** Things that at least two people judged, people who judged any, and judgements of those things. */
  readonly things: number;
  readonly people: number;
  readonly judgements: number;
  /** Krippendorff's alpha; people may leave things out. */
  readonly alpha: Agreement | null;
  /** Fleiss' kappa over the things that everybody judged who judged any. */
  readonly kappa: Agreement | null;
  readonly kappaThings: number;
  readonly strength: AgreementStrength;
}

type Answers<T> = readonly (readonly (T | null)[])[];

/** @param answers of each thing, one place per person, null where that person did not judge it; classes without order */
export function nominalAgreement<T>(answers: Answers<T>): JudgedAgreement {
  const people = judgesOf(answers);
  const classes = [...new Set(answers.flat())].filter((answer) => answer !== null);
  const whole = answers
    .map((row) => row.filter((_, place) => people.includes(place)))
    .filter((row) => row.every((answer) => answer !== null));
  const counts = whole.map((row) => classes.map((each) => row.filter((answer) => answer === each).length));
  const kappa = people.length >= 2 && counts.length > 0 ? fleissKappa(counts) : null;
  return judged(answers, krippendorffsAlpha(answers), kappa, whole.length);
}

/** The same for steps of a scale; Fleiss' kappa knows no order and is left out. */
export function scaleAgreement(answers: Answers<number>): JudgedAgreement {
  return judged(answers, ordinalAlpha(answers), null, 0);
}

function judgesOf(answers: Answers<unknown>): number[] {
  const most = Math.max(0, ...answers.map((row) => row.length));
  return Array.from({ length: most }, (_, place) => place).filter((place) =>
    answers.some((row) => (row[place] ?? null) !== null),
  );
}

function judged<T>(
  answers: Answers<T>,
  alpha: Agreement | null,
  kappa: Agreement | null,
  kappaThings: number,
): JudgedAgreement {
  const rows = answers.map((row) => row.filter((answer) => answer !== null)).filter((row) => row.length >= 2);
  const people = judgesOf(answers).length;
  const isAllSame = rows.length > 0 && new Set(rows.flat()).size === 1;
  const tooFew = rows.length < THINGS_NEEDED || people < PEOPLE_NEEDED;
  return {
    things: rows.length,
    people,
    judgements: rows.flat().length,
    alpha,
    kappa,
    kappaThings,
    strength: tooFew ? 'tooFew' : isAllSame ? 'allSame' : strengthOf(alpha, rows.length),
  };
}

/** Things from which on an agreement without any exception is more than a small number of things. */
const THINGS_WITHOUT_EXCEPTION = 10;

function strengthOf(alpha: Agreement | null, things: number): AgreementStrength {
  if (!alpha?.interval) return 'tooFew';
  // where nobody ever differed, drawing things again has no width, however few they are
  if (alpha.interval[0] === alpha.interval[1] && things < THINGS_WITHOUT_EXCEPTION) return 'tooFew';
  if (alpha.interval[0] <= 0) return 'chance';
  if (alpha.value < 2 / 3) return 'some';
  return alpha.value < 0.8 ? 'fair' : 'strong';
}

/** Of all pairs of people who judged the same thing, the share who said the same. */
export interface PairShare {
  readonly pairs: number;
  readonly same: Agreement | null;
}

/** The interval draws things again, since the pairs of one thing hang together. */
export function pairShare<T>(answers: Answers<T>): PairShare {
  const rows = answers.map((row) => pairsOf(row)).filter((row) => row.pairs > 0);
  const total = (all: readonly Pairs[], of: keyof Pairs): number => all.reduce((sum, row) => sum + row[of], 0);
  return {
    pairs: total(rows, 'pairs'),
    same: withBootstrap(rows, (drawn) => (drawn.length === 0 ? null : total(drawn, 'same') / total(drawn, 'pairs')), 1),
  };
}

interface Pairs {
  readonly pairs: number;
  readonly same: number;
}

function pairsOf<T>(row: readonly (T | null)[]): Pairs {
  const said = row.filter((answer) => answer !== null);
  let same = 0;
  said.forEach((one, place) => {
    for (const other of said.slice(place + 1)) if (one === other) same += 1;
  });
  return { pairs: (said.length * (said.length - 1)) / 2, same };
}

/** A theme of a comment as the panel settled it, and as the tagger gave it. */
export interface SettledPair {
  readonly theme: ThemeKey;
  readonly present: boolean;
  readonly given: boolean;
}

/** The tagger against what the panel settled; precision and recall with Wilson's intervals. */
export function taggerAgainstPanel(pairs: readonly SettledPair[]): Omit<ThemeAgreement, 'polarity'> {
  return agreementFrom(
    {
      hits: pairs.filter((pair) => pair.present && pair.given).length,
      given: pairs.filter((pair) => pair.given).length,
      labelled: pairs.filter((pair) => pair.present).length,
    },
    pairs.length,
  );
}
