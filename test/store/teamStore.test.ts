import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Store } from '../../src/store/store.js';
import type { Assignment, DigestKey, SavedView } from '../../src/store/teamStore.js';
import { query, response, tag, VERSIONS, withStore } from './samples.js';

const AT = '2024-05-02T06:00:00.000Z';
const LATER = '2024-05-03T06:00:00.000Z';
const ANNA = { id: 'a-anna', name: 'Anna Aalto' };
const BEN = { id: 'a-ben', name: 'Ben Berg' };

function view(changes: Partial<SavedView> = {}): Omit<SavedView, 'id'> {
  return {
    accountId: ANNA.id,
    name: 'Waiting',
    url: '/comments?theme=waiting_times',
    digest: 'none',
    digestSince: AT,
    createdAt: AT,
    seenUpTo: 0,
    seenAt: AT,
    ...changes,
  };
}

function assignment(changes: Partial<Assignment> = {}): Assignment {
  return { response: 1, assignee: BEN, state: 'open', by: ANNA, at: AT, due: null, note: '', ...changes };
}

/** Comments 1, 2, … of these units. */
async function addComments(store: Store, units: readonly (readonly string[])[], from = 1): Promise<void> {
  await store.addResponses(
    units.map((unitPath, index) => response(`r-${from + index}`, { unitPath, comment: `comment ${from + index}` })),
  );
}

const CLINIC = ['hospital', 'clinic'];
const WARD = ['hospital', 'ward'];

describe('saved views', () => {
  it('belong to one account and are listed by name', async () => {
    await withStore(async (store) => {
      const waiting = await store.addView(view());
      const all = await store.addView(view({ name: 'All', url: '/comments' }));
      await store.addView(view({ accountId: BEN.id, name: 'His' }));
      assert.deepEqual(
        (await store.listViews(ANNA.id)).map(({ id, name }) => [id, name]),
        [
          [all, 'All'],
          [waiting, 'Waiting'],
        ],
      );
      assert.equal(await store.changeView(waiting, BEN.id, { name: 'Mine now' }), false);
      assert.equal(await store.deleteView(waiting, BEN.id), false);
      assert.equal(await store.deleteView(waiting, ANNA.id), true);
      assert.deepEqual(
        (await store.listViews(ANNA.id)).map(({ id }) => id),
        [all],
      );
    });
  });

  it('change only in what is given', async () => {
    await withStore(async (store) => {
      const id = await store.addView(view());
      assert.equal(await store.changeView(id, ANNA.id, { seenUpTo: 7, seenAt: LATER }), true);
      assert.equal(await store.changeView(id, ANNA.id, { digest: 'weekly', digestSince: LATER }), true);
      assert.deepEqual(await store.listViews(ANNA.id), [
        { id, ...view({ seenUpTo: 7, seenAt: LATER, digest: 'weekly', digestSince: LATER }) },
      ]);
    });
  });

  it('are found by their digest, and those without one never', async () => {
    await withStore(async (store) => {
      await store.addView(view());
      await store.addView(view({ accountId: BEN.id, name: 'Day', digest: 'daily' }));
      await store.addView(view({ name: 'Week', digest: 'weekly' }));
      assert.deepEqual(
        (await store.viewsWithDigest('daily')).map(({ name }) => name),
        ['Day'],
      );
      assert.deepEqual(
        (await store.viewsWithDigest('weekly')).map(({ name }) => name),
        ['Week'],
      );
    });
  });
});

