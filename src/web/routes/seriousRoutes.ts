/** Serious comments: the queue, the rules, and a flag by hand from a comment's page. */
import { Router, urlencoded, type Request, type Response } from 'express';
import { may } from '../../domain/actor.js';
import { SERIOUS_STATES, type SeriousState } from '../../domain/seriousCase.js';
import { LANGUAGES, type Language } from '../../domain/theme.js';
import { currentRules, seriousQuality, type SeriousDeps } from '../../flows/seriousComments.js';
import { changeSeriousState, flagByHand, seriousQueue } from '../../flows/seriousQueue.js';
import {
  applyRules,
  changedRules,
  checkChange,
  goBackToRules,
  previewRules,
  type ChangeProblem,
  type RuleChange,
} from '../../flows/seriousRuleEditing.js';
import type { SeriousQuery } from '../../store/seriousStore.js';
import { actorOf, requireRight, requireRightOverAll } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { bodyOf, textOf, type Fields } from '../formBody.js';
import { localPath } from '../language.js';
import { seriousPage } from '../pages/seriousPage.js';
import { seriousPreviewPage, seriousRulesPage } from '../pages/seriousRulesPage.js';
import { parseFeedbackQuery } from '../query.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { unknownUnit } from './figureRoutes.js';

const MAX_NOTE_FORM = '8kb';
const MAX_RULES_FORM = '512kb';
const VERSIONS_SHOWN = 20;

/** What is to be done after the rules changed: reading every stored comment again, beside the request. */
export type AfterRulesChange = (by: string) => void;

