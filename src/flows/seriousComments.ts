/**
 * Rare but serious comments: each is read once with the rules in use, as it is tagged or after the rules change. Which rules a
 * comment was read with is stored, so a scan that was cut short is finished by the next, and a second one changes nothing.
 */
import { createHash } from 'node:crypto';
import type { SeriousFlag } from '../domain/seriousCase.js';
import { measureSerious, type SeriousLabel, type SeriousQualityRow } from '../domain/seriousQuality.js';
import type { SeriousRuleSet } from '../domain/seriousRules.js';
import type { SeriousRulesRow } from '../store/seriousStore.js';
import type { PendingComment, ResponseId } from '../store/store.js';
import type { LearningDeps } from './deps.js';
import { recordRun, SERVICE } from './runRecord.js';
import {
  createDetector,
  examplesKey,
  learnSerious,
  type SeriousDetector,
  type SeriousHeads,
} from './seriousDetector.js';

/** What comes with the product. */
export interface SeriousFiles {
  readonly shipped: () => Promise<SeriousRuleSet>;
  /** What rules were written and mended with. */
  readonly labelled: () => Promise<readonly SeriousLabel[]>;
  /** Written after the rules, none of which was mended with them: the plainer truth. */
  readonly unseen: () => Promise<readonly SeriousLabel[]>;
}

/** The rules in use with what was learned from their examples. */
export interface SeriousInUse {
  readonly row: SeriousRulesRow;
  readonly heads: SeriousHeads;
  readonly detector: SeriousDetector;
}

/** How long a failure to learn the rules' examples stands before it is tried again. */
export const RETRY_AFTER_MS = 60_000;
/** Comments a slice: a fraction of a second of work between which everything else goes on. */
const SLICE = 128;

export interface SeriousDeps {
  readonly flows: LearningDeps;
  readonly files: SeriousFiles;
  readonly memory: SeriousMemory;
}

/** What is worth keeping between calls. */
interface SeriousMemory {
  inUse: Promise<SeriousInUse> | null;
  /** After a failure: not tried again before this moment, in milliseconds since 1970. */
  retryAtMs: number | null;
  key: string;
  rescan: Promise<number> | null;
  /** Heads by the examples that they were learned from, newest last. */
  readonly learned: Map<string, SeriousHeads>;
  quality: { readonly id: number; readonly quality: Promise<SeriousQuality> } | null;
}

export function openSerious(flows: LearningDeps, files: SeriousFiles): SeriousDeps {
  return {
    flows,
    files,
    memory: { inUse: null, retryAtMs: null, key: '', rescan: null, learned: new Map(), quality: null },
  };
}

/** The newest rules; a database without any gets those that come with the product. */
export async function currentRules({ flows: asked, files }: SeriousDeps): Promise<SeriousRulesRow> {
  const stored = await asked.store.getSeriousRules();
  if (stored) return stored;
  const flows = asked.service ?? asked;
  const row = { document: await files.shipped(), at: flows.now(), by: SERVICE, reason: 'shipped' };
  return { ...row, id: await flows.store.saveSeriousRules(row) };
}

/** Rules, heads and detector; heads are learned once for each version of the rules and kept. */
export async function seriousInUse(deps: SeriousDeps): Promise<SeriousInUse> {
  const { flows, memory } = deps;
  const row = await currentRules(deps);
  const key = `${row.id} ${flows.tagger.versions.space}`;
  const isRetry = memory.retryAtMs !== null && Date.now() >= memory.retryAtMs;
  if (memory.inUse === null || memory.key !== key || isRetry) {
    memory.key = key;
    memory.retryAtMs = null;
    // learning takes seconds: what fails must not be tried again with every comment
    memory.inUse = openRules(deps, row).catch((error: unknown) => {
      memory.retryAtMs = Date.now() + RETRY_AFTER_MS;
      throw error;
    });
  }
  return memory.inUse;
}

/** Kept for requests and background alike, so it is made by the service itself. */
async function openRules(asked: SeriousDeps, row: SeriousRulesRow): Promise<SeriousInUse> {
  const deps = { ...asked, flows: asked.flows.service ?? asked.flows };
  const { store, tagger } = deps.flows;
  const { space } = tagger.versions;
  const kept = await store.getSeriousHeads(row.id, space);
  const heads = kept === null ? await headsOf(deps, row.document) : (JSON.parse(kept) as SeriousHeads);
  if (kept === null) await store.saveSeriousHeads(row.id, space, JSON.stringify(heads));
  remember(deps, row.document, heads);
  return { row, heads, detector: createDetector(deps.flows, row.document, heads) };
}

/** Learned now, or taken over from rules with the same examples. */
export async function headsOf(deps: SeriousDeps, rules: SeriousRuleSet): Promise<SeriousHeads> {
  const known = deps.memory.learned.get(memoryKey(deps, rules));
  const heads = known ?? (await learnSerious(deps.flows, rules));
  remember(deps, rules, heads);
  return heads;
}

const REMEMBERED_HEADS = 4;

