import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, parseConfig } from '../src/config.js';
import { linkBase } from '../src/digests.js';
import { projectRoot } from '../src/root.js';

const MAIL = {
  KUULOLLA_SMTP_URL: 'smtp://kuulolla:s%3Acret@mail.hospital.example',
  KUULOLLA_MAIL_FROM: 'k@hospital.example',
};
const WEBHOOK = {
  KUULOLLA_WEBHOOK_URL: 'https://hooks.hospital.example/k?x=1',
  KUULOLLA_WEBHOOK_SECRET: 'sixteen letters!',
};

function problemsOf(env: Record<string, string>): string {
  try {
    parseConfig(env, projectRoot());
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return '';
}

describe('the settings of digests', () => {
  it('name no way out unless they are set', () => {
    assert.deepEqual(parseConfig({}, projectRoot()).digests, { mail: null, webhook: null });
  });

  it('are read', () => {
    const { mail, webhook } = parseConfig({ ...MAIL, ...WEBHOOK }, projectRoot()).digests;
    assert.deepEqual(mail, {
      server: {
        host: 'mail.hospital.example',
        port: 587,
        security: 'demanded',
        user: 'kuulolla',
        password: 's:cret',
        anyCertificate: false,
      },
      from: 'k@hospital.example',
    });
    assert.deepEqual([webhook?.url.href, webhook?.secret], [WEBHOOK.KUULOLLA_WEBHOOK_URL, 'sixteen letters!']);
    const implicit = parseConfig(
      { ...MAIL, KUULOLLA_SMTP_URL: 'smtps://[::1]?certificate=any' },
      projectRoot(),
    ).digests;
    assert.deepEqual(
      [
        implicit.mail?.server.host,
        implicit.mail?.server.port,
        implicit.mail?.server.security,
        implicit.mail?.server.anyCertificate,
      ],
      ['::1', 465, 'implicit', true],
    );
  });

  it('are refused without their other half, and where what is sent could be read on the way', () => {
    assert.match(
      problemsOf({ KUULOLLA_SMTP_URL: 'smtp://127.0.0.1:2525' }),
      /KUULOLLA_MAIL_FROM: expected a value beside KUULOLLA_SMTP_URL/,
    );
    assert.match(problemsOf({ KUULOLLA_WEBHOOK_SECRET: 'sixteen letters!' }), /KUULOLLA_WEBHOOK_URL: expected a value/);
    assert.match(
      problemsOf({ ...WEBHOOK, KUULOLLA_WEBHOOK_URL: 'http://hooks.hospital.example/' }),
      /KUULOLLA_WEBHOOK_URL: expected an https address/,
    );
    assert.equal(problemsOf({ ...WEBHOOK, KUULOLLA_WEBHOOK_URL: 'http://127.0.0.1:9/' }), '');
    assert.match(problemsOf({ ...WEBHOOK, KUULOLLA_WEBHOOK_SECRET: 'short' }), /expected at least 16 characters/);
    assert.match(problemsOf({ ...MAIL, KUULOLLA_MAIL_FROM: 'no address' }), /KUULOLLA_MAIL_FROM: expected an address/);
  });

  it('never repeat a password', () => {
    const message = problemsOf({ ...MAIL, KUULOLLA_SMTP_URL: 'smtp://kuulolla:topsecret@mail.hospital.example/path' });
    assert.match(message, /KUULOLLA_SMTP_URL: expected smtp:/);
    assert.doesNotMatch(message, /topsecret/);
  });

  it('begin links with the address that people use', () => {
    assert.equal(linkBase({ url: new URL('https://k.example/'), host: '0.0.0.0', port: 3000 }), 'https://k.example');
    assert.equal(linkBase({ url: null, host: '::1', port: 3000 }), 'http://[::1]:3000');
  });
});
