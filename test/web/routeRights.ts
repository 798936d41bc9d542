/** What every route asks of whoever uses it: written down apart from the routes, so that neither can change unseen. */
import { authorise, type Actor, type Right } from '../../src/domain/actor.js';

/**
 * `open`: anybody; `signedIn`: anybody who has signed in; else any of these rights. `all`: for the whole organisation; else within
 * the units of the actor, which the second test file looks at.
 */
export type Guard = 'open' | 'signedIn' | { readonly rights: readonly Right[]; readonly all?: true };

const own = (...rights: readonly Right[]): Guard => ({ rights });
const all = (...rights: readonly Right[]): Guard => ({ rights, all: true });

export const ROUTE_RIGHTS: Readonly<Record<string, Guard>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'open',
  'GET /language/:lang': 'open',
  'GET /login': 'open',
  'POST /login': 'open',
  'POST /login/as': 'open',
  'POST /logout': 'open',
  'GET /about/methods': 'signedIn',
  'GET /about/accessibility': 'signedIn',
  'GET /account': 'signedIn',
  'POST /account/password': 'signedIn',
  // leads to the first page that one may see
  'GET /': 'signedIn',

  'GET /themes': own('figures.read'),
  'GET /themes/:key': own('figures.read'),
  'GET /movement': own('figures.read'),
  'GET /drivers': own('figures.read'),
  'GET /signals': own('figures.read'),
  'GET /units': own('figures.read'),
  'GET /units/:code': own('figures.read'),
  'GET /report': own('figures.read'),
  'GET /taxonomy/versions': own('figures.read'),
  'GET /export/:file': own('figures.export'),
  'POST /annotations': own('notes.write'),
  'POST /annotations/:id/delete': own('notes.write'),
  'GET /api/v1/nps': own('figures.read'),
  'GET /api/v1/themes': own('figures.read'),
  'GET /api/v1/movement': own('figures.read'),
  'GET /api/v1/comments': own('comments.read'),
  'GET /api/v1/openapi.json': 'signedIn',
  'POST /api/v1/feedback': own('feedback.import'),

  'GET /comments': own('comments.read'),
  'GET /comments/:id': own('comments.read'),
  'POST /comments/:id/serious': own('comments.read'),
  'POST /comments/:id/corrections': own('tags.correct'),
  'POST /comments/:id/assignment': own('comments.work'),
  'POST /comments/:id/assignment/state': own('comments.work'),
  'POST /comments/:id/messages': own('comments.work'),
  'POST /comments/:id/messages/:message/withdraw': own('comments.work'),
  'GET /my-work': own('comments.work'),
  'GET /my-work/views/new': own('comments.work'),
  'POST /my-work/seen': own('comments.work'),
  'POST /my-work/views': own('comments.work'),
  'POST /my-work/views/:id': own('comments.work'),
  'POST /my-work/views/:id/delete': own('comments.work'),
  'POST /my-work/views/:id/open': own('comments.work'),

  'GET /findings': own('findings.read'),
  'GET /findings/:id': own('findings.read'),
  'GET /findings/new': own('findings.write'),
  'GET /findings/:id/edit': own('findings.write'),
  'POST /findings': own('findings.write'),
  'POST /findings/:id': own('findings.write'),
  'POST /findings/:id/state': own('findings.write'),
  'GET /actions': own('actions.read'),
  'GET /actions/:id': own('actions.read'),
  'GET /actions/new': own('actions.write'),
  'GET /actions/:id/edit': own('actions.write'),
  'POST /actions': own('actions.write'),
  'POST /actions/:id': own('actions.write'),
  'POST /actions/:id/outcome': own('actions.write'),
  'POST /actions/:id/state': own('actions.write'),

  'GET /panel': own('panel.lead', 'panel.answer'),
  'GET /panel/:round': own('panel.lead', 'panel.answer'),
  'GET /panel/new': own('panel.lead'),
  'POST /panel/new': own('panel.lead'),
  'GET /panel/:round/edit': own('panel.lead'),
  'POST /panel/:round/edit': own('panel.lead'),
  'GET /panel/:round/results': own('panel.lead'),
  'POST /panel/:round/open': own('panel.lead'),
  'POST /panel/:round/close': own('panel.lead'),
  'POST /panel/:round/remove': own('panel.lead'),
  'POST /panel/:round/settle': own('panel.lead'),
  'POST /panel/:round/findings/:finding/conclusion': own('panel.lead'),
  'POST /panel/:round/start': own('panel.answer'),
  'GET /panel/:round/findings/:n': own('panel.answer'),
  'POST /panel/:round/findings/:n': own('panel.answer'),
  'GET /panel/:round/comments/:place': own('panel.answer'),
  'POST /panel/:round/comments/:place': own('panel.answer'),
  'GET /panel/:round/done': own('panel.answer'),

  'GET /serious': own('serious.read'),
  'POST /serious/:id/state': own('serious.edit'),
  'GET /serious/rules': all('serious.edit'),
  'POST /serious/rules/preview': all('serious.edit'),
  'POST /serious/rules/apply': all('serious.edit'),
  'POST /serious/rules/back': all('serious.edit'),

  'GET /quality': all('figures.read'),
  'GET /quality/runs': all('figures.read'),
  'GET /quality/training': all('figures.read'),
  'POST /quality/training': all('training.run'),
  'POST /quality/training/back/:id': all('training.run'),
  'GET /quality/labels.jsonl': all('training.run'),
  'GET /quality/sample': all('tags.correct'),
  'POST /quality/sample': all('tags.correct'),
  'GET /taxonomy/missing': all('comments.read'),
  'GET /taxonomy': all('themes.edit'),
  'GET /taxonomy/new': all('themes.edit'),
  'POST /taxonomy/new': all('themes.edit'),
  'GET /taxonomy/:key/edit': all('themes.edit'),
  'GET /taxonomy/changes/preview': all('themes.edit'),
  'POST /taxonomy/changes/apply': all('themes.edit'),
  'GET /taxonomy/drafts/:key': all('themes.edit'),
  'POST /taxonomy/drafts/:key/answers': all('themes.edit'),
  'POST /taxonomy/drafts/:key/discard': all('themes.edit'),
  'POST /taxonomy/drafts/:key/refit': all('themes.edit'),

  'GET /import': all('feedback.import'),
  'POST /import': all('feedback.import'),
  'GET /import/preview/:token': all('feedback.import'),
  'POST /import/preview/:token': all('feedback.import'),
  'GET /import/:id': all('feedback.import'),
  'GET /import/:id/rejected.csv': all('feedback.import'),

  'GET /admin/accounts': all('accounts.manage'),
  'POST /admin/accounts': all('accounts.manage'),
  'GET /admin/accounts/:id': all('accounts.manage'),
  'POST /admin/accounts/:id': all('accounts.manage'),
  'POST /admin/accounts/:id/password': all('accounts.manage'),
  'POST /admin/accounts/:id/state': all('accounts.manage'),
  'GET /admin/tokens': all('accounts.manage'),
  'POST /admin/tokens': all('accounts.manage'),
  'POST /admin/tokens/:id/revoke': all('accounts.manage'),
  'GET /admin/audit': all('audit.read'),
  'GET /admin/audit/records.csv': all('audit.read'),
  'POST /admin/audit/check': all('audit.read'),
  'GET /admin/subjects': all('subjects.manage'),
  'POST /admin/subjects': all('subjects.manage'),
  'GET /admin/subjects/:id': all('subjects.manage'),
  'GET /admin/subjects/:id/data.json': all('subjects.manage'),
  'POST /admin/subjects/:id/erase': all('subjects.manage'),
};

/** Whether the route is for the actor, as the table has it. */
export function isFor(actor: Actor, route: string): boolean {
  const guard = ROUTE_RIGHTS[route];
  if (guard === undefined) throw new Error(`expected ${route} in the table of rights, found nothing`);
  if (typeof guard === 'string') return true;
  return guard.rights.some((right) => authorise(actor, right, guard.all ? [] : undefined));
}
