/** What each clause adds to a theme's score, in hundredths that add up as they are shown. */
import { roundToSum } from '../../domain/largestRemainder.js';
import type { ThemeReason } from '../../tagging/tagger.js';
import type { PageWords } from '../render.js';

export interface SumRow {
  readonly label: string;
  /** The label is words of the comment. */
  readonly isQuote: boolean;
  /** Log-odds, signed, two decimals; null where the row has no such part. */
  readonly encoder: string | null;
  readonly lexical: string | null;
  readonly total: string;
  /** Of a drawing that is 100 wide: from the line of nothing to where the bar ends. */
  readonly bar: { readonly x: number; readonly width: number; readonly adds: boolean };
}

export interface SumView {
  readonly rows: readonly SumRow[];
  /** Sums of the columns, and of all. */
  readonly encoder: string;
  readonly lexical: string;
  readonly sum: string;
  /** Where the line of nothing stands, 0–100. */
  readonly zero: number;
  /** Says what the sum means: the confidence, and the sum that the threshold asks for. */
  readonly meaning: string;
}

/** Log-odds of a probability, kept finite for thresholds of 0 and 1. */
function logit(probability: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(inside / (1 - inside));
}

/**
 * Every cell is rounded down or up to a hundredth so that rows, columns and all together add up exactly as printed; none is more
 * than a hundredth from its value.
 */
export function reasonSum(reason: ThemeReason, text: string, words: PageWords): SumView {
  const { t, numbers } = words;
  const exact = [
    ...reason.clauses.flatMap((clause) => [clause.encoder, clause.lexical]),
    reason.rest.encoder,
    reason.rest.lexical,
    reason.constant,
  ].map((value) => value * 100);
  const sum = Math.round(exact.reduce((total, value) => total + value, 0));
  const cells = roundToSum(exact, sum);
  const pair = (index: number): readonly [number, number] => [cells[2 * index] ?? 0, cells[2 * index + 1] ?? 0];
  const rest = pair(reason.clauses.length);
  const parts = [
    ...reason.clauses.map((clause, index) => ({
      label: text.slice(clause.span.start, clause.span.end),
      isQuote: true,
      pair: pair(index),
    })),
    ...(rest[0] === 0 && rest[1] === 0 ? [] : [{ label: t('comment.sum.rest'), isQuote: false, pair: rest }]),
  ];
  const constant = cells.at(-1) ?? 0;
  const totals = [...parts.map((part) => part.pair[0] + part.pair[1]), constant];
  const low = Math.min(0, ...totals);
  const span = Math.max(0, ...totals) - low || 1;
  const place = (value: number): number => Math.round((1000 * (value - low)) / span) / 10;
  const bar = (total: number): SumRow['bar'] => ({
    x: Math.min(place(0), place(total)),
    width: Math.abs(place(total) - place(0)),
    adds: total >= 0,
  });
  const write = (hundredths: number): string => numbers.signedHundredths(hundredths / 100);
  return {
    rows: [
      ...parts.map(({ label, isQuote, pair: [encoder, lexical] }) => ({
        label,
        isQuote,
        encoder: write(encoder),
        lexical: write(lexical),
        total: write(encoder + lexical),
        bar: bar(encoder + lexical),
      })),
      {
        label: t('comment.sum.constant'),
        isQuote: false,
        encoder: null,
        lexical: null,
        total: write(constant),
        bar: bar(constant),
      },
    ],
    encoder: write(parts.reduce((total, part) => total + part.pair[0], 0)),
    lexical: write(parts.reduce((total, part) => total + part.pair[1], 0)),
    sum: write(sum),
    zero: place(0),
    meaning: t('comment.sum.meaning', {
      sum: write(sum),
      confidence: numbers.percent(reason.confidence),
      needed: numbers.signedHundredths(logit(reason.threshold)),
      threshold: numbers.percent(reason.threshold),
    }),
  };
}
