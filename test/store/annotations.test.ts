import assert from 'node:assert/strict';
import { test } from 'node:test';
import { response, withStore } from './samples.js';

test('notes come by day, of the unit and what is above it; an unknown unit is an error', () =>
  withStore(async (store) => {
    await store.addResponses([
      response('1', { unitPath: ['hospital', 'surgery'] }),
      response('2', { unitPath: ['hospital', 'eyes'] }),
    ]);
    const note = { text: 'moved', createdOn: '2024-05-01' };
    const ids = [
      await store.addAnnotation({ ...note, unit: 'surgery', day: '2024-04-02' }),
      await store.addAnnotation({ ...note, unit: 'hospital', day: '2024-04-01' }),
      await store.addAnnotation({ ...note, unit: null, day: '2024-04-03' }),
      await store.addAnnotation({ ...note, unit: 'eyes', day: '2024-04-04' }),
    ];
    const seen = async (unit: string | null): Promise<unknown> =>
      (await store.listAnnotations(unit, null, null)).map((each) => [each.id, each.unit, each.day]);
    assert.deepEqual(await seen('surgery'), [
      [ids[1], 'hospital', '2024-04-01'],
      [ids[0], 'surgery', '2024-04-02'],
      [ids[2], null, '2024-04-03'],
    ]);
    assert.deepEqual(await seen(null), [[ids[2], null, '2024-04-03']]);
    assert.deepEqual(
      (await store.listAnnotations('surgery', '2024-04-02', '2024-04-02')).map((each) => each.createdOn),
      ['2024-05-01'],
    );
    await assert.rejects(store.addAnnotation({ ...note, unit: 'nowhere', day: '2024-04-01' }), /found "nowhere"/);
    assert.equal(await store.deleteAnnotation(ids[0] ?? 0), true);
    assert.equal(await store.deleteAnnotation(ids[0] ?? 0), false);
  }));

test('visits of a unit are those of all under it, the last count of a month holds', () =>
  withStore(async (store) => {
    await store.addResponses([
      response('1', { unitPath: ['hospital', 'surgery'] }),
      response('2', { unitPath: ['hospital', 'eyes'] }),
    ]);
    await store.saveVisitCounts([
      { unit: 'surgery', month: '2024-01', visits: 100 },
      { unit: 'surgery', month: '2024-02', visits: 120 },
      { unit: 'eyes', month: '2024-01', visits: 30 },
    ]);
    await store.saveVisitCounts([{ unit: 'surgery', month: '2024-01', visits: 90 }]);
    assert.deepEqual(await store.readVisitCounts(['hospital', 'surgery'], '2024-01', '2024-01'), [
      { unit: 'hospital', month: '2024-01', visits: 120 },
      { unit: 'surgery', month: '2024-01', visits: 90 },
    ]);
    await assert.rejects(store.saveVisitCounts([{ unit: 'nowhere', month: '2024-01', visits: 1 }]), /found "nowhere"/);
    assert.deepEqual(await store.check(), []);
  }));
