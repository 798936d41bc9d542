/** What the list of themes misses. */
import { Router } from 'express';
import type { FlowDeps } from '../../flows/deps.js';
import { missingThemes } from '../../flows/missingThemes.js';
import { actorOf, mayOverAll, requireRightOverAll } from '../actor.js';
import { missingPage } from '../pages/missingPage.js';
import type { PageRenderer } from '../render.js';

export function missingRoutes(flows: FlowDeps, render: PageRenderer): Router {
  const router = Router();

  router.get('/taxonomy/missing', requireRightOverAll('comments.read'), async (req, res) => {
    const found = await missingThemes(flows);
    await render(req, res, 'missing', { titleKey: 'missing.title', section: 'quality' }, (words) =>
      missingPage(found, mayOverAll(actorOf(res), 'themes.edit'), words),
    );
  });

  return router;
}
