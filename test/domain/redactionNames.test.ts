import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redact } from '../../src/domain/redaction.js';

const EXAMPLES: readonly (readonly [text: string, masked: string])[] = [
  ['Lääkäri Virtanen oli hyvä', 'Lääkäri [HENKILÖKUNTA] oli hyvä'],
  ['Kiitos hoitaja Maijalle ja Liisalle', 'Kiitos hoitaja [HENKILÖKUNTA] ja [HENKILÖKUNTA]'],
  ['sairaanhoitajaltani Anna-Maija Mäkiseltä sain', 'sairaanhoitajaltani [HENKILÖKUNTA] sain'],
  ['tohtorin Salon vastaanotolla', 'tohtorin [HENKILÖKUNTA] vastaanotolla'],
  ['tri. Salo', 'tri. [HENKILÖKUNTA]'],
  ['ylilääkäri Toivo Lahti oli', 'ylilääkäri [HENKILÖKUNTA] oli'],
  ['fysioterapeutti M. Virtanen', 'fysioterapeutti [HENKILÖKUNTA]'],
  ['hoitaja nimeltä Maija', 'hoitaja nimeltä [HENKILÖKUNTA]'],
  ['kätilö (Saara) auttoi', 'kätilö ([HENKILÖKUNTA]) auttoi'],
  ['lääkäri VIRTANEN', 'lääkäri [HENKILÖKUNTA]'],
  ['Maija-hoitaja oli', '[HENKILÖKUNTA]-hoitaja oli'],
  ['Virtanen-niminen lääkäri', '[NIMI]-niminen lääkäri'],
  ['rouva Niemiselle', 'rouva [NIMI]'],
  ['poikani Pekka sai', 'poikani [NIMI] sai'],
  ['doktor Holm var bra', 'doktor [HENKILÖKUNTA] var bra'],
  ['sköterskan Anna Holm', 'sköterskan [HENKILÖKUNTA]'],
  ['barnmorskan Siv af Ursin', 'barnmorskan [HENKILÖKUNTA]'],
  ['läkaren som heter Erik', 'läkaren som heter [HENKILÖKUNTA]'],
  ['fru Berg', 'fru [NIMI]'],
  ['min son Erik fick', 'min son [NIMI] fick'],
  ['Dr. Smith was good', 'Dr. [HENKILÖKUNTA] was good'],
  ['Dr Smith and nurse Mary', 'Dr [HENKILÖKUNTA] and nurse [HENKILÖKUNTA]'],
  ["midwife O'Brien", 'midwife [HENKILÖKUNTA]'],
  ['Mrs Brown helped', 'Mrs [NIMI] helped'],
  ['my daughter Sarah', 'my daughter [NIMI]'],
  ['nimeni on Maija Virtanen', 'nimeni on [NIMI]'],
  ['Olen Maija Virtanen ja', 'Olen [NIMI] ja'],
  ['Kiitos! Terveisin Maija V.', 'Kiitos! Terveisin [NIMI]'],
  ['Kiitos!\nTerveisin,\nMaija', 'Kiitos!\nTerveisin,\n[NIMI]'],
  ['Hyvä. t. Maija', 'Hyvä. t. [NIMI]'],
  ['Hyvä. t. maija', 'Hyvä. t. [NIMI]'],
  ['mitt namn är Eva Berg', 'mitt namn är [NIMI]'],
  ['jag heter Eva', 'jag heter [NIMI]'],
  ['Hälsningar, Eva', 'Hälsningar, [NIMI]'],
  ['my name is John Smith', 'my name is [NIMI]'],
  ['Best regards, John', 'Best regards, [NIMI]'],
  ['Kiitos Maijalle ja Pekalle!', 'Kiitos [NIMI] ja [NIMI]!'],
  ['Iso kiitos Maija Virtaselle.', 'Iso kiitos [NIMI].'],
  ['Tack till Anna och Erik', 'Tack till [NIMI] och [NIMI]'],
];

describe('names given away by the words around them', () => {
  for (const [text, masked] of EXAMPLES)
    test(`${text} becomes ${masked}`, () => assert.equal(redact(text).text, masked));
});

test('a title in capitals does not make the shouted words after it a name', () => {
  const text = 'LÄÄKÄRI TULI MYÖHÄSSÄ, MY MOTHER WAITED';
  assert.equal(redact(text).text, text);
});

test('two titles in a row each keep their own name', () => {
  assert.equal(redact('lääkäri Virtanen ja hoitaja Korhonen').text, 'lääkäri [HENKILÖKUNTA] ja hoitaja [HENKILÖKUNTA]');
});

test('thanks to everyone, to a place or for a thing name nobody', () => {
  for (const text of [
    'Kiitos Teille',
    'Kiitos Hoitajille',
    'Kiitos Omakannasta',
    'Kiitos Meilahdelle',
    'KIITOS KAIKILLE',
    'kiitos kaikille',
    'Tack till personalen',
  ]) {
    assert.equal(redact(text).text, text);
  }
});
