/** The printable report of one unit and month. */
import { Router } from 'express';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../domain/theme.js';
import type { FlowDeps } from '../../flows/deps.js';
import { isMonth, monthReport } from '../../flows/monthReport.js';
import { requireRight } from '../actor.js';
import { reportPage } from '../pages/reportPage.js';
import { FILTER_RULES, QueryReader, type QueryInput, type QueryProblem, type QueryRule } from '../query.js';
import type { PageRenderer } from '../render.js';
import { unknownUnit } from './figureRoutes.js';

const MONTH: QueryRule<string> = {
  expected: 'a calendar month yyyy-mm',
  schema: z.string().refine(isMonth),
};

/** Unit and month of a report; null for the whole organisation and for the newest month. */
export function readReportQuery(input: QueryInput): {
  readonly unit: string | null;
  readonly month: string | null;
  readonly problems: readonly QueryProblem[];
} {
  const reader = new QueryReader(input);
  reader.refuseOthers(['unit', 'month']);
  const unit = reader.read('unit', FILTER_RULES.unit);
  const month = reader.read('month', MONTH);
  return { unit, month, problems: reader.problems };
}

/** @param organisation the configured name, or null */
export function reportRoutes(flows: FlowDeps, render: PageRenderer, organisation: string | null): Router {
  const router = Router();

  router.get('/report', requireRight('figures.read'), async (req, res) => {
    const { unit, month, problems } = readReportQuery(req.query);
    const [report, units, name] = await Promise.all([
      monthReport(flows, unit, month),
      flows.store.listUnits(),
      organisationName(flows, organisation, res.locals['lang'] as Language),
    ]);
    if (!report) throw unknownUnit(unit);
    await render(req, res, 'report', { titleKey: 'report.title', section: null, problems }, (words) =>
      reportPage(report, units, flows.today(), name ?? words.t('filter.allUnits'), words),
    );
  });

  return router;
}

/** The configured name, else the one stored with the data in the reader's language or any other; null where there is none. */
async function organisationName(flows: FlowDeps, configured: string | null, lang: Language): Promise<string | null> {
  if (configured !== null) return configured;
  for (const each of [lang, ...LANGUAGES]) {
    const name = await flows.store.getSetting(`organisationName.${each}`);
    if (name !== null) return name;
  }
  return null;
}
