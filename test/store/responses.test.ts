import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { query, response, withStore } from './samples.js';

test('a response is stored once: the same again is a duplicate, other content under its identity a conflict', async () => {
  await withStore(async (store) => {
    const first = response('1', { score: 9 });
    assert.deepEqual(await store.addResponses([first]), [{ outcome: 'accepted', id: 1 }]);
    assert.deepEqual(await store.addResponses([first]), [{ outcome: 'duplicate', id: 1 }]);
    assert.deepEqual(await store.addResponses([response('1', { score: 3 })]), [{ outcome: 'conflict', id: 1 }]);
    assert.deepEqual(await store.readCells(NO_FILTER, ['scoreClass']), [{ scoreClass: 'promoter', count: 1 }]);
  });
});

test('a repeat within one batch is compared with its first occurrence, outcomes in the order given', async () => {
  await withStore(async (store) => {
    const outcomes = await store.addResponses([
      response('1', { score: 9 }),
      response('2'),
      response('1', { score: 9 }),
      response('1', { score: 2 }),
      response('2'),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => [outcome.outcome, outcome.id]),
      [
        ['accepted', 1],
        ['accepted', 2],
        ['duplicate', 1],
        ['conflict', 1],
        ['duplicate', 2],
      ],
    );
    const again = await store.addResponses([response('3'), response('1', { score: 2 }), response('1', { score: 9 })]);
    assert.deepEqual(
      again.map((outcome) => outcome.outcome),
      ['accepted', 'conflict', 'duplicate'],
    );
  });
});

test('the same id from two sources is two responses', async () => {
  await withStore(async (store) => {
    const outcomes = await store.addResponses([response('1', { source: 'sms' }), response('1', { source: 'kiosk' })]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.outcome),
      ['accepted', 'accepted'],
    );
  });
});

test('an identity that looks like another when glued together is its own', async () => {
  await withStore(async (store) => {
    const outcomes = await store.addResponses([
      response('b', { source: 'a ' }),
      response(' b', { source: 'a' }),
      response('"],["', { source: 'a' }),
    ]);
    assert.ok(outcomes.every((outcome) => outcome.outcome === 'accepted'));
  });
});

test('units of a path are added under their parent, named as given or by their code', async () => {
  await withStore(async (store) => {
    await store.addResponses([response('1', { unitPath: ['county', 'clinics', 'clinic-3'] })], {
      unitNames: new Map([['clinic-3', 'Lasten poliklinikka']]),
    });
    assert.deepEqual(
      (await store.listUnits()).map((unit) => [unit.code, unit.parent, unit.name.sv]),
      [
        ['county', null, 'county'],
        ['clinics', 'county', 'clinics'],
        ['clinic-3', 'clinics', 'Lasten poliklinikka'],
      ],
    );
  });
});

test('a unit code that exists under another parent keeps its place, and the response is counted there', async () => {
  await withStore(async (store) => {
    await store.addResponses([response('1', { unitPath: ['a', 'x'] })]);
    await store.addResponses([response('2', { unitPath: ['b', 'x'] })]);
    const units = await store.listUnits();
    assert.equal(units.find((unit) => unit.code === 'x')?.parent, 'a');
    assert.deepEqual(await store.readCells({ ...NO_FILTER, unit: 'a' }, []), [{ count: 2 }]);
    assert.deepEqual(await store.readCells({ ...NO_FILTER, unit: 'b' }, []), []);
  });
});

test('saving units adds them, changes names and targets, and leaves the tree as it is', async () => {
  await withStore(async (store) => {
    const name = (text: string): { fi: string; sv: string; en: string } => ({
      fi: text,
      sv: `${text} sv`,
      en: `${text} en`,
    });
    await store.saveUnits([
      { code: 'a', parent: null, name: name('A'), target: 60 },
      { code: 'b', parent: 'a', name: name('B'), target: null },
    ]);
    await store.saveUnits([{ code: 'b', parent: null, name: name('Bee'), target: 55.5 }]);
    assert.deepEqual(await store.listUnits(), [
      { code: 'a', parent: null, name: name('A'), target: 60 },
      { code: 'b', parent: 'a', name: name('Bee'), target: 55.5 },
    ]);
    await assert.rejects(
      store.saveUnits([{ code: 'c', parent: 'nowhere', name: name('C'), target: null }]),
      /expected the parent of unit "c" before it, found no unit "nowhere"/,
    );
  });
});

test('a response keeps what it came with, and a score on another scale is in no NPS class', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('x-1', {
        source: 'kiosk',
        day: '2024-02-29',
        answeredAt: '2024-02-29T21:59:00Z',
        unitPath: ['hospital', 'ward-2'],
        channel: 'kiosk',
        lang: 'sv',
        score: 5,
        scale: '1-5',
        comment: 'Tack! 💛\nMycket bra.',
      }),
    ]);
    assert.deepEqual(await store.getComment(1), {
      id: 1,
      source: 'kiosk',
      sourceId: 'x-1',
      day: '2024-02-29',
      answeredAt: '2024-02-29T21:59:00Z',
      unit: 'ward-2',
      channel: 'kiosk',
      lang: 'sv',
      score: 5,
      scale: '1-5',
      text: 'Tack! 💛\nMycket bra.',
      state: 'pending',
      tags: [],
      versions: null,
    });
    assert.deepEqual(await store.readCells(NO_FILTER, ['scoreClass']), [{ scoreClass: 'none', count: 1 }]);
    assert.equal(await store.getComment(2), null);
  });
});