function memoryKey({ flows }: SeriousDeps, rules: SeriousRuleSet): string {
  return `${flows.tagger.versions.space} ${examplesKey(rules)}`;
}

function remember(deps: SeriousDeps, rules: SeriousRuleSet, heads: SeriousHeads): void {
  const { learned } = deps.memory;
  learned.set(memoryKey(deps, rules), heads);
  const [oldest] = learned.keys();
  if (learned.size > REMEMBERED_HEADS && oldest !== undefined) learned.delete(oldest);
}

/** Reads these comments with the rules in use; those not tagged yet are left for later. How many are flagged. */
export async function flagSerious(deps: SeriousDeps, ids: readonly ResponseId[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { row, detector } = await seriousInUse(deps);
  let flagged = 0;
  for (let from = 0; from < ids.length; from += SLICE) {
    const comments = await deps.flows.store.seriousTexts(ids.slice(from, from + SLICE));
    const flags = await scanSlice(deps, row.id, detector, comments);
    flagged += flags.filter((found) => found.length > 0).length;
  }
  return flagged;
}

/**
 * Reads every stored comment that was not read with the rules in use. One at a time: who asks while one runs waits for it, and
 * gets another after it when the rules changed meanwhile. How many comments were read.
 */
export async function rescanSerious(
  deps: SeriousDeps,
  options: { readonly by?: string; readonly signal?: AbortSignal } = {},
): Promise<number> {
  const { memory } = deps;
  if (memory.rescan) await memory.rescan.catch(() => undefined);
  if (memory.rescan) return memory.rescan;
  memory.rescan = scanAll(deps, options).finally(() => {
    memory.rescan = null;
  });
  return memory.rescan;
}

async function scanAll(
  deps: SeriousDeps,
  { by = SERVICE, signal }: { readonly by?: string; readonly signal?: AbortSignal },
): Promise<number> {
  const { store, tagger } = deps.flows;
  // nothing is learned for a database that has no comments yet
  if ((await store.unscannedComments((await currentRules(deps)).id, 0, 1)).length === 0) return 0;
  const { row, detector } = await seriousInUse(deps);
  const start = { kind: 'seriousScan', by, versions: tagger.versions, settings: { rules: row.id } } as const;
  const { counts } = await recordRun(deps.flows, start, async () => {
    const [input, output] = [createHash('sha256'), createHash('sha256')];
    let [read, flagged, afterId] = [0, 0, 0];
    while (signal?.aborted !== true) {
      const comments = await store.unscannedComments(row.id, afterId, SLICE);
      const last = comments.at(-1);
      if (!last) break;
      const flags = await scanSlice(deps, row.id, detector, comments);
      comments.forEach(({ id, text }, index) => {
        input.update(JSON.stringify([id, text]));
        output.update(JSON.stringify([id, flags[index]]));
      });
      read += comments.length;
      flagged += flags.filter((found) => found.length > 0).length;
      afterId = last.id;
    }
    return { counts: { read, flagged }, inputHash: input.digest('hex'), outputHash: output.digest('hex') };
  });
  return counts['read'] ?? 0;
}

async function scanSlice(
  { flows }: SeriousDeps,
  rulesId: number,
  detector: SeriousDetector,
  comments: readonly PendingComment[],
): Promise<SeriousFlag[][]> {
  const flags = await detector.detect(comments);
  const results = comments.map(({ id }, index) => ({ id, flags: flags[index] ?? [] }));
  await flows.store.saveSeriousScan({ rulesId, at: flows.now(), results });
  return flags;
}

/** On the labelled comments that come with the product, none of which is an example. */
export async function judgeLabelled(
  labelled: readonly SeriousLabel[],
  rules: SeriousRuleSet,
  detector: SeriousDetector,
): Promise<SeriousQualityRow[]> {
  const verdicts = await detector.judge(labelled);
  return measureSerious(
    labelled.map((label, index) => ({ ...label, found: (verdicts[index] ?? []).map(({ category }) => category) })),
    rules.categories.map(({ key }) => key),
  );
}

export interface SeriousQuality {
  readonly labelled: readonly SeriousQualityRow[];
  readonly unseen: readonly SeriousQualityRow[];
}

export async function measureRules(
  { files }: SeriousDeps,
  rules: SeriousRuleSet,
  detector: SeriousDetector,
): Promise<SeriousQuality> {
  return {
    labelled: await judgeLabelled(await files.labelled(), rules, detector),
    unseen: await judgeLabelled(await files.unseen(), rules, detector),
  };
}

/** Of the rules in use; measured once a version. */
export async function seriousQuality(deps: SeriousDeps): Promise<SeriousQuality> {
  const { memory } = deps;
  const { row, detector } = await seriousInUse(deps);
  if (memory.quality?.id !== row.id) {
    memory.quality = { id: row.id, quality: measureRules(deps, row.document, detector) };
    memory.quality.quality.catch(() => {
      memory.quality = null;
    });
  }
  return memory.quality.quality;
}
