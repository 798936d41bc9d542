/** What every flow is given; assembled once per process, by hand in tests. */
import type { Day } from '../domain/calendar.js';
import type { Taxonomy } from '../domain/theme.js';
import type { Store } from '../store/store.js';
import type { Learner } from '../tagging/learner.js';
import type { LabelledComment } from '../tagging/quality.js';
import type { Tagger } from '../tagging/tagger.js';
import type { Installation } from './installation.js';

export interface FlowDeps {
  readonly store: Store;
  /** The active themes now; it changes while the service runs, so it is read where it is used and not kept. */
  readonly taxonomy: Taxonomy;
  readonly tagger: Tagger;
  /** Today in the organisation's zone. */
  readonly today: () => Day;
  /** Figures about fewer people than this are not shown; at least 1. */
  readonly disclosureLimit: number;
  /** ISO 639-1 codes of the languages that comments are tagged in. */
  readonly supportedLanguages: readonly string[];
}

/** For flows that only read figures and comments. */
export type ReadDeps = Omit<FlowDeps, 'tagger'>;

/** For flows that teach the tagger, or judge it. */
export interface LearningDeps extends FlowDeps {
  readonly learner: Learner;
  readonly installation: Installation;
  /** Labels that come with the product and that the encoder has not seen (data/labels/calibration_*). */
  readonly committedLabels: () => Promise<readonly LabelledComment[]>;
  /** ISO date-time, UTC. */
  readonly now: () => string;
  /** The same on behalf of the service itself, for what goes on after the request that began it; absent where this is the service. */
  readonly service?: LearningDeps;
}
