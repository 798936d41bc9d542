/** What was expected, in words, for rejected rows and for files that cannot be read. */
import type { Language, Localised } from '../domain/theme.js';
import type { FileError } from './fileError.js';
import { FILE_ERROR_TEXTS } from './fileErrorTexts.js';
import type { Rejection, RejectionReason } from './rejection.js';

const EXPECTED: Readonly<Record<RejectionReason, Localised>> = {
  missing: {
    fi: 'arvo, kenttä ei saa olla tyhjä',
    sv: 'ett värde, fältet får inte vara tomt',
    en: 'a value, the field must not be blank',
  },
  scoreOutOfRange: { fi: 'kokonaisluku 0–10', sv: 'ett heltal 0–10', en: 'a whole number 0–10' },
  scoreNotInteger: {
    fi: 'kokonaisluku 0–10 ilman desimaaleja',
    sv: 'ett heltal 0–10 utan decimaler',
    en: 'a whole number 0–10 without decimals',
  },
  scoreNotNumber: {
    fi: 'pelkkä luku, esimerkiksi 9',
    sv: 'endast ett tal, till exempel 9',
    en: 'a number alone, for example 9',
  },
  scoreNotWhole: {
    fi: 'pelkkä kokonaisluku asteikolla, esimerkiksi 4',
    sv: 'endast ett heltal på skalan, till exempel 4',
    en: 'a whole number on the scale and nothing else, for example 4',
  },
  scaleName: {
    fi: 'asteikon nimi: 1–20 merkkiä a–z, 0–9 tai väliviiva',
    sv: 'skalans namn: 1–20 tecken a–z, 0–9 eller bindestreck',
    en: 'the name of a scale: 1–20 characters a–z, 0–9 or hyphen',
  },
  date: {
    fi: 'olemassa oleva päivä, 2024-07-31 tai 31.7.2024, kellonajan kanssa tai ilman',
    sv: 'en dag som finns, 2024-07-31 eller 31.7.2024, med eller utan klockslag',
    en: 'a day that exists, 2024-07-31 or 31.7.2024, with or without a time',
  },
  dateSlash: {
    fi: '2024-07-31 tai 31.7.2024; kauttaviivallisen päivän järjestys kerrotaan sarakekartassa (dateFormat)',
    sv: '2024-07-31 eller 31.7.2024; ordningen i ett datum med snedstreck anges i kolumnkartan (dateFormat)',
    en: '2024-07-31 or 31.7.2024; the order of a date with slashes is told in the mapping (dateFormat)',
  },
  future: {
    fi: 'päivä, joka on viimeistään {today}',
    sv: 'en dag som är senast {today}',
    en: 'a day no later than {today}',
  },
  tooOld: { fi: 'päivä vuodesta 1990 alkaen', sv: 'en dag från och med år 1990', en: 'a day from 1990 on' },
  commentTooLong: {
    fi: 'enintään {limit} merkkiä, tässä {found}',
    sv: 'högst {limit} tecken, här {found}',
    en: 'at most {limit} characters, here {found}',
  },
  statement: { fi: 'kokonaisluku 1–5 tai tyhjä', sv: 'ett heltal 1–5 eller tomt', en: 'a whole number 1–5, or blank' },
  unknownStatement: {
    fi: 'väittämän tunnus: pieniä kirjaimia a–z, numeroita ja alaviivoja',
    sv: 'påståendets kod: små bokstäver a–z, siffror och understreck',
    en: 'the key of a statement: small letters a–z, digits and underscores',
  },
  channel: {
    fi: 'jokin näistä: {list}; tai tyhjä',
    sv: 'någon av dessa: {list}; eller tomt',
    en: 'one of {list}; or blank',
  },
  noScoreNoComment: {
    fi: 'arvosana, kommentti tai molemmat',
    sv: 'betyg, kommentar eller båda',
    en: 'a score, a comment, or both',
  },
  unitTooDeep: { fi: 'enintään {limit} tasoa', sv: 'högst {limit} nivåer', en: 'at most {limit} levels' },
  tooLong: { fi: 'enintään {limit} merkkiä', sv: 'högst {limit} tecken', en: 'at most {limit} characters' },
  columnCount: {
    fi: '{expected} saraketta kuten otsikkorivillä, tässä {found}',
    sv: '{expected} kolumner som på rubrikraden, här {found}',
    en: '{expected} columns as in the header, here {found}',
  },
  jsonLine: { fi: 'yksi JSON-olio rivillä', sv: 'ett JSON-objekt på raden', en: 'one JSON object on the line' },
  conflict: {
    fi: 'sama sisältö kuin aiemmin samalla lähteellä ja tunnuksella saatu vastaus; aiempi jäi voimaan',
    sv: 'samma innehåll som det svar som redan finns med samma källa och id; det tidigare gäller',
    en: 'the same content as the answer that is there already with this source and id; the earlier one stays',
  },
  erased: {
    fi: 'palaute, jota ei ole poistettu rekisteröidyn pyynnöstä; tätä ei tallenneta uudelleen',
    sv: 'en respons som inte har raderats på den registrerades begäran; den här sparas inte på nytt',
    en: "a response that was not erased at the data subject's request; this one is not stored again",
  },
  notAllowed: {
    fi: 'yksikkö, johon tunnisteella on oikeus',
    sv: 'en enhet som behörigheten gäller',
    en: 'a unit that the token may write to',
  },
  unknownField: { fi: 'vain nämä kentät: {list}', sv: 'endast dessa fält: {list}', en: 'only these fields: {list}' },
  type: { fi: 'arvo muodossa {expected}', sv: 'ett värde av formen {expected}', en: 'a value of the form {expected}' },
};

const SENTENCES: Readonly<Record<'withFound' | 'withoutFound', Localised>> = {
  withFound: {
    fi: 'rivi {row}, {column}: odotettiin: {expected}; löytyi ”{found}”',
    sv: 'rad {row}, {column}: väntade: {expected}; fann ”{found}”',
    en: 'row {row}, {column}: expected {expected}; found "{found}"',
  },
  withoutFound: {
    fi: 'rivi {row}, {column}: odotettiin: {expected}',
    sv: 'rad {row}, {column}: väntade: {expected}',
    en: 'row {row}, {column}: expected {expected}',
  },
};

const WHOLE_ROW: Localised = { fi: 'koko rivi', sv: 'hela raden', en: 'the whole row' };

/** What should have stood there, as part of a sentence. */
export function expectedText(rejection: Rejection, language: Language): string {
  return fill(EXPECTED[rejection.reason][language], rejection.params);
}

/** A whole sentence: row, column, expected, found. */
export function rejectionText(rejection: Rejection, language: Language): string {
  const sentence = SENTENCES[rejection.found === '' ? 'withoutFound' : 'withFound'][language];
  return fill(sentence, {
    row: rejection.rowNumber,
    column: rejection.column === '' ? WHOLE_ROW[language] : rejection.column,
    expected: expectedText(rejection, language),
    found: rejection.found,
  });
}

/** Why a file cannot be imported, and what was expected. */
export function fileErrorText(error: FileError, language: Language): string {
  return fill(FILE_ERROR_TEXTS[error.code][language], error.params);
}

function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
