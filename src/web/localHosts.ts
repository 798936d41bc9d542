/** Which names the service may be called by, and which requests come from this machine itself. */
import type { Request, RequestHandler } from 'express';
import { sendProblem } from './api/problem.js';

const LOCAL_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const LOCAL_ADDRESS = /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/;

function nameOf(req: Request): string {
  return (req.get('Host') ?? '').replace(/:\d+$/, '').toLowerCase();
}

/**
 * Refuses requests under any name but those of this machine and the public one (421). Else a page elsewhere could give its own
 * name the address of the service and act there through a visitor's browser (DNS rebinding): to the browser both would be one site.
 * @param publicName host name of the public address (KUULOLLA_URL), or null without one
 */
export function onlyKnownNames(publicName: string | null): RequestHandler {
  const known = publicName === null ? '' : ` or ${publicName}`;
  return (req, res, next) => {
    const name = nameOf(req);
    if (LOCAL_NAME.test(name) || name === publicName) {
      next();
      return;
    }
    const detail = `expected to be called as localhost, 127.0.0.1, [::1]${known}, found ${JSON.stringify(name.slice(0, 80))}`;
    sendProblem(res.set('Cache-Control', 'no-store'), 'foreign-name', detail);
  };
}

/** Whether a program of this machine asks, under a name of this machine, and not for somebody else (a proxy says for whom). */
export function isFromThisMachine(req: Request): boolean {
  const forwarded = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'Via'].some(
    (name) => req.get(name) !== undefined,
  );
  return !forwarded && LOCAL_NAME.test(nameOf(req)) && LOCAL_ADDRESS.test(req.socket.remoteAddress ?? '');
}

/** Whether a host name is one of this machine. */
export function isLocalName(name: string): boolean {
  return LOCAL_NAME.test(name.toLowerCase());
}
