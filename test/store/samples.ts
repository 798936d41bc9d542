/** Responses and databases for the tests of the store. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import type { TagVersions, ThemeTag } from '../../src/domain/theme.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { CommentQuery, IncomingResponse, Store } from '../../src/store/store.js';

export const VERSIONS: TagVersions = { space: 'test-space', heads: 'heads-1', taxonomy: 'taxonomy-1' };

/** A response as tests need it: everything has a default, the comment's words are its stems. */
export function response(sourceId: string, changes: Partial<IncomingResponse> = {}): IncomingResponse {
  const comment = changes.comment ?? null;
  const whole = {
    source: 'survey',
    sourceId,
    day: '2024-03-15',
    answeredAt: null,
    unitPath: ['hospital', 'surgery'],
    channel: 'sms',
    lang: 'fi',
    score: 9,
    scale: 'nps',
    statements: {},
    stems: comment === null ? '' : comment.toLowerCase(),
    initialState: comment === null ? 'none' : 'pending',
    ...changes,
    comment,
  } as const;
  return { contentHash: `hash of ${JSON.stringify(whole)}`, ...whole };
}

export function query(changes: Partial<CommentQuery> = {}): CommentQuery {
  return { ...NO_FILTER, theme: null, polarity: null, q: null, stems: [], limit: 20, cursor: null, ...changes };
}

/** Runs `work` with a store in a folder of its own that is removed afterwards. */
export async function withStore(work: (store: Store, file: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const file = join(folder, 'kuulolla.sqlite');
    const store = await openStore({ file });
    try {
      await work(store, file);
    } finally {
      await store.close();
    }
  });
}

export async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kuulolla-store-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function tag(theme: string, polarity: ThemeTag['polarity'], confidence = 0.75): ThemeTag {
  return { theme, polarity, confidence, evidence: [{ start: 0, end: 4 }] };
}

/** All pages of a query, by source id. */
export async function allPages(store: Store, changes: Partial<CommentQuery>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.listComments(query({ ...changes, cursor }));
    assert.ok(page.items.length > 0 || found.length === 0, 'a page after a cursor has something on it');
    found.push(...page.items.map((row) => row.sourceId));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
