/** The pages about the tagger itself: how good it is, how it is taught, which themes it reads. */
import type { Translate } from '../language.js';
import type { NavigationLink } from './frame.js';

const TAB_PATHS = {
  card: '/quality',
  sample: '/quality/sample',
  training: '/quality/training',
  themes: '/taxonomy',
  missing: '/taxonomy/missing',
  runs: '/quality/runs',
} as const;
export type QualityTab = keyof typeof TAB_PATHS;

export function qualityTabs(current: QualityTab, t: Translate): NavigationLink[] {
  return (Object.keys(TAB_PATHS) as QualityTab[]).map((tab) => ({
    href: TAB_PATHS[tab],
    label: t(`qualityTabs.${tab}`),
    current: tab === current,
  }));
}
