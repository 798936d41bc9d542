/** Which column of a file is what, by its Finnish, Swedish or English name. */

import { STATEMENT_KEYS } from '../domain/response.js';

export const COLUMN_FIELDS = [
  'id',
  'answered_at',
  'score',
  'scale',
  'comment',
  'lang',
  'unit',
  'channel',
  'source',
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

/** Columns of a file of rejected rows: notes to whoever mends it, never data. */
export const NOTE_COLUMN_PREFIX = 'kuulolla_';
/** Identity of a mended row of a file that has no ids: without it, an equal row already stored would swallow it. */
export const MENDED_ID = `${NOTE_COLUMN_PREFIX}id`;

/** Names in order of how sure they are; the first of each is the published one. */
const FIELD_NAMES: Readonly<Record<ColumnField, string>> = {
  id: 'id, vastaustunnus, vastaus id, vastausid, palaute id, palautetunnus, palautteen tunnus, tunniste, response id, responseid, answer id, feedback id, record id, svar id, svars id, svarsid, svarid, svarsnummer, respons id, vastausnumero, vastaajan numero, uuid, tunnus, nro, viite',
  answered_at:
    'answered at, vastausaika, vastauspäivä, vastauspvm, vastattu, vastaamisaika, vastaus annettu, palautteen pvm, palautepäivä, pvm, päivämäärä, päiväys, päivä, aikaleima, aika, jätetty, luotu, saapunut, saapumisaika, date, datetime, timestamp, answer date, response date, submitted, submitted at, created, created at, completed at, received at, time, datum, svarsdatum, svarstid, besvarad, tidpunkt, tidsstämpel, skapad, inlämnad',
  score:
    'score, nps, nps score, nps arvo, nps luku, nps pisteet, arvosana, pisteet, pistemäärä, suositteluindeksi, suositteluhalukkuus, suosittelu, suositus, suosittelisitko, suosittelisitko palvelua, kuinka todennäköisesti suosittelisit, arvio, arvio 0 10, rating, grade, points, likelihood to recommend, how likely are you to recommend, recommendation, betyg, poäng, rekommendation, rekommendationsindex, skulle du rekommendera, vitsord, nps poäng, nps betyg',
  scale: 'scale, asteikko, arviointiasteikko, skala, score scale, betygsskala',
  comment:
    'comment, kommentti, kommentit, avoin palaute, avopalaute, avoin vastaus, avovastaus, vapaa palaute, vapaa sana, vapaa kommentti, sanallinen palaute, palaute, palauteteksti, teksti, vastausteksti, perustelu, perustelut, mikä vaikutti kokemukseesi eniten, comments, feedback, text, free text, freetext, open text, open feedback, verbatim, open comment, kommentar, kommentarer, fritext, fri text, öppen respons, öppet svar, öppen feedback, respons, text svar, återkoppling',
  lang: 'lang, language, kieli, palautteen kieli, vastauskieli, kielikoodi, asiointikieli, språk, språkkod, svarsspråk, language code, locale',
  unit: 'unit, yksikkö, yksikön nimi, palveluyksikkö, palvelupiste, toimipiste, toimipaikka, toimintayksikkö, osasto, palvelu, organisaatio, vastuuyksikkö, unit name, unit code, yksikkökoodi, service unit, department, site, location, ward, enhet, enhetens namn, verksamhetsenhet, avdelning, verksamhetsställe, serviceenhet, mottagning',
  channel:
    'channel, kanava, palautekanava, vastauskanava, keruutapa, keräystapa, kanal, svarskanal, responskanal, source channel, collection channel, medium',
  source:
    'source, lähde, tietolähde, lähdejärjestelmä, järjestelmä, kysely, kyselyn nimi, survey, survey name, system, källa, datakälla, enkät, källsystem',
};

/** Keys, then wordings; a header that contains a wording counts too. */
const STATEMENT_NAMES: Readonly<Record<(typeof STATEMENT_KEYS)[number], string>> = {
  got_help:
    'got help, got needed service, sain apua, sain apua kun sitä tarvitsin, sai tarvitsemansa, sain tarvitsemani palvelun, saatavuus, jag fick hjälp, jag fick hjälp när jag behövde det, tillgänglighet, i received help, i received help when i needed it, i got help, availability',
  cared_for:
    'cared for, minusta välitettiin, minulle jäi tunne että minusta välitettiin kokonaisvaltaisesti, kohtaaminen, man brydde sig om mig, jag kände att man brydde sig om mig på ett helhetsmässigt sätt, bemötande, i felt that i was cared for as a whole person, i felt that i was cared for, i was cared for',
  decided_together:
    'decided together, päätökset tehtiin yhteistyössä, asiaani koskevat päätökset tehtiin yhteistyössä kanssani, osallistuminen, osallisuus, besluten fattades i samarbete, besluten i mitt ärende fattades i samarbete med mig, delaktighet, decisions on my matter were made together with me, decisions were made together, participation',
  felt_safe:
    'felt safe, koin oloni turvalliseksi, koin oloni turvalliseksi hoidon palvelun aikana, turvallisuus, jag kände mig trygg, jag kände mig trygg under vården tjänsten, trygghet, i felt safe, i felt safe during the care service, safety',
  knows_next:
    'knows next, tiedän miten hoitoni jatkuu, tiedän miten palveluni jatkuu, tiedän miten hoitoni palveluni jatkuu, tiedän miten asiani jatkuu, tiedon saanti, jag vet hur min vård fortsätter, jag vet hur min vård service fortsätter, jag vet hur min service fortsätter, i know how my care will continue, i know how my care service will continue, i know what happens next',
  understandable:
    'understandable, saamani tieto oli ymmärrettävää, ymmärrettävyys, tiedon ymmärrettävyys, informationen var begriplig, informationen jag fick var begriplig, begriplighet, the information i received was understandable, the information was understandable',
  useful:
    'useful, koin hoidon hyödylliseksi, koin palvelun hyödylliseksi, koin hoidon palvelun hyödylliseksi, hyödyllisyys, jag upplevde vården som nyttig, jag upplevde vården tjänsten som nyttig, jag upplevde tjänsten som nyttig, nytta, i found the care useful, i found the service useful, i found the care service useful, usefulness',
  heard: 'heard, tuli kuulluksi, tulin kuulluksi, jag blev hörd, blev hörd, i was heard, i felt heard',
};

/** Small letters without diacritics and punctuation, single spaces: `Palaute_ID` and `palaute-id` are the same. */
export function normaliseHeader(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^statements?[._ ]/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function readNames(names: string): string[] {
  return names.split(',').map(normaliseHeader);
}

const FIELDS = COLUMN_FIELDS.map((field) => ({ field, names: readNames(FIELD_NAMES[field]) }));
const STATEMENTS = STATEMENT_KEYS.map((key) => ({ key, names: readNames(STATEMENT_NAMES[key]) }));

/** How a header was recognised. `certain`: the published name; `likely`: a name in use for it; `possible`: contains one. */
export type Recognition = 'certain' | 'likely' | 'possible';

export interface RecognisedColumn {
  readonly field: ColumnField | null;
  readonly statement: string | null;
  readonly recognition: Recognition;
}

/** What a header means, or null when no name is known for it. */
export function recogniseHeader(header: string): RecognisedColumn | null {
  const name = normaliseHeader(header);
  if (name === '') return null;
  for (const { field, names } of FIELDS) {
    const place = names.indexOf(name);
    if (place !== -1) return { field, statement: null, recognition: place === 0 ? 'certain' : 'likely' };
  }
  for (const { key, names } of STATEMENTS) {
    const place = names.indexOf(name);
    if (place !== -1) return { field: null, statement: key, recognition: place === 0 ? 'certain' : 'likely' };
  }
  // wordings of several words inside a longer header: "1. Sain apua, kun sitä tarvitsin (1-5)"
  for (const { key, names } of STATEMENTS) {
    if (names.some((known) => known.split(' ').length >= 2 && ` ${name} `.includes(` ${known} `))) {
      return { field: null, statement: key, recognition: 'possible' };
    }
  }
  for (const { field, names } of FIELDS) {
    if (names.some((known) => known.split(' ').length >= 2 && ` ${name} `.includes(` ${known} `))) {
      return { field, statement: null, recognition: 'possible' };
    }
  }
  return null;
}