describe('comments that arrived after another', () => {
  it('are counted and listed by arrival, whatever day they were answered on', async () => {
    await withStore(async (store) => {
      await store.addResponses([
        response('old', { comment: 'first', day: '2024-03-01' }),
        response('new', { comment: 'second', day: '2024-03-02' }),
      ]);
      const seen = await store.lastResponse();
      await store.addResponses([
        response('late', { comment: 'third', day: '2024-01-01' }),
        response('latest', { comment: 'fourth', day: '2024-03-01', unitPath: CLINIC }),
        response('silent', { day: '2024-03-05' }),
      ]);
      assert.equal(await store.countComments(query({ afterId: seen })), 2);
      const page = await store.listComments(query({ afterId: seen, limit: 1 }));
      assert.deepEqual(
        page.items.map(({ sourceId }) => sourceId),
        ['latest'],
      );
      const rest = await store.listComments(query({ afterId: seen, limit: 1, cursor: page.next }));
      assert.deepEqual([rest.items.map(({ sourceId }) => sourceId), rest.next], [['late'], null]);
      assert.equal(await store.countComments(query({ afterId: seen, unit: 'clinic' })), 1);
      assert.equal(await store.countComments(query({ afterId: seen, from: '2024-02-01' })), 1);
      assert.equal(await store.countComments(query({ afterId: seen, stems: [['third']] })), 1);
      assert.equal(await store.countComments(query({ afterId: seen, stems: [['first']] })), 0);
      assert.equal(await store.countComments(query({ afterId: 0 })), 4);
    });
  });

  it('can be limited to a theme', async () => {
    await withStore(async (store) => {
      await addComments(store, [CLINIC, CLINIC, CLINIC]);
      const tags = [1, 3].map((id) => ({ id, state: 'tagged' as const, tags: [tag('premises', 'neg')] }));
      await store.saveTags(tags, VERSIONS, []);
      assert.equal(await store.countComments(query({ theme: 'premises', afterId: 1 })), 1);
      const found = await store.listComments(query({ theme: 'premises', polarity: 'neg', afterId: 1 }));
      assert.deepEqual(
        found.items.map(({ id }) => id),
        [3],
      );
    });
  });

  it('give the same whether the few that came last or all comments are walked', async () => {
    await withStore(async (store) => {
      await addComments(
        store,
        Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? CLINIC : WARD)),
      );
      // a number from far before anything was stored makes the search walk all comments by day
      const far = -100_000;
      for (const unit of [null, 'clinic', 'ward']) {
        const all = await store.listComments(query({ unit, afterId: far, limit: 100 }));
        const few = await store.listComments(query({ unit, afterId: 0, limit: 100 }));
        assert.deepEqual(
          few.items.map(({ id }) => id),
          all.items.map(({ id }) => id),
        );
      }
    });
  });
});

describe('what an account has seen', () => {
  it('is null before the first visit and then the last mark', async () => {
    await withStore(async (store) => {
      assert.equal(await store.lastResponse(), 0);
      assert.equal(await store.getWorkMark(ANNA.id), null);
      await store.setWorkMark(ANNA.id, { seenUpTo: 3, seenAt: AT });
      await store.setWorkMark(ANNA.id, { seenUpTo: 5, seenAt: LATER });
      assert.deepEqual(await store.getWorkMark(ANNA.id), { seenUpTo: 5, seenAt: LATER });
      assert.equal(await store.getWorkMark(BEN.id), null);
    });
  });
});

describe('assignments', () => {
  it('hold what was said last and keep all that was said', async () => {
    await withStore(async (store) => {
      await addComments(store, [CLINIC]);
      assert.equal(await store.getAssignment(1), null);
      const asked = assignment({ due: '2024-05-10', note: 'call back' });
      const answered = assignment({ state: 'answered', by: BEN, at: LATER });
      await store.assign(asked);
      await store.assign(answered);
      assert.deepEqual(await store.getAssignment(1), answered);
      assert.deepEqual(await store.assignmentHistory(1), [asked, answered]);
      assert.deepEqual(await store.assignmentsOf([1, 2]), [answered]);
    });
  });

  it('are listed by person, state and units, those due first first', async () => {
    await withStore(async (store) => {
      await addComments(store, [CLINIC, WARD, CLINIC, WARD]);
      await store.assign(assignment({ response: 1 }));
      await store.assign(assignment({ response: 2, due: '2024-06-01' }));
      await store.assign(assignment({ response: 3, due: '2024-05-10', assignee: ANNA }));
      await store.assign(assignment({ response: 4, state: 'notNeeded' }));
      const found = async (filter: Parameters<Store['listAssignments']>[0]): Promise<number[]> =>
        (await store.listAssignments(filter)).map((each) => each.response);
      assert.deepEqual(await found({ state: 'open' }), [3, 2, 1]);
      assert.deepEqual(await found({ state: 'open', assignee: BEN.id }), [2, 1]);
      assert.deepEqual(await found({ units: ['clinic'] }), [3, 1]);
      assert.deepEqual(await found({ units: ['hospital'], state: 'open', limit: 1 }), [3]);
      assert.deepEqual(await found({ units: [] }), []);
      assert.equal((await store.listAssignments({ assignee: ANNA.id }))[0]?.unit, 'clinic');
    });
  });

  it('need a comment', async () => {
    await withStore(async (store) => {
      await assert.rejects(store.assign(assignment({ response: 9 })), /FOREIGN KEY/);
      await assert.rejects(store.addMessage({ response: 9, by: ANNA, at: AT, text: 'x' }), /FOREIGN KEY/);
    });
  });
});

