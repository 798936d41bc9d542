import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { after, before, beforeEach, describe, it } from 'node:test';
import express from 'express';
import { LOCAL_ACTOR } from '../../src/domain/actor.js';
import type { AuditEvent } from '../../src/domain/auditEvent.js';
import { auditRequests } from '../../src/web/audit.js';

describe('an answer that must be recorded first', () => {
  let server: Server;
  let url = '';
  let record: (event: AuditEvent) => Promise<void>;
  let noted: AuditEvent[] = [];
  let takes = true;

  before(async () => {
    const app = express();
    app.use((_req, res, next) => {
      res.locals['actor'] = LOCAL_ACTOR;
      next();
    });
    app.use(
      auditRequests({
        now: () => '2024-05-02T10:00:00.000Z',
        refusal: () => ({ type: 'text/plain', body: 'not recorded' }),
        trail: {
          note: (event) => {
            if (takes) noted.push(event);
            return takes;
          },
          record: (event) => record(event),
        },
      }),
    );
    app.get('/comments/:id', (_req, res) => void res.send('<p>the comment</p>'));
    app.get('/list', (_req, res) => void res.send('the list'));
    app.get('/file', (_req, res) => {
      res.set('Content-Disposition', 'attachment; filename="a.csv"').type('text/csv');
      Readable.from(['first,', 'second,', 'x'.repeat(300_000)]).pipe(res);
    });
    app.post('/change', (_req, res) => void res.redirect(303, '/list'));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    noted = [];
    takes = true;
  });

  for (const [path, body] of [
    ['/comments/7', '<p>the comment</p>'],
    ['/file', `first,second,${'x'.repeat(300_000)}`],
  ] as const) {
    it(`is sent only when the record is on disk, and whole: ${path}`, async () => {
      let asked = (): void => undefined;
      let written = (): void => undefined;
      const recording = new Promise<void>((resolve) => (asked = resolve));
      record = () => {
        asked();
        return new Promise((resolve) => (written = resolve));
      };
      let answered = false;
      const answer = fetch(url + path).then((response) => {
        answered = true;
        return response;
      });
      await recording;
      // one more request there and back: the held answer had every chance to come first
      assert.equal(await (await fetch(`${url}/list`)).text(), 'the list');
      assert.equal(answered, false);
      written();
      assert.equal(await (await answer).text(), body);
    });

    it(`is refused with 503 when it cannot be recorded, and nothing of it is sent: ${path}`, async () => {
      record = () => Promise.reject(new Error('disk full'));
      const response = await fetch(url + path);
      assert.deepEqual([response.status, await response.text()], [503, 'not recorded']);
      assert.equal(response.headers.get('Content-Disposition'), null);
    });
  }

  it('is a list too while records cannot wait', async () => {
    record = () => Promise.reject(new Error('disk full'));
    takes = false;
    assert.equal((await fetch(`${url}/list`)).status, 503);
    takes = true;
    assert.equal((await fetch(`${url}/list`)).status, 200);
    assert.deepEqual(
      noted.map(({ route }) => route),
      ['/list'],
    );
  });

  it('is an answer to a change, whose address is not given away when it fails', async () => {
    record = () => Promise.reject(new Error('disk full'));
    const refused = await fetch(`${url}/change`, { method: 'POST', redirect: 'manual' });
    assert.deepEqual([refused.status, refused.headers.get('Location')], [503, null]);
    const events: AuditEvent[] = [];
    record = (event) => {
      events.push(event);
      return Promise.resolve();
    };
    assert.equal((await fetch(`${url}/change`, { method: 'POST', redirect: 'manual' })).status, 303);
    assert.deepEqual([events[0]?.action, events[0]?.route, events[0]?.status], ['change', 'POST /change', 303]);
  });
});
