import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Language } from '../../src/domain/theme.js';
import { checkPlainLanguage, sentencesOf } from '../../src/language/plainLanguage.js';

const kinds = (text: string, lang: Language): string[] =>
  checkPlainLanguage(text, lang).map((warning) =>
    warning.kind === 'longSentence'
      ? `${warning.kind} ${warning.words}`
      : `${warning.kind} ${warning.kind === 'figure' ? warning.text : warning.word}`,
  );

describe('the check of plain language', () => {
  it('has nothing to say about short sentences of common words', () => {
    assert.deepEqual(kinds('Moni odottaa pitkään. Noin joka kolmas kertoo siitä.', 'fi'), []);
    assert.deepEqual(kinds('Många väntar länge. Ungefär var tredje berättar om det.', 'sv'), []);
    assert.deepEqual(kinds('Many people wait for a long time. About one in three say so.', 'en'), []);
  });

  it('counts the words of a sentence, and allows fifteen', () => {
    const words = 'yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen a b c d e';
    assert.deepEqual(kinds(`${words}.`, 'fi'), []);
    assert.deepEqual(kinds(`${words} f.`, 'fi'), ['longSentence 16']);
    assert.deepEqual(kinds(`${words}. ${words}.`, 'fi'), []);
  });

  it('counts a date or a month as what one reads', () => {
    assert.deepEqual(sentencesOf('Aika on 1.1.2024–30.6.2024. Odotus on pitkä.'), [
      'Aika on 1.1.2024–30.6.2024.',
      'Odotus on pitkä.',
    ]);
    assert.deepEqual(sentencesOf('Joka 10. kommentti kertoo siitä.'), ['Joka 10. kommentti kertoo siitä.']);
  });

  it('finds long words, but lets a hyphen divide them', () => {
    assert.deepEqual(kinds('Terveydenhuoltojärjestelmä toimii.', 'fi'), ['longWord terveydenhuoltojärjestelmä']);
    assert.deepEqual(kinds('Hälso- och sjukvårdsfrågor', 'sv'), []);
    assert.deepEqual(kinds('Tietojärjestelmä-uudistus on kesken.', 'fi'), []);
  });

  it('finds words of the trade in each language, whatever their ending', () => {
    assert.deepEqual(kinds('NPS:n muutos on merkitsevä.', 'fi'), ['jargon nps', 'jargon merkitsevä']);
    assert.deepEqual(kinds('Ändringen är signifikant, med konfidensintervall.', 'sv'), [
      'jargon konfidensintervall',
      'jargon signifikant',
    ]);
    assert.deepEqual(kinds('The change is significant and the sample small.', 'en'), [
      'jargon significant',
      'jargon sample',
    ]);
    assert.deepEqual(kinds('An example of it.', 'en'), [], 'a word that only holds one is none');
  });

  it('finds percentages and decimals, and leaves dates and whole numbers', () => {
    assert.deepEqual(kinds('Se on 33 % vastauksista.', 'fi'), ['figure 33 %']);
    assert.deepEqual(kinds('Det är 12,5 procent.', 'sv'), ['figure 12,5 procent']);
    assert.deepEqual(kinds('It rose by 4.5 points.', 'en'), ['figure 4.5']);
    assert.deepEqual(kinds('Aika on 5.7.2024. Vastauksia on 12.', 'fi'), []);
  });

  it('does not read masks', () => {
    assert.deepEqual(kinds('Soita [SÄHKÖPOSTI] ja [REKISTERINUMERO].', 'fi'), []);
  });
});
