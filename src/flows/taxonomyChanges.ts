/** Changes of the list of themes: looked at before they are made, made, and taken back. */
import { redact } from '../domain/redaction.js';
import type { Actor } from '../domain/actor.js';
import type { ThemeKey } from '../domain/theme.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';
import { changedCells, SAMPLE_SIZE } from './changeCells.js';
import { changeExamples, type ChangeExamples } from './changeExamples.js';
import { changeFigures, type ChangeFigures } from './changeFigures.js';
import { planChange, type ChangePlan, type ChangeRequest, type PlanProblem } from './changePlan.js';
import type { LearningDeps } from './deps.js';
import type { Installed } from './installation.js';

export interface ChangePreview {
  readonly plan: ChangePlan;
  /** `counted`: exact. `asked`: all comments were tagged anew for this look, exact too. `sampled`: estimated. */
  readonly basis: 'counted' | 'asked' | 'sampled';
  /** Tagged comments that were looked at for it; with `sampled` fewer than there are. */
  readonly read: number;
  readonly figures: ChangeFigures;
  readonly examples: ChangeExamples;
  /** Comments whose present tags rest on other versions still: figures before the change mix two versions until they are done. */
  readonly taggedOtherwise: number;
}

export type PreviewOutcome =
  | { readonly ok: true; readonly preview: ChangePreview }
  | { readonly ok: false; readonly problem: PlanProblem; readonly theme: ThemeKey };

export type ApplyOutcome =
  | { readonly ok: true; readonly installed: Installed }
  | { readonly ok: false; readonly problem: PlanProblem; readonly theme: ThemeKey };

/** UTF-16 code units of a reason in people's words. */
export const MAX_REASON_LENGTH = 300;

/**
 * What the change would do to figures, without changing anything. Renaming, retiring and merging are counted exactly; for the rest
 * heads are asked about every comment, or about `sampleSize` random ones where there are more.
 */
export async function previewChange(
  deps: LearningDeps,
  request: ChangeRequest,
  sampleSize = SAMPLE_SIZE,
): Promise<PreviewOutcome> {
  const planned = await planChange(deps, request);
  if (!planned.ok) return planned;
  const { plan } = planned;
  const [cells, taggedOtherwise] = await Promise.all([
    changedCells(deps, plan, sampleSize),
    deps.store.countTaggedOtherwise(deps.tagger.versions),
  ]);
  const figures = changeFigures(plan, cells, deps.disclosureLimit);
  const samples = cells.sampled ? [...cells.sampled.values()] : null;
  const read = samples ? samples.reduce((sum, sample) => sum + sample.read, 0) : (figures.base ?? 0);
  const isWhole = samples === null || samples.every((sample) => sample.read >= sample.all);
  return {
    ok: true,
    preview: {
      plan,
      basis: samples === null ? 'counted' : isWhole ? 'asked' : 'sampled',
      read,
      figures,
      examples: await changeExamples(deps, plan, cells, figures.base),
      taggedOtherwise,
    },
  };
}

/**
 * Installs the change as a new version; stored comments are tagged again in the background. It is checked anew against the themes
 * in use now, which may not be those of the preview.
 * @param note why, in people's words; may be empty, is masked and cut at MAX_REASON_LENGTH
 */
export async function applyChange(
  deps: LearningDeps,
  request: ChangeRequest,
  actor: Actor,
  note = '',
): Promise<ApplyOutcome> {
  await deps.installation.refresh();
  const planned = await planChange(deps, request);
  if (!planned.ok) return planned;
  const { plan } = planned;
  const reason = reasonOf(request, note);
  if (request.kind === 'goBack') {
    await deps.installation.goBackTo(request.installation, actor.id, reason);
    return { ok: true, installed: deps.installation.current };
  }
  const installed = await deps.installation.apply({
    document: { themes: plan.after.taxonomy.themes },
    ...(plan.drafts.length > 0 && { heads: { overlay: plan.after.overlay, report: null } }),
    by: actor.id,
    reason,
  });
  for (const draft of plan.drafts) {
    await deps.store.updateOwnTheme(draft.key, { state: 'adopted', changedAt: deps.now() });
  }
  return { ok: true, installed };
}

/** Kept with the version: `merge parking into premises: they are one thing here`. */
function reasonOf(request: ChangeRequest, note: string): string {
  const text = note.replace(/\s+/gu, ' ').trim().slice(0, MAX_REASON_LENGTH);
  const masked = text === '' ? '' : redact(text, findNames(text, identifyLanguage(text).lang)).text;
  return masked === '' ? commandOf(request) : `${commandOf(request)}: ${masked}`;
}

function commandOf(request: ChangeRequest): string {
  switch (request.kind) {
    case 'merge':
      return `merge ${request.theme} into ${request.into}`;
    case 'add':
      return `add ${request.drafts.join(', ')}`;
    case 'split':
      return `split ${request.theme} into ${request.drafts.join(', ')}${request.keep ? ', keep it' : ''}`;
    case 'goBack':
      return `go back to installation ${request.installation}`;
    case 'bringBack':
      return `bring back ${request.theme}`;
    case 'describe':
    case 'retire':
      return `${request.kind} ${request.theme}`;
  }
}
