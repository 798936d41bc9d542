/** How much of a synthetic corpus is masked: the gate that masking has to pass, by kind and language. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RedactionKind } from '../../src/domain/redactedSpan.js';
import { redact } from '../../src/domain/redaction.js';
import type { Language } from '../../src/domain/theme.js';
import { VALID_HETUS, VALID_PERSONNUMMERS } from './identities.js';

interface Planted {
  readonly kind: RedactionKind;
  readonly language: Language;
  readonly text: string;
  /** What must not be left in the masked text. */
  readonly secret: string;
}

const CARRIERS: Readonly<Record<Language, readonly (readonly [before: string, after: string])[]>> = {
  fi: [
    ['Tunnukseni on ', ', kiitos avusta.'],
    ['jouduin kertomaan ', ' ääneen aulassa'],
    ['Tiedoissa luki ', '. Se oli väärin!'],
    ['', ' pitäisi korjata järjestelmään'],
    ['yhteys: ', ''],
  ],
  sv: [
    ['Uppgiften är ', ', tack för hjälpen.'],
    ['jag måste säga ', ' högt i aulan'],
    ['Det stod ', '. Det var fel!'],
    ['', ' borde rättas i systemet'],
    ['kontakt: ', ''],
  ],
  en: [
    ['My details are ', ', thank you.'],
    ['I had to say ', ' aloud in the lobby'],
    ['The record said ', '. That was wrong!'],
    ['', ' should be corrected'],
    ['contact: ', ''],
  ],
};

const STRUCTURED: Readonly<Partial<Record<RedactionKind, readonly string[]>>> = {
  hetu: VALID_HETUS.flatMap((hetu) => [hetu, hetu.toLowerCase(), `${hetu.slice(0, 7)} ${hetu.slice(7)}`]),
  satu: ['10000001N', '10000002P', '12345678N'],
  personnummer: VALID_PERSONNUMMERS.filter((number) => number !== '121212-1212' && number !== '000101-1238'),
  iban: ['FI21 1234 5600 0007 85', 'FI2112345600000785', 'SE45 5000 0000 0583 9825 7466', 'EE38 2200 2210 2014 5685'],
  phone: [
    ...['040 123 4567', '+358 40 1234567', '050-1234567', '0457 123 4567', '09 4711 1234', '+358 (0)40 123 4567'],
    ...[
      '0401234567',
      '044-123 45 67',
      '+358401234567',
      '019 123 456',
      '018-12345',
      '+46 70 123 45 67',
      '+44 20 7946 0958',
    ],
  ],
  email: ['maija.virtanen@esimerkki.fi', 'm_v+1@posti.esimerkki.fi', 'eva (at) exempel.se', 'john@example.co.uk'],
  address: [
    ...['Mannerheimintie 12 A 5', 'Hämeenkatu 5', 'Kauppakatu 10 B', 'Rantapolku 3', 'Storgatan 5', 'Skolvägen 12 A'],
    ...['Vanha Turuntie 3', 'Norra Esplanaden 12', 'Koulukuja 4 as 2', '00100 Helsinki', '65100 Vasa'],
  ],
};

