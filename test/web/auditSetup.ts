/** Comments to look at, and forms as a browser sends them. */
import assert from 'node:assert/strict';
import { response } from '../store/samples.js';
import type { RunningApp } from '../support/runningApp.js';

/** Stores comments 1…n of a source `survey` with the ids 1…n, untagged. */
export async function feedbackItems(app: RunningApp, n: number): Promise<void> {
  await app.assembly.flows.store.addResponses(
    Array.from({ length: n }, (_, index) =>
      response(String(index + 1), { comment: `Comment number ${index + 1} about the queue at the desk.`, lang: 'fi' }),
    ),
  );
}

export interface Form {
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
}

/** The token and cookies of a page that has a form. */
export async function formOf(app: RunningApp, path: string): Promise<Form> {
  const page = await fetch(app.url + path);
  assert.equal(page.status, 200, path);
  const [, token] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  assert.ok(token, `a form on ${path}`);
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return {
    post: (to, fields) =>
      fetch(app.url + to, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ _csrf: token, ...fields }).toString(),
      }),
  };
}
