import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, parseConfig } from '../src/config.js';

const ROOT = '/srv/kuulolla';

function problemsOf(env: Record<string, string>): Record<string, string> {
  try {
    parseConfig(env, ROOT, 4);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return Object.fromEntries(error.problems.map((problem) => [problem.setting, problem.message]));
  }
  return {};
}

describe('settings', () => {
  it('have a default each, so that an empty environment starts the demo on 127.0.0.1:3000', () => {
    assert.deepEqual(parseConfig({}, ROOT, 4), {
      port: 3000,
      host: '127.0.0.1',
      url: null,
      trustedProxies: ['loopback'],
      openId: null,
      dataFolder: '/srv/kuulolla/var',
      databaseFile: '/srv/kuulolla/var/kuulolla.sqlite',
      uploadFolder: '/srv/kuulolla/var/uploads',
      auditAnchorFile: '/srv/kuulolla/var/audit-anchor.jsonl',
      erasuresFile: '/srv/kuulolla/var/erasures.jsonl',
      demo: true,
      model: { source: '/srv/kuulolla/models/kuulolla-fisven', remote: false },
      workers: 4,
      timeZone: 'Europe/Helsinki',
      organisation: null,
      disclosureLimit: 5,
      keepOriginalDays: 0,
      auditYears: 5,
      maxUploadBytes: 209_715_200,
      digests: { mail: null, webhook: null },
      logLevel: 'info',
    });
  });

  it('that cannot be used are all named at once', () => {
    const problems = problemsOf({
      PORT: '65536',
      HOST: '0.0.0.0',
      KUULOLLA_DEMO: 'yes',
      KUULOLLA_WORKERS: '0',
      KUULOLLA_TIME_ZONE: 'Europe/Helsingfors',
      KUULOLLA_DISCLOSURE_LIMIT: '2',
      KUULOLLA_KEEP_ORIGINAL_DAYS: '1.5',
      KUULOLLA_LOG_LEVEL: 'loud',
    });
    assert.deepEqual(Object.keys(problems).sort(), [
      'HOST',
      'KUULOLLA_DEMO',
      'KUULOLLA_DISCLOSURE_LIMIT',
      'KUULOLLA_KEEP_ORIGINAL_DAYS',
      'KUULOLLA_LOG_LEVEL',
      'KUULOLLA_TIME_ZONE',
      'KUULOLLA_WORKERS',
      'PORT',
    ]);
    assert.equal(problems['PORT'], 'expected a whole number 0–65535, found "65536"');
    assert.equal(problems['KUULOLLA_DEMO'], 'expected true or false, found "yes"');
  });

  it('refuse an address that others can reach, and say why', () => {
    assert.match(problemsOf({ HOST: '0.0.0.0' })['HOST'] ?? '', /loopback.*KUULOLLA_URL.*"0\.0\.0\.0"/);
    for (const host of ['::', '10.0.0.1', '127.0.0.1.example.org', '127.0.0.256', '']) {
      const problems = problemsOf({ HOST: host });
      assert.equal('HOST' in problems, host !== '', host);
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '127.10.200.255', '::1', 'localhost']) {
      assert.equal(parseConfig({ HOST: host }, ROOT, 4).host, host);
    }
  });

  it('take other addresses with the public one that people use, over https', () => {
    const url = 'https://feedback.example';
    const config = parseConfig({ HOST: '0.0.0.0', KUULOLLA_URL: url }, ROOT, 4);
    assert.deepEqual([config.host, config.url?.href], ['0.0.0.0', 'https://feedback.example/']);
    assert.ok('HOST' in problemsOf({ HOST: '0.0.0.0', KUULOLLA_URL: 'http://127.0.0.1:3000' }));
    assert.equal(parseConfig({ KUULOLLA_URL: 'http://localhost:3000' }, ROOT, 4).url?.port, '3000');
    for (const bad of ['http://feedback.example', `${url}/path`, 'feedback.example', 'https://a:b@feedback.example']) {
      assert.match(problemsOf({ KUULOLLA_URL: bad })['KUULOLLA_URL'] ?? '', /expected an https address/, bad);
    }
  });

  it('name proxies by address, network or kind', () => {
    const proxies = (text: string) => parseConfig({ KUULOLLA_TRUSTED_PROXIES: text }, ROOT, 4).trustedProxies;
    assert.deepEqual(proxies('loopback, 10.0.0.0/8,::1'), ['loopback', '10.0.0.0/8', '::1']);
    for (const bad of ['everybody', '10.0.0.0/x', '1.2.3']) {
      assert.match(problemsOf({ KUULOLLA_TRUSTED_PROXIES: bad })['KUULOLLA_TRUSTED_PROXIES'] ?? '', /found "/, bad);
    }
  });

  it('of an OpenID provider belong together, and need the address to come back to', () => {
    const provider = {
      KUULOLLA_OIDC_ISSUER: 'https://id.example/realm',
      KUULOLLA_OIDC_CLIENT_ID: 'kuulolla',
      KUULOLLA_OIDC_CLIENT_SECRET: 'secret',
    };
    assert.deepEqual(Object.keys(problemsOf(provider)), ['KUULOLLA_URL']);
    const url = { KUULOLLA_URL: 'https://feedback.example' };
    assert.equal(parseConfig({ ...provider, ...url }, ROOT, 4).openId?.issuer.href, 'https://id.example/realm');
    assert.deepEqual(Object.keys(problemsOf({ ...url, KUULOLLA_OIDC_ISSUER: 'https://id.example' })).sort(), [
      'KUULOLLA_OIDC_CLIENT_ID',
      'KUULOLLA_OIDC_CLIENT_SECRET',
    ]);
    assert.ok('KUULOLLA_OIDC_ISSUER' in problemsOf({ ...provider, ...url, KUULOLLA_OIDC_ISSUER: 'http://id.example' }));
  });

  it('with a misspelt name are refused, others of the environment are none of ours', () => {
    assert.match(problemsOf({ KUULOLLA_DATE: '/data' })['KUULOLLA_DATE'] ?? '', /expected one of .*KUULOLLA_DATA/);
    assert.deepEqual(problemsOf({ PATH: '/bin', LANG: 'fi_FI.UTF-8' }), {});
  });

  it('that are empty count as not set', () => {
    assert.equal(parseConfig({ PORT: '', KUULOLLA_DATA: '' }, ROOT, 4).port, 3000);
    assert.equal(parseConfig({ KUULOLLA_DATA: '' }, ROOT, 4).dataFolder, '/srv/kuulolla/var');
  });

  it('allow at most as many workers as 8, and as there are cores unless said', () => {
    assert.equal(parseConfig({}, ROOT, 64).workers, 8);
    assert.equal(parseConfig({}, ROOT, 1).workers, 1);
    assert.equal(parseConfig({ KUULOLLA_WORKERS: '8' }, ROOT, 1).workers, 8);
  });

  it('take the model as a folder, or with KUULOLLA_MODEL_REMOTE as an id on the hub', () => {
    assert.equal(parseConfig({ KUULOLLA_MODEL: '/opt/model' }, ROOT, 4).model.source, '/opt/model');
    assert.equal(parseConfig({ KUULOLLA_MODEL: 'models/own' }, ROOT, 4).model.source, '/srv/kuulolla/models/own');
    const remote = parseConfig({ KUULOLLA_MODEL: 'someone/own', KUULOLLA_MODEL_REMOTE: 'true' }, ROOT, 4).model;
    assert.deepEqual(remote, { source: 'someone/own', remote: true });
  });

  it('allow port 0, a free one chosen by the system', () => {
    assert.equal(parseConfig({ PORT: '0' }, ROOT, 4).port, 0);
  });
});
