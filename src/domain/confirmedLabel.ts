/** What a person said about one theme of one comment: it overrides the machine there, and teaches it elsewhere. */
import type { ThemeProjection } from './taxonomyDocument.js';
import type { Polarity, Span, ThemeKey, ThemeTag } from './theme.js';

/**
 * Where a label comes from. `correction`: someone reading mended a tag (not a random sample). `candidate`: an answer while a theme
 * was being taught (chosen by the machine). `sample`: a comment drawn at random to be checked, the only source that measures
 * quality without bias. `panel`: settled answers of an experience-expert panel.
 */
export const LABEL_SOURCES = ['correction', 'candidate', 'sample', 'panel'] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

export interface ConfirmedLabel {
  readonly theme: ThemeKey;
  /** The comment says something about the theme, or does not. */
  readonly present: boolean;
  /** Null when the theme is not there, or when it was not asked: then the machine's holds. */
  readonly polarity: Polarity | null;
  /** The words that say it; empty when not marked. */
  readonly evidence: readonly Span[];
  readonly source: LabelSource;
  /** Id of who said it. */
  readonly by: string;
  /** ISO date-time, UTC. */
  readonly at: string;
}

/** What decides about a theme: of several labels, those of the theme itself and those of themes that became part of it. */
type Verdict = Pick<ConfirmedLabel, 'theme' | 'present' | 'polarity' | 'evidence'>;

/**
 * The machine's tags as people left them, most confident first. A theme confirmed present is given with confidence 1 and the
 * person's polarity and evidence (the machine's where they said none); one confirmed absent is not given.
 * @param labels at most one per theme; those of themes that are not read are left out
 * @param project where a theme became part of another, what was said to be there counts to that other; what was said to be absent
 *   says nothing about it
 * @param textLength length of the comment, UTF-16 units: evidence where neither people nor machine marked any
 */
export function applyLabels(
  machine: readonly ThemeTag[],
  labels: readonly Verdict[],
  project: ThemeProjection,
  textLength: number,
): ThemeTag[] {
  if (labels.length === 0) return [...machine];
  const said = verdictsOf(labels, project);
  const confirmed = [...said].flatMap(([theme, label]): ThemeTag[] => {
    if (!label.present) return [];
    const tag = machine.find((found) => found.theme === theme);
    const marked = label.evidence.length > 0 ? label.evidence : (tag?.evidence ?? []);
    const evidence = marked.length > 0 ? marked : [{ start: 0, end: textLength }];
    return [{ theme, polarity: label.polarity ?? tag?.polarity ?? 'neu', confidence: 1, evidence, confirmed: true }];
  });
  const kept = machine.filter((tag) => !said.has(tag.theme));
  return [...confirmed, ...kept].sort((a, b) => b.confidence - a.confidence || (a.theme < b.theme ? -1 : 1));
}

/** The label that decides about each theme that is read: present before absent, then the theme's own before a merged one's. */
export function verdictsOf<Label extends Verdict>(
  labels: readonly Label[],
  project: ThemeProjection,
): Map<ThemeKey, Label> {
  const said = new Map<ThemeKey, Label>();
  const weight = (label: Label, theme: ThemeKey): number => (label.present ? 2 : 0) + (label.theme === theme ? 1 : 0);
  for (const label of labels) {
    const theme = project(label.theme);
    if (theme === null || (theme !== label.theme && !label.present)) continue;
    const known = said.get(theme);
    if (!known || weight(label, theme) > weight(known, theme)) said.set(theme, label);
  }
  return said;
}
