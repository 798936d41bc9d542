/** From a URL's query to a filter and back: the same parameters mean the same on every page and in the API. */
import { z } from 'zod';
import { isDay } from '../domain/calendar.js';
import { NO_FILTER, type CommentFilter, type FeedbackFilter } from '../domain/feedbackFilter.js';
import { CHANNELS, type ChannelOrUnknown } from '../domain/response.js';
import { POLARITIES } from '../domain/theme.js';

/** A parameter that cannot be used; the filter is then without it. */
export interface QueryProblem {
  readonly parameter: string;
  readonly expected: string;
  readonly found: string;
  readonly message: string;
}

/** A query as the browser sent it (URLSearchParams) or as Express read it (`request.query`). */
export type QueryInput = URLSearchParams | Readonly<Record<string, unknown>>;

export const FEEDBACK_PARAMETERS = ['from', 'to', 'unit', 'channel', 'lang'] as const;
export const COMMENT_PARAMETERS = [...FEEDBACK_PARAMETERS, 'theme', 'polarity', 'q'] as const;

/** Longest search, in UTF-16 code units. */
export const MAX_SEARCH_LENGTH = 200;
const MAX_UNIT_LENGTH = 120;

const CHANNEL_NAMES: readonly ChannelOrUnknown[] = [...CHANNELS, 'unknown'];

/** What a parameter may hold; the schema also describes it in the API's OpenAPI document. */
export interface QueryRule<T> {
  readonly expected: string;
  readonly schema: z.ZodType<T, string>;
}

const DAY: QueryRule<string> = {
  // no feedback is older, and figures by month over thousands of years are nobody's question
  expected: 'a calendar day yyyy-mm-dd from 1990 to 2199',
  schema: z.iso.date().refine((day) => isDay(day) && day >= '1990-01-01' && day <= '2199-12-31'),
};

/** Every filter parameter; the same on every page and in the API. */
export const FILTER_RULES = {
  from: DAY,
  to: DAY,
  unit: {
    expected: `a unit code of at most ${MAX_UNIT_LENGTH} characters`,
    schema: z
      .string()
      .max(MAX_UNIT_LENGTH)
      .refine((text) => !/\p{Cc}/u.test(text)),
  },
  channel: { expected: `one of ${CHANNEL_NAMES.join(', ')}`, schema: z.enum([...CHANNELS, 'unknown']) },
  lang: { expected: 'a two-letter language code, or und', schema: z.string().regex(/^(?:[a-z]{2}|und)$/) },
  theme: { expected: 'a theme key such as waiting_times', schema: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/) },
  polarity: { expected: `one of ${POLARITIES.join(', ')}`, schema: z.enum(POLARITIES) },
  q: { expected: `at most ${MAX_SEARCH_LENGTH} characters`, schema: z.string().max(MAX_SEARCH_LENGTH) },
} as const satisfies Record<(typeof COMMENT_PARAMETERS)[number], QueryRule<string>>;

/** How the comments are searched: by the words of `q`, or by what it means. */
export const SEARCH_RULE: QueryRule<'words' | 'meaning'> = {
  expected: 'words or meaning',
  schema: z.enum(['words', 'meaning']),
};

/** Number of the comment that others are to be like. */
export const LIKE_RULE: QueryRule<number> = {
  expected: 'the number of a comment',
  schema: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
};

/** Number of the comment after whose arrival others are new. */
export const AFTER_RULE: QueryRule<number> = LIKE_RULE;

/** Reads single parameters and collects what is wrong. */
export class QueryReader {
  readonly problems: QueryProblem[] = [];
  private readonly values: ReadonlyMap<string, readonly string[]>;

  constructor(input: QueryInput) {
    this.values = toValues(input);
  }

  /** The value by its rule; null when absent, blank or not valid (then a problem is noted). */
  read<T>(parameter: string, rule: QueryRule<T>): T | null {
    const given = (this.values.get(parameter) ?? []).map((text) => text.trim()).filter((text) => text !== '');
    const [text, ...others] = given;
    if (text === undefined) return null;
    if (others.length > 0) {
      this.report(parameter, 'the parameter once', given.join(', '));
      return null;
    }
    const value = rule.schema.safeParse(text);
    if (value.success) return value.data;
    this.report(parameter, rule.expected, text);
    return null;
  }

  report(parameter: string, expected: string, found: string): void {
    const shown = found.length > 80 ? `${found.slice(0, 80)}…` : found;
    this.problems.push({
      parameter,
      expected,
      found: shown,
      message: `${parameter}: expected ${expected}, found "${shown}"`,
    });
  }

  /** Notes every parameter whose name is not one of these. */
  refuseOthers(known: readonly string[]): void {
    for (const name of this.values.keys()) {
      if (!known.includes(name)) this.report(name, `one of the parameters ${known.join(', ')}`, name);
    }
  }
}

function toValues(input: QueryInput): Map<string, string[]> {
  const values = new Map<string, string[]>();
  const pairs: Iterable<readonly [string, unknown]> =
    input instanceof URLSearchParams ? input.entries() : Object.entries(input);
  for (const [name, value] of pairs) {
    const texts = (Array.isArray(value) ? value : [value]).map((part) =>
      typeof part === 'string' ? part : JSON.stringify(part),
    );
    values.set(name, [...(values.get(name) ?? []), ...texts]);
  }
  return values;
}

/**
 * The filter of a page of figures.
 * @param alsoKnown further parameters that the page reads itself
 */
export function parseFeedbackQuery(
  input: QueryInput,
  alsoKnown: readonly string[] = [],
): { readonly filter: FeedbackFilter; readonly problems: readonly QueryProblem[] } {
  const reader = new QueryReader(input);
  reader.refuseOthers([...FEEDBACK_PARAMETERS, ...alsoKnown]);
  return { filter: readFeedbackFilter(reader), problems: reader.problems };
}

/** The filter of a list of comments. */
export function parseCommentQuery(
  input: QueryInput,
  alsoKnown: readonly string[] = [],
): { readonly filter: CommentFilter; readonly problems: readonly QueryProblem[] } {
  const reader = new QueryReader(input);
  reader.refuseOthers([...COMMENT_PARAMETERS, ...alsoKnown]);
  return { filter: readCommentFilter(reader), problems: reader.problems };
}

export function readFeedbackFilter(reader: QueryReader): FeedbackFilter {
  const from = reader.read('from', FILTER_RULES.from);
  let to = reader.read('to', FILTER_RULES.to);
  if (from !== null && to !== null && to < from) {
    reader.report('to', `a day that is not before from (${from})`, to);
    to = null;
  }
  return {
    from,
    to,
    unit: reader.read('unit', FILTER_RULES.unit),
    channel: reader.read('channel', FILTER_RULES.channel),
    lang: reader.read('lang', FILTER_RULES.lang),
  };
}

export function readCommentFilter(reader: QueryReader): CommentFilter {
  return {
    ...readFeedbackFilter(reader),
    theme: reader.read('theme', FILTER_RULES.theme),
    polarity: reader.read('polarity', FILTER_RULES.polarity),
    q: reader.read('q', FILTER_RULES.q),
  };
}

/** The query of a link: parameters in one fixed order, those not set left out. */
export function toSearchParams(filter: Partial<CommentFilter>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of COMMENT_PARAMETERS) {
    const value = filter[name];
    if (value !== null && value !== undefined && value !== '') parameters.set(name, value);
  }
  return parameters;
}

/** What a filter asks for when nothing is asked for. */
export const NO_COMMENT_FILTER: CommentFilter = { ...NO_FILTER, theme: null, polarity: null, q: null };
