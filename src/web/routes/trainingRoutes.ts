/** Teaching the tagger: what it has learned, training it, and going back to what was in use before. */
import { Router, urlencoded } from 'express';
import type { LearningDeps } from '../../flows/deps.js';
import type { Trainings } from '../../flows/trainings.js';
import { trainingState } from '../../flows/trainingState.js';
import { actorOf, mayOverAll, requireRightOverAll } from '../actor.js';
import { notFound } from '../errors.js';
import { trainingPage } from '../pages/trainingPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

const PATH = '/quality/training';
const MAX_FORM = '8kb';
const REFRESH_S = 3;

export function trainingRoutes(
  flows: LearningDeps,
  trainings: Trainings,
  forms: FormProtection,
  render: PageRenderer,
): Router {
  const router = Router();

  router.get(PATH, requireRightOverAll('figures.read'), async (req, res) => {
    // asked first: a training that ends while the state is read must not leave the page with what was before it
    const wasRunning = trainings.isRunning;
    const state = await trainingState(flows);
    const isRunning = wasRunning || state.last?.state === 'running';
    await render(
      req,
      res,
      'training',
      { titleKey: 'training.title', section: 'quality', refreshSeconds: isRunning ? REFRESH_S : null },
      (words) =>
        trainingPage(
          { state, isRunning, mayTrain: mayOverAll(actorOf(res), 'training.run'), token: forms.token(req, res) },
          words,
        ),
    );
  });

  const receive = [
    requireRightOverAll('training.run'),
    urlencoded({ extended: false, limit: MAX_FORM }),
    forms.protect,
  ] as const;

  router.post(PATH, ...receive, (_req, res) => {
    trainings.start(actorOf(res).id);
    res.redirect(303, PATH);
  });

  router.post(`${PATH}/back/:id`, ...receive, async (req, res) => {
    const id = String(req.params['id']);
    const isKnown =
      /^\d{1,15}$/.test(id) &&
      (await flows.installation.goBackTo(Number(id), actorOf(res).id, `go back to installation ${id}`));
    if (!isKnown) throw notFound();
    res.redirect(303, `${PATH}#history`);
  });

  return router;
}
