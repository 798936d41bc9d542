import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { AuditEvent } from '../../src/domain/auditEvent.js';
import { compactIds, idsOf } from '../../src/domain/auditEvent.js';
import { AuditTrail, LONGEST_WAIT_MS } from '../../src/flows/auditTrail.js';

function event(route: string): AuditEvent {
  const at = '2024-05-02T10:00:00.000Z';
  return { at, actorId: 'a', actorName: 'A', role: 'manager', action: 'view', route, subject: {}, status: 200 };
}

/** A store whose writes the test lets through or fails. */
function slowStore() {
  const batches: string[][] = [];
  const pending: { resolve: () => void; reject: (error: Error) => void }[] = [];
  return {
    batches,
    appendAudit: (events: readonly AuditEvent[]) => {
      batches.push(events.map(({ route }) => route));
      return new Promise<void>((resolve, reject) => pending.push({ resolve, reject }));
    },
    done: async (error?: Error) => {
      const next = pending.shift();
      assert.ok(next, 'a write is under way');
      if (error) next.reject(error);
      else next.resolve();
      await turns();
    },
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

test('what may wait is written together a quarter of a second later, and at the latest when the trail is closed', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const store = slowStore();
    const trail = new AuditTrail({ store, onFailure: () => assert.fail() });
    assert.ok(trail.note(event('/1')) && trail.note(event('/2')));
    mock.timers.tick(LONGEST_WAIT_MS - 1);
    await turns();
    assert.deepEqual(store.batches, []);
    mock.timers.tick(1);
    await turns();
    assert.deepEqual(store.batches, [['/1', '/2']]);
    await store.done();
    trail.note(event('/3'));
    const closed = trail.close();
    await turns();
    assert.deepEqual(store.batches[1], ['/3']);
    await store.done();
    await closed;
    assert.equal(LONGEST_WAIT_MS, 250);
  } finally {
    mock.timers.reset();
  }
});

test('what must be on disk is written at once, with all that came before it; what comes meanwhile goes together next', async () => {
  const store = slowStore();
  const trail = new AuditTrail({ store, onFailure: () => assert.fail() });
  trail.note(event('/seen'));
  let first = false;
  void trail.record(event('/export'), false).then(() => (first = true));
  await turns();
  assert.deepEqual(store.batches, [['/seen', '/export']]);
  const later = [trail.record(event('/b'), false), trail.record(event('/c'), false)];
  await turns();
  assert.equal(first, false, 'not before it is written');
  assert.equal(store.batches.length, 1);
  await store.done();
  assert.equal(first, true);
  assert.deepEqual(store.batches[1], ['/b', '/c']);
  await store.done();
  await Promise.all(later);
});

test('when it cannot be written, what was not done is forgotten, what has happened is tried again, and nothing more may wait', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const store = slowStore();
    const failures: number[] = [];
    const trail = new AuditTrail({ store, onFailure: (_error, waiting) => failures.push(waiting) });
    trail.note(event('/seen'));
    const [asked, changed] = [trail.record(event('/comments/:id'), false), trail.record(event('POST /x'), true)];
    await turns();
    const refused = Promise.all([assert.rejects(asked, /disk full/), assert.rejects(changed, /disk full/)]);
    await store.done(new Error('disk full'));
    await refused;
    assert.deepEqual(failures, [2]);
    assert.equal(trail.note(event('/another')), false);
    mock.timers.tick(1000);
    await turns();
    assert.deepEqual(store.batches[1], ['/seen', 'POST /x']);
    await store.done();
    assert.equal(trail.note(event('/another')), true);
    const closed = trail.close();
    await turns();
    await store.done();
    await closed;
  } finally {
    mock.timers.reset();
  }
});

test('ids are written as runs and read back; what is of another form is left out', () => {
  assert.equal(compactIds([20, 3, 18, 17, 19, 3]), '3,17-20');
  assert.equal(compactIds([]), '');
  assert.deepEqual(idsOf('3,17-20'), [3, 17, 18, 19, 20]);
  assert.deepEqual(idsOf('x,5-,7'), [7]);
  assert.equal(idsOf('1-999999999999').length, 10_000);
});
