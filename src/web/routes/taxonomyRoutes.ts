/** The list of themes: look at it, change it after a look at what the change does, and go back. */
import { Router, urlencoded, type Request, type Response } from 'express';
import type { ThemeWords } from '../../domain/taxonomyChange.js';
import type { ChangeRequest, PlanProblem } from '../../flows/changePlan.js';
import type { LearningDeps } from '../../flows/deps.js';
import { applyChange, previewChange } from '../../flows/taxonomyChanges.js';
import { taxonomyVersions } from '../../flows/taxonomyVersions.js';
import { themeList } from '../../flows/themeList.js';
import { actorOf, mayOverAll, requireRight, requireRightOverAll } from '../actor.js';
import { problemsOfWords, readChange, textOf, type FormFields } from '../changeQuery.js';
import { notFound, PageProblem } from '../errors.js';
import { translator } from '../language.js';
import type { Language, ThemeKey } from '../../domain/theme.js';
import { changePreviewPage, changeTitle } from '../pages/changePreviewPage.js';
import { taxonomyPage, versionsPage } from '../pages/taxonomyPage.js';
import { problemWords, themeEditPage, type FieldError } from '../pages/themeEditPage.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

const MAX_FORM = '32kb';

export function taxonomyRoutes(flows: LearningDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const editor = requireRightOverAll('themes.edit');
  const receive = [editor, urlencoded({ extended: false, limit: MAX_FORM }), forms.protect];

  router.get('/taxonomy', editor, async (req, res) => {
    const [list, steps] = await Promise.all([themeList(flows), taxonomyVersions(flows, 1)]);
    await render(req, res, 'taxonomy', { titleKey: 'taxonomy.title', section: 'quality' }, (words) =>
      taxonomyPage(list, steps[0], req.query['done'] === list.version, words),
    );
  });

  // every page's foot leads here: whoever reads figures may know what they rest on
  router.get('/taxonomy/versions', requireRight('figures.read'), async (req, res) => {
    const steps = await taxonomyVersions(flows);
    await render(req, res, 'taxonomyVersions', { titleKey: 'taxonomy.versionsTitle', section: 'quality' }, (words) =>
      versionsPage(steps, flows.tagger.versions, mayOverAll(actorOf(res), 'themes.edit'), words),
    );
  });

  router.get('/taxonomy/:key/edit', editor, async (req, res) => {
    await showEdit(req, res, String(req.params['key']), null, []);
  });

  router.get('/taxonomy/changes/preview', editor, async (req, res) => {
    const request = readChange(req.query);
    if (!request) throw notFound();
    if (await showWordProblems(req, res, request)) return;
    const outcome = await previewChange(flows, request);
    if (!outcome.ok) {
      await refuse(req, res, request, outcome.problem, outcome.theme);
      return;
    }
    const { preview } = outcome;
    const lang = res.locals['lang'] as Language;
    const title = changeTitle(preview, { t: translator(lang), lang });
    await render(req, res, 'changePreview', { title, section: 'quality' }, (words) =>
      changePreviewPage(preview, forms.token(req, res), words),
    );
  });

  router.post('/taxonomy/changes/apply', ...receive, async (req, res) => {
    const fields = (req.body ?? {}) as FormFields;
    const request = readChange(fields);
    if (!request) throw notFound();
    if (await showWordProblems(req, res, request)) return;
    const outcome = await applyChange(flows, request, actorOf(res), textOf(fields, 'note'));
    if (!outcome.ok) {
      await refuse(req, res, request, outcome.problem, outcome.theme);
      return;
    }
    res.redirect(303, `/taxonomy?done=${encodeURIComponent(outcome.installed.document.version)}`);
  });

  /** New words that cannot be taken are shown in the form that they come from; true when it was. */
  async function showWordProblems(req: Request, res: Response, request: ChangeRequest): Promise<boolean> {
    if (request.kind !== 'describe') return false;
    const t = translator(res.locals['lang'] as Language);
    const problems = problemsOfWords(request.words).map((problem) => problemWords(problem, t));
    if (problems.length === 0) return false;
    await showEdit(req, res, request.theme, request.words, problems);
    return true;
  }

  async function refuse(
    req: Request,
    res: Response,
    request: ChangeRequest,
    problem: PlanProblem,
    theme: ThemeKey,
  ): Promise<void> {
    if (request.kind === 'describe' && (problem === 'nameTaken' || problem === 'nothing')) {
      const lang = res.locals['lang'] as Language;
      const text = translator(lang)(`changes.problems.${problem}`, { theme: request.words.name[lang] });
      await showEdit(req, res, request.theme, request.words, [{ field: `name_${lang}`, text }]);
      return;
    }
    if (problem === 'unknown' || problem === 'noDraft' || problem === 'noVersion') throw notFound();
    throw new PageProblem(409, 'changes.problems.title', `changes.problems.${problem}`, { theme: nameOf(theme, res) });
  }

  function nameOf(key: ThemeKey, res: Response): string {
    const theme = flows.installation.current.document.themes.find((each) => each.key === key);
    return theme?.name[res.locals['lang'] as Language] ?? key;
  }

  /** @param typed null: as it is */
  async function showEdit(
    req: Request,
    res: Response,
    key: ThemeKey,
    typed: ThemeWords | null,
    problems: readonly FieldError[],
  ): Promise<void> {
    const { document } = flows.installation.current;
    const theme = document.themes.find((each) => each.key === key && each.state === 'active');
    if (!theme) throw notFound();
    if (problems.length > 0) res.status(422);
    const title = theme.name[res.locals['lang'] as Language];
    await render(req, res, 'themeEdit', { title, section: 'quality' }, (words) =>
      themeEditPage(theme, document, typed ?? theme, problems, words),
    );
  }

  return router;
}
