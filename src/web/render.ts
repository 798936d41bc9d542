/** Renders one page: gathers what stands around it, makes its typed context, and sends it. */
import type { Request, Response } from 'express';
import { may, type Actor } from '../domain/actor.js';
import { NO_FILTER, type CommentFilter, type FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Period } from '../domain/calendar.js';
import type { Language } from '../domain/theme.js';
import type { FlowDeps } from '../flows/deps.js';
import type { QualityCards } from '../flows/qualityCard.js';
import { translator } from './language.js';
import { momentWords, type MomentWords } from './moments.js';
import { numberWords } from './numbers.js';
import { retagProgress } from './retagProgress.js';
import type { CommentWords } from './pages/commentView.js';
import { filterBarOf, type FilterBar, type FilterComparison } from './pages/filterBar.js';
import { frameOf, type Section } from './pages/frame.js';
import { weakMarks } from './pages/qualityWords.js';
import { toSearchParams, type QueryProblem } from './query.js';

export interface PageRequest {
  /** Phrase for the title, or the title itself. */
  readonly titleKey?: string;
  readonly title?: string;
  readonly section: Section | null;
  readonly refreshSeconds?: number | null;
  readonly problems?: readonly QueryProblem[];
  /** Draws the filter bar. */
  readonly filter?: {
    readonly path: string;
    readonly asked: FeedbackFilter | CommentFilter;
    readonly period: Period | null;
    readonly fixedUnit?: boolean;
    /** Further parameters of the page that its filter keeps. */
    readonly kept?: FilterBar['kept'];
    /** Where the page compares two periods; made with the words of the reader. */
    readonly comparison?: (words: PageWords) => FilterComparison;
  };
}

/** What every page's context is made from. */
export interface PageWords extends CommentWords {
  readonly title: string;
  readonly moments: MomentWords;
}

export type PageRenderer = <Context extends object>(
  req: Request,
  res: Response,
  view: string,
  request: PageRequest,
  context: (words: PageWords) => Context,
) => Promise<void>;

export interface RenderDeps {
  readonly flows: FlowDeps;
  /** The configured name, or null to use the demo organisation's or the product's. */
  readonly organisation: string | null;
  /** IANA name of the organisation's zone. */
  readonly timeZone: string;
  /** Which themes the tagger is too weak on. */
  readonly quality: Pick<QualityCards, 'weak'>;
}

export function pageRenderer({ flows, organisation, timeZone, quality }: RenderDeps): PageRenderer {
  const { store } = flows;
  const countRetagging = retagProgress(flows);
  return async (req, res, view, request, context) => {
    const lang = res.locals['lang'] as Language;
    const t = translator(lang);
    const numbers = numberWords(lang);
    // an error before anybody was identified is a page too
    const actor = res.locals['actor'] as Actor | undefined;
    const maySeeSerious = actor !== undefined && may(actor, 'serious.read');
    const [units, tagging, retagging, demo, ownName, serious] = await Promise.all([
      store.listUnits(),
      store.taggingProgress(),
      countRetagging(),
      store.getSetting('demo'),
      store.getSetting(`organisationName.${lang}`),
      maySeeSerious && request.section === 'overview' ? store.summariseSerious(NO_FILTER) : null,
    ]);
    const { taxonomy } = flows;
    const title = request.title ?? t(request.titleKey ?? 'product.name');
    const words: PageWords = {
      lang,
      t,
      numbers,
      taxonomy,
      units: new Map(units.map((unit) => [unit.code, unit])),
      title,
      moments: momentWords(lang, timeZone),
      weak: weakMarks(
        quality.weak.filter((each) => !request.filter?.asked.lang || each.lang === request.filter.asked.lang),
        { lang, t },
      ),
    };
    const asked = request.filter?.asked;
    const shared = asked
      ? toSearchParams({
          from: asked.from,
          to: asked.to,
          unit: asked.unit,
          channel: asked.channel,
          lang: asked.lang,
        }).toString()
      : '';
    const frame = frameOf(
      {
        lang,
        t,
        numbers,
        organisation: organisation ?? ownName,
        demo: demo === 'true',
        tagging,
        retagging,
        versions: flows.tagger.versions,
        maySeeSerious,
        openSerious: serious?.states.open ?? null,
        url: req.originalUrl,
        sharedQuery: shared && !request.filter?.fixedUnit ? `?${shared}` : '',
      },
      {
        title,
        section: request.section,
        refreshSeconds: request.refreshSeconds ?? null,
        problems: (request.problems ?? []).map((problem) =>
          t('filter.problem', { parameter: problem.parameter, found: problem.found }),
        ),
      },
    );
    const filter = request.filter ? await drawFilter(request.filter, flows, units, words) : null;
    res.render(`pages/${view}`, { frame, filter, t, page: context(words) });
  };
}

async function drawFilter(
  filter: NonNullable<PageRequest['filter']>,
  { store, taxonomy }: FlowDeps,
  units: Awaited<ReturnType<FlowDeps['store']['listUnits']>>,
  words: PageWords,
): Promise<FilterBar> {
  const [languages, channels, range] = await Promise.all([
    store.knownLanguages(),
    store.knownChannels(),
    store.dayRange(filter.asked.unit),
  ]);
  const { comparison, ...rest } = filter;
  return filterBarOf({
    ...rest,
    ...(comparison && { comparison: comparison(words) }),
    choices: { units, channels, languages, taxonomy, lastDay: range?.to ?? null },
    lang: words.lang,
    t: words.t,
    numbers: words.numbers,
  });
}
