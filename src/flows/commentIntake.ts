/** What becomes of a comment on its way in: language, masked text, search stems. */
import { addDays, type Day } from '../domain/calendar.js';
import { redact } from '../domain/redaction.js';
import type { CommentState, LanguageCode } from '../domain/response.js';
import type { Candidate } from '../ingest/candidate.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';
import { searchStems } from '../language/stems.js';
import type { IncomingResponse } from '../store/store.js';

export interface IntakeOptions {
  readonly supportedLanguages: readonly string[];
  readonly today: Day;
  /** Days that unmasked comments are kept; 0 keeps none. */
  readonly keepOriginalDays: number;
}

interface ReadComment {
  readonly masked: string;
  readonly lang: LanguageCode;
  readonly stems: string;
}

/** Many people write the same few words; their reading is remembered. */
const REMEMBERED_CHARACTERS = 60;
const REMEMBERED_COMMENTS = 20_000;
const TOKENS = /\[[A-ZÅÄÖ]{4,}\]/g;
const UNDETERMINED = 'und';

/** Turns checked candidates into responses to store. */
export class CommentIntake {
  readonly #remembered = new Map<string, ReadComment>();

  constructor(private readonly options: IntakeOptions) {}

  prepare(candidate: Candidate): IncomingResponse {
    const { comment, lang: given } = candidate;
    const rest = storedFields(candidate);
    if (comment === null) {
      return { ...rest, comment: null, lang: given ?? UNDETERMINED, stems: '', initialState: 'none' };
    }
    const { masked, lang, stems } = this.#read(comment, given);
    const response: IncomingResponse = { ...rest, comment: masked, lang, stems, initialState: this.#stateOf(lang) };
    if (this.options.keepOriginalDays === 0) return response;
    const deleteAfter = addDays(this.options.today, this.options.keepOriginalDays);
    return { ...response, original: { text: comment, deleteAfter } };
  }

  #stateOf(lang: LanguageCode): CommentState {
    return lang === UNDETERMINED || this.options.supportedLanguages.includes(lang) ? 'pending' : 'unsupported';
  }

  #read(comment: string, given: LanguageCode | null): ReadComment {
    if (comment.length > REMEMBERED_CHARACTERS) return readComment(comment, given);
    const key = `${given ?? ''}:${comment}`;
    let read = this.#remembered.get(key);
    if (!read) {
      read = readComment(comment, given);
      if (this.#remembered.size >= REMEMBERED_COMMENTS) this.#remembered.clear();
      this.#remembered.set(key, read);
    }
    return read;
  }
}

/** All that is stored as it was checked. */
function storedFields(candidate: Candidate) {
  const { source, sourceId, day, answeredAt, unitPath, channel, score, scale, statements, contentHash } = candidate;
  return { source, sourceId, day, answeredAt, unitPath, channel, score, scale, statements, contentHash };
}

function readComment(comment: string, given: LanguageCode | null): ReadComment {
  const lang = given ?? identifyLanguage(comment).lang;
  const masked = redact(comment, findNames(comment, lang)).text;
  return { masked, lang, stems: searchStems(masked.replace(TOKENS, ' '), lang) };
}
