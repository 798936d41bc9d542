/** Character models of several own themes in one pass over a text: most n-grams have no weight in any of them. */
import type { BucketCounts } from './lexical.js';
import { tfIdf } from './lexical.js';
import type { OwnThemeHead } from './overlay.js';

export interface OwnLexical {
  /** Logit of each theme: weights on the text's tf-idf vector of length 1, and the bias. */
  logits(counts: BucketCounts): Float64Array;
  /** 0 where the theme has no weight for the bucket. */
  weight(theme: number, bucket: number): number;
}

type SparseHead = Pick<OwnThemeHead, 'lexical' | 'lexicalBias'>;

/**
 * Buckets as rows of (theme, weight), themes in their order.
 * @param idf of the shipped themes, one number a bucket
 */
export function createOwnLexical(heads: readonly SparseHead[], idf: Float32Array): OwnLexical {
  const starts = new Int32Array(idf.length + 1);
  for (const head of heads) for (const [bucket] of head.lexical) starts[bucket + 1]! += 1;
  for (let bucket = 0; bucket < idf.length; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
  const places = starts.slice();
  const themes = new Int32Array(starts[idf.length]!);
  const weights = new Float64Array(themes.length);
  heads.forEach((head, theme) => {
    for (const [bucket, weight] of head.lexical) {
      const place = places[bucket]!;
      themes[place] = theme;
      weights[place] = weight;
      places[bucket] = place + 1;
    }
  });

  return {
    logits: ({ buckets, counts }) => {
      const sums = new Float64Array(heads.length);
      if (heads.length === 0) return sums;
      let squares = 0;
      for (let i = 0; i < buckets.length; i += 1) {
        const bucket = buckets[i]!;
        const value = tfIdf(counts[i]!, idf[bucket]!);
        squares += value * value;
        const end = starts[bucket + 1]!;
        for (let place = starts[bucket]!; place < end; place += 1) sums[themes[place]!]! += value * weights[place]!;
      }
      const length = squares > 0 ? Math.sqrt(squares) : 1;
      return sums.map((sum, theme) => sum / length + heads[theme]!.lexicalBias);
    },
    weight: (theme, bucket) => {
      for (let place = starts[bucket]!; place < starts[bucket + 1]!; place += 1) {
        if (themes[place] === theme) return weights[place]!;
      }
      return 0;
    },
  };
}
