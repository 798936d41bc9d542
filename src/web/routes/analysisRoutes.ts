/** Pages that weigh figures against one another: what goes with NPS, what stands out, and people's notes on both. */
import { Router, urlencoded } from 'express';
import { addAnnotation, deleteAnnotation } from '../../flows/annotations.js';
import { controlCharts } from '../../flows/controlCharts.js';
import type { FlowDeps } from '../../flows/deps.js';
import { npsDrivers } from '../../flows/npsDrivers.js';
import { signals } from '../../flows/signals.js';
import { standardisedNps } from '../../flows/standardisedNps.js';
import { statementDrivers } from '../../flows/statementDrivers.js';
import { requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { localPath } from '../language.js';
import { driversPage } from '../pages/driversPage.js';
import { signalsPage } from '../pages/signalsPage.js';
import { FILTER_RULES, parseFeedbackQuery, QueryReader } from '../query.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { unknownUnit } from './figureRoutes.js';

const MAX_FORM = '8kb';

export function analysisRoutes(flows: FlowDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();

  router.get('/drivers', requireRight('figures.read'), async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query);
    const [found, statements] = await Promise.all([npsDrivers(flows, filter), statementDrivers(flows, filter)]);
    if (!found) throw unknownUnit(filter.unit);
    await render(
      req,
      res,
      'drivers',
      {
        titleKey: 'drivers.title',
        section: 'drivers',
        problems,
        filter: { path: '/drivers', asked: filter, period: found.period },
      },
      (words) => driversPage(found, statements, words),
    );
  });

  router.get('/signals', requireRight('figures.read'), async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query, ['theme']);
    const asked = new QueryReader(req.query).read('theme', FILTER_RULES.theme);
    const report = await signals(flows, filter);
    if (!report) throw unknownUnit(filter.unit);
    const theme =
      flows.taxonomy.themes.find((known) => known.key === asked) ??
      report.episodes.find(({ strongest }) => strongest.theme !== null)?.strongest.theme ??
      flows.taxonomy.themes[0] ??
      null;
    const [charts, standardised] = await Promise.all([
      controlCharts(flows, filter, theme?.key ?? null),
      standardisedNps(flows, filter),
    ]);
    if (!charts) throw unknownUnit(filter.unit);
    await render(
      req,
      res,
      'signals',
      {
        titleKey: 'signals.title',
        section: 'signals',
        problems,
        filter: { path: '/signals', asked: filter, period: report.period },
      },
      (words) =>
        signalsPage(
          {
            report,
            charts,
            standardised,
            theme: theme?.key ?? null,
            token: forms.token(req, res),
            url: req.originalUrl,
          },
          words,
        ),
    );
  });

  const receive = [requireRight('notes.write'), urlencoded({ extended: false, limit: MAX_FORM }), forms.protect];

  router.post('/annotations', ...receive, async (req, res) => {
    const body = (req.body ?? {}) as Record<string, unknown>;
    const text = (field: string): string => (typeof body[field] === 'string' ? body[field] : '');
    const added = await addAnnotation(flows, { unit: text('unit'), day: text('day'), text: text('text') });
    if (added.outcome === 'refused') {
      throw new PageProblem(422, 'annotations.refusedTitle', 'annotations.refusedText');
    }
    res.redirect(303, `${withoutFragment(localPath(body['back']))}#notes`);
  });

  router.post('/annotations/:id/delete', ...receive, async (req, res) => {
    const id = String(req.params['id']);
    const deleted = /^\d{1,15}$/.test(id) && (await deleteAnnotation(flows, Number(id)));
    if (!deleted) throw notFound();
    const { back } = (req.body ?? {}) as { readonly back?: unknown };
    res.redirect(303, `${withoutFragment(localPath(back))}#notes`);
  });

  return router;
}

function withoutFragment(path: string): string {
  return path.replace(/#.*$/, '');
}
