/** Pages as a browser without script gets and sends them. */
import assert from 'node:assert/strict';
import type { RunningApp } from './runningApp.js';

export const LANGUAGES = ['fi', 'sv', 'en'] as const;

export interface Page {
  readonly status: number;
  readonly html: string;
  /** What the browser sends along with the next request. */
  readonly cookie: string;
}

/** @param cookie of an earlier page, to go on as the same visitor */
export async function readPage(
  { url }: Pick<RunningApp, 'url'>,
  path: string,
  lang = 'en',
  cookie = '',
): Promise<Page> {
  const known = cookie === '' ? `kuulolla_lang=${lang}` : cookie;
  const answer = await fetch(url + path, { headers: { cookie: known, accept: 'text/html' } });
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  return { status: answer.status, html: await answer.text(), cookie: [known, ...cookies].join('; ') };
}

/** The token of the page's forms; empty where it has none. */
export function formToken({ html }: Pick<Page, 'html'>): string {
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** Sends a form of the page `from` with its token, unless the fields have one of their own; a redirect is not followed. */
export function sendForm(
  { url }: Pick<RunningApp, 'url'>,
  path: string,
  fields: Readonly<Record<string, string>>,
  from: Page,
): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: from.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: formToken(from), ...fields }).toString(),
  });
}

/** Fails when the page is not there, shows what a template should never show, or breaks the policy of styles. */
export function assertSound({ status, html }: Pick<Page, 'status' | 'html'>, where: string): void {
  assert.equal(status, 200, where);
  assert.doesNotMatch(html, /undefined|NaN|\[object |Infinity/, where);
  assert.doesNotMatch(html, / style="/, `${where}: the policy forbids style attributes`);
}
