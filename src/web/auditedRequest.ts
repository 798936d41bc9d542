/** A request as the audit trail keeps it: what was asked for and what it was about, without what people wrote. */
import type { Request, Response } from 'express';
import type { Actor } from '../domain/actor.js';
import { compactIds, SHOWN_COMMENTS, type AuditAction, type AuditEvent } from '../domain/auditEvent.js';
import { redact } from '../domain/redaction.js';
import { maskText } from '../flows/maskedText.js';

/** What is not recorded: it concerns nobody's data, or records itself (signing in and out). */
const UNRECORDED = /^\/(language\/:lang|login(\/|$)|logout$)/;
/** Where `:id` is a comment. */
const ABOUT_A_COMMENT = /^\/(comments|serious|admin\/subjects)\/:id(\/|$)/;
/** Comments given to programs leave the house as a file does. */
const GIVEN_TO_PROGRAMS = /^\/api\/v\d+\/comments$/;

/** Parameters whose value says what was looked at; of others nothing is kept. */
const KEPT_QUERY: readonly string[] = [
  ...['from', 'to', 'unit', 'channel', 'lang', 'theme', 'polarity', 'month', 'by', 'base_from', 'base_to', 'adjust'],
  ...['category', 'state', 'kind', 'search', 'like', 'version', 'limit'],
  // of the page about the trail itself
  ...['person', 'action', 'route', 'comment'],
];
/** Answers of members of a panel: which boxes were ticked is in the names of the fields. */
const PANEL_ANSWER = /^\/panel\/:round\/(findings\/:n|comments\/:place)$/;
/** Parameters of paths that open something to whoever has them. */
const SECRET_PARAMETERS: readonly string[] = ['token'];

const SEARCH_LENGTH = 200;
const VALUE_LENGTH = 80;
const FIELDS_LENGTH = 300;

/** Where pages note which comments they show. */
export function shownComments(res: Response): Set<number> {
  const known = res.locals['shownComments'] as Set<number> | undefined;
  const shown = known ?? new Set<number>();
  res.locals['shownComments'] = shown;
  return shown;
}

/** Null for what is not recorded. Called when the answer begins. */
export function auditedRequest(req: Request, res: Response, at: string): AuditEvent | null {
  const actor = res.locals['actor'] as Actor | undefined;
  const route = routeOf(req);
  if (!actor || UNRECORDED.test(route)) return null;
  const action = actionOf(req, res, route);
  return {
    at,
    actorId: actor.id,
    actorName: actor.name,
    role: actor.role,
    action,
    route: isReading(req) ? route : `${req.method} ${route}`,
    subject: subjectOf(req, res, route),
    status: res.statusCode,
  };
}

/**
 * Whether the record has to be on disk before the answer is sent: for what cannot be taken back (a file, a change) and for a comment
 * that was opened.
 */
export function mustBeRecordedFirst({ action, route }: AuditEvent): boolean {
  return action === 'export' || action === 'change' || ABOUT_A_COMMENT.test(route);
}

function isReading(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD';
}

/** The pattern; of an address that has none at most its first word, since people type anything. */
function routeOf(req: Request): string {
  const pattern = (req.route as { readonly path?: unknown } | undefined)?.path;
  if (typeof pattern === 'string') return `${req.baseUrl}${pattern}`;
  const [, first] = /^\/([a-z]{1,20})(?:\/|$)/.exec(`${req.baseUrl}${req.path}`) ?? [];
  return first === undefined ? '/…' : `/${first}/…`;
}

function actionOf(req: Request, res: Response, route: string): AuditAction {
  if (res.statusCode === 403) return 'refused';
  if (!isReading(req)) return 'change';
  const isFile = String(res.getHeader('Content-Disposition') ?? '').startsWith('attachment');
  if (isFile || GIVEN_TO_PROGRAMS.test(route)) return 'export';
  return textOf(req.query['q']) === '' ? 'view' : 'search';
}

function subjectOf(req: Request, res: Response, route: string): Record<string, string> {
  const subject: Record<string, string> = {};
  for (const [name, value] of parametersOf(req, route)) {
    if (!SECRET_PARAMETERS.includes(name)) subject[name] = masked(value, VALUE_LENGTH);
  }
  for (const name of KEPT_QUERY) {
    const value = textOf(req.query[name]);
    if (value !== '') subject[name] = masked(value, VALUE_LENGTH);
  }
  const words = textOf(req.query['q']);
  // names too, as in comments
  if (words !== '') subject['q'] = masked(maskText(words.slice(0, 4 * SEARCH_LENGTH)).text, SEARCH_LENGTH);
  if (!isReading(req) && !PANEL_ANSWER.test(route)) {
    const fields = fieldNames(req.body);
    if (fields !== '') subject['fields'] = fields;
  }
  if (res.statusCode >= 400) return subject;
  const shown = new Set(shownComments(res));
  const id = subject['id'] ?? '';
  if (ABOUT_A_COMMENT.test(route) && /^\d{1,15}$/.test(id)) shown.add(Number(id));
  if (shown.size > 0) subject[SHOWN_COMMENTS] = compactIds(shown);
  return subject;
}

/** Read from the address itself: Express forgets the parameters of a route when it leaves it for an error page. */
function parametersOf(req: Request, route: string): [name: string, value: string][] {
  const parts = (req.originalUrl.split('?', 1)[0] ?? '').split('/');
  return route.split('/').flatMap((part, index): [string, string][] => {
    const value = parts[index];
    return part.startsWith(':') && value !== undefined && value !== '' ? [[part.slice(1), decoded(value)]] : [];
  });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '…';
  }
}

/** Names of a form's fields, without the token; what does not look like a name is left out. */
function fieldNames(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || Buffer.isBuffer(body)) return '';
  const names = Object.keys(body).filter((name) => name !== '_csrf' && /^[\w.-]{1,40}$/.test(name));
  return names.sort().join(',').slice(0, FIELDS_LENGTH);
}

/** Masked before it is cut, so that half an identifier is not left. */
function masked(text: string, length: number): string {
  return redact(text.slice(0, 4 * SEARCH_LENGTH)).text.slice(0, length);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
