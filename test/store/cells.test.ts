import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import type { FeedbackFilter } from '../../src/domain/feedbackFilter.js';
import { scoreClass } from '../../src/domain/response.js';
import { themeSetKey } from '../../src/domain/theme.js';
import type { ThemeTag } from '../../src/domain/theme.js';
import type { Cell, CellDimension, CommentTags, IncomingResponse } from '../../src/store/store.js';
import { response, tag, VERSIONS, withStore } from './samples.js';

function sorted(cells: readonly Cell[]): string[] {
  return cells.map((cell) => JSON.stringify(Object.entries(cell).sort())).sort();
}

test('a period of whole months and days at both ends counts each day once', async () => {
  await withStore(async (store) => {
    const days = ['2024-01-30', '2024-01-31', '2024-02-01', '2024-02-29', '2024-03-01', '2024-03-02', '2024-03-03'];
    await store.addResponses(days.map((day) => response(day, { day })));
    const count = async (from: string | null, to: string | null): Promise<number> =>
      (await store.readCells({ ...NO_FILTER, from, to }, []))[0]?.count ?? 0;
    assert.equal(await count('2024-01-31', '2024-03-02'), 5);
    assert.equal(await count('2024-02-01', '2024-02-29'), 2);
    assert.equal(await count('2024-02-01', '2024-02-28'), 1);
    assert.equal(await count(null, '2024-03-01'), 5);
    assert.equal(await count('2024-02-29', null), 4);
    assert.equal(await count(null, null), 7);
    assert.equal(await count('2024-03-02', '2024-03-01'), 0);
    assert.deepEqual(sorted(await store.readCells({ ...NO_FILTER, from: '2024-01-31', to: '2024-03-02' }, ['month'])), [
      '[["count",1],["month","2024-01"]]',
      '[["count",2],["month","2024-02"]]',
      '[["count",2],["month","2024-03"]]',
    ]);
  });
});

test('a unit counts what lies under it, an unknown one nothing, and splitting by unit needs units', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { unitPath: ['county', 'clinic', 'desk'] }),
      response('2', { unitPath: ['county', 'clinic'] }),
      response('3', { unitPath: ['county', 'hospital'] }),
    ]);
    assert.deepEqual(sorted(await store.readCells(NO_FILTER, ['unit'], ['county', 'clinic', 'nowhere'])), [
      '[["count",2],["unit","clinic"]]',
      '[["count",3],["unit","county"]]',
    ]);
    assert.deepEqual(await store.readCells({ ...NO_FILTER, unit: 'clinic' }, ['unit']), [{ unit: 'clinic', count: 2 }]);
    assert.deepEqual(await store.readCells({ ...NO_FILTER, unit: 'nowhere' }, ['scoreClass']), []);
    await assert.rejects(store.readCells(NO_FILTER, ['unit']), /expected the units to split by, got none/);
    assert.deepEqual(await store.dayRange('desk'), { from: '2024-03-15', to: '2024-03-15' });
    assert.equal(await store.dayRange('nowhere'), null);
  });
});

test('tagging moves a comment from the waiting cell to that of its themes, once', async () => {
  await withStore(async (store) => {
    await store.addResponses([response('1', { comment: 'Jono oli pitkä' }), response('2', { comment: 'Kiitos' })]);
    const [first] = await store.pendingComments(10);
    assert.deepEqual(await store.taggingProgress(), { pending: 2, tagged: 0, unsupported: 0 });
    const tags: CommentTags[] = [
      { id: 1, state: 'tagged', tags: [tag('waiting_times', 'neg')] },
      { id: 2, state: 'unsupported', tags: [] },
    ];
    assert.equal(first?.text, 'Kiitos');
    await store.saveTags(tags, VERSIONS, []);
    await store.saveTags(tags, VERSIONS, []);
    const cells = await store.readCells(NO_FILTER, ['commentState', 'themes']);
    assert.deepEqual(sorted(cells), [
      '[["commentState","tagged"],["count",1],["themes","waiting_times:neg"]]',
      '[["commentState","unsupported"],["count",1],["themes",""]]',
    ]);
    assert.deepEqual(await store.taggingProgress(), { pending: 0, tagged: 1, unsupported: 1 });
    assert.deepEqual(await store.pendingComments(10), []);
    await store.saveTags([{ id: 1, state: 'tagged', tags: [] }], { ...VERSIONS, heads: 'heads-2' }, []);
    assert.deepEqual(sorted(await store.readCells(NO_FILTER, ['commentState', 'themes'])).length, 2);
    assert.deepEqual((await store.getComment(1))?.versions, { ...VERSIONS, heads: 'heads-2' });
    assert.deepEqual(await store.check(), []);
  });
});

test('statement answers are counted by month, and by day at the ends of the period', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { day: '2024-01-31', statements: { safe: 5, understood: 1 } }),
      response('2', { day: '2024-02-10', statements: { safe: 5 }, channel: 'web' }),
      response('3', { day: '2024-03-01', statements: { safe: 2 }, unitPath: ['elsewhere'] }),
      response('4', { day: '2024-03-02', statements: { safe: 5 } }),
    ]);
    const filter: FeedbackFilter = { ...NO_FILTER, from: '2024-01-31', to: '2024-03-01' };
    assert.deepEqual(await store.readStatements(filter), [
      { statement: 'safe', value: 2, count: 1 },
      { statement: 'safe', value: 5, count: 2 },
      { statement: 'understood', value: 1, count: 1 },
    ]);
    assert.deepEqual(await store.readStatements({ ...filter, channel: 'web' }), [
      { statement: 'safe', value: 5, count: 1 },
    ]);
    assert.deepEqual(await store.readStatements({ ...filter, unit: 'elsewhere' }), [
      { statement: 'safe', value: 2, count: 1 },
    ]);
  });
});

