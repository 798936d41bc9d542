/** A team's daily work: the page of what waits, saved views, answers and threads. */
import { Router, urlencoded } from 'express';
import {
  assignComment,
  SETTLED_STATES,
  settleAssignment,
  type AssignmentOutcome,
  type TeamDeps,
} from '../../flows/assignments.js';
import type { LearningDeps } from '../../flows/deps.js';
import { markWorkSeen, myWork } from '../../flows/myWork.js';
import { changeView, deleteView, openView, saveView, type ViewDeps } from '../../flows/savedViews.js';
import { withdrawMessage, writeMessage } from '../../flows/threads.js';
import type { DigestChannel } from '../../store/teamStore.js';
import { actorOf, requireRight } from '../actor.js';
import { bodyOf, numberOf, textOf } from '../formBody.js';
import { notFound, PageProblem } from '../errors.js';
import { savedViewPage } from '../pages/savedViewPage.js';
import { workPage } from '../pages/workPage.js';
import { NO_COMMENT_FILTER } from '../query.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { arrivalsUrl, viewFilter, viewUrl } from '../viewUrl.js';

const MAX_FORM = '16kb';

/** @param channels over which this installation sends digests */
export function teamRoutes(
  flows: LearningDeps,
  forms: FormProtection,
  render: PageRenderer,
  channels: readonly DigestChannel[],
): Router {
  const router = Router();
  const receive = [requireRight('comments.work'), urlencoded({ extended: false, limit: MAX_FORM }), forms.protect];
  const reader = requireRight('comments.work');
  const deps: TeamDeps & ViewDeps = { ...pick(flows), filterOf: viewFilter };
  // the names of colleagues are no secret to whoever works with them; their accounts are
  const staff = { store: (flows.service ?? flows).store };

  router.get('/my-work', reader, async (req, res) => {
    const everybody = req.query['whose'] === 'all';
    const [work, account] = await Promise.all([myWork(deps, everybody), staff.store.getAccount(actorOf(res).id)]);
    const hasAddress = (account?.email ?? null) !== null;
    const token = forms.token(req, res);
    await render(req, res, 'work', { titleKey: 'work.title', section: 'work' }, (words) =>
      workPage(work, everybody, { channels, hasAddress, token }, words),
    );
  });

  router.post('/my-work/seen', ...receive, async (req, res) => {
    const after = await markWorkSeen(deps);
    res.redirect(303, textOf(bodyOf(req), 'open') === '' ? '/my-work' : arrivalsUrl(NO_COMMENT_FILTER, after));
  });

  router.get('/my-work/views/new', reader, async (req, res) => {
    const url = viewUrl(req.query['url']);
    if (url === null) throw refusedView('url');
    const token = forms.token(req, res);
    await render(req, res, 'savedView', { titleKey: 'work.views.newTitle', section: 'work' }, (words) =>
      savedViewPage(url, viewFilter(url), { token, canDigest: channels.length > 0 }, words),
    );
  });

  router.post('/my-work/views', ...receive, async (req, res) => {
    const url = viewUrl(textOf(bodyOf(req), 'url'));
    if (url === null) throw refusedView('url');
    const digest = textOf(bodyOf(req), 'digest') || 'none';
    const saved = await saveView(deps, { name: textOf(bodyOf(req), 'name'), url, digest });
    if ('problem' in saved) throw refusedView(saved.problem);
    res.redirect(303, `/my-work#v${saved.id}`);
  });

  router.post('/my-work/views/:id', ...receive, async (req, res) => {
    const id = numberOf(req, 'id');
    const outcome = await changeView(deps, id, {
      name: textOf(bodyOf(req), 'name'),
      digest: textOf(bodyOf(req), 'digest'),
    });
    if (outcome === 'unknown') throw notFound();
    if (outcome !== 'changed') throw refusedView(outcome);
    res.redirect(303, `/my-work#v${id}`);
  });

  router.post('/my-work/views/:id/delete', ...receive, async (req, res) => {
    if (!(await deleteView(deps, numberOf(req, 'id')))) throw notFound();
    res.redirect(303, '/my-work#views');
  });

  router.post('/my-work/views/:id/open', ...receive, async (req, res) => {
    const opened = await openView(deps, numberOf(req, 'id'));
    const filter = opened && viewFilter(opened.view.url);
    if (!opened || !filter) throw notFound();
    res.redirect(303, arrivalsUrl(filter, opened.after));
  });

  router.post('/comments/:id/assignment', ...receive, async (req, res) => {
    const response = numberOf(req, 'id');
    const input = {
      response,
      to: textOf(bodyOf(req), 'to'),
      due: textOf(bodyOf(req), 'due'),
      note: textOf(bodyOf(req), 'note'),
    };
    orRefuse(await assignComment(deps, staff, input));
    res.redirect(303, `/comments/${response}#answer`);
  });

  router.post('/comments/:id/assignment/state', ...receive, async (req, res) => {
    const response = numberOf(req, 'id');
    const said = textOf(bodyOf(req), 'state');
    const state = SETTLED_STATES.find((each) => each === said);
    if (!state) throw new PageProblem(422, 'work.comment.refusedTitle', 'work.comment.refused.state');
    orRefuse(await settleAssignment(deps, response, state, textOf(bodyOf(req), 'note')));
    res.redirect(303, `/comments/${response}#answer`);
  });

  router.post('/comments/:id/messages', ...receive, async (req, res) => {
    const response = numberOf(req, 'id');
    const outcome = await writeMessage(deps, response, textOf(bodyOf(req), 'text'));
    if (outcome === 'unknown') throw notFound();
    if (outcome === 'refused') throw new PageProblem(422, 'work.thread.refusedTitle', 'work.thread.refusedText');
    res.redirect(303, `/comments/${response}#thread`);
  });

  router.post('/comments/:id/messages/:message/withdraw', ...receive, async (req, res) => {
    const response = numberOf(req, 'id');
    if (!(await withdrawMessage(deps, response, numberOf(req, 'message')))) throw notFound();
    res.redirect(303, `/comments/${response}#thread`);
  });

  return router;
}

function pick({ store, now, today, disclosureLimit }: LearningDeps): TeamDeps {
  return { store, now, today, disclosureLimit };
}

function orRefuse(outcome: AssignmentOutcome): void {
  if (outcome.outcome === 'unknown') throw notFound();
  if (outcome.outcome === 'saved') return;
  throw new PageProblem(422, 'work.comment.refusedTitle', `work.comment.refused.${outcome.fields[0] ?? 'note'}`);
}

function refusedView(reason: string): PageProblem {
  return new PageProblem(422, 'work.views.refusedTitle', `work.views.refused.${reason}`);
}