const FIRST = ['Maija', 'Liisa', 'Matti', 'Toivo', 'Anna-Maija', 'Erik', 'Siv', 'Åsa', 'John', 'Mary', 'Mohammed'];
const LAST: Readonly<Record<Language, readonly string[]>> = {
  fi: ['Virtanen', 'Korhonen', 'Mäkinen', 'Salo', 'Lahti', 'Koski', 'Nieminen'],
  sv: ['Holm', 'Lindström', 'Berg', 'Sandnäs', 'af Ursin'],
  en: ['Smith', "O'Brien", 'Brown', 'Patel'],
};
/** Title in the form that the sentence needs, and the ending that the name takes with it. */
const TITLED: Readonly<Record<Language, readonly (readonly [sentence: string, ending: string])[]>> = {
  fi: [
    ['lääkäri # oli ystävällinen', ''],
    ['Kiitos hoitaja # avusta', 'lle'],
    ['sairaanhoitajan # kanssa', 'n'],
    ['Tohtori # kuunteli', ''],
    ['kävin fysioterapeutti # luona', 'n'],
    ['terveydenhoitajalta # sain ohjeet', 'lta'],
    ['rouva # odotti', ''],
    ['herra # palveli', ''],
    ['hammaslääkärini # hoiti', ''],
    ['kätilömme # oli ihana', ''],
    ['os.hoitaja # soitti', ''],
    ['psykologi # ymmärsi', ''],
    ['vastaanotossa lähihoitaja # auttoi', ''],
  ],
  sv: [
    ['läkaren # var vänlig', ''],
    ['doktor # lyssnade', ''],
    ['Tack till sjuksköterskan # för hjälpen', ''],
    ['skötare # var bra', ''],
    ['barnmorskan # hjälpte', ''],
    ['fru # väntade', ''],
    ['herr # ringde', ''],
    ['fysioterapeuten # gav råd', ''],
    ['tandläkare # förklarade', ''],
    ['överläkaren # ringde', ''],
  ],
  en: [
    ['doctor # was kind', ''],
    ['Dr # listened', ''],
    ['Dr. # explained it', ''],
    ['the nurse # helped', ''],
    ['our midwife # was great', ''],
    ['Mr # waited', ''],
    ['Mrs # called', ''],
    ['Ms. # answered', ''],
    ['physiotherapist # gave advice', ''],
    ['a nurse called # stayed', ''],
  ],
};
const STAFF_OR_NAME = /rouva|herra|fru|herr|Mr|Mrs|Ms/;

function plantStructured(): Planted[] {
  return (Object.entries(STRUCTURED) as [RedactionKind, readonly string[]][]).flatMap(([kind, secrets]) =>
    (Object.keys(CARRIERS) as Language[]).flatMap((language) =>
      CARRIERS[language].flatMap(([before, after]) =>
        secrets.map((secret) => ({ kind, language, secret, text: `${before}${secret}${after}` })),
      ),
    ),
  );
}

function plantNames(): Planted[] {
  return (Object.keys(TITLED) as Language[]).flatMap((language) =>
    TITLED[language].flatMap(([sentence, ending]) =>
      LAST[language].flatMap((last) =>
        FIRST.flatMap((first) => [`${first} ${last}`, last, first]).map((name) => {
          const secret = `${name}${ending}`;
          const kind: RedactionKind = STAFF_OR_NAME.test(sentence) ? 'name' : 'staff';
          return { kind, language, secret, text: sentence.replace('#', secret) };
        }),
      ),
    ),
  );
}

/** Masked when no word of the secret is left and the tokens say the right kind. */
function isMasked({ text, secret, kind }: Planted): boolean {
  const { text: masked, found } = redact(text);
  const words = secret.split(/[ @]/).filter((word) => word.length > 2 && !/^\((?:at|0)\)/.test(word));
  return words.every((word) => !masked.includes(word)) && found.some((span) => span.kind === kind);
}

function measure(planted: readonly Planted[]): Map<string, { n: number; masked: number; missed: string[] }> {
  const table = new Map<string, { n: number; masked: number; missed: string[] }>();
  for (const item of planted) {
    const key = `${item.kind} ${item.language}`;
    const cell = table.get(key) ?? { n: 0, masked: 0, missed: [] };
    cell.n += 1;
    if (isMasked(item)) cell.masked += 1;
    else cell.missed.push(item.text);
    table.set(key, cell);
  }
  return table;
}

function checkGate(planted: readonly Planted[], recall: number, print: (line: string) => void): void {
  for (const [key, { n, masked, missed }] of measure(planted)) {
    print(`${key}: ${masked} of ${n} (${((100 * masked) / n).toFixed(1)} %)`);
    assert.ok(
      masked / n >= recall,
      `${key}: expected ${recall}, got ${masked / n}; missed ${missed.slice(0, 5).join(' / ')}`,
    );
  }
}

test('at least 99 % of structured identifiers are masked as their kind, in every language', (context) => {
  checkGate(plantStructured(), 0.99, (line) => context.diagnostic(line));
});

test('at least 95 % of names after titles are masked, in every language', (context) => {
  checkGate(plantNames(), 0.95, (line) => context.diagnostic(line));
});
