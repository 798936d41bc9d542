/** What every flow is given; assembled once per process, by hand in tests. */
import type { Day } from '../domain/calendar.js';
import type { Taxonomy } from '../domain/theme.js';
import type { Store } from '../store/store.js';
import type { Tagger } from '../tagging/tagger.js';

export interface FlowDeps {
  readonly store: Store;
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
