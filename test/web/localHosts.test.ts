import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

let app: RunningApp;
before(async () => {
  app = await startApp({ tagger: createFakeTagger(), idle: true });
});
after(() => app.close());

/** Status of a request that calls the service by this name, as a browser does after DNS rebinding. */
function statusAs(host: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${app.url}${path}`, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('a request under a name that is not of this machine', () => {
  it('is refused on pages, in the API and by probes', async () => {
    for (const path of ['/', '/comments', '/import', '/api/v1/comments', '/api/v2', '/metrics']) {
      assert.equal(await statusAs('feedback.example:3000', path), 421, path);
      assert.equal(await statusAs('127.0.0.1.example', path), 421, path);
    }
  });

  it('is taken under the names of this machine, with any port', async () => {
    for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1:80', '127.9.9.9', '[::1]:3000']) {
      assert.equal(await statusAs(host, '/api/v1/nps'), 200, host);
      assert.equal(await statusAs(host, '/'), 200, host);
    }
  });
});
