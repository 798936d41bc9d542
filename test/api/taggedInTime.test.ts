import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { commentPageSchema } from '../../src/web/api/schemas.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

/** What the service promises for a comment that is sent to it, with the model loaded. */
const PROMISE_MS = 2000;
const POLL_MS = 20;

let app: RunningApp;

before(async () => {
  app = await startApp();
  await app.assembly.flows.tagger.ready();
});
after(() => app.close());

const item = (id: string, comment: string, day: string) => ({
  id,
  source: 'test',
  answered_at: day,
  unit: 'clinic',
  score: 3,
  lang: 'fi',
  comment,
});

/** Milliseconds from sending a comment until the API lists it with its themes, and those themes. */
async function timeToTags(id: string, comment: string, day: string): Promise<{ ms: number; themes: string[] }> {
  const startedAt = performance.now();
  const { results } = await postFeedback(app, item(id, comment, day));
  assert.equal(results[0]?.outcome, 'accepted');
  for (;;) {
    const page = await (await fetch(`${app.url}/api/v1/comments?from=${day}&to=${day}`)).json();
    const found = commentPageSchema.parse(page).items.find((each) => each.id === id);
    const ms = performance.now() - startedAt;
    if (found?.tagged) return { ms, themes: found.themes.map(({ theme, polarity }) => `${theme}:${polarity}`) };
    assert.ok(ms < 10 * PROMISE_MS, 'expected tags at last, found none');
    await wait(POLL_MS);
  }
}

describe('a comment sent to the service, with the shipped model', () => {
  it('has its themes within two seconds', async () => {
    await timeToTags('warm-up', 'Kiitos hyvästä palvelusta.', '2024-05-01');
    const { ms, themes } = await timeToTags(
      'quick',
      'Jouduin odottamaan vastaanotolla yli kaksi tuntia.',
      '2024-05-02',
    );
    assert.ok(ms < PROMISE_MS, `expected themes within ${PROMISE_MS} ms, they took ${Math.round(ms)} ms`);
    assert.deepEqual(themes, ['waiting_times:neg']);
  });

  it('has its themes within two seconds while a backlog of newer ones is being tagged', async () => {
    const backlog = Array.from({ length: 1000 }, (_, index) =>
      item(`b${index}`, `Hoitaja numero ${index} oli ystävällinen, mutta odotusaika ${index} minuuttia.`, '2024-06-01'),
    );
    await postFeedback(app, backlog);
    const { ms, themes } = await timeToTags('between', 'Puhelimessa sai jonottaa tunnin.', '2024-01-01');
    const { pending } = await app.assembly.flows.store.taggingProgress();
    assert.ok(pending > 0, 'the backlog was still being tagged');
    assert.ok(ms < PROMISE_MS, `expected themes within ${PROMISE_MS} ms, they took ${Math.round(ms)} ms`);
    assert.deepEqual(themes, ['waiting_times:neg']);
  });
});
