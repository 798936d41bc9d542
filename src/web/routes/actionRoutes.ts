/** Actions and their effect. */
import { Router, urlencoded, type Request, type Response } from 'express';
import { authorise, may, type UnitPath } from '../../domain/actor.js';
import { actionEffect } from '../../flows/actionEffect.js';
import {
  addAction,
  editAction,
  measureText,
  moveAction,
  tellOutcome,
  type ActionField,
  type ActionInput,
} from '../../flows/actionEditing.js';
import { ACTION_LISTS, hasStarted, listOfActions, readAction, type ActionQuestion } from '../../flows/actions.js';
import type { LearningDeps } from '../../flows/deps.js';
import type { Action } from '../../store/actionStore.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound, PageProblem } from '../errors.js';
import { actionFormPage } from '../pages/actionForm.js';
import { actionPage } from '../pages/actionPage.js';
import { actionsPage } from '../pages/actionsPage.js';
import { FILTER_RULES, QueryReader } from '../query.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { unknownUnit } from './figureRoutes.js';

const MAX_FORM = '32kb';

export function actionRoutes(flows: LearningDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const reader = requireRight('actions.read');
  const writer = requireRight('actions.write');
  const receive = [writer, urlencoded({ extended: false, limit: MAX_FORM }), forms.protect, writer];

  router.get('/actions', reader, async (req, res) => {
    const query = new QueryReader(req.query);
    query.refuseOthers(['state', 'unit', 'mine']);
    const question: ActionQuestion = {
      list: ACTION_LISTS.find((each) => each === req.query['state']) ?? 'open',
      unit: query.read('unit', FILTER_RULES.unit),
      mine: req.query['mine'] === '1',
    };
    const list = await listOfActions(flows, question, actorOf(res));
    if (!list) throw unknownUnit(question.unit);
    await render(
      req,
      res,
      'actions',
      { titleKey: 'actions.title', section: 'actions', problems: query.problems },
      (words) => actionsPage(list, question, may(actorOf(res), 'actions.write'), words),
    );
  });

  router.get('/actions/new', writer, async (req, res) => {
    const input = await startingFrom(req, res);
    await showForm(req, res, { input, wrong: [], action: null });
  });

  router.post('/actions', ...receive, async (req, res) => {
    const input = inputOf(req);
    const saved = await addAction(flows, input, actorOf(res));
    if (saved.outcome === 'saved') {
      res.redirect(303, `/actions/${saved.id}`);
      return;
    }
    res.status(422);
    await showForm(req, res, { input, wrong: saved.fields, action: null });
  });

  router.get('/actions/:id', reader, async (req, res) => {
    const { action, path } = await found(req, res);
    const actor = actorOf(res);
    const maySee = (where: UnitPath): boolean => authorise(actor, 'figures.read', where);
    const [effect, history] = await Promise.all([
      hasStarted(action) && action.state !== 'dropped' ? actionEffect(flows, action, maySee) : null,
      flows.store.actionHistory(action.id),
    ]);
    const token = authorise(actor, 'actions.write', path) ? forms.token(req, res) : null;
    await render(req, res, 'action', { title: action.title, section: 'actions' }, (words) =>
      actionPage(
        { action, effect, history, token, today: flows.today(), seesFindings: may(actor, 'findings.read') },
        words,
      ),
    );
  });

  router.get('/actions/:id/edit', writer, async (req, res) => {
    const action = await writable(req, res);
    await showForm(req, res, { input: inputFrom(action), wrong: [], action });
  });

  router.post('/actions/:id', ...receive, async (req, res) => {
    const action = await writable(req, res);
    const input = { ...inputOf(req), unit: action.unit ?? '' };
    const saved = await editAction(flows, action, input, actorOf(res));
    if (saved.outcome === 'saved') {
      res.redirect(303, `/actions/${saved.id}`);
      return;
    }
    res.status(422);
    await showForm(req, res, { input, wrong: saved.fields, action });
  });

  router.post('/actions/:id/state', ...receive, async (req, res) => {
    const action = await writable(req, res);
    const input = { state: field(req, 'state'), startedOn: field(req, 'startedOn'), text: field(req, 'text') };
    if (!(await moveAction(flows, action, input, actorOf(res)))) {
      throw new PageProblem(422, 'actions.refusedTitle', 'actions.refusedText');
    }
    res.redirect(303, `/actions/${action.id}`);
  });

  router.post('/actions/:id/outcome', ...receive, async (req, res) => {
    const action = await writable(req, res);
    if (!(await tellOutcome(flows, action, field(req, 'text'), actorOf(res)))) {
      throw new PageProblem(422, 'actions.refusedTitle', 'actions.refusedText');
    }
    res.redirect(303, `/actions/${action.id}#outcome`);
  });

  async function found(req: Request, res: Response): Promise<{ readonly action: Action; readonly path: UnitPath }> {
    const id = String(req.params['id']);
    const read = /^\d{1,15}$/.test(id) ? await readAction(flows, Number(id), actorOf(res)) : null;
    if (!read) throw notFound();
    return read;
  }

  async function writable(req: Request, res: Response): Promise<Action> {
    const { action, path } = await found(req, res);
    if (!authorise(actorOf(res), 'actions.write', path)) throw notFound();
    return action;
  }

  /** An action from a finding, or from what a page was about. */
  async function startingFrom(req: Request, res: Response): Promise<ActionInput> {
    const query = new QueryReader(req.query);
    const asked = query.read('finding', { expected: 'a number', schema: FILTER_RULES.unit.schema });
    const finding =
      asked !== null && /^\d{1,15}$/.test(asked) && may(actorOf(res), 'findings.read')
        ? await flows.store.getFinding(Number(asked))
        : null;
    if (asked !== null && !finding) throw notFound();
    const theme = finding?.theme ?? query.read('theme', FILTER_RULES.theme) ?? '';
    return {
      title: '',
      description: '',
      owner: actorOf(res).id === 'local' ? '' : actorOf(res).name,
      due: '',
      unit: finding ? (finding.unit ?? '') : (query.read('unit', FILTER_RULES.unit) ?? ''),
      measure: theme === '' ? 'nps:up' : 'complaintShare:down',
      theme,
      finding: finding ? String(finding.id) : '',
      startedOn: '',
    };
  }

  async function showForm(
    req: Request,
    res: Response,
    form: { readonly input: ActionInput; readonly wrong: readonly ActionField[]; readonly action: Action | null },
  ): Promise<void> {
    const actor = actorOf(res);
    const visible = await flows.store.listActions({ units: actor.units });
    const owners = [...new Set([actor.name, ...visible.map(({ owner }) => owner.name)])].filter(
      (name) => name !== 'local',
    );
    const titleKey = form.action ? 'actions.editTitle' : 'actions.newTitle';
    await render(req, res, 'actionForm', { titleKey, section: 'actions' }, (words) =>
      actionFormPage(
        {
          input: form.input,
          wrong: form.wrong,
          token: forms.token(req, res),
          id: form.action?.id ?? null,
          started: form.action !== null && hasStarted(form.action),
          owners,
          wholeAllowed: authorise(actor, 'actions.write', []),
          today: flows.today(),
        },
        words,
      ),
    );
  }

  return router;
}

function field(req: Request, name: string): string {
  const value = ((req.body ?? {}) as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}

function inputOf(req: Request): ActionInput {
  return {
    title: field(req, 'title'),
    description: field(req, 'description'),
    owner: field(req, 'owner'),
    due: field(req, 'due'),
    unit: field(req, 'unit'),
    measure: field(req, 'measure'),
    theme: field(req, 'theme'),
    finding: field(req, 'finding'),
    startedOn: field(req, 'startedOn'),
  };
}

function inputFrom(action: Action): ActionInput {
  return {
    title: action.title,
    description: action.description,
    owner: action.owner.name,
    due: action.due,
    unit: action.unit ?? '',
    measure: measureText(action.measure),
    theme: action.measure.theme ?? '',
    finding: '',
    startedOn: action.startedOn ?? '',
  };
}