describe('threads', () => {
  it('lose the text of a withdrawn message and keep that there was one', async () => {
    await withStore(async (store) => {
      await addComments(store, [CLINIC, CLINIC]);
      const id = await store.addMessage({ response: 1, by: ANNA, at: AT, text: 'who knows?' });
      assert.equal(await store.withdrawMessage(id, 1, BEN.id, LATER), false);
      assert.equal(await store.withdrawMessage(id, 2, ANNA.id, LATER), false);
      assert.equal(await store.withdrawMessage(id, 1, ANNA.id, LATER), true);
      assert.equal(await store.withdrawMessage(id, 1, ANNA.id, LATER), false);
      assert.deepEqual(await store.listMessages(1), [
        { id, response: 1, by: ANNA, at: AT, text: '', withdrawnAt: LATER },
      ]);
    });
  });

  it('tell who wrote after an account, newest first, and not of what was withdrawn', async () => {
    await withStore(async (store) => {
      await addComments(store, [CLINIC, WARD, CLINIC]);
      const write = (response: number, by: typeof ANNA): Promise<number> =>
        store.addMessage({ response, by, at: AT, text: 'text' });
      await write(1, BEN);
      await write(1, ANNA);
      await write(2, ANNA);
      await write(3, BEN);
      assert.deepEqual(await store.repliesAfter(ANNA.id, 10), []);
      await write(1, BEN);
      await write(2, BEN);
      const taken = await write(2, BEN);
      await store.withdrawMessage(taken, 2, BEN.id, LATER);
      await write(1, BEN);
      const last = { by: BEN.name, at: AT };
      assert.deepEqual(await store.repliesAfter(ANNA.id, 10), [
        { response: 1, unit: 'clinic', messages: 2, last },
        { response: 2, unit: 'ward', messages: 1, last },
      ]);
      assert.equal((await store.repliesAfter(ANNA.id, 1)).length, 1);
      await write(1, ANNA);
      assert.deepEqual(
        (await store.repliesAfter(ANNA.id, 10)).map(({ response }) => response),
        [2],
      );
    });
  });
});

describe('the marks of digests', () => {
  const KEY: DigestKey = { accountId: ANNA.id, kind: 'daily', channel: 'mail', slot: '2024-05-02' };
  const minute = (number: number): string => `2024-05-02T06:${String(number).padStart(2, '0')}:00.000Z`;
  const finish = (store: Store, changes: object): Promise<void> =>
    store.finishDigest({
      ...KEY,
      state: 'sent',
      failure: null,
      nextTryAt: minute(0),
      upTo: 0,
      at: minute(0),
      ...changes,
    });

  it('let one caller send, and another only when the first was cut short', async () => {
    await withStore(async (store) => {
      const tries = await Promise.all([1, 2, 3].map(() => store.claimDigest(KEY, minute(0), minute(5))));
      assert.deepEqual(tries.sort(), [false, false, true]);
      assert.equal(await store.claimDigest({ ...KEY, channel: 'webhook' }, minute(0), minute(5)), true);
      assert.equal(await store.claimDigest(KEY, minute(4), minute(9)), false);
      assert.equal(await store.claimDigest(KEY, minute(5), minute(10)), true);
      assert.equal((await store.lastDigest(KEY)).own?.attempts, 2);
    });
  });

  it('are never claimed again once sent, or with nothing to tell', async () => {
    await withStore(async (store) => {
      for (const state of ['sent', 'nothing'] as const) {
        const key = { ...KEY, accountId: state };
        await store.claimDigest(key, minute(0), minute(5));
        await finish(store, { ...key, state });
        assert.equal(await store.claimDigest(key, minute(59), minute(59)), false, state);
      }
    });
  });

  it('remember up to where the last one told, and give up what a later one replaces', async () => {
    await withStore(async (store) => {
      const days = ['2024-05-02', '2024-05-03', '2024-05-04'] as const;
      await store.claimDigest({ ...KEY, slot: days[0] }, minute(0), minute(5));
      await finish(store, { slot: days[0], upTo: 40 });
      await store.claimDigest({ ...KEY, slot: days[1] }, minute(0), minute(5));
      await finish(store, { slot: days[1], state: 'waiting', failure: 'unreachable', nextTryAt: minute(9) });
      const third = { ...KEY, slot: days[2] };
      assert.equal((await store.lastDigest(third)).before?.upTo, 40);
      await store.claimDigest(third, minute(0), minute(5));
      await finish(store, { slot: days[2], upTo: 55 });
      assert.equal((await store.lastDigest({ ...KEY, slot: days[1] })).own?.state, 'givenUp');
      assert.deepEqual(
        (await store.lastDigests(ANNA.id)).map(({ slot, state, upTo }) => [slot, state, upTo]),
        [[days[2], 'sent', 55]],
      );
    });
  });
});
