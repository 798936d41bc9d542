/** Accounts for administrators: list, add, change, disable, a new password. */
import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express';
import {
  createAccount,
  editAccount,
  isDemoAccount,
  type AccountInput,
  type AccountProblem,
} from '../../flows/accounts.js';
import { generatePassword, type Passwords } from '../../flows/passwords.js';
import type { LearningDeps } from '../../flows/deps.js';
import type { Account } from '../../store/accountStore.js';
import { actorOf, requireRightOverAll } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { accountEditPage, accountsPage } from '../pages/accountsPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import type { ShownOnce } from '../shownOnce.js';
import { bodyOf, listOf, textOf } from '../formBody.js';

export interface AccountAdminDeps {
  /** On behalf of whoever asks. */
  readonly flows: Pick<LearningDeps, 'store' | 'now'>;
  readonly passwords: Passwords;
  readonly shownOnce: ShownOnce;
}

const MAX_FORM = '64kb';
const EMPTY: AccountInput = { name: '', email: '', role: '', units: null, grants: [] };

export function accountAdminRoutes(deps: AccountAdminDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const { flows, passwords, shownOnce } = deps;
  const { store } = flows;
  const administrator = requireRightOverAll('accounts.manage');
  const receive: RequestHandler[] = [
    urlencoded({ extended: false, limit: MAX_FORM, parameterLimit: 2000 }),
    forms.protect,
    administrator,
  ];

  const showList = async (
    req: Request,
    res: Response,
    typed: AccountInput & { readonly userName: string },
    problems: readonly AccountProblem[],
  ): Promise<void> => {
    const accounts = await store.listAccounts();
    await render(req, res, 'accounts', { titleKey: 'account.admin.title', section: 'admin' }, (words) =>
      accountsPage(accounts, typed, problems, forms.token(req, res), words),
    );
  };

  const showOne = async (
    req: Request,
    res: Response,
    account: Account,
    typed: AccountInput | null,
    problems: readonly AccountProblem[],
  ): Promise<void> => {
    const me = actorOf(res);
    const once = shownOnce.take(req, res, me.id);
    const secret = once?.of === account.id ? once.secret : null;
    const done = req.query['done'];
    const outcome = { secret, done: typeof done === 'string' ? done : null, problems };
    await render(req, res, 'accountEdit', { title: account.name, section: 'admin' }, (words) =>
      accountEditPage(account, typed, me, outcome, forms.token(req, res), words),
    );
  };

  const accountAt = async (req: Request): Promise<Account> => {
    const account = await store.getAccount(String(req.params['id']));
    if (!account) throw notFound();
    return account;
  };

  router.get('/admin/accounts', administrator, (req, res) => showList(req, res, { ...EMPTY, userName: '' }, []));

  router.post('/admin/accounts', ...receive, async (req, res) => {
    const typed = { ...inputOf(req), userName: textOf(bodyOf(req), 'userName') };
    const password = textOf(bodyOf(req), 'way') === 'provider' ? null : generatePassword();
    const made = await createAccount(flows, typed, password === null ? null : await passwords.hash(password));
    if ('problems' in made) {
      await showList(req, res.status(422), typed, made.problems);
      return;
    }
    if (password !== null) shownOnce.keep(res, made.id, password, actorOf(res).id);
    res.redirect(303, `/admin/accounts/${made.id}?done=added`);
  });

  router.get('/admin/accounts/:id', administrator, async (req, res) => {
    await showOne(req, res, await accountAt(req), null, []);
  });

  router.post('/admin/accounts/:id', ...receive, async (req, res) => {
    const account = await accountAt(req);
    const typed = inputOf(req);
    const problems = await editAccount(flows, account, typed, actorOf(res));
    if (problems.length > 0) await showOne(req, res.status(422), account, typed, problems);
    else res.redirect(303, `/admin/accounts/${account.id}?done=changed`);
  });

  router.post('/admin/accounts/:id/state', ...receive, async (req, res) => {
    const account = await accountAt(req);
    if (account.id === actorOf(res).id) {
      throw new PageProblem(422, 'account.admin.ownTitle', 'account.admin.ownText');
    }
    const state = textOf(bodyOf(req), 'state') === 'disabled' ? 'disabled' : 'active';
    await store.changeAccount(account.id, { state });
    res.redirect(303, `/admin/accounts/${account.id}?done=${state}`);
  });

  router.post('/admin/accounts/:id/password', ...receive, async (req, res) => {
    const account = await accountAt(req);
    if (isDemoAccount(account)) throw new PageProblem(422, 'account.admin.demoTitle', 'account.admin.demoText');
    const password = generatePassword();
    await store.setPassword(account.id, await passwords.hash(password), null);
    shownOnce.keep(res, account.id, password, actorOf(res).id);
    res.redirect(303, `/admin/accounts/${account.id}?done=password`);
  });

  return router;
}

function inputOf(req: Request): AccountInput {
  return {
    name: textOf(bodyOf(req), 'name'),
    email: textOf(bodyOf(req), 'email'),
    role: textOf(bodyOf(req), 'role'),
    units: textOf(bodyOf(req), 'where') === 'some' ? listOf(bodyOf(req), 'units') : null,
    grants: listOf(bodyOf(req), 'grants'),
  };
}
