/** Comments: the list and one comment. */
import { Router, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { may } from '../../domain/actor.js';
import { commentDetail } from '../../flows/commentDetail.js';
import { commentList } from '../../flows/commentList.js';
import { assignmentMarks, commentTeam } from '../../flows/commentTeam.js';
import type { LearningDeps } from '../../flows/deps.js';
import { examplesByTheme, type ExamplesByTheme } from '../../flows/examplesByTheme.js';
import { similarComments, type SimilarTo } from '../../flows/similarComments.js';
import { currentRules, type SeriousDeps } from '../../flows/seriousComments.js';
import { themeMentions } from '../../flows/themeMentions.js';
import { actorOf, requireRight } from '../actor.js';
import { notFound } from '../errors.js';
import { commentPage } from '../pages/commentPage.js';
import { commentsPage, keptByArrivals } from '../pages/commentPages.js';
import { commentTeamView } from '../pages/commentTeamView.js';
import type { CorrectionForms } from '../pages/correctionView.js';
import { listWork } from '../pages/listWork.js';
import { seriousForm } from '../pages/seriousForm.js';
import { keptBySimilar, similarPage } from '../pages/similarPage.js';
import { AFTER_RULE, LIKE_RULE, parseCommentQuery, QueryReader, SEARCH_RULE } from '../query.js';
import type { PageRenderer } from '../render.js';
import type { FormProtection } from '../security.js';
import { unknownUnit } from './figureRoutes.js';

export function commentRoutes(
  flows: LearningDeps,
  serious: SeriousDeps,
  forms: FormProtection,
  render: PageRenderer,
  log: Logger,
): Router {
  const router = Router();
  const reader = requireRight('comments.read');
  const correcting = (req: Request, res: Response): CorrectionForms | null =>
    may(actorOf(res), 'tags.correct') ? { token: forms.token(req, res), back: req.originalUrl } : null;

  /** A tagger that fails leaves the comment readable. */
  const examplesOrLog = async (text: string): Promise<ExamplesByTheme | null> => {
    try {
      return await examplesByTheme(flows, text);
    } catch (error) {
      log.error({ err: error }, 'the nearest examples could not be found');
      return null;
    }
  };

  router.get('/comments', reader, async (req, res) => {
    const { filter, problems } = parseCommentQuery(req.query, ['cursor', 'corrected', 'search', 'like', 'after']);
    const own = new QueryReader(req.query);
    const search = own.read('search', SEARCH_RULE) ?? 'words';
    const like = own.read('like', LIKE_RULE);
    const after = own.read('after', AFTER_RULE);
    const cursor = typeof req.query['cursor'] === 'string' && req.query['cursor'] !== '' ? req.query['cursor'] : null;
    const to: SimilarTo | null =
      like !== null ? { comment: like } : search === 'meaning' && filter.q !== null ? { text: filter.q } : null;
    const mentions = await themeMentions(flows, filter);
    const list = to ? null : await commentList(flows, filter, cursor, undefined, after);
    const similar = to && (await similarComments(flows, filter, to));
    if (!list && !similar) throw like !== null ? notFound() : unknownUnit(filter.unit);
    const range = filter.from !== null || filter.to !== null ? await flows.store.dayRange(filter.unit) : null;
    const listed = similar ? similar.items.map(({ comment }) => comment) : (list?.items ?? []);
    const held = await assignmentMarks(
      flows,
      listed.map(({ id }) => id),
    );
    await render(
      req,
      res,
      'comments',
      {
        titleKey: 'comments.title',
        section: 'comments',
        problems: [...problems, ...own.problems],
        filter: {
          path: '/comments',
          asked: filter,
          kept: similar ? keptBySimilar(similar) : keptByArrivals(after),
          period:
            filter.from === null && filter.to === null
              ? null
              : {
                  from: filter.from ?? range?.from ?? filter.to ?? '',
                  to: filter.to ?? range?.to ?? filter.from ?? '',
                },
        },
      },
      (plain) => {
        const words = { ...plain, listWork: listWork(actorOf(res), held, plain) };
        const correction = { forms: correcting(req, res), corrected: correctedId(req) };
        return similar
          ? similarPage(similar, mentions, words, correction)
          : commentsPage(list!, filter, { cursor, after }, mentions, words, correction, search);
      },
    );
  });

  router.get('/comments/:id', reader, async (req, res) => {
    const asked = String(req.params['id']);
    const id = /^\d{1,15}$/.test(asked) ? Number(asked) : null;
    const found = id === null ? null : await commentDetail(flows, id);
    if (!found) throw notFound();
    if (found.failure !== null) log.error({ err: found.failure, id }, 'a comment could not be explained');
    const nearest = found.comment.state === 'tagged' ? await examplesOrLog(found.comment.text) : new Map();
    const { categories } = (await currentRules(serious)).document;
    const sent = req.query['serious'] === 'sent';
    const team = await commentTeam(flows, { store: (flows.service ?? flows).store }, found.comment);
    const asking = req.query['ask'] !== undefined;
    await render(req, res, 'comment', { titleKey: 'comment.title', section: 'comments' }, (words) => ({
      ...commentPage(found, nearest, words, correcting(req, res)),
      team: team && commentTeamView(team, words, { token: forms.token(req, res), asking }),
      seriousForm: seriousForm(found.comment.id, categories, { token: forms.token(req, res), sent }, words.lang),
    }));
  });

  return router;
}

/** The comment that was just corrected from this list. */
function correctedId(req: Request): number | null {
  const id = req.query['corrected'];
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : null;
}