test('import progress is written with the responses it counts, or not at all', async () => {
  await withStore(async (store) => {
    const importId = await store.startImport({
      source: 'survey',
      fileName: 'june.csv',
      bytesTotal: 1000,
      startedAt: '2024-07-01T08:00:00Z',
    });
    await store.addResponses([response('1')], {
      importId,
      importProgress: { rowsRead: 1, accepted: 1, bytesRead: 400 },
    });
    // an empty unit path is a broken promise: the whole batch goes
    await assert.rejects(
      store.addResponses([response('2'), response('3', { unitPath: [] })], {
        importId,
        importProgress: { rowsRead: 3, accepted: 3 },
      }),
      /expected at least one unit code/,
    );
    assert.deepEqual(await store.getImport(importId), {
      id: importId,
      source: 'survey',
      fileName: 'june.csv',
      state: 'running',
      rowsRead: 1,
      accepted: 1,
      duplicates: 0,
      rejected: 0,
      bytesRead: 400,
      bytesTotal: 1000,
      error: null,
      startedAt: '2024-07-01T08:00:00Z',
      finishedAt: null,
      rejectionsFile: null,
    });
    assert.deepEqual(await store.readCells(NO_FILTER, []), [{ count: 1 }]);
    assert.deepEqual(await store.check(), []);
  });
});

test('imports are listed newest first and end with their reason', async () => {
  await withStore(async (store) => {
    const start = { source: 's', fileName: 'f', bytesTotal: 1, startedAt: '2024-07-01T08:00:00Z' };
    const first = await store.startImport(start);
    const second = await store.startImport(start);
    await store.updateImport(first, {
      state: 'failed',
      error: 'row 3: expected a date',
      finishedAt: '2024-07-01T08:01:00Z',
    });
    await store.updateImport(second, { rejectionsFile: 'uploads/2.rejected.csv' });
    assert.deepEqual(
      (await store.listImports(10)).map((record) => [record.id, record.state, record.error, record.rejectionsFile]),
      [
        [second, 'running', null, 'uploads/2.rejected.csv'],
        [first, 'failed', 'row 3: expected a date', null],
      ],
    );
    assert.equal((await store.listImports(1)).length, 1);
    await assert.rejects(store.updateImport(99, { state: 'done' }), /expected import 99 to be there, found none/);
  });
});

test('unmasked comments are deleted when their last day is over, and the masked ones stay', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', {
        comment: 'Soita [PUHELIN]',
        original: { text: 'Soita 040 123 4567', deleteAfter: '2024-06-30' },
      }),
      response('2', { comment: 'Hyvä', original: { text: 'Hyvä', deleteAfter: '2024-07-31' } }),
    ]);
    assert.equal(await store.purgeOriginals('2024-06-30'), 0);
    assert.equal(await store.purgeOriginals('2024-07-01'), 1);
    assert.equal(await store.purgeOriginals('2024-07-01'), 0);
    assert.equal(await store.countComments(query()), 2);
  });
});

test('the first answer to an idempotency key stands', async () => {
  await withStore(async (store) => {
    assert.equal(await store.getIdempotent('k'), null);
    await store.saveIdempotent('k', 'hash-1', '{"items":[]}', '2024-07-01T08:00:00Z');
    await store.saveIdempotent('k', 'hash-2', 'other', '2024-07-01T08:00:01Z');
    assert.deepEqual(await store.getIdempotent('k'), { requestHash: 'hash-1', body: '{"items":[]}' });
  });
});

test('a setting is what was last set, and null before', async () => {
  await withStore(async (store) => {
    assert.equal(await store.getSetting('demo'), null);
    await store.setSetting('demo', '1');
    await store.setSetting('demo', "2'; DROP TABLE settings; --");
    assert.equal(await store.getSetting('demo'), "2'; DROP TABLE settings; --");
  });
});

test('a store is empty until the first response', async () => {
  await withStore(async (store) => {
    assert.equal(await store.isEmpty(), true);
    assert.equal(await store.dayRange(null), null);
    await store.addResponses([response('1')]);
    assert.equal(await store.isEmpty(), false);
  });
});

test('answers for idempotency keys are kept from the day on that is named, and deleted before it', async () => {
  await withStore(async (store) => {
    await store.saveIdempotent('old', 'h', '{}', '2024-06-30T23:59:59.000Z');
    await store.saveIdempotent('new', 'h', '{}', '2024-07-01T00:00:00.000Z');
    assert.equal(await store.purgeIdempotent('2024-07-01'), 1);
    assert.equal(await store.getIdempotent('old'), null);
    assert.deepEqual(await store.getIdempotent('new'), { requestHash: 'h', body: '{}' });
  });
});
