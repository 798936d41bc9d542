/** Comments: the list and one comment. */
import { Router } from 'express';
import type { Logger } from 'pino';
import { commentDetail } from '../../flows/commentDetail.js';
import { commentList } from '../../flows/commentList.js';
import type { FlowDeps } from '../../flows/deps.js';
import { themeMentions } from '../../flows/themeMentions.js';
import { notFound } from '../errors.js';
import { commentPage, commentsPage } from '../pages/commentPages.js';
import { parseCommentQuery } from '../query.js';
import type { PageRenderer } from '../render.js';
import { unknownUnit } from './figureRoutes.js';

export function commentRoutes(flows: FlowDeps, render: PageRenderer, log: Logger): Router {
  const router = Router();

  router.get('/comments', async (req, res) => {
    const { filter, problems } = parseCommentQuery(req.query, ['cursor']);
    const cursor = typeof req.query['cursor'] === 'string' && req.query['cursor'] !== '' ? req.query['cursor'] : null;
    const [found, mentions] = await Promise.all([commentList(flows, filter, cursor), themeMentions(flows, filter)]);
    if (!found) throw unknownUnit(filter.unit);
    const range = filter.from !== null || filter.to !== null ? await flows.store.dayRange(filter.unit) : null;
    await render(
      req,
      res,
      'comments',
      {
        titleKey: 'comments.title',
        section: 'comments',
        problems,
        filter: {
          path: '/comments',
          asked: filter,
          period:
            filter.from === null && filter.to === null
              ? null
              : {
                  from: filter.from ?? range?.from ?? filter.to ?? '',
                  to: filter.to ?? range?.to ?? filter.from ?? '',
                },
        },
      },
      (words) => commentsPage(found, filter, cursor, mentions, words),
    );
  });

  router.get('/comments/:id', async (req, res) => {
    const id = /^\d{1,15}$/.test(req.params.id) ? Number(req.params.id) : null;
    const found = id === null ? null : await commentDetail(flows, id);
    if (!found) throw notFound();
    if (found.failure !== null) log.error({ err: found.failure, id }, 'a comment could not be explained');
    await render(req, res, 'comment', { titleKey: 'comment.title', section: 'comments' }, (words) =>
      commentPage(found.comment, found.reasons, found.failure !== null, words),
    );
  });

  return router;
}
