/** The tagger's quality card: how good the heads in use are, where they are weak, and what that does to figures. */
import { LABEL_SOURCES, type LabelSource } from '../domain/confirmedLabel.js';
import type { TagVersions } from '../domain/theme.js';
import { checkedQuality, type PanelAgreement } from './checkedQuality.js';
import { committedQuality, type CommittedQuality } from './committedQuality.js';
import type { LearningDeps } from './deps.js';
import type { LanguageDrift } from './driftMonths.js';
import type { Installed } from './installation.js';
import type { LanguageQuality } from './measuredLanguages.js';
import { qualityDrift, readingOf } from './qualityDrift.js';
import { RecentResults } from './recentResults.js';
import { trueShares, type TrueShares } from './trueShares.js';
import { weakThemes, type WeakTheme } from './weakThemes.js';

export interface QualityCard {
  readonly versions: TagVersions;
  /** Languages that comments are tagged in and that occur. */
  readonly languages: readonly string[];
  readonly committed: CommittedQuality;
  /** On comments of the organisation drawn at random; empty until some are checked. */
  readonly sample: readonly LanguageQuality[];
  /** The heads in use learned from comments that people confirmed here, which can be comments of the sample. */
  readonly learnedHere: boolean;
  readonly panel: PanelAgreement;
  /** Labels of a comment and a theme, by where they come from. */
  readonly labels: Readonly<Record<LabelSource, number>>;
  readonly trueShares: TrueShares;
  readonly weak: readonly WeakTheme[];
}

/** Something that is ready, or how far it is: `of` is 0 until that is known. */
export type Progress<T> =
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'measuring'; readonly done: number; readonly of: number };

/** A page waits this long for what is measured; it shows how far that is then. */
const PATIENCE_MS = 3000;
const A_MINUTE_MS = 60_000;
/** What rests on versions alone does not age. */
const FOREVER_MS = Number.POSITIVE_INFINITY;
/** The pair in use, and the one that was until a moment ago. */
const KEPT = 2;

/** Measures when asked, one at a time, and remembers until versions or labels change. */
export class QualityCards {
  private readonly committed = new RecentResults<CommittedQuality>(KEPT, FOREVER_MS);
  private readonly cards = new RecentResults<QualityCard>(KEPT, A_MINUTE_MS);
  private readonly drifts = new RecentResults<LanguageDrift[]>(KEPT, A_MINUTE_MS);
  private cardProgress = { done: 0, of: 0 };
  private driftProgress = { done: 0, of: 0 };
  private latest: QualityCard | null = null;
  private askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deps: LearningDeps,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  async card(patienceMs = PATIENCE_MS): Promise<Progress<QualityCard>> {
    return within(patienceMs, this.measured(), () => this.cardProgress);
  }

  async drift(patienceMs = PATIENCE_MS): Promise<Progress<LanguageDrift[]>> {
    const installed = this.deps.installation.current;
    const found = this.drifts.get(readingOf(installed), () =>
      qualityDrift(this.deps, installed, (done, of) => (this.driftProgress = { done, of })),
    );
    return within(patienceMs, found, () => this.driftProgress);
  }

  /**
   * Weak themes as far as they are known now, for marks on other pages: no page waits for them. Looks again in the background, once a
   * minute at most.
   */
  get weak(): readonly WeakTheme[] {
    const nowMs = Date.now();
    if (nowMs - this.askedAtMs > A_MINUTE_MS) {
      this.askedAtMs = nowMs;
      this.measureWhenRead().catch(this.onFailure);
    }
    return this.latest?.weak ?? [];
  }

  /** Not while comments wait for their tags: those come first, and would share the workers. */
  private async measureWhenRead(): Promise<void> {
    const { pending, tagged } = await this.deps.store.taggingProgress();
    if (pending === 0 && tagged > 0) await this.measured();
  }

  private async measured(): Promise<QualityCard> {
    const { store, installation } = this.deps;
    const installed = installation.current;
    const counts = await store.countLabels();
    const key = JSON.stringify([installed.versions, counts]);
    const card = await this.cards.get(key, () => this.measure(installed, counts));
    this.latest = card;
    return card;
  }

  private async measure(
    installed: Installed,
    counts: Awaited<ReturnType<LearningDeps['store']['countLabels']>>,
  ): Promise<QualityCard> {
    const { deps } = this;
    const committed = await this.committed.get(JSON.stringify(installed.versions), () =>
      committedQuality(deps, installed, (done, of) => (this.cardProgress = { done, of })),
    );
    const { sample, panel } = await checkedQuality(deps, installed);
    const known = await deps.store.knownLanguages();
    const languages = deps.supportedLanguages.filter((lang) => known.includes(lang));
    const themes = installed.taxonomy.themes.map((theme) => theme.key);
    return {
      versions: installed.versions,
      languages,
      committed,
      sample,
      learnedHere: (installed.overlay.learnedFrom ?? []).length > 0,
      panel,
      labels: Object.fromEntries(
        LABEL_SOURCES.map((source) => [
          source,
          counts.reduce((sum, each) => sum + (each.source === source ? each.count : 0), 0),
        ]),
      ) as Record<LabelSource, number>,
      trueShares: await trueShares(deps, committed.languages, sample),
      weak: weakThemes(themes, languages, committed.languages, sample),
    };
  }
}

async function within<T>(
  patienceMs: number,
  result: Promise<T>,
  progress: () => { readonly done: number; readonly of: number },
): Promise<Progress<T>> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    const value = await Promise.race([result.then((ready) => ({ ready })), patience]);
    return value === null ? { state: 'measuring', ...progress() } : { state: 'ready', value: value.ready };
  } finally {
    clearTimeout(timer);
  }
}
