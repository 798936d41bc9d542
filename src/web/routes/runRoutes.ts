/** Records of runs. */
import { Router } from 'express';
import type { LearningDeps } from '../../flows/deps.js';
import { requireRightOverAll } from '../actor.js';
import { runsPage, SHOWN_KINDS } from '../pages/runsPage.js';
import type { PageRenderer } from '../render.js';

const NEWEST = 200;

export function runRoutes({ store }: Pick<LearningDeps, 'store'>, render: PageRenderer): Router {
  const router = Router();

  router.get('/quality/runs', requireRightOverAll('figures.read'), async (req, res) => {
    const kind = SHOWN_KINDS.find((each) => each === req.query['kind']) ?? null;
    const runs = await store.listRuns(NEWEST, kind ?? undefined);
    await render(req, res, 'runs', { titleKey: 'runs.title', section: 'quality' }, (words) =>
      runsPage(runs, kind, words),
    );
  });

  return router;
}
