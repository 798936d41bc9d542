/** Months of the quality card. */
import { monthNumber, monthText } from './codes.js';
import type { Sql } from './database.js';
import type { QualityMonth } from './qualityStore.js';

/** Readings whose months are kept: the one in use, and the one to go back to. */
const READINGS_KEPT = 2;

interface Row {
  readonly lang: string;
  readonly month: number;
  readonly first_month: number;
  readonly tagged: number;
  readonly sampled: number;
  readonly unsure: number;
  readonly words: number;
  readonly new_words: number;
  readonly new_words_error: number;
  readonly direction: Uint8Array;
  readonly spread: number;
  readonly squared_spread: number;
}

export async function readQualityMonths(sql: Sql, reading: string): Promise<QualityMonth[]> {
  const rows = await sql.rows<Row>(
    `SELECT lang, month, first_month, tagged, sampled, unsure, words, new_words, new_words_error, direction, spread,
       squared_spread
     FROM quality_months WHERE reading = ? ORDER BY lang, month`,
    [reading],
  );
  return rows.map((row) => ({
    reading,
    lang: row.lang,
    month: monthText(row.month),
    firstMonth: monthText(row.first_month),
    tagged: row.tagged,
    sampled: row.sampled,
    unsure: row.unsure,
    words: { words: row.words, newWords: row.new_words, standardError: row.new_words_error },
    directions: {
      n: row.sampled,
      mean: decodeDirection(row.direction),
      spread: row.spread,
      squaredSpread: row.squared_spread,
    },
  }));
}

export async function saveQualityMonth(sql: Sql, month: QualityMonth): Promise<void> {
  const { reading, lang, directions, words } = month;
  await sql.rows(
    `INSERT INTO quality_months (reading, lang, month, first_month, tagged, sampled, unsure, words, new_words,
       new_words_error, direction, spread, squared_spread)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (reading, lang, month) DO UPDATE SET first_month = excluded.first_month, tagged = excluded.tagged,
       sampled = excluded.sampled, unsure = excluded.unsure, words = excluded.words, new_words = excluded.new_words,
       new_words_error = excluded.new_words_error, direction = excluded.direction, spread = excluded.spread,
       squared_spread = excluded.squared_spread`,
    [
      reading,
      lang,
      monthNumber(month.month),
      monthNumber(month.firstMonth),
      month.tagged,
      month.sampled,
      month.unsure,
      words.words,
      words.newWords,
      words.standardError,
      encodeDirection(directions.mean),
      directions.spread,
      directions.squaredSpread,
    ],
  );
  await sql.rows(
    `DELETE FROM quality_months WHERE reading NOT IN (
       SELECT reading FROM quality_months GROUP BY reading ORDER BY MAX(rowid) DESC LIMIT ${READINGS_KEPT})`,
  );
}

function encodeDirection(mean: Float64Array): Uint8Array {
  const bytes = new Uint8Array(8 * mean.length);
  const view = new DataView(bytes.buffer);
  mean.forEach((value, index) => view.setFloat64(8 * index, value, true));
  return bytes;
}

function decodeDirection(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(8 * index, true));
}
