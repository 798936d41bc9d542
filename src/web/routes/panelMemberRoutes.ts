/** A member of a panel answers: one finding or comment a screen, kept at each step. */
import { Router, urlencoded, type Request, type Response } from 'express';
import type { Polarity, ThemeKey } from '../../domain/theme.js';
import {
  answerComment,
  answerFinding,
  chooseLanguages,
  commentStep,
  findingStep,
  memberView,
  type AnswerOutcome,
  type FindingAnswerInput,
  type MemberStep,
} from '../../flows/panelAnswering.js';
import type { PanelDeps } from '../../flows/panelDeps.js';
import { isPolarity } from '../../flows/panelSettlement.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { stepPath } from '../pages/panelListPage.js';
import { commentScreen, donePage, findingScreen, readMasked } from '../pages/panelMemberPages.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { bodyOf, listOf, numberOf, textOf } from '../formBody.js';

const MAX_FORM = '16kb';

export function panelMemberRoutes(deps: PanelDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const member = requireRight('panel.answer');
  const receive = [member, urlencoded({ extended: false, limit: MAX_FORM }), forms.protect, member];

  router.post('/panel/:round/start', ...receive, async (req, res) => {
    const id = numberOf(req, 'round');
    const kept = await chooseLanguages(deps, actorOf(res), id, listOf(bodyOf(req), 'languages'));
    refuse(kept);
    const view = await memberView(deps, actorOf(res), id);
    res.redirect(303, stepPath(id, view?.next.kind === 'done' ? { kind: 'finding', n: 1 } : (view?.next ?? NOTHING)));
  });

  router.get('/panel/:round/findings/:n', member, (req, res) => showFinding(req, res, null, ''));

  router.post('/panel/:round/findings/:n', ...receive, async (req, res) => {
    const [id, n] = [numberOf(req, 'round'), numberOf(req, 'n')];
    const body = bodyOf(req);
    const input: FindingAnswerInput = {
      recognition: textOf(body, 'recognition'),
      importance: textOf(body, 'importance'),
      text: textOf(body, 'text'),
      suggestedAction: textOf(body, 'suggestedAction'),
    };
    const outcome = await answerFinding(deps, actorOf(res), id, n, input);
    if (outcome.outcome === 'wrong') {
      res.status(422);
      await showFinding(req, res, input, 'panel.wrong.finding');
      return;
    }
    refuse(outcome);
    await goOn(res, id, { kind: 'finding', n }, outcome);
  });

  router.get('/panel/:round/comments/:place', member, (req, res) => showComment(req, res, null, ''));

  router.post('/panel/:round/comments/:place', ...receive, async (req, res) => {
    const [id, place] = [numberOf(req, 'round'), numberOf(req, 'place')];
    const body = bodyOf(req);
    const themes = new Map<ThemeKey, Polarity | null>(
      listOf(body, 'themes').map((theme) => {
        const polarity = textOf(body, `polarity_${theme}`);
        return [theme, isPolarity(polarity) ? polarity : null];
      }),
    );
    const answer = { response: Number(textOf(body, 'response')), themes, none: textOf(body, 'none') !== '' };
    const outcome = await answerComment(deps, actorOf(res), id, place, answer);
    if (outcome.outcome === 'wrong') {
      res.status(422);
      await showComment(req, res, themes, answer.none && themes.size > 0 ? 'panel.wrong.both' : 'panel.wrong.comment');
      return;
    }
    refuse(outcome);
    await goOn(res, id, { kind: 'comment', place }, outcome);
  });

  router.get('/panel/:round/done', member, async (req, res) => {
    const view = await memberView(deps, actorOf(res), numberOf(req, 'round'));
    if (!view) throw notFound();
    await render(req, res, 'panelDone', { titleKey: 'panel.title', section: 'panel' }, (words) =>
      donePage(view, readMasked(req.query['masked']), words),
    );
  });

  async function showFinding(
    req: Request,
    res: Response,
    typed: FindingAnswerInput | null,
    problem: string,
  ): Promise<void> {
    const step = await findingStep(deps, actorOf(res), numberOf(req, 'round'), numberOf(req, 'n'));
    if (!step) throw notFound();
    if (!step.view.canAnswer) refuse({ outcome: 'closed' });
    const sent = { token: forms.token(req, res), masked: readMasked(req.query['masked']), typed, problem };
    await render(req, res, 'panelFinding', { titleKey: 'panel.finding', section: 'panel' }, (words) =>
      findingScreen(step, sent, words),
    );
  }

  async function showComment(
    req: Request,
    res: Response,
    typed: ReadonlyMap<string, string | null> | null,
    problem: string,
  ): Promise<void> {
    const step = await commentStep(deps, actorOf(res), numberOf(req, 'round'), numberOf(req, 'place'));
    if (!step) throw notFound();
    if (!step.view.canAnswer) refuse({ outcome: 'closed' });
    const sent = { token: forms.token(req, res), masked: readMasked(req.query['masked']), typed, problem };
    await render(req, res, 'panelComment', { titleKey: 'panel.comment', section: 'panel' }, (words) =>
      commentScreen(step, sent, words),
    );
  }

  /** The screen after this one; at the end the first that was left out, if any. */
  async function goOn(res: Response, id: number, from: MemberStep, kept: AnswerOutcome): Promise<void> {
    const view = await memberView(deps, actorOf(res), id);
    if (!view) throw notFound();
    const findings = view.findings.map((_, index): MemberStep => ({ kind: 'finding', n: index + 1 }));
    const comments = view.comments.map(({ place }): MemberStep => ({ kind: 'comment', place }));
    const steps = [...findings, ...comments];
    const here = steps.findIndex((step) => stepPath(id, step) === stepPath(id, from));
    const next = steps[here + 1] ?? { kind: 'done' };
    const masked = kept.outcome === 'kept' && kept.masked.length > 0 ? `?masked=${kept.masked.join(',')}` : '';
    res.redirect(303, stepPath(id, next) + masked);
  }

  return router;
}

const NOTHING: MemberStep = { kind: 'welcome' };

/** @throws when an answer was not kept and there is nothing to mend */
function refuse({ outcome }: AnswerOutcome): void {
  if (outcome === 'unknown') throw notFound();
  if (outcome === 'closed') throw new PageProblem(409, 'panel.closedTitle', 'panel.closedText');
}
