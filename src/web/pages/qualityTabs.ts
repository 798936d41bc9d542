/** The pages about the tagger itself: how good it is, how it is taught, which themes it reads. */
import type { Right } from '../../domain/actor.js';
import type { Translate } from '../language.js';
import type { NavigationLink } from './frame.js';

const TABS = {
  card: { href: '/quality', right: 'figures.read' },
  sample: { href: '/quality/sample', right: 'tags.correct' },
  training: { href: '/quality/training', right: 'figures.read' },
  themes: { href: '/taxonomy', right: 'themes.edit' },
  missing: { href: '/taxonomy/missing', right: 'comments.read' },
  runs: { href: '/quality/runs', right: 'figures.read' },
} as const satisfies Readonly<Record<string, { readonly href: string; readonly right: Right }>>;
export type QualityTab = keyof typeof TABS;

/** For those who have the right for the whole organisation. */
export interface QualityTabLink extends NavigationLink {
  readonly right: Right;
}

export function qualityTabs(current: QualityTab, t: Translate): QualityTabLink[] {
  return (Object.keys(TABS) as QualityTab[]).map((tab) => ({
    ...TABS[tab],
    label: t(`qualityTabs.${tab}`),
    current: tab === current,
  }));
}
