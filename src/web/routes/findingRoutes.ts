/** Findings: the list, the letter, and the form that makes and changes them. */
import { Router, urlencoded, type Request, type Response } from 'express';
import { may } from '../../domain/actor.js';
import { FINDING_STATES } from '../../domain/findingState.js';
import { REDACTION_KINDS } from '../../domain/redactedSpan.js';
import { actionsOfFinding } from '../../flows/actions.js';
import { composeFinding, type ComposedFinding } from '../../flows/composeFinding.js';
import type { LearningDeps } from '../../flows/deps.js';
import { mayFinding } from '../../flows/findingAccess.js';
import type { KnownQuality } from '../../flows/findingLimits.js';
import {
  editFinding,
  makeFinding,
  moveFinding,
  readFinding,
  type FindingOutcome,
  type FindingProblem,
} from '../../flows/keepFinding.js';
import type { QualityCards } from '../../flows/qualityCard.js';
import type { QuoteCandidate } from '../../flows/quoteCandidates.js';
import type { Finding } from '../../store/findingStore.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { readFindingSource, sourcePath } from '../findingSource.js';
import { isLanguage } from '../language.js';
import { bodyOf, textOf } from '../formBody.js';
import { readFindingForm } from '../pages/findingForm.js';
import { findingPage } from '../pages/findingPage.js';
import { findingsPage } from '../pages/findingsPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { unknownUnit } from './figureRoutes.js';
import { showEditForm, showNewForm } from './findingForms.js';

const LARGEST_FORM = '96kb';
/** A page does not wait for drift to be measured; the next one has it. */
const PATIENCE_MS = 300;

