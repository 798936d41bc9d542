/** A facilitator makes a round, opens and closes it, reads what came of it. */
import { Router, urlencoded, type Request, type Response } from 'express';
import { addDays } from '../../domain/calendar.js';
import type { PanelDeps } from '../../flows/panelDeps.js';
import { concludeFinding, roundResults } from '../../flows/panelResults.js';
import {
  closeRound,
  deleteDraft,
  openRound,
  roundChoices,
  saveRound,
  USUAL_COMMENTS,
  type RoundField,
  type RoundInput,
} from '../../flows/panelRounds.js';
import { decide, isPolarity, settleRound } from '../../flows/panelSettlement.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { roundFormPage } from '../pages/panelLeadPages.js';
import { ABSENT, panelResultsPage } from '../pages/panelResultsPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { bodyOf, listOf, localisedOf, numberOf, textOf, type Fields } from '../formBody.js';

const MAX_FORM = '32kb';
/** Three texts of consensus and three of dissent. */
const MAX_CONCLUSION = '64kb';
/** Days that a new round is open unless the facilitator says otherwise. */
const USUAL_DAYS = 14;

export function panelLeadRoutes(deps: PanelDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const leader = requireRight('panel.lead');
  const receive = (limit = MAX_FORM) => [leader, urlencoded({ extended: false, limit }), forms.protect, leader];

  async function showForm(
    req: Request,
    res: Response,
    id: number | null,
    input: RoundInput,
    fields: readonly RoundField[] = [],
  ): Promise<void> {
    const choices = await roundChoices(deps);
    const titleKey = id === null ? 'panel.form.new' : 'panel.form.edit';
    const token = forms.token(req, res);
    await render(req, res, 'panelForm', { titleKey, section: 'panel' }, (words) =>
      roundFormPage({ id, choices, input, fields, today: deps.flows.today(), token }, words),
    );
  }

  async function save(req: Request, res: Response, id: number | null): Promise<void> {
    const input = inputOf(bodyOf(req));
    const saved = await saveRound(deps, id, input, actorOf(res));
    if (saved.outcome === 'notDraft') throw notFound();
    if (saved.outcome === 'refused') {
      res.status(422);
      await showForm(req, res, id, input, saved.fields);
      return;
    }
    res.redirect(303, `/panel/${saved.id}`);
  }

  router.get('/panel/new', leader, async (req, res) => {
    const until = addDays(deps.flows.today(), USUAL_DAYS);
    await showForm(req, res, null, {
      title: { fi: '', sv: '', en: '' },
      findings: [],
      members: [],
      until,
      comments: String(USUAL_COMMENTS),
    });
  });
  router.post('/panel/new', ...receive(), (req, res) => save(req, res, null));

  router.get('/panel/:round/edit', leader, async (req, res) => {
    const id = numberOf(req, 'round');
    const round = await deps.flows.store.getRound(id);
    if (round?.state !== 'draft') throw notFound();
    const { title, findings, members, until, sample } = round;
    await showForm(req, res, id, {
      title: { fi: title.fi ?? '', sv: title.sv ?? '', en: title.en ?? '' },
      findings: findings.map(String),
      members,
      until,
      comments: String(sample.length),
    });
  });
  router.post('/panel/:round/edit', ...receive(), (req, res) => save(req, res, numberOf(req, 'round')));

  router.post('/panel/:round/remove', ...receive(), async (req, res) => {
    if (!(await deleteDraft(deps, numberOf(req, 'round'), actorOf(res)))) throw notFound();
    res.redirect(303, '/panel');
  });

  router.post('/panel/:round/open', ...receive(), async (req, res) => {
    const id = numberOf(req, 'round');
    const refusal = await openRound(deps, id, actorOf(res));
    if (refusal === 'notDraft') throw notFound();
    if (refusal !== null) throw new PageProblem(409, 'panel.openRefusedTitle', `panel.openRefused.${refusal}`);
    res.redirect(303, `/panel/${id}`);
  });

  router.post('/panel/:round/close', ...receive(), async (req, res) => {
    const id = numberOf(req, 'round');
    if (!(await closeRound(deps, id, actorOf(res)))) throw notFound();
    res.redirect(303, `/panel/${id}/results`);
  });

  router.get('/panel/:round/results', leader, async (req, res) => {
    const results = await roundResults(deps, numberOf(req, 'round'), actorOf(res));
    if (!results) throw notFound();
    const token = forms.token(req, res);
    await render(req, res, 'panelResults', { titleKey: 'panel.results.title', section: 'panel' }, (words) =>
      panelResultsPage(results, token, words),
    );
  });

  router.post('/panel/:round/findings/:finding/conclusion', ...receive(MAX_CONCLUSION), async (req, res) => {
    const [id, finding] = [numberOf(req, 'round'), numberOf(req, 'finding')];
    const body = bodyOf(req);
    const input = {
      state: textOf(body, 'state'),
      consensus: localisedOf(body, 'consensus'),
      dissent: localisedOf(body, 'dissent'),
    };
    const outcome = await concludeFinding(deps, id, finding, input, actorOf(res));
    if (outcome === 'unknown') throw notFound();
    if (outcome === 'refused') throw new PageProblem(422, 'panel.refusedTitle', 'panel.conclusionRefused');
    res.redirect(303, `/panel/${id}/results#finding-${finding}`);
  });

  router.post('/panel/:round/settle', ...receive(), async (req, res) => {
    const id = numberOf(req, 'round');
    const body = bodyOf(req);
    // without a comment: the settling of the whole round, where closing was cut short
    if (textOf(body, 'response') === '') {
      if (!(await settleRound(deps, id, actorOf(res)))) throw notFound();
      res.redirect(303, `/panel/${id}/results`);
      return;
    }
    const said = textOf(body, 'answer');
    const response = textOf(body, 'response');
    if (!/^\d{1,15}$/.test(response) || (said !== ABSENT && !isPolarity(said))) {
      throw new PageProblem(422, 'panel.refusedTitle', 'panel.decisionRefused');
    }
    const polarity = isPolarity(said) ? said : null;
    const decision = { response: Number(response), theme: textOf(body, 'theme'), polarity };
    if (!(await decide(deps, id, decision, actorOf(res)))) throw notFound();
    res.redirect(303, `/panel/${id}/results#unsettled`);
  });

  return router;
}

function inputOf(body: Fields): RoundInput {
  return {
    title: localisedOf(body, 'title'),
    findings: listOf(body, 'findings'),
    members: listOf(body, 'members'),
    until: textOf(body, 'until'),
    comments: textOf(body, 'comments').trim(),
  };
}
