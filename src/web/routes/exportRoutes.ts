/** Every table as a file: CSV for any program, an Excel workbook for people. */
import { Router } from 'express';
import type { Language } from '../../domain/theme.js';
import type { FlowDeps } from '../../flows/deps.js';
import { explainMovement } from '../../flows/explainMovement.js';
import { monthReport } from '../../flows/monthReport.js';
import { overview } from '../../flows/overview.js';
import { themesReport } from '../../flows/themesReport.js';
import { unitTree } from '../../flows/unitReport.js';
import { requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { writeCsv } from '../exports/csv.js';
import { documentOf, movementDocument, reportDocument, type ExportSubject } from '../exports/documents.js';
import { EXPORTS, type ExportName } from '../exports/downloads.js';
import type { ExportDocument } from '../exports/exportTable.js';
import { themesTable, trendTable, unitsTable } from '../exports/figureTables.js';
import { writeWorkbook } from '../exports/workbook.js';
import { translator } from '../language.js';
import { readMovementQuery } from '../movementQuery.js';
import { numberWords } from '../numbers.js';
import type { CommentWords } from '../pages/commentView.js';
import { parseFeedbackQuery, type QueryInput, type QueryProblem } from '../query.js';
import { unknownUnit } from './figureRoutes.js';
import { readReportQuery } from './reportRoutes.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function exportRoutes(flows: FlowDeps): Router {
  const router = Router();

  router.get('/export/:file', requireRight('figures.export'), async (req, res) => {
    const [, name, format] = /^([a-z]+)\.(csv|xlsx)$/.exec(String(req.params['file'])) ?? [];
    const known = EXPORTS.find((each) => each === name);
    if (!known) throw notFound();
    const lang = res.locals['lang'] as Language;
    const words = await wordsOf(flows, lang);
    const document = await DOCUMENTS[known](flows, req.query, words);
    res.set('Content-Disposition', `attachment; filename="${document.name}.${format}"`);
    if (format === 'csv') {
      res.type('text/csv; charset=utf-8').send(writeCsv(document, lang === 'en' ? '.' : ','));
    } else {
      res.type(XLSX).send(await writeWorkbook(document));
    }
  });

  return router;
}

type DocumentMaker = (flows: FlowDeps, query: QueryInput, words: CommentWords) => Promise<ExportDocument>;

const DOCUMENTS: Readonly<Record<ExportName, DocumentMaker>> = {
  trend: async (flows, query, words) => {
    const { filter, problems } = parseFeedbackQuery(query);
    refuse(problems);
    const found = known(await overview(flows, filter), filter.unit);
    const subject = { ...found, name: 'trend', title: words.t('overview.trendTitle'), ...madeOf(flows) } as const;
    return documentOf(subject, [trendTable(found.trend, words)], words);
  },
  themes: async (flows, query, words) => {
    const { filter, problems } = parseFeedbackQuery(query);
    refuse(problems);
    const found = known(await themesReport(flows, filter), filter.unit);
    const subject = { ...found, name: 'themes', title: words.t('themes.title'), ...madeOf(flows) } as const;
    return documentOf(subject, [themesTable(found.themes, words)], words);
  },
  units: async (flows, query, words) => {
    const { filter, problems } = parseFeedbackQuery(query);
    refuse(problems);
    const found = known(await unitTree(flows, filter), filter.unit);
    const subject = { ...found, name: 'units', title: words.t('units.title'), ...madeOf(flows) } as const;
    return documentOf(subject, [unitsTable(found.rows, words)], words);
  },
  movement: async (flows, query, words) => {
    const { asked, base, current, adjust, problems } = await readMovementQuery(flows, query);
    refuse(problems);
    const found = known(await explainMovement(flows, { base, current, filter: asked, adjust }), asked.unit);
    return movementDocument(found, madeOf(flows), words);
  },
  report: async (flows, query, words) => {
    const { unit, month, problems } = readReportQuery(query);
    refuse(problems);
    return reportDocument(known(await monthReport(flows, unit, month), unit), madeOf(flows), words);
  },
};

/** When a file is made, and with what. */
function madeOf(flows: FlowDeps): Pick<ExportSubject, 'today' | 'versions'> {
  return { today: flows.today(), versions: flows.tagger.versions };
}

/** A page goes on without a filter that it cannot use and says so; a file could not say it, so there is none. */
function refuse(problems: readonly QueryProblem[]): void {
  const [problem] = problems;
  if (problem) {
    throw new PageProblem(400, 'exports.refusedTitle', 'filter.problem', {
      parameter: problem.parameter,
      found: problem.found,
    });
  }
}

function known<Found>(found: Found | null, unit: string | null): Found {
  if (found === null) throw unknownUnit(unit);
  return found;
}

async function wordsOf({ store, taxonomy }: FlowDeps, lang: Language): Promise<CommentWords> {
  const units = await store.listUnits();
  return {
    lang,
    t: translator(lang),
    numbers: numberWords(lang),
    taxonomy,
    units: new Map(units.map((unit) => [unit.code, unit])),
  };
}