export function findingRoutes(
  flows: LearningDeps,
  cards: QualityCards,
  forms: FormProtection,
  render: PageRenderer,
): Router {
  const router = Router();
  const reader = requireRight('findings.read');
  const writer = [reader, requireRight('findings.write')];
  const receive = [urlencoded({ extended: false, limit: LARGEST_FORM }), forms.protect];

  router.get('/findings', reader, async (req, res) => {
    const state = FINDING_STATES.find((each) => each === req.query['state']) ?? null;
    const unit = textOf(req.query, 'unit') || null;
    const units = await flows.store.listUnits();
    if (unit !== null && !units.some((each) => each.code === unit)) throw unknownUnit(unit);
    const findings = await flows.store.listFindings({ units: unit === null ? null : [unit] });
    await render(req, res, 'findings', { titleKey: 'findings.title', section: 'findings' }, (words) =>
      findingsPage(findings, units, { state, unit }, words),
    );
  });

  router.get('/findings/new', ...writer, async (req, res) => {
    const composed = await composedOf(req, res, req.query['from']);
    const replaced = await replacedBy(textOf(req.query, 'replaces'));
    await showNewForm(render, forms, { req, res, composed, replaced, typed: null, problems: [] });
  });

  router.post('/findings', ...writer, ...receive, async (req, res) => {
    const body = bodyOf(req);
    const typed = readFindingForm(body);
    const kept = typed.quotes.map(({ response }) => response);
    const composed = await composedOf(req, res, body['from'], kept);
    const replaced = await replacedBy(textOf(body, 'replaces'));
    const again = (status: number, problems: readonly (FindingProblem | 'moved')[]): Promise<void> =>
      showNewForm(render, forms, { req, res: res.status(status), composed, replaced, typed, problems });
    if (textOf(body, 'do') === 'check') return again(200, []);
    const outcome = await makeFinding(flows, composed, typed, {
      seen: textOf(body, 'seen'),
      madeFrom: sourcePath(composed.source),
      replaces: replaced?.id ?? null,
    });
    if (outcome.outcome === 'moved') return again(409, ['moved']);
    if (outcome.outcome === 'refused') return again(422, outcome.problems);
    goOn(res, outcome);
  });

  router.get('/findings/:id', reader, async (req, res) => {
    await showFinding(req, res, await findingOf(req), []);
  });

  router.get('/findings/:id/edit', ...writer, async (req, res) => {
    const finding = await editable(req);
    const candidates = await candidatesOf(finding, res);
    await showEditForm(render, forms, { req, res, finding, candidates, typed: null, problems: [] });
  });

  router.post('/findings/:id', ...writer, ...receive, async (req, res) => {
    const finding = await editable(req);
    const body = bodyOf(req);
    const typed = readFindingForm(body);
    const candidates = await candidatesOf(finding, res);
    const again = (status: number, problems: readonly FindingProblem[]): Promise<void> =>
      showEditForm(render, forms, { req, res: res.status(status), finding, candidates, typed, problems });
    if (textOf(body, 'do') === 'check') return again(200, []);
    const outcome = await editFinding(flows, finding.id, candidates, typed);
    if (outcome.outcome === 'refused') return again(422, outcome.problems);
    goOn(res, outcome);
  });

  router.post('/findings/:id/state', ...writer, ...receive, async (req, res) => {
    const finding = await findingOf(req);
    const wanted = FINDING_STATES.find((each) => each === bodyOf(req)['state']);
    if (!wanted) throw notFound();
    const candidates = wanted === 'ready' ? await candidatesOf(finding, res) : [];
    const outcome = await moveFinding(flows, finding.id, wanted, candidates);
    if (outcome.outcome === 'refused') {
      res.status(422);
      await showFinding(req, res, finding, outcome.problems);
      return;
    }
    goOn(res, outcome);
  });

  async function showFinding(
    req: Request,
    res: Response,
    finding: Finding,
    problems: readonly FindingProblem[],
  ): Promise<void> {
    const actor = actorOf(res);
    const asked = req.query['in'];
    const [history, others, mayWrite, actions] = await Promise.all([
      flows.store.findingHistory(finding.id),
      flows.store.listFindings({}),
      mayFinding(flows, 'findings.write', finding.unit),
      may(actor, 'actions.read') ? actionsOfFinding(flows, finding.id, actor) : [],
    ]);
    const masked = textOf(req.query, 'masked').split(',');
    await render(req, res, 'finding', { titleKey: 'findings.title', section: 'findings' }, (words) =>
      findingPage(
        {
          finding,
          history,
          newer: others.filter(({ replaces }) => replaces === finding.id).map(({ id }) => id),
          wanted: isLanguage(asked) ? asked : words.lang,
          token: mayWrite ? forms.token(req, res) : null,
          mayAct: may(actor, 'actions.write'),
          actions,
          problems,
          masked: REDACTION_KINDS.filter((kind) => masked.includes(kind)),
        },
        words,
      ),
    );
  }

  /** @throws PageProblem when no finding can be made of the page, or not by who asks */
  async function composedOf(
    _req: Request,
    res: Response,
    page: unknown,
    kept: readonly number[] = [],
  ): Promise<ComposedFinding> {
    const source = await readFindingSource(flows, page, actorOf(res));
    const composed = source && (await composeFinding(flows, source, await knownQuality(), kept));
    if (!composed) throw new PageProblem(404, 'findings.refusedTitle', 'findings.refusedText');
    if (!(await mayFinding(flows, 'findings.write', composed.filter.unit))) {
      throw new PageProblem(403, 'findings.wholeTitle', 'findings.wholeText');
    }
    return composed;
  }

  /** What can be quoted now; a page that is gone leaves the quotes that there are. */
  async function candidatesOf(finding: Finding, res: Response): Promise<readonly QuoteCandidate[]> {
    const source = await readFindingSource(flows, finding.madeFrom, actorOf(res));
    const kept = finding.quotes.map(({ response }) => response);
    const composed = source && (await composeFinding(flows, source, { weak: [], drifted: [] }, kept));
    return composed?.candidates ?? [];
  }

  async function knownQuality(): Promise<KnownQuality> {
    const drift = await cards.drift(PATIENCE_MS).catch(() => null);
    const languages = drift?.state === 'ready' ? drift.value : [];
    return {
      weak: cards.weak,
      drifted: languages.filter(({ drifted }) => drifted.length > 0).map(({ lang }) => lang),
    };
  }

  async function replacedBy(id: string): Promise<Finding | null> {
    if (id === '') return null;
    const finding = /^\d{1,15}$/.test(id) ? await readFinding(flows, Number(id)) : null;
    if (!finding) throw notFound();
    return finding;
  }

  async function findingOf(req: Request): Promise<Finding> {
    const id = String(req.params['id']);
    const finding = /^\d{1,15}$/.test(id) ? await readFinding(flows, Number(id)) : null;
    if (!finding) throw notFound();
    return finding;
  }

  async function editable(req: Request): Promise<Finding> {
    const finding = await findingOf(req);
    if (finding.fixedAt !== null || finding.state === 'closed') throw fixed();
    if (!(await mayFinding(flows, 'findings.write', finding.unit))) throw notAllowed();
    return finding;
  }

  return router;
}

/** On to the finding, or to the page that says why not. */
function goOn(res: Response, outcome: FindingOutcome): void {
  switch (outcome.outcome) {
    case 'kept': {
      const masked = outcome.masked.length > 0 ? `?masked=${outcome.masked.join(',')}` : '';
      res.redirect(303, `/findings/${outcome.id}${masked}`);
      return;
    }
    case 'notAllowed':
      throw notAllowed();
    case 'unknown':
      throw notFound();
    case 'fixed':
    case 'moved':
    case 'refused':
      throw fixed();
  }
}

function fixed(): PageProblem {
  return new PageProblem(409, 'findings.fixedTitle', 'findings.fixedText');
}

function notAllowed(): PageProblem {
  return new PageProblem(403, 'errors.notAllowedTitle', 'errors.notAllowedText');
}
