/** Rounds of panels, for facilitators and on members' phones. */
import { Router, type RequestHandler } from 'express';
import { may } from '../../domain/actor.js';
import { memberRounds } from '../../flows/panelOutcomes.js';
import { memberView } from '../../flows/panelAnswering.js';
import type { PanelDeps } from '../../flows/panelDeps.js';
import { leadView } from '../../flows/panelRounds.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { leadPage } from '../pages/panelLeadPages.js';
import { panelListPage } from '../pages/panelListPage.js';
import { welcomePage } from '../pages/panelMemberPages.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { numberOf } from '../formBody.js';
import { panelLeadRoutes } from './panelLeadRoutes.js';
import { panelMemberRoutes } from './panelMemberRoutes.js';

/** Members of panels, and those who lead them. */
const anyone: RequestHandler = (req, res, next) => {
  requireRight(may(actorOf(res), 'panel.lead') ? 'panel.lead' : 'panel.answer')(req, res, next);
};

export function panelRoutes(
  flows: PanelDeps['flows'],
  own: PanelDeps['own'],
  forms: FormProtection,
  render: PageRenderer,
): Router {
  const router = Router();
  const deps: PanelDeps = { flows, own };

  router.get('/panel', anyone, async (req, res) => {
    const actor = actorOf(res);
    const leads = may(actor, 'panel.lead');
    const [rounds, member] = await Promise.all([
      leads ? flows.store.listRounds() : null,
      may(actor, 'panel.answer') ? memberRounds(deps, actor) : null,
    ]);
    await render(req, res, 'panel', { titleKey: 'panel.title', section: 'panel' }, (words) =>
      panelListPage(rounds, member, words),
    );
  });

  router.use(panelLeadRoutes(deps, forms, render));

  // what a round looks like depends on who comes: whoever leads it follows it, its members answer
  router.get('/panel/:round', anyone, async (req, res) => {
    const actor = actorOf(res);
    const id = numberOf(req, 'round');
    const token = forms.token(req, res);
    const lead = await leadView(deps, id, actor);
    if (lead) {
      await render(req, res, 'panelLead', { titleKey: 'panel.title', section: 'panel' }, (words) =>
        leadPage(lead, token, words),
      );
      return;
    }
    const view = await memberView(deps, actor, id);
    if (!view) throw notFound();
    if (!view.canAnswer) throw new PageProblem(409, 'panel.closedTitle', 'panel.closedText');
    await render(req, res, 'panelWelcome', { titleKey: 'panel.title', section: 'panel' }, (words) =>
      welcomePage(view, token, words),
    );
  });

  router.use(panelMemberRoutes(deps, forms, render));
  return router;
}
