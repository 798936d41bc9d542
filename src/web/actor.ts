/** Who is asking, and whether they may. */
import type { Request, RequestHandler, Response } from 'express';
import { authorise, may, type Actor, type Right } from '../domain/actor.js';
import { runAs } from '../flows/currentActor.js';
import { notAllowed, PageProblem } from './errors.js';

/** Names who is asking, or null when nobody has signed in. */
export type ActorSource = (req: Request, res: Response) => Actor | null | Promise<Actor | null>;

/** Names the actor of every request; what follows runs on their behalf. */
export function identify(source: ActorSource): RequestHandler {
  return async (req, res, next) => {
    const actor = await source(req, res);
    if (actor === null) {
      next();
      return;
    }
    res.locals['actor'] = actor;
    runAs(actor, next);
  };
}

/** @throws when nobody has signed in: routes that anybody may use do not ask */
export function actorOf(res: Response): Actor {
  const actor = res.locals['actor'] as Actor | undefined;
  if (!actor) throw new PageProblem(401, 'errors.notAllowedTitle', 'errors.notAllowedText');
  return actor;
}

/** Lets pass who may (of several rights any will do); others get a page that says so (403). */
export function requireRight(rights: Right | readonly Right[]): RequestHandler {
  const sufficient = typeof rights === 'string' ? [rights] : rights;
  return (_req, res, next) => {
    const actor = actorOf(res);
    if (!sufficient.some((right) => may(actor, right))) throw notAllowed();
    // what read the body before may have lost on whose behalf it ran
    runAs(actor, next);
  };
}

/** Lets pass who may, for the whole organisation: for what shows or changes something about all units at once. */
export function requireRightOverAll(right: Right): RequestHandler {
  return (_req, res, next) => {
    const actor = actorOf(res);
    if (!mayOverAll(actor, right)) throw notAllowed();
    runAs(actor, next);
  };
}

/** Whether the actor may, for the whole organisation. */
export function mayOverAll(actor: Actor, right: Right): boolean {
  return authorise(actor, right, []);
}
