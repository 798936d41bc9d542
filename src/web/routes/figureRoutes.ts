/** Pages of figures: overview, themes, one theme, units, one unit. */
import { Router } from 'express';
import { may } from '../../domain/actor.js';
import type { FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { FlowDeps } from '../../flows/deps.js';
import { explainMovement, periodsOverlap, type Movement } from '../../flows/explainMovement.js';
import { overview, type Overview } from '../../flows/overview.js';
import { npsSeries, type NpsSeries } from '../../flows/npsSeries.js';
import { themeReport } from '../../flows/themeReport.js';
import { themesReport } from '../../flows/themesReport.js';
import { unitReport, unitTree } from '../../flows/unitReport.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { downloadLinks } from '../exports/downloads.js';
import { homeOf } from '../pages/frame.js';
import { npsSplit } from '../pages/npsSplits.js';
import { overviewPage } from '../pages/overviewPage.js';
import { themePage, themesPage } from '../pages/themePages.js';
import { unitPage } from '../pages/unitPage.js';
import { axisWords, unitRows } from '../pages/unitRows.js';
import { parseFeedbackQuery, toSearchParams } from '../query.js';
import type { PageRenderer } from '../render.js';

export function figureRoutes(flows: FlowDeps, render: PageRenderer): Router {
  const router = Router();
  const reader = requireRight('figures.read');

  // panel members have no figures: the first page that they may see is theirs
  router.get('/', (_req, res, next) => {
    const actor = actorOf(res);
    if (may(actor, 'figures.read')) next();
    else res.redirect(303, homeOf(actor));
  });

  router.get('/', reader, async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query);
    const found = await overview(flows, filter);
    if (!found) throw unknownUnit(filter.unit);
    const [movement, splits] = await Promise.all([sinceYearBefore(flows, found), splitsOf(flows, found.filter)]);
    await render(
      req,
      res,
      'overview',
      {
        titleKey: 'overview.title',
        section: 'overview',
        problems,
        filter: { path: '/', asked: filter, period: found.period },
      },
      (words) => ({
        ...overviewPage(found, movement, words),
        splits: splits.map((split) => npsSplit(split, '/', words)),
      }),
    );
  });

  router.get('/themes', reader, async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query);
    const found = await themesReport(flows, filter);
    if (!found) throw unknownUnit(filter.unit);
    const query = `?${toSearchParams(found.filter).toString()}`;
    await render(
      req,
      res,
      'themes',
      {
        titleKey: 'themes.title',
        section: 'themes',
        problems,
        filter: { path: '/themes', asked: filter, period: found.period },
      },
      (words) => themesPage(found.themes, found.tagged, query, words),
    );
  });

  router.get('/themes/:key', reader, async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query);
    const found = await themeReport(flows, String(req.params['key']), filter);
    if (!found) throw notFound();
    await render(
      req,
      res,
      'theme',
      {
        title: found.figure.theme.name[res.locals['lang'] as 'fi' | 'sv' | 'en'],
        section: 'themes',
        problems,
        filter: { path: `/themes/${String(req.params['key'])}`, asked: filter, period: found.period },
      },
      (words) => themePage(found, words),
    );
  });

  router.get('/units', reader, async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query);
    const found = await unitTree(flows, filter);
    if (!found) throw unknownUnit(filter.unit);
    const query = `?${toSearchParams({ ...found.filter, unit: null }).toString()}`;
    await render(
      req,
      res,
      'units',
      {
        titleKey: 'units.title',
        section: 'units',
        problems,
        filter: { path: '/units', asked: filter, period: found.period },
      },
      (words) => ({
        rows: unitRows(found.rows, words, query),
        scale: axisWords(found.rows, words.numbers),
        downloads: downloadLinks('units', toSearchParams(found.filter).toString()),
      }),
    );
  });

  router.get('/units/:code', reader, async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query);
    const found = await unitReport(flows, String(req.params['code']), filter);
    if (!found) throw unknownUnit(String(req.params['code']));
    const [movement, splits] = await Promise.all([sinceYearBefore(flows, found), splitsOf(flows, found.filter)]);
    await render(
      req,
      res,
      'overview',
      {
        title: found.unit.name[res.locals['lang'] as 'fi' | 'sv' | 'en'],
        section: 'units',
        problems,
        filter: {
          path: `/units/${encodeURIComponent(String(req.params['code']))}`,
          asked: { ...filter, unit: found.unit.code },
          period: found.period,
          fixedUnit: true,
        },
      },
      (words) => ({
        ...unitPage(found, movement, words),
        splits: splits.map((split) => npsSplit(split, `/units/${encodeURIComponent(found.unit.code)}`, words)),
      }),
    );
  });

  return router;
}

/** Null for a period of more than a year, which shares days with itself a year earlier. */
async function sinceYearBefore(flows: FlowDeps, { filter, period, comparison }: Overview): Promise<Movement | null> {
  if (periodsOverlap(comparison, period)) return null;
  return explainMovement(flows, { base: comparison, current: period, filter, adjust: null });
}

/** By channel and by language; none where there is nothing to compare. */
async function splitsOf(flows: FlowDeps, filter: FeedbackFilter): Promise<NpsSeries[]> {
  const series = await Promise.all([npsSeries(flows, filter, 'channel'), npsSeries(flows, filter, 'lang')]);
  return series.filter((split) => split !== null).filter(({ buckets }) => buckets.length > 1);
}

export function unknownUnit(unit: string | null): PageProblem {
  return new PageProblem(404, 'errors.notFoundTitle', 'errors.unknownUnit', { unit: unit ?? '' });
}
