import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { commentPageSchema } from '../../src/web/api/schemas.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

/** Something hangs when it takes longer than this; how long it takes depends on the machine. */
const PATIENCE_MS = 60_000;
const BACKLOG = 1000;
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

/** Sends a comment and gives its themes once the API lists it with them. */
async function themesOf(id: string, comment: string, day: string): Promise<string[]> {
  const deadline = performance.now() + PATIENCE_MS;
  const { results } = await postFeedback(app, item(id, comment, day));
  assert.equal(results[0]?.outcome, 'accepted');
  for (;;) {
    const page = await (await fetch(`${app.url}/api/v1/comments?from=${day}&to=${day}`)).json();
    const found = commentPageSchema.parse(page).items.find((each) => each.id === id);
    if (found?.tagged) return found.themes.map(({ theme, polarity }) => `${theme}:${polarity}`);
    assert.ok(performance.now() < deadline, 'expected tags at last, found none');
    await wait(POLL_MS);
  }
}

describe('a comment sent to the service, with the shipped model', () => {
  it('has its themes without anybody asking for them', async () => {
    const themes = await themesOf('quick', 'Jouduin odottamaan vastaanotolla yli kaksi tuntia.', '2024-05-02');
    assert.deepEqual(themes, ['waiting_times:neg']);
  });

  it('overtakes a backlog of comments about newer days', async () => {
    const backlog = Array.from({ length: BACKLOG }, (_, index) =>
      item(`b${index}`, `Hoitaja numero ${index} oli ystävällinen, mutta odotusaika ${index} minuuttia.`, '2024-06-01'),
    );
    await postFeedback(app, backlog);
    const themes = await themesOf('between', 'Puhelimessa sai jonottaa tunnin.', '2024-01-01');
    const { pending } = await app.assembly.flows.store.taggingProgress();
    assert.ok(pending > BACKLOG / 2, `expected most of the backlog to wait still, found ${pending}`);
    assert.deepEqual(themes, ['waiting_times:neg']);
  });
});
