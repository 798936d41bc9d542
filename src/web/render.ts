/** Renders one page: gathers what stands around it, makes its typed context, and sends it. */
import type { Request, Response } from 'express';
import { may, type Actor, type Right } from '../domain/actor.js';
import { NO_FILTER, type CommentFilter, type FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Period } from '../domain/calendar.js';
import type { Language } from '../domain/theme.js';
import { countOverdue } from '../flows/actions.js';
import { runAs } from '../flows/currentActor.js';
import type { FlowDeps } from '../flows/deps.js';
import type { QualityCards } from '../flows/qualityCard.js';
import { soleUnit } from '../flows/scope.js';
import type { TaggingProgress } from '../store/store.js';
import { mayOverAll } from './actor.js';
import { shownComments } from './auditedRequest.js';
import { translator } from './language.js';
import { momentWords, type MomentWords } from './moments.js';
import { numberWords } from './numbers.js';
import { retagProgress } from './retagProgress.js';
import type { CommentWords } from './pages/commentView.js';
import { filterBarOf, type FilterBar, type FilterComparison } from './pages/filterBar.js';
import { frameOf, type Section } from './pages/frame.js';
import { knowPeople } from './pages/people.js';
import { weakMarks } from './pages/qualityWords.js';
import { toSearchParams, type QueryProblem } from './query.js';
import { viewUrl } from './viewUrl.js';
import { wordsForSome } from './wordsForSome.js';

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
  /** What the reader may; forms and links that lead to what they may not are left out. */
  readonly may: (right: Right) => boolean;
  /** The same for the whole organisation. */
  readonly mayOverAll: (right: Right) => boolean;
}

export type PageRenderer = <Context extends object>(
  req: Request,
  res: Response,
  view: string,
  request: PageRequest,
  context: (words: PageWords) => Context,
) => Promise<void>;

export interface RenderDeps {
  /** On behalf of the reader. */
  readonly flows: FlowDeps;
  /** On behalf of the service: names of people and of the organisation, and how far tagging again has come. */
  readonly ownFlows: FlowDeps;
  /** The configured name, or null to use the demo organisation's or the product's. */
  readonly organisation: string | null;
  /** IANA name of the organisation's zone. */
  readonly timeZone: string;
  /** Which themes the tagger is too weak on. */
  readonly quality: Pick<QualityCards, 'weak'>;
  /** Of the form that signs out. */
  readonly formToken: (req: Request, res: Response) => string;
}

const NOTHING_TO_READ: TaggingProgress = { pending: 0, tagged: 0, unsupported: 0 };

export function pageRenderer({
  flows,
  ownFlows,
  organisation,
  timeZone,
  quality,
  formToken,
}: RenderDeps): PageRenderer {
  const { store } = flows;
  const { store: ownStore } = ownFlows;
  const countRetagging = retagProgress(ownFlows);
  const draw: PageRenderer = async (req, res, view, request, context) => {
    const lang = res.locals['lang'] as Language;
    // an error before anybody was identified is a page too
    const actor = (res.locals['actor'] as Actor | undefined) ?? null;
    const isScoped = actor !== null && actor.units !== null;
    const t = isScoped ? wordsForSome(translator(lang)) : translator(lang);
    const mayOf = (right: Right): boolean => actor !== null && may(actor, right);
    const numbers = numberWords(lang);
    const [names, demo, ownName] = await Promise.all([
      ownStore.accountNames(),
      ownStore.getSetting('demo'),
      ownStore.getSetting(`organisationName.${lang}`),
    ]);
    knowPeople(t, names);
    const [units, tagging, retagging, serious, overdueActions] = await Promise.all([
      actor ? store.listUnits() : [],
      mayOf('figures.read') ? store.taggingProgress() : NOTHING_TO_READ,
      // how many there are in other units is not theirs to know
      mayOf('figures.read') && !isScoped ? countRetagging() : 0,
      mayOf('serious.read') && request.section === 'overview' ? store.summariseSerious(NO_FILTER) : null,
      actor !== null && mayOf('actions.read') && request.section === 'overview'
        ? countOverdue(flows, flows.today(), actor)
        : null,
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
      may: mayOf,
      mayOverAll: (right) => actor !== null && mayOverAll(actor, right),
      shown: (id) => void shownComments(res).add(id),
      weak: weakMarks(
        quality.weak.filter((each) => !request.filter?.asked.lang || each.lang === request.filter.asked.lang),
        { lang, t, href: actor && mayOverAll(actor, 'figures.read') ? '/quality#warnings' : null },
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
        actor,
        formToken: actor === null || actor.role === 'local' ? null : formToken(req, res),
        openSerious: serious?.states.open ?? null,
        overdueActions,
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
    const saveUrl = mayOf('comments.work') ? viewUrl(req.originalUrl) : null;
    const filter = request.filter ? await drawFilter({ ...request.filter, saveUrl }, flows, units, words) : null;
    const { mayOverAll: mayAll } = words;
    res.render(`pages/${view}`, { frame, filter, t, may: mayOf, mayOverAll: mayAll, page: context(words) });
  };
  // what failed may have lost on whose behalf it ran
  return (...args) => {
    const actor = args[1].locals['actor'] as Actor | undefined;
    return actor ? runAs(actor, () => draw(...args)) : draw(...args);
  };
}

async function drawFilter(
  filter: NonNullable<PageRequest['filter']> & { readonly saveUrl: string | null },
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
    choices: { units, channels, languages, taxonomy, lastDay: range?.to ?? null, sole: soleUnit(units) },
    lang: words.lang,
    t: words.t,
    numbers: words.numbers,
  });
}
