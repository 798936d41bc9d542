import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { start, run } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
before(async () => {
  folder = await createTemporaryFolder();
});
after(() => folder.remove());

describe('the server process', () => {
  it('prints its address, answers there, and ends with 0 on SIGTERM', async () => {
    const server = start('main', [], { PORT: '0', KUULOLLA_DATA: folder.path, KUULOLLA_DEMO: 'false' });
    const said = await server.said(/\n/);
    const [, url] = /^Kuulolla listens on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(said) ?? [];
    assert.ok(url, said);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    const home = await fetch(`${url}/`, { redirect: 'manual' });
    assert.deepEqual([home.status, home.headers.get('location')], [303, '/login'], 'nobody has signed in');
    assert.equal((await fetch(`${url}/login`)).status, 200);
    server.child.kill('SIGTERM');
    const { code, stdout } = await server.finished;
    assert.equal(code, 0);
    assert.equal(stdout, said, 'standard output is that one line');
  });

  it('says which port is in use and what to do, and ends with 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr, stdout } = await run('main', [], { PORT: String(port), KUULOLLA_DATA: folder.path });
    other.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use; .*PORT`));
    assert.equal(stdout, '');
  });

  it('names every setting that cannot be used, and ends with 1', async () => {
    const { code, stderr } = await run('main', [], { PORT: 'http', HOST: '0.0.0.0', KUULOLLA_COLOUR: 'blue' });
    assert.equal(code, 1);
    for (const name of ['PORT', 'HOST', 'KUULOLLA_COLOUR'])
      assert.match(stderr, new RegExp(`^ {2}${name}: expected`, 'm'));
  });

  it('says which file of the model is missing, and ends with 1', async () => {
    const { code, stderr } = await run('main', [], { KUULOLLA_MODEL: folder.path, KUULOLLA_DATA: folder.path });
    assert.equal(code, 1);
    assert.ok(stderr.includes(`expected the tagging model at ${folder.path}`), stderr);
  });
});