export function seriousRoutes(
  deps: SeriousDeps,
  forms: FormProtection,
  render: PageRenderer,
  afterChange: AfterRulesChange,
): Router {
  const router = Router();
  const receive = (limit: string) => [urlencoded({ extended: false, limit }), forms.protect];
  const reader = requireRight('serious.read');
  const worker = [reader, requireRight('serious.edit')];
  const editor = [reader, requireRightOverAll('serious.edit')];

  router.get('/serious', reader, async (req, res) => {
    const { filter, problems } = parseFeedbackQuery(req.query, ['category', 'state', 'page']);
    const query: SeriousQuery = { ...filter, category: textOf(req.query, 'category') || null, state: stateOf(req) };
    const page = Number(textOf(req.query, 'page')) || 1;
    const queue = await seriousQueue(deps, query, Math.trunc(page));
    if (!queue) throw unknownUnit(filter.unit);
    const form = may(actorOf(res), 'serious.edit') ? { token: forms.token(req, res), back: req.originalUrl } : null;
    const kept = [
      ...(query.category === null ? [] : [{ name: 'category', value: query.category }]),
      ...(query.state === 'open' ? [] : [{ name: 'state', value: query.state ?? 'all' }]),
    ];
    const range = filter.from !== null || filter.to !== null ? await deps.flows.store.dayRange(filter.unit) : null;
    const period = range && { from: filter.from ?? range.from, to: filter.to ?? range.to };
    await render(
      req,
      res,
      'serious',
      {
        titleKey: 'serious.title',
        section: 'serious',
        problems,
        filter: { path: '/serious', asked: filter, period, kept },
      },
      (words) => seriousPage(queue, query, form, words),
    );
  });

  router.post('/serious/:id/state', ...worker, ...receive(MAX_NOTE_FORM), async (req, res) => {
    const body = bodyOf(req);
    const outcome = await changeSeriousState(deps, {
      response: idOf(req),
      state: textOf(body, 'state'),
      note: textOf(body, 'note'),
      by: actorOf(res).id,
    });
    if (outcome === 'unknown') throw notFound();
    if (outcome === 'refused') throw new PageProblem(422, 'serious.refusedTitle', 'serious.refusedText');
    res.redirect(303, localPath(body['back']));
  });

  router.post('/comments/:id/serious', requireRight('comments.read'), ...receive(MAX_NOTE_FORM), async (req, res) => {
    const body = bodyOf(req);
    const response = idOf(req);
    const outcome = await flagByHand(deps, {
      response,
      category: textOf(body, 'category'),
      note: textOf(body, 'note'),
      by: actorOf(res).id,
    });
    if (outcome === 'unknown') throw notFound();
    if (outcome === 'refused') throw new PageProblem(422, 'serious.refusedTitle', 'serious.refusedText');
    res.redirect(303, `/comments/${response}?serious=sent#serious`);
  });

  router.get('/serious/rules', ...editor, async (req, res) => {
    await showRules(req, res, textOf(req.query, 'category'), null, []);
  });

  router.post('/serious/rules/preview', ...editor, ...receive(MAX_RULES_FORM), async (req, res) => {
    const found = await readChange(req, res);
    if (!found) return;
    const preview = await previewRules(deps, found.after);
    await render(req, res, 'seriousPreview', { titleKey: 'serious.preview.title', section: 'serious' }, (words) =>
      seriousPreviewPage(preview, found.change, found.after, forms.token(req, res), words),
    );
  });

  router.post('/serious/rules/apply', ...editor, ...receive(MAX_RULES_FORM), async (req, res) => {
    const found = await readChange(req, res);
    if (!found) return;
    const by = actorOf(res).id;
    await applyRules(deps, found.after, by, textOf(bodyOf(req), 'reason').trim().slice(0, 200));
    afterChange(by);
    res.redirect(303, `/serious/rules?category=${found.change.category}`);
  });

  router.post('/serious/rules/back', ...editor, ...receive(MAX_NOTE_FORM), async (req, res) => {
    const id = textOf(bodyOf(req), 'version');
    const by = actorOf(res).id;
    if (!/^\d{1,9}$/.test(id) || (await goBackToRules(deps, Number(id), by)) === null) throw notFound();
    afterChange(by);
    res.redirect(303, '/serious/rules');
  });

  /** The change and the rules with it; null when it was answered by the form with what is wrong. */
  async function readChange(
    req: Request,
    res: Response,
  ): Promise<{ change: RuleChange; after: NonNullable<ReturnType<typeof changedRules>> } | null> {
    const change = changeOf(bodyOf(req));
    const after = changedRules((await currentRules(deps)).document, change);
    if (!after) throw notFound();
    const problems = checkChange(change);
    if (problems.length === 0) return { change, after };
    res.status(422);
    await showRules(req, res, change.category, change, problems);
    return null;
  }

  async function showRules(
    req: Request,
    res: Response,
    key: string,
    typed: RuleChange | null,
    problems: readonly ChangeProblem[],
  ): Promise<void> {
    const row = await currentRules(deps);
    const category = row.document.categories.find((each) => each.key === key) ?? row.document.categories[0];
    if (!category || (key !== '' && category.key !== key)) throw notFound();
    const [versions, quality] = await Promise.all([
      deps.flows.store.listSeriousRules(VERSIONS_SHOWN),
      withinSeconds(seriousQuality(deps)),
    ]);
    await render(req, res, 'seriousRules', { titleKey: 'serious.rules.title', section: 'serious' }, (words) =>
      seriousRulesPage({ row, category, typed, problems, quality, versions, token: forms.token(req, res) }, words),
    );
  }

  return router;
}

const PATIENCE_MS = 2000;

/** Null when it takes longer: it goes on, and the next visit shows it. */
async function withinSeconds<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}

function idOf(req: Request): number {
  const id = String(req.params['id']);
  if (!/^\d{1,15}$/.test(id)) throw notFound();
  return Number(id);
}

/** Open unless another is asked for; `all` is any. */
function stateOf(req: Request): SeriousState | null {
  const asked = textOf(req.query, 'state');
  return asked === 'all' ? null : (SERIOUS_STATES.find((state) => state === asked) ?? 'open');
}

function changeOf(fields: Fields): RuleChange {
  const lines = (name: string): Record<Language, string[]> =>
    Object.fromEntries(LANGUAGES.map((lang) => [lang, textOf(fields, `${name}_${lang}`).split(/\r?\n/u)])) as Record<
      Language,
      string[]
    >;
  const passing = textOf(fields, 'passPerThousand').trim();
  return {
    category: textOf(fields, 'category'),
    rules: lines('rules'),
    examples: lines('examples'),
    harmless: lines('harmless'),
    passPerThousand: /^\d{1,4}$/.test(passing) ? Number(passing) : Number.NaN,
  };
}
