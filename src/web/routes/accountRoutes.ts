/** One's own account, and what administrators do with accounts and tokens. */
import { Router, urlencoded, type Request } from 'express';
import { changePasswordCarefully, type SignInDeps } from '../../flows/signIn.js';
import type { LearningDeps } from '../../flows/deps.js';
import { actorOf } from '../actor.js';
import { accountPage } from '../pages/accountPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { sessionHash } from '../sessions.js';
import type { ShownOnce } from '../shownOnce.js';
import { accountIn } from '../signedIn.js';
import { accountAdminRoutes } from './accountAdminRoutes.js';
import { bodyOf, textOf } from '../formBody.js';
import { tokenRoutes } from './tokenRoutes.js';

export interface AccountRoutesDeps {
  readonly signIn: SignInDeps;
  /** On behalf of whoever asks. */
  readonly flows: Pick<LearningDeps, 'store' | 'now'>;
  readonly shownOnce: ShownOnce;
}

const MAX_FORM = '8kb';

export function accountRoutes(deps: AccountRoutesDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();

  const show = async (
    req: Request,
    res: Parameters<PageRenderer>[1],
    result: Parameters<typeof accountPage>[2],
  ): Promise<void> => {
    const actor = actorOf(res);
    await render(req, res, 'account', { titleKey: 'account.title', section: null }, (words) =>
      accountPage(actor, accountIn(res), result, forms.token(req, res), words),
    );
  };

  router.get('/account', async (req, res) => {
    await show(req, res, { change: req.query['password'] === 'changed' ? 'changed' : null, until: null });
  });

  router.post(
    '/account/password',
    urlencoded({ extended: false, limit: MAX_FORM }),
    forms.protect,
    async (req, res) => {
      const account = accountIn(res);
      const typed = { old: textOf(bodyOf(req), 'old'), next: textOf(bodyOf(req), 'next') };
      if (!account) {
        await show(req, res.status(422), { change: 'none', until: null });
      } else if (typed.next !== textOf(bodyOf(req), 'again')) {
        await show(req, res.status(422), { change: 'differ', until: null });
      } else {
        const result = await changePasswordCarefully(deps.signIn, account, typed, sessionHash(req.sessionID));
        if (result.change === 'changed') res.redirect(303, '/account?password=changed');
        else await show(req, res.status(result.change === 'wait' ? 429 : 422), result);
      }
    },
  );

  router.use(accountAdminRoutes({ ...deps, passwords: deps.signIn.passwords }, forms, render));
  router.use(tokenRoutes(deps, forms, render));
  return router;
}
