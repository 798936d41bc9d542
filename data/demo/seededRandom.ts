/**
 * Random draws that are the same on every machine for the same seed: nothing in this folder asks the system for randomness or
 * the time.
 */
import { seededRandom as uniformNumbers } from '../../src/domain/random.js';

export interface SeededRandom {
  /** Uniform, 0 ≤ x < 1. */
  next(): number;
  /** An element of a list that is not empty. */
  pick<T>(items: readonly T[]): T;
  /** A new list in random order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** Index drawn in proportion to the weights (≥ 0, at least one above 0). */
  weighted(weights: readonly number[]): number;
  /** An independent stream for one purpose, so that a change in one place does not move every other draw. */
  fork(purpose: string): SeededRandom;
}

export function seededRandom(seed: string): SeededRandom {
  const next = uniformNumbers(hashSeed(seed));
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    next,
    pick: (items) => {
      if (items.length === 0) throw new Error('expected a list to pick from, got an empty one');
      return items[integer(items.length)]!;
    },
    shuffle: (items) => {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      return shuffled;
    },
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return index;
      }
      return weights.findLastIndex((weight) => weight > 0);
    },
    fork: (purpose) => seededRandom(`${seed}/${purpose}`),
  };
}

/** FNV-1a, 32 bits. */
function hashSeed(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  return hash;
}
