/** What goes to a worker of the tagger, and what comes back. */
import type { ThemeKey, ThemeTag } from '../domain/theme.js';
import type { OwnThemeExample, TrainingComment } from './learner.js';
import type { HeadsOverlay, OwnThemeHead } from './overlay.js';
import type { PackedTexts } from './packedTexts.js';
import type { SharedJson } from './sharedJson.js';
import type { TaggerInput, ThemeReason } from './tagger.js';
import type { TrainingReport } from './trainingReport.js';

/** What a worker is told when it starts. */
export interface WorkerSettings {
  readonly modelFolder: string;
  readonly modelsFolder?: string;
  readonly allowRemoteModels: boolean;
}

/** `installed` is the JSON of InstalledHeads, `overlay` that of a HeadsOverlay, `head` that of an OwnThemeHead. */
export type WorkerTask =
  | { readonly kind: 'load' }
  /** Texts without vectors. */
  | { readonly kind: 'embed'; readonly installed: SharedJson; readonly texts: readonly string[] }
  | { readonly kind: 'tag'; readonly installed: SharedJson; readonly texts: PackedTexts }
  | { readonly kind: 'explain'; readonly installed: SharedJson; readonly input: TaggerInput }
  | { readonly kind: 'judge'; readonly overlay: SharedJson; readonly texts: PackedTexts }
  | { readonly kind: 'rank'; readonly head: SharedJson; readonly texts: PackedTexts }
  | { readonly kind: 'fitOwnTheme'; readonly theme: ThemeKey; readonly examples: readonly OwnThemeExample[] }
  | {
      readonly kind: 'train';
      readonly comments: readonly TrainingComment[];
      readonly current: HeadsOverlay;
      readonly seed: number;
    };

export interface WorkerAnswers {
  readonly load: null;
  readonly embed: { readonly tags: readonly ThemeTag[]; readonly vectors: Uint8Array }[];
  readonly tag: ThemeTag[][];
  readonly explain: ThemeReason[];
  readonly judge: ThemeReason[][];
  readonly rank: Float64Array;
  readonly fitOwnTheme: OwnThemeHead;
  readonly train: { readonly overlay: HeadsOverlay; readonly report: TrainingReport };
}
