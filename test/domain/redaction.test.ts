import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { REDACTION_TOKENS, type RedactionKind } from '../../src/domain/redactedSpan.js';
import { redact } from '../../src/domain/redaction.js';

/** Texts whose masked form was written by hand. */
const MASKED: Readonly<Partial<Record<RedactionKind, readonly (readonly [text: string, masked: string])[]>>> = {
  hetu: [
    ['hetuni on 131052-308T.', 'hetuni on [HETU].'],
    ['131052 - 308T', '[HETU]'],
    ['131052–308t', '[HETU]'],
    ['13 10 52-308T', '[HETU]'],
    ['131052 308T', '[HETU]'],
    ['010594Y9032', '[HETU]'],
    ['010199+9078', '[HETU]'],
    // wrong check character, letter O for zero: people mistype, and it is theirs all the same
    ['131052-308U ja 131052-3O8T', '[HETU] ja [HETU]'],
    ['010190-999K', '[HETU]'],
  ],
  satu: [
    ['tunnus 12345678N', 'tunnus [SATU]'],
    ['SATU: 100000221', 'SATU: 100000221'],
  ],
  personnummer: [
    ['mitt nummer 511013-3815 tack', 'mitt nummer [PERSONNUMMER] tack'],
    ['19391030-3183', '[PERSONNUMMER]'],
    ['850675-2388', '[PERSONNUMMER]'],
    ['8112189876', '[PERSONNUMMER]'],
  ],
  iban: [
    ['tili FI21 1234 5600 0007 85 kiitos', 'tili [TILINUMERO] kiitos'],
    ['FI2112345600000786', '[TILINUMERO]'],
    ['SE45 5000 0000 0583 9825 7466 Tack', '[TILINUMERO] Tack'],
  ],
  phone: [
    ['soita 040 123 4567!', 'soita [PUHELIN]!'],
    ['+358 40 1234567', '[PUHELIN]'],
    ['050-1234567', '[PUHELIN]'],
    ['0457 123 4567', '[PUHELIN]'],
    ['09 4711 1234', '[PUHELIN]'],
    ['+358 (0)40 123 4567', '[PUHELIN]'],
    ['00358 9 4711', '[PUHELIN]'],
    ['+46 70 123 45 67', '[PUHELIN]'],
    ['040.123.4567 tai 040/1234567', '[PUHELIN] tai [PUHELIN]'],
    ['puh. 4711 1234', 'puh. [PUHELIN]'],
  ],
  email: [
    ['osoite maija.virtanen@esimerkki.fi, kiitos', 'osoite [SÄHKÖPOSTI], kiitos'],
    ['maija.virtanen (at) esimerkki.fi', '[SÄHKÖPOSTI]'],
    ['maija.virtanen(at)esimerkki(piste)fi', '[SÄHKÖPOSTI]'],
    ['maija at gmail piste com', '[SÄHKÖPOSTI]'],
  ],
  address: [
    ['Asun Mannerheimintie 12 A 5, 00100 Helsinki', 'Asun [OSOITE], [OSOITE]'],
    ['asun hämeenkadulla 5', 'asun [OSOITE]'],
    ['Iso Roobertinkatu 5 B', '[OSOITE]'],
    ['bor på Storgatan 5 i Vasa', 'bor på [OSOITE] i Vasa'],
    ['Norra vägen 12, 65100 Vasa', '[OSOITE], [OSOITE]'],
    ['I live at 12 Main Street', 'I live at [OSOITE]'],
  ],
  birth_date: [
    ['synt. 13.10.1952', 'synt. [SYNTYMÄAIKA]'],
    ['s. 13/10/52', 's. [SYNTYMÄAIKA]'],
    ['syntymäaikani on 13.10.1952', 'syntymäaikani on [SYNTYMÄAIKA]'],
    ['född den 3.4.1960', 'född den [SYNTYMÄAIKA]'],
    ['I was born 1952-10-13', 'I was born [SYNTYMÄAIKA]'],
    ['DOB 13/10/1952', 'DOB [SYNTYMÄAIKA]'],
  ],
  plate: [
    ['autoni ABC-123 parkissa', 'autoni [REKISTERINUMERO] parkissa'],
    ['auto ÅL-45 seisoi', 'auto [REKISTERINUMERO] seisoi'],
    ['ÅLA-100', '[REKISTERINUMERO]'],
    ['min bil abc-123', 'min bil [REKISTERINUMERO]'],
  ],
};

