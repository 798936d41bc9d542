/** What the quality card keeps per month. */
import type { Month } from '../domain/calendar.js';
import type { DirectionSummary, NewWords } from '../domain/drift.js';
import type { LanguageCode } from '../domain/response.js';
import type { Database } from './database.js';
import { readQualityMonths, saveQualityMonth } from './qualityMonths.js';

/** What a sample of a month's comments in one language looks like. */
export interface QualityMonth {
  /** The vector space, heads and themes that it rests on. */
  readonly reading: string;
  readonly lang: LanguageCode;
  readonly month: Month;
  /** The first month; words that it and the two after it do not have are new. */
  readonly firstMonth: Month;
  /** Tagged comments of the month when the sample was drawn, and how many of them were. */
  readonly tagged: number;
  readonly sampled: number;
  /** Of the sample, those with a theme's confidence near its threshold. */
  readonly unsure: number;
  readonly words: NewWords;
  readonly directions: DirectionSummary;
}

export interface QualityStore {
  /** By language and month. */
  readQualityMonths(reading: string): Promise<QualityMonth[]>;
  /** Takes the place of what was known of the month; what earlier readings found goes. */
  saveQualityMonth(month: QualityMonth): Promise<void>;
}

export function qualityMethods({ read, write }: Database): QualityStore {
  return {
    readQualityMonths: (reading) => read((sql) => readQualityMonths(sql, reading)),
    saveQualityMonth: (month) => write((sql) => saveQualityMonth(sql, month)),
  };
}
