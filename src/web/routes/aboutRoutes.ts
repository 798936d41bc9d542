/** Pages about the service itself, a text in each language. */
import { Router } from 'express';
import type { PageRenderer } from '../render.js';

const TEXTS = { methods: 'navigation.methods', accessibility: 'navigation.accessibility' } as const;

export function aboutRoutes(render: PageRenderer): Router {
  const router = Router();
  for (const [name, titleKey] of Object.entries(TEXTS)) {
    router.get(`/about/${name}`, async (req, res) => {
      await render(req, res, `about/${name}-${String(res.locals['lang'])}`, { titleKey, section: null }, () => ({}));
    });
  }
  return router;
}
