/** A theme of the organisation's own: described, taught by answers, taken into use or discarded. */
import { Router, urlencoded, type Request, type Response } from 'express';
import { isThemeKey, nextColour } from '../../domain/taxonomyChange.js';
import type { Language, ThemeKey } from '../../domain/theme.js';
import type { LearningDeps } from '../../flows/deps.js';
import { suggestionFor, type ThemeSuggestion } from '../../flows/missingThemes.js';
import { refitOwnTheme } from '../../flows/ownThemeAdoption.js';
import { ownThemeQuality } from '../../flows/ownThemeQuality.js';
import { createDraft, discardDraft, type OwnThemeProblem } from '../../flows/ownThemes.js';
import { answer, takeBackAnswer } from '../../flows/ownThemeTeaching.js';
import { clausesOf, teachingRoom } from '../../flows/teachingRoom.js';
import { actorOf, requireRightOverAll } from '../actor.js';
import { shownComments } from '../auditedRequest.js';
import { textOf, type FormFields } from '../changeQuery.js';
import { notFound } from '../errors.js';
import { translator } from '../language.js';
import { draftPage } from '../pages/draftPage.js';
import { ownThemeForm, readTheme, type Prefilled } from '../pages/ownThemeForm.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

const MAX_FORM = '128kb';
/** Skipped comments that an address carries; older ones are asked again. */
const MOST_SKIPPED = 30;
const REFRESH_SECONDS = 2;

