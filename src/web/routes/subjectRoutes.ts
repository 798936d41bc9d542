/** Requests of data subjects. */
import { Router, urlencoded, type Request, type Response } from 'express';
import type { LearningDeps } from '../../flows/deps.js';
import { eraseSubject, findSubjects, subjectDocument } from '../../flows/subjectRequests.js';
import type { SubjectRecord } from '../../store/subjectStore.js';
import { actorOf, requireRightOverAll } from '../actor.js';
import { notFound } from '../errors.js';
import { subjectPage, subjectsPage, type SubjectsResult } from '../pages/subjectPages.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';

const FORM_LIMIT = '16kb';
const ERASURES_SHOWN = 50;
/** More than anybody asks for. */
const ALL_ERASURES = 100_000;
const PATH = '/admin/subjects';

export function subjectRoutes(flows: LearningDeps, forms: FormProtection, render: PageRenderer): Router {
  const router = Router();
  const { store } = flows;
  const manager = requireRightOverAll('subjects.manage');
  const receive = [manager, urlencoded({ extended: false, limit: FORM_LIMIT }), forms.protect, manager];

  /** The address never holds the source's id: it says what was found by numbers of its own. */
  router.get(PATH, manager, async (req, res) => {
    const erasures = await store.listErasures(ERASURES_SHOWN);
    const result = await resultOf(req);
    await render(req, res, 'subjects', { titleKey: 'subjects.title', section: 'audit' }, (words) =>
      subjectsPage(erasures, result, forms.token(req, res), words),
    );
  });

  router.post(PATH, ...receive, async (req, res) => {
    const id = fieldOf(req, 'id');
    const source = fieldOf(req, 'source');
    if (id === '') {
      res.redirect(303, `${PATH}?result=missing`);
      return;
    }
    const found = await findSubjects(flows, id, source === '' ? null : source);
    if (found.outcome === 'erased') {
      const which = found.erasure.response === null ? '' : `&response=${found.erasure.response}`;
      res.redirect(303, `${PATH}?result=wasErased${which}`);
    } else if (found.outcome === 'none') {
      res.redirect(303, `${PATH}?result=none`);
    } else {
      const [only] = found.responses;
      res.redirect(
        303,
        found.responses.length === 1 ? `${PATH}/${only}` : `${PATH}?found=${found.responses.slice(0, 50).join('.')}`,
      );
    }
  });

  router.get(`${PATH}/:id`, manager, async (req, res) => {
    await show(req, res, await subjectOf(req), '', '');
  });

  router.get(`${PATH}/:id/data.json`, manager, async (req, res) => {
    const subject = await subjectOf(req);
    res.type('application/json; charset=utf-8');
    res.set('Content-Disposition', `attachment; filename="response-${subject.response}.json"`);
    res.send(subjectDocument(subject, flows.now()));
  });

  router.post(`${PATH}/:id/erase`, ...receive, async (req, res) => {
    const subject = await subjectOf(req);
    const reason = fieldOf(req, 'reason');
    const problem = reason === '' ? 'noReason' : fieldOf(req, 'confirmed') !== 'yes' ? 'notConfirmed' : null;
    if (problem !== null) {
      res.status(422);
      await show(req, res, subject, problem, reason);
      return;
    }
    const erasure = await eraseSubject(flows, subject.response, { by: actorOf(res).id, reason });
    if (!erasure) throw notFound();
    res.redirect(303, `${PATH}?result=erased&response=${subject.response}`);
  });

  async function subjectOf(req: Request): Promise<SubjectRecord> {
    const id = String(req.params['id']);
    const subject = /^\d{1,15}$/.test(id) ? await store.getSubject(Number(id)) : null;
    if (!subject) throw notFound();
    return subject;
  }

  async function show(
    req: Request,
    res: Response,
    subject: SubjectRecord,
    problem: string,
    reason: string,
  ): Promise<void> {
    await render(req, res, 'subject', { titleKey: 'subjects.oneTitle', section: 'audit' }, (words) =>
      subjectPage(
        subject,
        {
          token: forms.token(req, res),
          problem: problem === '' ? '' : words.t(`subjects.erase.problems.${problem}`),
          reason,
        },
        words,
      ),
    );
  }

  /** What the address says was found or done; null when it says nothing that is so. */
  async function resultOf(req: Request): Promise<SubjectsResult | null> {
    const { result, found, response } = req.query;
    if (typeof found === 'string' && /^\d{1,15}(\.\d{1,15}){0,49}$/.test(found)) {
      return { kind: 'found', responses: found.split('.').map(Number) };
    }
    if (result === 'none' || result === 'missing') return { kind: result };
    if (result !== 'erased' && result !== 'wasErased') return null;
    const erasures = await store.listErasures(ALL_ERASURES);
    const erasure = erasures.find((each) => typeof response === 'string' && String(each.response) === response);
    if (result === 'wasErased') return { kind: result, at: erasure?.at ?? null };
    return erasure ? { kind: result, erasure } : null;
  }

  return router;
}

function fieldOf(req: Request, name: string): string {
  const value = (req.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value.trim() : '';
}
