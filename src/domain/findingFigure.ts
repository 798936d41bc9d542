/** The figures that a finding can rest on. Keys are stored with findings: they may be added to, never renamed. */

export const FIGURE_KINDS = [
  /** NPS of a period. */
  'nps',
  /** Its change from one period to the next. */
  'npsChange',
  /** A part of that change: of a theme, of answers without a comment, of comments without a theme, of a unit's or channel's share. */
  'contribution',
  'contributionNoComment',
  'contributionNoTheme',
  'contributionUnit',
  'contributionChannel',
  /** Share of the comments that mention the theme, complain of it, praise it. */
  'share',
  'complaintShare',
  'praiseShare',
  /** NPS of commenters who mention it, who do not, and the difference. */
  'npsWith',
  'npsWithout',
  'npsDifference',
  /** Share of the comments in a group without a theme: in the last months, and before. */
  'groupShare',
  'groupShareBefore',
  /** Share of the comments that a theme being taught would be given to. */
  'draftShare',
  /** Share of the comments that hold the words searched for. */
  'matchShare',
  /** Share of the answers that have a comment. */
  'commentShare',
] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

const SHARES: readonly FigureKind[] = [
  'share',
  'complaintShare',
  'praiseShare',
  'groupShare',
  'groupShareBefore',
  'draftShare',
  'matchShare',
  'commentShare',
];
const LEVELS: readonly FigureKind[] = ['nps', 'npsWith', 'npsWithout'];

export function isFigureKind(text: string): text is FigureKind {
  return FIGURE_KINDS.some((kind) => kind === text);
}

/** `share` 0–1; `level` NPS −100..+100; `points` a signed difference of NPS. */
export function figureUnit(kind: FigureKind): 'share' | 'level' | 'points' {
  if (SHARES.includes(kind)) return 'share';
  return LEVELS.includes(kind) ? 'level' : 'points';
}