describe('masks', () => {
  for (const [kind, examples] of Object.entries(MASKED)) {
    for (const [text, masked] of examples) {
      test(`${kind}: ${text} becomes ${masked}`, () => assert.equal(redact(text).text, masked));
    }
  }
});

describe('leaves', () => {
  const untouched = [
    ...[
      '12.3.2024',
      'klo 10-12 ja 045',
      'COVID-19',
      'K-18',
      'EKG-12',
      'OYS-2',
      '7–8 viikkoa',
      '9/10',
      'klo 9.15-10.30',
    ],
    ...['klo 08-12 13-16', '0 1 2 3 4 5 6 7', '05-06-2024', 'Sain ajan 05.06.2024', 'Toivo herää', 'valtatie 4'],
    ...['Odotin 45 min', 'hoitopolku 2 viikkoa', '1 234 567 euroa', '2024-2025', 'y-tunnus 3221307-8', '020', '100 %'],
    ...['Hyvä lääkäri. Toivo herää', 'Ilta oli rauhallinen, Lahja oli hyvä', 'terveisin tyytyväinen asiakas'],
    ...['hyvä lääkäri Kiitos hoidosta', 'Hoitaja Meilahdessa oli mukava', 'olen Suomen kansalainen', 'MS Potilas'],
    ...[
      'Doctor was very good. Monday is bad',
      'Läkaren var bra. Tack',
      'The doctor I met was nice',
      "wasn't. Building 12",
    ],
    ...[
      'Vaimoni Parkinsonin lääke',
      'lääkäri tulee pian, t. tyytyväinen asiakas',
      '10000 euroa',
      'NPS 0-10 asteikolla 9',
    ],
  ];
  for (const text of untouched) test(text, () => assert.deepEqual(redact(text), { text, found: [] }));
});

test('offsets are those of the text that was given, also after an earlier masked part', () => {
  const text = 'Soita 040 1234567 tai kirjoita maija@esimerkki.fi';
  assert.deepEqual(redact(text).found, [
    { kind: 'phone', start: 6, end: 17 },
    { kind: 'email', start: 31, end: 49 },
  ]);
  assert.equal(text.slice(31, 49), 'maija@esimerkki.fi');
});

test('names found elsewhere are masked as names, and inside a token nothing is', () => {
  assert.equal(redact('Maija oli ystävällinen', [{ start: 0, end: 5 }]).text, '[NIMI] oli ystävällinen');
  assert.equal(redact('[NIMI] oli', [{ start: 1, end: 5 }]).text, '[NIMI] oli');
});

test('a name that a list finds beside one that a title finds widens it to one token', () => {
  assert.equal(redact('hoitaja Anna Holm-berg oli', [{ start: 8, end: 22 }]).text, 'hoitaja [HENKILÖKUNTA] oli');
});

test('masking a masked text finds nothing, whatever the pieces', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '131052-308T',
        '040 1234567',
        'lääkäri Virtanen',
        'Maija',
        'maija@esimerkki.fi',
        'Hämeenkatu 5',
        '00100 Helsinki',
      ],
      ...[
        'synt. 1.2.1950',
        'nimeni on',
        'terveisin',
        'ABC-123',
        'auto',
        'Dr.',
        't.',
        'FI21 1234 5600 0007 85',
        'min son',
        '(at)',
      ],
    ),
    fc.constantFrom(...' .,:;-()\n/0123456789[]@'),
    fc.string({ maxLength: 6, unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), fc.constantFrom('', ' '), (pieces, glue) => {
      const { text, found } = redact(pieces.join(glue));
      assert.deepEqual(redact(text).found, []);
      assert.ok(found.every((span, index) => span.start < span.end && span.start >= (found[index - 1]?.end ?? 0)));
    }),
    { numRuns: 3000 },
  );
});

test('a comment of 20,000 characters is masked in under two seconds, whatever repeats in it', () => {
  for (const part of [
    'a',
    '1',
    '1 ',
    'A',
    'Aa ',
    'a.',
    '0 ',
    'katu ',
    'a@',
    'lääkäri A',
    '1.2.',
    'AB12 ',
    '(at)',
    '-',
  ]) {
    const started = performance.now();
    redact(part.repeat(20_000 / part.length));
    assert.ok(performance.now() - started < 2000, `"${part}" took ${performance.now() - started} ms`);
  }
});

test('every kind has a token in brackets of its own', () => {
  const tokens = Object.values(REDACTION_TOKENS);
  assert.equal(new Set(tokens).size, tokens.length);
  for (const token of tokens) assert.match(token, /^\[[A-ZÅÄÖ]{4,}\]$/);
});
