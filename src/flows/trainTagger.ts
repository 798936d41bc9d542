/** Teaches the tagger what people confirmed, and takes new heads into use where nothing got worse. */
import { createHash } from 'node:crypto';
import type { TrainingReport } from '../tagging/trainingReport.js';
import type { LearningDeps } from './deps.js';
import { headsVersionOf } from './installation.js';
import { recordRun, type RunResult } from './runRecord.js';
import { readTrainingMaterial } from './trainingComments.js';

export interface TrainingRequest {
  /** Draws folds and bootstrap samples; the same labels and seed give the same heads. */
  readonly seed: number;
  /** Id of who asks for it. */
  readonly by: string;
  /** Only say what would happen: no record, no new heads. */
  readonly dryRun?: boolean;
  /** Called while texts are embedded. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * `installed`: in use from now on. `same`: nothing was learned, what came out is in use already or rests on no label confirmed here.
 * `refused`: something would have become worse. What is not installed is kept on record with its report.
 */
export type TrainingDecision = 'installed' | 'same' | 'refused';

export interface TrainingOutcome {
  readonly report: TrainingReport;
  /** In a dry run what would have been decided. */
  readonly decision: TrainingDecision;
  /** Version of the heads that came out. */
  readonly heads: string;
}

export const DEFAULT_SEED = 1;

/** @throws when there is nothing to learn from */
export async function trainTagger(deps: LearningDeps, request: TrainingRequest): Promise<TrainingOutcome> {
  await deps.installation.refresh();
  if (request.dryRun) return learn(deps, request);
  return recordRun(
    deps,
    {
      kind: 'training',
      by: request.by,
      versions: deps.installation.current.versions,
      settings: { seed: request.seed },
    },
    () => learn(deps, request),
  );
}

async function learn(deps: LearningDeps, request: TrainingRequest): Promise<TrainingOutcome & RunResult> {
  const { installation, learner, store } = deps;
  const { comments, labels } = await readTrainingMaterial(deps, request.onProgress);
  if (comments.length === 0) throw new Error('expected labelled comments to learn from, found none');
  const current = installation.current.overlay;
  const before = headsVersionOf(current);
  const { overlay, report } = await learner.train(comments, current, request.seed);
  const heads = headsVersionOf(overlay);
  const isNothingNew = heads === before || (report.comments.person === 0 && Object.keys(current.themes).length === 0);
  const decision = !report.accepted ? 'refused' : isNothingNew ? 'same' : 'installed';
  if (!request.dryRun && decision !== 'installed') {
    await store.saveHeads({
      version: heads,
      overlay: JSON.stringify(overlay),
      report: JSON.stringify(report),
      at: deps.now(),
      by: request.by,
    });
  }
  if (!request.dryRun && decision === 'installed') {
    // another process may have changed themes or heads meanwhile: what was learned stands on what was read above
    await installation.refresh();
    if (headsVersionOf(installation.current.overlay) !== before) {
      throw new Error('expected the heads that training began with, found others in use: train again');
    }
    await installation.apply({ heads: { overlay, report }, by: request.by, reason: 'training' });
  }
  return {
    report,
    decision,
    heads,
    state: decision === 'refused' ? 'refused' : 'done',
    counts: { comments: comments.length, labels },
    inputHash: report.inputHash,
    outputHash: createHash('sha256').update(JSON.stringify(overlay)).digest('hex'),
    ...(decision === 'refused' && { error: `worse than the heads in use: ${report.refusedFor.join(', ')}` }),
  };
}
