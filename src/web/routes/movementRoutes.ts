/** The movement of NPS between two periods. */
import { Router } from 'express';
import type { FlowDeps } from '../../flows/deps.js';
import { explainMovement } from '../../flows/explainMovement.js';
import { movementVoices } from '../../flows/movementVoices.js';
import { requireRight } from '../actor.js';
import { movementParams, readMovementQuery, type MovementQuery } from '../movementQuery.js';
import type { FilterComparison } from '../pages/filterBar.js';
import { comparisonPresets, movementPage } from '../pages/movementPage.js';
import type { PageRenderer, PageWords } from '../render.js';
import { unknownUnit } from './figureRoutes.js';

export function movementRoutes(flows: FlowDeps, render: PageRenderer): Router {
  const router = Router();

  router.get('/movement', requireRight('figures.read'), async (req, res) => {
    const query = await readMovementQuery(flows, req.query);
    const { asked, base, current, adjust, problems } = query;
    const [movement, range] = await Promise.all([
      explainMovement(flows, { base, current, filter: asked, adjust }),
      flows.store.dayRange(asked.unit),
    ]);
    if (!movement) throw unknownUnit(asked.unit);
    const voices = await movementVoices(flows, movement);
    await render(
      req,
      res,
      'movement',
      {
        titleKey: 'movement.title',
        section: 'movement',
        problems,
        filter: {
          path: '/movement',
          asked,
          period: current,
          comparison: (words) => comparisonOf(query, range?.to ?? null, words),
        },
      },
      (words) => movementPage(movement, voices, words),
    );
  });

  return router;
}

function comparisonOf(query: MovementQuery, lastDay: string | null, { t }: PageWords): FilterComparison {
  const { asked, base, current, adjust } = query;
  return {
    base,
    presets: comparisonPresets(lastDay).map((preset) => ({
      href: `/movement?${movementParams(asked, preset.current, preset.base, adjust)}`,
      label: t(`movement.presets.${preset.name}`),
      current:
        preset.current.from === current.from &&
        preset.current.to === current.to &&
        preset.base.from === base.from &&
        preset.base.to === base.to,
    })),
    kept: adjust === null ? [] : [{ name: 'adjust', value: adjust }],
  };
}
