/** Who is asking, and whether they may. */
import type { Request, RequestHandler, Response } from 'express';
import { may, type Actor, type Right } from '../domain/actor.js';
import { PageProblem } from './errors.js';

/** Names the actor of every request. */
export function identify(actorOf: (req: Request) => Actor): RequestHandler {
  return (req, res, next) => {
    res.locals['actor'] = actorOf(req);
    next();
  };
}

export function actorOf(res: Response): Actor {
  return res.locals['actor'] as Actor;
}

/** Lets pass who may; others get a page that says so (403). */
export function requireRight(right: Right): RequestHandler {
  return (_req, res, next) => {
    next(
      may(actorOf(res), right) ? undefined : new PageProblem(403, 'errors.notAllowedTitle', 'errors.notAllowedText'),
    );
  };
}
