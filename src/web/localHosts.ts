/** Which names a browser may call the service by. */
import type { RequestHandler } from 'express';
import { sendProblem } from './api/problem.js';

const LOCAL_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Refuses requests under any name but that of this machine (421). The service is open to whoever reaches it and listens on
 * loopback only; without this, a page elsewhere could give its own name the address 127.0.0.1 and read every comment through
 * a visitor's browser (DNS rebinding).
 */
export function onlyLocalNames(): RequestHandler {
  return (req, res, next) => {
    const name = (req.get('Host') ?? '').replace(/:\d+$/, '').toLowerCase();
    if (LOCAL_NAME.test(name)) {
      next();
      return;
    }
    const detail = `expected to be called as localhost, 127.0.0.1 or [::1], found ${JSON.stringify(name.slice(0, 80))}`;
    sendProblem(res.set('Cache-Control', 'no-store'), 'foreign-name', detail);
  };
}
