import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../../src/domain/calendar.js';
import { parseCommentQuery, parseFeedbackQuery, toSearchParams, type QueryProblem } from '../../src/web/query.js';

const read = (query: string) => parseCommentQuery(new URLSearchParams(query));
const namesOf = (problems: readonly QueryProblem[]): string[] => problems.map((problem) => problem.parameter);

describe('a query', () => {
  it('without parameters filters nothing', () => {
    const { filter, problems } = read('');
    assert.deepEqual(problems, []);
    assert.deepEqual(filter, {
      from: null,
      to: null,
      unit: null,
      channel: null,
      lang: null,
      theme: null,
      polarity: null,
      q: null,
    });
  });

  it('is read into a filter', () => {
    const query =
      'from=2024-01-01&to=2024-02-29&unit=hospital&channel=sms&lang=sv&theme=waiting_times&polarity=neg&q=k%C3%B6+tid';
    assert.deepEqual(read(query), {
      filter: {
        from: '2024-01-01',
        to: '2024-02-29',
        unit: 'hospital',
        channel: 'sms',
        lang: 'sv',
        theme: 'waiting_times',
        polarity: 'neg',
        q: 'kö tid',
      },
      problems: [],
    });
  });

  it('with empty values, as a form sends them, filters nothing', () => {
    assert.deepEqual(read('from=&to=&unit=+&q=').problems, []);
    assert.equal(read('unit=+').filter.unit, null);
  });

  it('says of each parameter that cannot be used what was expected and found, and goes on without it', () => {
    const { filter, problems } = read(
      'from=2024-02-30&to=31.1.2024&channel=fax&lang=fin&theme=Odotus&polarity=bad&unit=a',
    );
    assert.deepEqual(namesOf(problems), ['from', 'to', 'channel', 'lang', 'theme', 'polarity']);
    assert.deepEqual(problems[0], {
      parameter: 'from',
      expected: 'a calendar day yyyy-mm-dd from 1990 to 2199',
      found: '2024-02-30',
      message: 'from: expected a calendar day yyyy-mm-dd from 1990 to 2199, found "2024-02-30"',
    });
    assert.deepEqual([filter.from, filter.channel, filter.unit], [null, null, 'a']);
  });

  it('whose period ends before it starts keeps the start and names the end', () => {
    const { filter, problems } = read('from=2024-03-02&to=2024-03-01');
    assert.deepEqual(namesOf(problems), ['to']);
    assert.deepEqual([filter.from, filter.to], ['2024-03-02', null]);
    assert.deepEqual(read('from=2024-03-01&to=2024-03-01').problems, []);
  });

  it('with a parameter twice is a problem, not a guess', () => {
    assert.deepEqual(namesOf(read('lang=fi&lang=sv').problems), ['lang']);
    assert.deepEqual(namesOf(parseCommentQuery({ lang: ['fi', 'sv'] }).problems), ['lang']);
  });

  it('with an unknown parameter is a problem, unless the page reads it itself', () => {
    assert.deepEqual(namesOf(read('form=2024-01-01').problems), ['form']);
    assert.deepEqual(namesOf(parseFeedbackQuery(new URLSearchParams('theme=a')).problems), ['theme']);
    assert.deepEqual(parseFeedbackQuery(new URLSearchParams('by=month'), ['by']).problems, []);
  });

  it('may search with 200 characters and no more', () => {
    assert.deepEqual(read(`q=${'a'.repeat(200)}`).problems, []);
    assert.deepEqual(namesOf(read(`q=${'a'.repeat(201)}`).problems), ['q']);
  });

  it('that Express has parsed into an object is a problem, not a failure', () => {
    assert.deepEqual(namesOf(parseFeedbackQuery({ from: { gt: '2024-01-01' } }).problems), ['from']);
  });
});

describe('a link', () => {
  it('holds what is set, in one order', () => {
    assert.equal(toSearchParams({ q: 'a&b', from: '2024-01-01', unit: null }).toString(), 'from=2024-01-01&q=a%26b');
  });

  it('is read back as the filter that it was made of', () => {
    const day = fc.integer({ min: 0, max: 9000 }).map((days) => addDays('2005-01-01', days));
    const word = fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }).map((text) => text.trim());
    const filter = fc
      .record({
        days: fc.tuple(day, day),
        unit: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
        channel: fc.constantFrom('sms', 'unknown' as const),
        lang: fc.constantFrom('fi', 'und'),
        theme: fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/),
        polarity: fc.constantFrom('pos', 'neg', 'neu'),
        q: word.filter((text) => text !== '' && text.length <= 200),
      })
      .map(({ days, ...rest }) => ({ from: [...days].sort()[0] ?? '', to: [...days].sort()[1] ?? '', ...rest }));
    fc.assert(
      fc.property(filter, (set) => {
        const { filter: back, problems } = parseCommentQuery(toSearchParams(set));
        assert.deepEqual(problems, []);
        assert.deepEqual(back, set);
      }),
    );
  });
});
