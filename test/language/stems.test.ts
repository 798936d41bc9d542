import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { queryStems, searchStems } from '../../src/language/stems.js';

/** Whether a search for `query` finds `text`, by the rule that the store follows. */
function finds(query: string, text: string, lang: string): boolean {
  const indexed = searchStems(text, lang).split(' ');
  return queryStems(query).every((group) =>
    group.some((stem) =>
      stem.endsWith('*') ? indexed.some((word) => word.startsWith(stem.slice(0, -1))) : indexed.includes(stem),
    ),
  );
}

const FAMILIES: readonly (readonly [query: string, lang: string, found: string, others: string])[] = [
  ['jonottaminen', 'fi', 'jonotin jonotus jonotti jonossa', 'joka jotain joten'],
  ['jono', 'fi', 'jonossa jonotus', 'joka jonkun joku'],
  ['ystävällisyys', 'fi', 'ystävällinen ystävälliset ystävällistä', 'ystävä'],
  ['odotus', 'fi', 'odotin odotusaika odottaminen', 'ohje'],
  ['hammaslääkäri', 'fi', 'hammaslääkärille hammaslääkärin hammaslaakari', 'lääkäri'],
  ['laakari', 'fi', 'lääkäri lääkärit', 'lääke'],
  ['huone', 'fi', 'huoneessa huoneet', 'huono huonosti'],
  ['hoitaja', 'fi', 'hoitajat hoitajalle', 'hoito'],
  ['väntade', 'sv', 'väntetid väntan vänta väntrummet', 'vän vanlig'],
  ['vänlighet', 'sv', 'vänlig vänliga vänligt', 'vanlig vana'],
  ['bemötande', 'sv', 'bemötandet bemött', 'behöver'],
  ['waiting', 'en', 'waited wait waits', 'water'],
  ['cleanliness', 'en', 'clean cleaned', 'clear'],
  ['appointments', 'en', 'appointment', 'apple'],
];

for (const [query, lang, found, others] of FAMILIES) {
  test(`${query} finds ${found}, not ${others}`, () => {
    for (const word of found.split(' ')) assert.ok(finds(query, `x ${word}.`, lang), word);
    for (const word of others.split(' ')) assert.ok(!finds(query, `x ${word}.`, lang), word);
  });
}

test('all words of a query must occur, in any order and inflection', () => {
  assert.ok(finds('lääkäri kiireinen', 'Kiireinen oli lääkärini', 'fi'));
  assert.ok(!finds('lääkäri kiireinen', 'Kiireinen oli hoitaja', 'fi'));
});

test('no word is searched by a beginning of fewer than four letters', () => {
  for (const query of ['kö', 'ei', 'jono', 'the', 'väntade', 'kuu', 'läkare']) {
    for (const stem of queryStems(query)
      .flat()
      .filter((found) => found.endsWith('*'))) {
      assert.ok(stem.length >= 5, `${query}: ${stem}`);
    }
  }
});

test('a text in another language is indexed by the stems of all three', () => {
  assert.deepEqual(searchStems('Waiting', 'und').split(' '), ['waiting', 'wait']);
});

test('a query without words asks for nothing', () => {
  assert.deepEqual(queryStems(' !? '), []);
});
