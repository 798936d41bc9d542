/**
 * People's word on the themes of a comment. Each correction is kept with who and when, changes tags and figures at once, and teaches
 * the tagger at its next training.
 */
import type { ConfirmedLabel } from '../domain/confirmedLabel.js';
import { themeSetKey } from '../domain/theme.js';
import type { Polarity, Span, ThemeKey, ThemeSetKey } from '../domain/theme.js';
import type { NewLabel, StoredLabel } from '../store/labelStore.js';
import type { CommentRow, CommentTags, ResponseId } from '../store/store.js';
import type { LearningDeps } from './deps.js';
import type { Installation, Installed } from './installation.js';
import { hashText } from './tagPending.js';

export type Correction =
  /** The comment says nothing about the theme. */
  | { readonly kind: 'absent'; readonly theme: ThemeKey }
  /** It does, in this polarity; `evidence`: the words that say it, where someone marked them. */
  | { readonly kind: 'present'; readonly theme: ThemeKey; readonly polarity: Polarity; readonly evidence?: Span }
  /** What was said about the theme is taken back; the machine's tag holds again. */
  | { readonly kind: 'withdraw'; readonly theme: ThemeKey }
  /** Every theme is right, those given and those not given; `shown` is what the person saw. */
  | { readonly kind: 'allRight'; readonly shown: ThemeSetKey };

export const REFUSALS = [
  'unknownComment',
  'notTaggedYet',
  'unsupportedLanguage',
  'unknownTheme',
  'outsideText',
  'nothingToWithdraw',
  'changedMeanwhile',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type CorrectionResult =
  | { readonly outcome: 'done'; readonly comment: CommentRow }
  | { readonly outcome: 'refused'; readonly reason: Refusal };

export interface CorrectionDeps extends Pick<LearningDeps, 'store' | 'tagger' | 'now'> {
  readonly installation: Pick<Installation, 'current'>;
}

/** @param by id of the person */
export async function correctTags(
  deps: CorrectionDeps,
  id: ResponseId,
  correction: Correction,
  by: string,
): Promise<CorrectionResult> {
  const { store } = deps;
  const comment = await store.getComment(id);
  const refusal = refusalOf(comment, correction, deps);
  if (comment === null || refusal !== null) return { outcome: 'refused', reason: refusal ?? 'unknownComment' };

  const history = await store.labelHistory(id);
  const { machine, versions, document } = await machineTags(deps, comment);
  const at = deps.now();
  if (correction.kind === 'withdraw') {
    const taken = await store.withdrawLabel(id, correction.theme, by, at, machine, versions, document);
    if (!taken) return { outcome: 'refused', reason: 'nothingToWithdraw' };
  } else {
    const verdicts = verdictsOf(correction, comment, history, deps);
    const labels = verdicts.map((verdict): NewLabel => ({ ...verdict, response: id, source: 'correction', by, at }));
    const fresh = correction.kind === 'allRight' ? labels.filter((label) => !isSaid(label, history)) : labels;
    await store.saveLabels(fresh, machine, versions, document);
  }
  const corrected = await store.getComment(id);
  if (!corrected) return { outcome: 'refused', reason: 'unknownComment' };
  return { outcome: 'done', comment: corrected };
}

function refusalOf(
  comment: CommentRow | null,
  correction: Correction,
  { installation }: CorrectionDeps,
): Refusal | null {
  if (comment === null) return 'unknownComment';
  if (comment.state === 'pending') return 'notTaggedYet';
  if (comment.state !== 'tagged') return 'unsupportedLanguage';
  if (correction.kind === 'allRight') {
    return correction.shown === themeSetKey(comment.tags) ? null : 'changedMeanwhile';
  }
  // a theme that is read no more can still be taken back
  if (correction.kind === 'withdraw') return null;
  if (!installation.current.taxonomy.themes.some((theme) => theme.key === correction.theme)) return 'unknownTheme';
  if (correction.kind === 'present' && correction.evidence) {
    const { start, end } = correction.evidence;
    const inside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end;
    if (!inside || end > comment.text.length) return 'outsideText';
  }
  return null;
}

/** What the tagger says by itself, from stored vectors where there are any. */
export async function machineTags(
  { store, tagger, installation }: CorrectionDeps,
  { id, text }: CommentRow,
): Promise<{ readonly machine: readonly CommentTags[] } & Pick<Installed, 'versions' | 'document'>> {
  const [stored] = await store.getVectors(tagger.versions.space, [hashText(text)]);
  // read together with the call: what is installed may change while the tagger reads
  const { versions, document } = installation.current;
  const [output] = await tagger.tag([stored ? { text, vectors: stored.bytes } : { text }]);
  if (!output) throw new Error('expected one text back from the tagger, got none');
  return { machine: [{ id, state: 'tagged', tags: output.tags }], versions, document };
}

type Verdict = Pick<ConfirmedLabel, 'theme' | 'present' | 'polarity' | 'evidence'>;

function verdictsOf(
  correction: Exclude<Correction, { readonly kind: 'withdraw' }>,
  comment: CommentRow,
  history: readonly StoredLabel[],
  { installation }: CorrectionDeps,
): Verdict[] {
  if (correction.kind === 'absent') return [absenceOf(correction.theme)];
  if (correction.kind === 'present') {
    const { theme, polarity, evidence } = correction;
    // words that someone marked stay marked when only the polarity was wrong
    const marked = lastSaid(history, theme)?.evidence ?? [];
    return [{ theme, present: true, polarity, evidence: evidence ? [evidence] : marked }];
  }
  return installation.current.taxonomy.themes.map(({ key }) => {
    const tag = comment.tags.find((each) => each.theme === key);
    return tag ? { theme: key, present: true, polarity: tag.polarity, evidence: tag.evidence } : absenceOf(key);
  });
}

function absenceOf(theme: ThemeKey): Verdict {
  return { theme, present: false, polarity: null, evidence: [] };
}

/** True when the same was said before and holds: saying it again would only repeat it. */
function isSaid(label: NewLabel, history: readonly StoredLabel[]): boolean {
  const last = lastSaid(history, label.theme);
  return last !== undefined && last.present === label.present && last.polarity === label.polarity;
}

/** The newest word on a theme that was not taken back. */
export function lastSaid(history: readonly StoredLabel[], theme: ThemeKey): StoredLabel | undefined {
  return history.filter((each) => each.theme === theme && each.withdrawn === null).at(-1);
}
