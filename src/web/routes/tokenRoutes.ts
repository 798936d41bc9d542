/** Tokens of programs for administrators. */
import { Router, urlencoded, type Request, type Response } from 'express';
import { createToken, type TokenInput, type TokenProblem } from '../../flows/tokens.js';
import type { LearningDeps } from '../../flows/deps.js';
import { actorOf, requireRightOverAll } from '../actor.js';
import { notFound } from '../errors.js';
import { tokensPage } from '../pages/tokensPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import type { ShownOnce } from '../shownOnce.js';
import { bodyOf, listOf, textOf } from '../formBody.js';

export interface TokenRoutesDeps {
  /** On behalf of whoever asks. */
  readonly flows: Pick<LearningDeps, 'store' | 'now'>;
  readonly shownOnce: ShownOnce;
}

const MAX_FORM = '64kb';
const EMPTY: TokenInput = { name: '', scope: 'ingest', units: null };

export function tokenRoutes(
  { flows, shownOnce }: TokenRoutesDeps,
  forms: FormProtection,
  render: PageRenderer,
): Router {
  const router = Router();
  const administrator = requireRightOverAll('accounts.manage');
  const receive = [
    urlencoded({ extended: false, limit: MAX_FORM, parameterLimit: 2000 }),
    forms.protect,
    administrator,
  ];

  const show = async (
    req: Request,
    res: Response,
    typed: TokenInput,
    problems: readonly TokenProblem[],
  ): Promise<void> => {
    const tokens = await flows.store.listTokens();
    const made = shownOnce.take(req, res, actorOf(res).id);
    await render(req, res, 'tokens', { titleKey: 'account.tokens.title', section: 'admin' }, (words) =>
      tokensPage(tokens, made, typed, problems, forms.token(req, res), words),
    );
  };

  router.get('/admin/tokens', administrator, (req, res) => show(req, res, EMPTY, []));

  router.post('/admin/tokens', ...receive, async (req, res) => {
    const typed: TokenInput = {
      name: textOf(bodyOf(req), 'name'),
      scope: textOf(bodyOf(req), 'scope'),
      units: textOf(bodyOf(req), 'where') === 'some' ? listOf(bodyOf(req), 'units') : null,
    };
    const me = actorOf(res);
    const made = await createToken(flows, typed, me.id);
    if (made.id === null) {
      await show(req, res.status(422), typed, made.problems);
      return;
    }
    shownOnce.keep(res, made.id, made.token, me.id);
    res.redirect(303, '/admin/tokens');
  });

  router.post('/admin/tokens/:id/revoke', ...receive, async (req, res) => {
    if (!(await flows.store.revokeToken(String(req.params['id']), flows.now()))) throw notFound();
    res.redirect(303, '/admin/tokens');
  });

  return router;
}
