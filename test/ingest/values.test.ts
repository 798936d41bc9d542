import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAnsweredAt } from '../../src/ingest/answeredAt.js';
import { parseChannel, parseComment, parseLanguage, parseScore, parseStatement } from '../../src/ingest/values.js';
import { createWallClock } from '../../src/ingest/wallClock.js';

describe('score', () => {
  const cases: readonly (readonly [text: string, expected: unknown])[] = [
    ['9', { value: 9 }],
    [' 10 ', { value: 10 }],
    ['0', { value: 0 }],
    ['9.0', { value: 9 }],
    ['', { value: null }],
    ['10/10 ystävällinen', { reason: 'scoreNotNumber' }],
    ['yhdeksän', { reason: 'scoreNotNumber' }],
    ['9 ystävällinen', { reason: 'scoreNotNumber' }],
    ['11', { reason: 'scoreOutOfRange' }],
    ['-1', { reason: 'scoreOutOfRange' }],
    ['9,5', { reason: 'scoreNotInteger' }],
  ];
  for (const [text, expected] of cases) {
    test(`"${text}" on the NPS scale`, () => assert.deepEqual(parseScore(text, 'nps'), expected));
  }
  test('another scale takes any whole number', () => {
    const taken = ['3', '-2', '150', '4.0'].map((text) => parseScore(text, '1-5'));
    assert.deepEqual(taken, [{ value: 3 }, { value: -2 }, { value: 150 }, { value: 4 }]);
    const refused = ['4,5', 'x'].map((text) => parseScore(text, '1-5'));
    assert.deepEqual(refused, [{ reason: 'scoreNotWhole' }, { reason: 'scoreNotWhole' }]);
  });
});

test('a statement is 1–5, blank or that one cannot say', () => {
  assert.deepEqual(['1', '5', '', 'En osaa sanoa', '0', '6', '3,5', 'samaa mieltä'].map(parseStatement), [
    ...[1, 5, null, null].map((value) => ({ value })),
    ...Array.from({ length: 4 }, () => ({ reason: 'statement' })),
  ]);
});

test('languages are told by code and by name in three languages, others are left to recognition', () => {
  assert.deepEqual(
    ['fi-FI', 'suomi', 'finska', 'Finnish', 'sv_SE', 'Ruotsi', 'EN', 'ru', '', 'jokin'].map(parseLanguage),
    [...['fi', 'fi', 'fi', 'fi', 'sv', 'sv', 'en', 'ru', null, null]],
  );
});

test('channels are told by their usual names, blank is unknown, another is refused', () => {
  assert.deepEqual(['SMS', 'tekstiviesti', 'Verkko', 'paperi', 'Kioski', 'telefon', ''].map(parseChannel), [
    ...['sms', 'sms', 'web', 'paper', 'kiosk', 'phone', 'unknown'].map((value) => ({ value })),
  ]);
  assert.deepEqual(parseChannel('savumerkki'), { reason: 'channel' });
});

describe('comment', () => {
  test('control characters become spaces, line breaks and tabs stay, invisible characters go', () => {
    assert.deepEqual(parseComment('a\u0000b\u0007c\r\nd\te\u202e f\u200b'), { value: 'a b c\nd\te f' });
    assert.deepEqual(parseComment('1310\u200b52-308T'), { value: '131052-308T' });
  });
  test('letters are composed, emoji joined of several stay whole, half a pair becomes a replacement character', () => {
    assert.deepEqual(parseComment('hyva\u0308 👩\u200d⚕️ 👍'), { value: 'hyvä 👩\u200d⚕️ 👍' });
    assert.deepEqual(parseComment('a\ud83d b'), { value: 'a\ufffd b' });
  });
  test('markup and SQL are text', () => {
    const text = `<script>alert(1)</script> '; DROP TABLE responses; --`;
    assert.deepEqual(parseComment(text), { value: text });
  });
  test('a dash is a comment, blanks are none', () => {
    assert.deepEqual([parseComment('-'), parseComment(' \n ')], [{ value: '-' }, { value: null }]);
  });
  test('20,000 characters are taken, one more is refused', () => {
    assert.deepEqual(parseComment('x'.repeat(20_000)), { value: 'x'.repeat(20_000) });
    assert.deepEqual(parseComment('x'.repeat(20_001)), { reason: 'commentTooLong' });
  });
});

describe('answered at', () => {
  const context = { clock: createWallClock('Europe/Helsinki'), today: '2025-06-01' };
  const day = (text: string, answeredAt: string | null) => ({ day: text, answeredAt });
  const cases: readonly (readonly [text: string, expected: unknown])[] = [
    ['2024-07-31', day('2024-07-31', null)],
    ['31.7.2024', day('2024-07-31', null)],
    ['01.02.2024', day('2024-02-01', null)],
    ['2024-07-31T10:30:00Z', day('2024-07-31', '2024-07-31T10:30:00.000Z')],
    // summer time is UTC+3: half past ten in the evening in UTC is the next day in Helsinki
    ['2024-07-31T22:30:00Z', day('2024-08-01', '2024-07-31T22:30:00.000Z')],
    ['2024-07-31T23:30:00+03:00', day('2024-07-31', '2024-07-31T20:30:00.000Z')],
    ['2024-07-31 10:30:15.123', day('2024-07-31', '2024-07-31T07:30:15.000Z')],
    ['31.1.2024 10.30', day('2024-01-31', '2024-01-31T08:30:00.000Z')],
    ['31.1.2024 klo 10:30', day('2024-01-31', '2024-01-31T08:30:00.000Z')],
    // clocks went forward at 3.00 on 31 March 2024
    ['31.3.2024 2:59', day('2024-03-31', '2024-03-31T00:59:00.000Z')],
    ['31.3.2024 4:00', day('2024-03-31', '2024-03-31T01:00:00.000Z')],
    // and back at 4.00 on 27 October: half past three comes twice, the first is taken
    ['27.10.2024 3:30', day('2024-10-27', '2024-10-27T00:30:00.000Z')],
    ['2025-06-01', day('2025-06-01', null)],
    ['2025-06-02', { reason: 'future' }],
    ['1989-12-31', { reason: 'tooOld' }],
    ['30.2.2024', { reason: 'date' }],
    ['31.7.24', { reason: 'date' }],
    ['2024-07-31T25:00', { reason: 'date' }],
    ['eilen', { reason: 'date' }],
    ['31/7/2024', { reason: 'dateSlash' }],
  ];
  for (const [text, expected] of cases) test(text, () => assert.deepEqual(parseAnsweredAt(text, context), expected));
  test('an offset that no place on earth has is no time', () => {
    for (const text of ['2024-05-02T10:00:00+99:99', '2024-05-02T10:00:00+15:00', '2024-05-02T10:00:00+02:60']) {
      assert.deepEqual(parseAnsweredAt(text, context), { reason: 'date' }, text);
    }
  });
  test('slashes are read as the mapping says', () => {
    assert.deepEqual(parseAnsweredAt('7/8/2024', { ...context, dateFormat: 'd/m/yyyy' }), day('2024-08-07', null));
    assert.deepEqual(parseAnsweredAt('7/8/2024', { ...context, dateFormat: 'm/d/yyyy' }), day('2024-07-08', null));
  });
});
