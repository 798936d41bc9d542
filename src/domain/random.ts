/** Reproducible randomness for resampling: the same seed gives the same figures on every machine. Not for secrets. */

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** Generator sfc32 (Doty-Humphrey, PractRand), seeded by one integer. */
export function seededRandom(seed: number): Random {
  let a = 0;
  let b = seed | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  // Similar seeds start alike; the first rounds mix them apart
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/**
 * A binomial draw: successes in `trials` with chance `probability` each. Exact for every size: inversion where few are expected,
 * else transformed rejection (BTRS, Hörmann 1993), whose time does not grow with `trials`.
 */
export function drawBinomial(random: Random, trials: number, probability: number): number {
  if (trials <= 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - drawBinomial(random, trials, 1 - probability);
  return trials * probability < 10
    ? drawByInversion(random, trials, probability)
    : drawByRejection(random, trials, probability);
}

function drawByInversion(random: Random, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  let chance = (1 - probability) ** trials;
  let left = random();
  for (let successes = 0; successes < trials; successes += 1) {
    if (left < chance) return successes;
    left -= chance;
    chance *= (odds * (trials - successes)) / (successes + 1);
  }
  return trials;
}

function drawByRejection(random: Random, trials: number, probability: number): number {
  const spread = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const centre = trials * probability + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const logOdds = Math.log(probability / (1 - probability));
  const mode = Math.floor((trials + 1) * probability);
  const atMode = stirlingTail(mode) + stirlingTail(trials - mode);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const distance = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / distance + b) * u + centre);
    if (successes < 0 || successes > trials) continue;
    if (distance >= 0.07 && v <= squeeze) return successes;
    const weight = Math.log((v * alpha) / (a / (distance * distance) + b));
    const failures = trials - successes;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (trials - mode + 1)) +
      (trials + 1) * Math.log((trials - mode + 1) / (failures + 1)) +
      (successes + 0.5) * Math.log((failures + 1) / (successes + 1)) +
      (successes - mode) * logOdds +
      atMode -
      stirlingTail(successes) -
      stirlingTail(failures);
    if (weight <= bound) return successes;
  }
}

const STIRLING_TAILS = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.0207906721037651, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];

/** ln k! less Stirling's approximation of it. */
function stirlingTail(k: number): number {
  const known = STIRLING_TAILS[k];
  if (known !== undefined) return known;
  const square = (k + 1) * (k + 1);
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

/** A multinomial draw of as many items as `counts` sum to, with chances in proportion to them: one bootstrap sample. */
export function resampleCounts(random: Random, counts: readonly number[]): number[] {
  let items = counts.reduce((sum, count) => sum + count, 0);
  let weight = items;
  return counts.map((count) => {
    const drawn = weight > 0 ? drawBinomial(random, items, count / weight) : 0;
    items -= drawn;
    weight -= count;
    return drawn;
  });
}

/** Value under which the share `quantile` (0–1) of the values lies, interpolated; null without values. */
export function quantileOf(values: readonly number[], quantile: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const position = quantile * (sorted.length - 1);
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}
