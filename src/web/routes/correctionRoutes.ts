/** Corrections of a comment's themes, and all that people confirmed as a file. */
import { Router, urlencoded } from 'express';
import { POLARITIES } from '../../domain/theme.js';
import type { Span } from '../../domain/theme.js';
import { correctTags, type Correction } from '../../flows/correctTags.js';
import type { LearningDeps } from '../../flows/deps.js';
import { exportLabels } from '../../flows/exportLabels.js';
import { actorOf, requireRight, requireRightOverAll } from '../actor.js';
import { shownComments } from '../auditedRequest.js';
import { notFound, PageProblem } from '../errors.js';
import { localPath } from '../language.js';
import type { FormProtection } from '../security.js';

const MAX_FORM = '8kb';

export function correctionRoutes(flows: LearningDeps, forms: FormProtection): Router {
  const router = Router();
  const receive = [urlencoded({ extended: false, limit: MAX_FORM }), forms.protect];

  router.post('/comments/:id/corrections', requireRight('tags.correct'), ...receive, async (req, res) => {
    const id = String(req.params['id']);
    const body = (req.body ?? {}) as Record<string, unknown>;
    const correction = readCorrection(body);
    if (!/^\d{1,15}$/.test(id)) throw notFound();
    if (!correction) throw new PageProblem(422, 'corrections.refusedTitle', 'corrections.refused.notUnderstood');
    const result = await correctTags(flows, Number(id), correction, actorOf(res).id);
    if (result.outcome === 'refused') {
      if (result.reason === 'unknownComment') throw notFound();
      const status = result.reason === 'changedMeanwhile' ? 409 : 422;
      throw new PageProblem(status, 'corrections.refusedTitle', `corrections.refused.${result.reason}`);
    }
    res.redirect(303, backTo(body['back'], id));
  });

  router.get('/quality/labels.jsonl', requireRightOverAll('training.run'), async (_req, res) => {
    res.type('application/jsonl; charset=utf-8');
    res.set('Content-Disposition', 'attachment; filename="labels.jsonl"');
    // all of it before the first byte: the audit record is written then, and names the comments
    const shown = shownComments(res);
    const lines: string[] = [];
    for await (const some of exportLabels(flows.store, (id) => shown.add(id))) lines.push(some);
    res.end(lines.join(''));
  });

  return router;
}

/** Where the person came from; a list is told which comment was corrected, since it may not be on it any more. */
function backTo(back: unknown, id: string): string {
  const url = new URL(localPath(back), 'http://localhost');
  if (url.pathname === '/comments') url.searchParams.set('corrected', id);
  // dots are taken out of a path here, and may leave two slashes at its beginning
  return localPath(url.pathname + url.search + url.hash);
}

/** Fields `say` (a polarity, `absent`, `withdraw` or `allRight`), `theme`, `clause` (`start-end`) and `shown`; null when they make no sense. */
function readCorrection(body: Record<string, unknown>): Correction | null {
  const text = (field: string): string => (typeof body[field] === 'string' ? body[field] : '');
  const say = text('say');
  const theme = text('theme');
  if (say === 'allRight') return { kind: 'allRight', shown: text('shown') };
  if (theme === '') return null;
  if (say === 'absent' || say === 'withdraw') return { kind: say, theme };
  const polarity = POLARITIES.find((each) => each === say);
  if (!polarity) return null;
  const evidence = readSpan(text('clause'));
  return { kind: 'present', theme, polarity, ...(evidence && { evidence }) };
}

function readSpan(text: string): Span | null {
  const [, start, end] = /^(\d{1,7})-(\d{1,7})$/.exec(text) ?? [];
  return start === undefined || end === undefined ? null : { start: Number(start), end: Number(end) };
}