export function ownThemeRoutes(flows: LearningDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const editor = requireRightOverAll('themes.edit');
  const receive = [editor, urlencoded({ extended: false, limit: MAX_FORM }), forms.protect];

  router.get('/taxonomy/new', editor, async (req, res) => {
    await showForm(req, res, await prefilledBy(req.query, res), []);
  });

  router.post('/taxonomy/new', ...receive, async (req, res) => {
    const fields = (req.body ?? {}) as FormFields;
    const outcome = await createDraft(flows, readTheme(fields).input, actorOf(res));
    const split = textOf(fields, 'split');
    if (outcome.outcome === 'refused') {
      const prefilled = await prefilledBy({ split }, res);
      await showForm(req, res, { ...prefilled, fields }, outcome.problems);
      return;
    }
    res.redirect(303, `/taxonomy/drafts/${outcome.key}${split === '' ? '' : `?replaces=${encodeURIComponent(split)}`}`);
  });

  router.get('/taxonomy/drafts/:key', editor, async (req, res) => {
    const key = keyOf(req);
    const skipped = idsOf(textOf(req.query, 'skip'));
    const room = await teachingRoom(flows, key, skipped);
    if (!room) throw notFound();
    const quality = req.query['quality'] === '1' ? await ownThemeQuality(flows, key) : null;
    const lang = res.locals['lang'] as Language;
    const { document, taxonomy } = flows.installation.current;
    await render(
      req,
      res,
      'draft',
      {
        title: room.theme.name[lang],
        section: 'quality',
        refreshSeconds: room.theme.state === 'scanning' && !room.asked ? REFRESH_SECONDS : null,
      },
      (words) =>
        draftPage(
          {
            room,
            quality,
            skipped,
            answered: idsOf(textOf(req.query as FormFields, 'answered'))[0] ?? null,
            token: forms.token(req, res),
            colour: room.theme.colour ?? nextColour(document),
            disclosureLimit: flows.disclosureLimit,
            replaceable: taxonomy.themes
              .filter((theme) => theme.key !== key)
              .map((theme) => ({ key: theme.key, name: theme.name[lang] })),
            replaces: textOf(req.query as FormFields, 'replaces'),
          },
          words,
        ),
    );
  });

  router.post('/taxonomy/drafts/:key/answers', ...receive, async (req, res) => {
    const key = keyOf(req);
    const fields = (req.body ?? {}) as FormFields;
    const [comment] = idsOf(textOf(fields, 'comment'));
    const skipped = idsOf(textOf(fields, 'skip'));
    const said = textOf(fields, 'answer');
    if (comment === undefined || !['yes', 'no', 'skip', 'undo'].includes(said)) throw notFound();
    if (said === 'skip') {
      redirectTo(res, key, [...skipped, comment], null);
      return;
    }
    const outcome =
      said === 'undo'
        ? await takeBackAnswer(flows, key, comment, actorOf(res))
        : await answer(flows, key, comment, said === 'yes', actorOf(res));
    if (outcome.outcome === 'unknown') throw notFound();
    redirectTo(res, key, skipped, said === 'undo' ? null : comment);
  });

  router.post('/taxonomy/drafts/:key/refit', ...receive, async (req, res) => {
    const outcome = await refitOwnTheme(flows, keyOf(req), actorOf(res));
    if (outcome === 'unknown') throw notFound();
    const { version } = flows.installation.current.document;
    res.redirect(303, outcome === 'installed' ? `/taxonomy?done=${encodeURIComponent(version)}` : '/taxonomy');
  });

  router.post('/taxonomy/drafts/:key/discard', ...receive, async (req, res) => {
    if (!(await discardDraft(flows, keyOf(req)))) throw notFound();
    res.redirect(303, '/taxonomy');
  });

  async function showForm(
    req: Request,
    res: Response,
    prefilled: Prefilled,
    problems: readonly OwnThemeProblem[],
  ): Promise<void> {
    if (problems.length > 0) res.status(422);
    const typed = readTheme(prefilled.fields);
    await render(req, res, 'ownTheme', { titleKey: 'teaching.newTitle', section: 'quality' }, (words) =>
      ownThemeForm(typed, prefilled, problems, textOf(prefilled.fields, 'key'), forms.token(req, res), words),
    );
  }

  /**
   * `from`: a group of comments without a theme that suggests one; `split`: a theme whose clauses are there to be picked. Other
   * parameters fill the fields of their name.
   */
  async function prefilledBy(query: FormFields, res: Response): Promise<Prefilled> {
    const lang = res.locals['lang'] as Language;
    const split = flows.taxonomy.themes.find((theme) => theme.key === textOf(query, 'split'));
    const [group] = idsOf(textOf(query, 'from'));
    const suggestion = group === undefined ? null : await suggestionFor(flows, group);
    const clauses = split ? await clausesOf(flows, split.key) : [];
    for (const { id } of [...(suggestion?.examples ?? []), ...clauses]) shownComments(res).add(id);
    return {
      fields: suggestion ? { ...fieldsOf(suggestion), ...query } : query,
      notice: suggestion ? translator(lang)('teaching.fromSuggestion') : '',
      split: split?.key ?? '',
      pick: split ? { theme: split.name[lang], clauses: clauses.map(({ text }) => text) } : null,
    };
  }

  return router;
}

function fieldsOf({ names, examples }: ThemeSuggestion): FormFields {
  return {
    name_fi: names.fi,
    name_sv: names.sv,
    name_en: names.en,
    examples: examples.map(({ text }) => text.replace(/\s+/gu, ' ')).join('\n'),
  };
}

function keyOf(req: Request): ThemeKey {
  const key = String(req.params['key']);
  if (!isThemeKey(key)) throw notFound();
  return key;
}

function idsOf(text: string): number[] {
  const ids = text.split(',').filter((id) => /^\d{1,15}$/.test(id));
  return [...new Set(ids.map(Number))].slice(-MOST_SKIPPED);
}

function redirectTo(res: Response, key: ThemeKey, skipped: readonly number[], answered: number | null): void {
  const query = new URLSearchParams();
  if (skipped.length > 0) query.set('skip', skipped.slice(-MOST_SKIPPED).join(','));
  if (answered !== null) query.set('answered', String(answered));
  res.redirect(303, `/taxonomy/drafts/${key}${query.size > 0 ? `?${query.toString()}` : ''}`);
}
