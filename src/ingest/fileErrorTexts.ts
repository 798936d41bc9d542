/** Sentences for files that cannot be imported. */
import type { Localised } from '../domain/theme.js';
import type { FileErrorCode } from './fileError.js';

export const FILE_ERROR_TEXTS: Readonly<Record<FileErrorCode, Localised>> = {
  empty: {
    fi: 'Odotettiin tiedostoa, jossa on otsikkorivi ja vastauksia; tiedosto on tyhjä.',
    sv: 'Väntade en fil med rubrikrad och svar; filen är tom.',
    en: 'Expected a file with a header and answers; the file is empty.',
  },
  headerOnly: {
    fi: 'Odotettiin vastauksia otsikkorivin alla; yhtään ei ole.',
    sv: 'Väntade svar under rubrikraden; det finns inga.',
    en: 'Expected answers under the header; there are none.',
  },
  oldExcel: {
    fi: 'Odotettiin .xlsx-työkirjaa; tämä on vanha .xls-tiedosto tai salasanalla suojattu työkirja. Tallenna se ilman salasanaa muodossa .xlsx tai .csv.',
    sv: 'Väntade en .xlsx-arbetsbok; detta är en gammal .xls-fil eller en lösenordsskyddad arbetsbok. Spara den utan lösenord som .xlsx eller .csv.',
    en: 'Expected an .xlsx workbook; this is an old .xls file or a workbook with a password. Save it without a password as .xlsx or .csv.',
  },
  jsonArray: {
    fi: 'Odotettiin JSON Lines -tiedostoa, jossa on yksi olio rivillä; tämä on JSON-lista.',
    sv: 'Väntade en JSON Lines-fil med ett objekt per rad; detta är en JSON-lista.',
    en: 'Expected JSON lines, one object a line; this is a JSON array.',
  },
  binary: {
    fi: 'Odotettiin CSV-, XLSX- tai JSON Lines -tiedostoa; tämä on jotakin muuta, esimerkiksi PDF tai kuva.',
    sv: 'Väntade en CSV-, XLSX- eller JSON Lines-fil; detta är något annat, till exempel en PDF eller en bild.',
    en: 'Expected a CSV, XLSX or JSON Lines file; this is something else, for example a PDF or a picture.',
  },
  unknownFormat: {
    fi: 'Odotettiin CSV-, XLSX- tai JSON Lines -tiedostoa; tiedoston ”{name}” sisältö ei ole mikään niistä.',
    sv: 'Väntade en CSV-, XLSX- eller JSON Lines-fil; innehållet i ”{name}” är inget av dem.',
    en: 'Expected a CSV, XLSX or JSON Lines file; the content of "{name}" is none of them.',
  },
  zipBroken: {
    fi: 'Odotettiin ehjää .xlsx-työkirjaa; tiedosto on rikki tai katkennut. Tallenna se uudelleen.',
    sv: 'Väntade en hel .xlsx-arbetsbok; filen är skadad eller avbruten. Spara den på nytt.',
    en: 'Expected a sound .xlsx workbook; the file is broken or cut off. Save it again.',
  },
  zipTooLarge: {
    fi: 'Odotettiin työkirjaa, jonka sisältö on purettuna enintään {limitMiB} Mt; tämän on enemmän. Tallenna se CSV-muodossa tai jaa osiin.',
    sv: 'Väntade en arbetsbok vars innehåll är högst {limitMiB} MiB uppackat; detta är mer. Spara den som CSV eller dela upp den.',
    en: 'Expected a workbook of at most {limitMiB} MiB when unpacked; this is more. Save it as CSV or divide it.',
  },
  zipRatio: {
    fi: 'Odotettiin työkirjaa, joka on pakattu enintään suhteessa {limit}:1; tässä suhde on {found}:1, kuten purkupommissa.',
    sv: 'Väntade en arbetsbok packad högst {limit}:1; här är förhållandet {found}:1, som i en zipbomb.',
    en: 'Expected a workbook compressed at most {limit}:1; here it is {found}:1, as in a zip bomb.',
  },
  zipTooManyEntries: {
    fi: 'Odotettiin työkirjaa, jossa on enintään {limit} osaa; tässä on {found}.',
    sv: 'Väntade en arbetsbok med högst {limit} delar; här finns {found}.',
    en: 'Expected a workbook of at most {limit} parts; here are {found}.',
  },
  zipEncrypted: {
    fi: 'Odotettiin työkirjaa ilman salasanaa; tämä on salattu.',
    sv: 'Väntade en arbetsbok utan lösenord; denna är krypterad.',
    en: 'Expected a workbook without a password; this one is encrypted.',
  },
  notWorkbook: {
    fi: 'Odotettiin .xlsx-työkirjaa; tämä on muu zip-tiedosto.',
    sv: 'Väntade en .xlsx-arbetsbok; detta är en annan zip-fil.',
    en: 'Expected an .xlsx workbook; this is some other zip file.',
  },
  workbookBroken: {
    fi: 'Odotettiin ehjää .xlsx-työkirjaa; jonkin sen osan rakenne on rikki. Tallenna se uudelleen tai CSV-muodossa.',
    sv: 'Väntade en hel .xlsx-arbetsbok; strukturen i någon av dess delar är skadad. Spara den på nytt eller som CSV.',
    en: 'Expected a sound .xlsx workbook; one of its parts is malformed. Save it again, or as CSV.',
  },
  quote: {
    fi: 'Odotettiin, että lainausmerkit sulkeutuvat ja ovat kentän reunoilla; rivillä {row} eivät ole. Sitä edeltävät rivit käsiteltiin.',
    sv: 'Väntade att citattecken sluts och står vid fältets kanter; på rad {row} gör de inte det. Raderna före den behandlades.',
    en: 'Expected quotes to be closed and to stand at the edges of a field; in row {row} they do not. The rows before it were processed.',
  },
  recordTooLong: {
    fi: 'Odotettiin alle 32 miljoonan merkin riviä; rivi {row} on pidempi, ehkä siksi että lainausmerkki jäi sulkematta. Sitä edeltävät rivit käsiteltiin.',
    sv: 'Väntade en rad under 32 miljoner tecken; rad {row} är längre, kanske för att ett citattecken inte slutits. Raderna före den behandlades.',
    en: 'Expected a row of under 32 million characters; row {row} is longer, perhaps because a quote was never closed. The rows before it were processed.',
  },
  missingColumns: {
    fi: 'Odotettiin saraketta vastausajalle (answered_at) ja arvosanalle (score) tai kommentille (comment); puuttuu: {missing}. Löytyneet otsikot: {found}. Muut nimet voi kertoa sarakekartassa.',
    sv: 'Väntade en kolumn för svarstiden (answered_at) och för betyg (score) eller kommentar (comment); saknas: {missing}. Rubriker som fanns: {found}. Andra namn kan anges i kolumnkartan.',
    en: 'Expected a column for the time of the answer (answered_at) and for the score (score) or comment (comment); missing: {missing}. Headers found: {found}. Other names can be given in a mapping.',
  },
  ambiguousColumns: {
    fi: 'Odotettiin yhtä saraketta kohteelle {target}; yhtä hyvin sopivat {found}. Valitse niistä sarakekartassa.',
    sv: 'Väntade en kolumn för {target}; lika väl passar {found}. Välj bland dem i kolumnkartan.',
    en: 'Expected one column for {target}; equally fitting are {found}. Choose among them in a mapping.',
  },
  unknownMappedColumns: {
    fi: 'Sarakekartassa on otsikoita, joita tiedostossa ei ole: {missing}. Löytyneet otsikot: {found}.',
    sv: 'Kolumnkartan nämner rubriker som filen saknar: {missing}. Rubriker som fanns: {found}.',
    en: 'The mapping names headers that the file lacks: {missing}. Headers found: {found}.',
  },
  mapping: {
    fi: 'Odotettiin sarakekarttaa, jossa on columns, statements, scale ja dateFormat; ongelmat: {problems}.',
    sv: 'Väntade en kolumnkarta med columns, statements, scale och dateFormat; problem: {problems}.',
    en: 'Expected a mapping of columns, statements, scale and dateFormat; problems: {problems}.',
  },
};