test('known languages and channels come most frequent first', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { lang: 'sv', channel: 'kiosk' }),
      response('2', { lang: 'fi', channel: 'kiosk' }),
      response('3', { lang: 'fi', channel: 'unknown' }),
    ]);
    assert.deepEqual(await store.knownLanguages(), ['fi', 'sv']);
    assert.deepEqual(await store.knownChannels(), ['kiosk', 'unknown']);
  });
});

// --- any history of adding and tagging gives the counts of a plain recount ---

const PATHS = [['a'], ['a', 'a1'], ['a', 'a2'], ['a', 'a2', 'a21'], ['b', 'b1']];
const DAYS = ['2023-12-31', '2024-01-01', '2024-01-15', '2024-01-31', '2024-02-01', '2024-02-29', '2024-03-07'];
const SETS: ThemeTag[][] = [
  [],
  [tag('access', 'neg')],
  [tag('access', 'pos'), tag('premises', 'neu')],
  [tag('premises', 'neg'), tag('access', 'pos')],
];

const anyResponse = fc.record({
  key: fc.integer({ min: 0, max: 40 }),
  unitPath: fc.constantFrom(...PATHS),
  day: fc.constantFrom(...DAYS),
  channel: fc.constantFrom('sms', 'web', 'unknown'),
  lang: fc.constantFrom('fi', 'sv'),
  score: fc.option(fc.integer({ min: 0, max: 10 })),
  scale: fc.constantFrom('nps', '1-5'),
  comment: fc.option(fc.constantFrom('Hyvä', 'Jono', 'Kallis parkki')),
});
const anyStep = fc.oneof(
  fc.record({ add: fc.array(anyResponse, { maxLength: 8 }) }),
  fc.record({ tag: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...SETS, 'unsupported' as const)), { maxLength: 6 }) }),
);
const DIMENSIONS: CellDimension[] = ['unit', 'month', 'day', 'channel', 'lang', 'scoreClass', 'commentState', 'themes'];
const anyQuestion = fc.record({
  by: fc.subarray(DIMENSIONS),
  units: fc.subarray(['a', 'a1', 'a2', 'a21', 'b'], { minLength: 1 }),
  from: fc.option(fc.constantFrom(...DAYS)),
  to: fc.option(fc.constantFrom(...DAYS)),
  channel: fc.option(fc.constantFrom('sms' as const, 'web' as const)),
  lang: fc.option(fc.constantFrom('fi', 'sv')),
});
type Question = typeof anyQuestion extends fc.Arbitrary<infer Value> ? Value : never;

/** What the test itself believes to be stored. */
interface Believed {
  readonly response: IncomingResponse;
  state: Cell['commentState'];
  themes: string;
}

function recount(stored: Iterable<Believed>, question: Question): Cell[] {
  const counts = new Map<string, Cell>();
  for (const { response: row, state, themes } of stored) {
    if (question.from !== null && row.day < question.from) continue;
    if (question.to !== null && row.day > question.to) continue;
    if (question.channel !== null && row.channel !== question.channel) continue;
    if (question.lang !== null && row.lang !== question.lang) continue;
    const units = question.by.includes('unit') ? question.units : question.units.slice(0, 1);
    for (const unit of units.filter((code) => row.unitPath.includes(code))) {
      const all: Cell = {
        unit,
        month: row.day.slice(0, 7),
        day: row.day,
        channel: row.channel,
        lang: row.lang,
        scoreClass: scoreClass(row.score, row.scale),
        commentState: state ?? 'none',
        themes,
        count: 0,
      };
      const asked = Object.fromEntries(question.by.map((dimension) => [dimension, all[dimension]]));
      const key = JSON.stringify(asked);
      counts.set(key, { ...asked, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

test('after any history of adding and tagging, every count is that of a plain recount', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { maxLength: 8 }),
      fc.array(anyQuestion, { minLength: 1, maxLength: 6 }),
      async (steps, questions) => {
        await withStore(async (store) => {
          const believed = new Map<number, Believed>();
          for (const step of steps) {
            if ('add' in step) {
              const rows = step.add.map(({ key, ...rest }) => response(String(key), rest as Partial<IncomingResponse>));
              const outcomes = await store.addResponses(rows);
              outcomes.forEach((outcome, index) => {
                const row = rows[index];
                if (row && outcome.outcome === 'accepted') {
                  believed.set(outcome.id, { response: row, state: row.initialState, themes: '' });
                }
              });
            } else {
              const commented = [...believed].filter(([, row]) => row.response.comment !== null);
              if (commented.length === 0) continue;
              const tags = step.tag.flatMap(([index, what]): CommentTags[] => {
                const [id, row] = commented[index % commented.length] ?? [];
                if (id === undefined || !row) return [];
                row.state = what === 'unsupported' ? 'unsupported' : 'tagged';
                row.themes = what === 'unsupported' ? '' : themeSetKey(what);
                return [{ id, state: row.state, tags: what === 'unsupported' ? [] : what }];
              });
              await store.saveTags(tags, VERSIONS, []);
            }
          }
          for (const question of questions) {
            const filter = { ...question, unit: question.units[0] ?? null };
            const found = await store.readCells(
              filter,
              question.by,
              question.by.includes('unit') ? question.units : undefined,
            );
            assert.deepEqual(sorted(found), sorted(recount(believed.values(), question)));
          }
          assert.deepEqual(await store.check(), []);
        });
      },
    ),
    { numRuns: 40 },
  );
});
