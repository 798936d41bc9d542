import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { mailSender } from '../src/digestMail.js';
import { DIGEST_SETTINGS } from '../src/digestSettings.js';
import type { Digest } from '../src/flows/digest.js';
import { DigestFailedError, sendDigests } from '../src/flows/sendDigests.js';
import { saveView } from '../src/flows/savedViews.js';
import { startTeam } from './flows/teamFixture.js';

const DIGEST: Digest = {
  kind: 'daily',
  slot: '2024-05-03',
  views: [
    { id: 7, name: 'Odotusajat', fresh: { kind: 'atLeast', n: 10 }, seenAt: '2024-05-01T10:00:00.000Z' },
    { id: 8, name: 'Tilat', fresh: { kind: 'few', n: 5 }, seenAt: '2024-05-01T10:00:00.000Z' },
  ],
  open: 2,
  overdue: 1,
  threads: 1,
};
const MIA = { id: 'mia', name: 'Mia', email: 'mia@hospital.example', lang: 'fi' } as const;
const BASE = 'https://kuulolla.hospital.example';

interface Letter {
  readonly to: readonly string[];
  readonly from: string;
  readonly text: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

interface MailBox {
  readonly port: number;
  readonly letters: Letter[];
  close(): Promise<void>;
}

/** A real mail server on a free port of this machine, or on the one given. */
async function startMailBox(options: SMTPServerOptions = {}, port = 0): Promise<MailBox> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        letters.push({
          to: rcptTo.map(({ address }) => address),
          from: mailFrom ? mailFrom.address : '',
          text: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: session.user as string | undefined,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const open: MailBox[] = [];
async function mailBox(options: SMTPServerOptions = {}, port = 0): Promise<MailBox> {
  const box = await startMailBox(options, port);
  open.push(box);
  return box;
}
after(() => Promise.all(open.map((box) => box.close())));

function senderTo(url: string) {
  const server = DIGEST_SETTINGS.KUULOLLA_SMTP_URL.parse(url) ?? assert.fail(url);
  return mailSender({ server, from: 'Kuulolla <kuulolla@hospital.example>', base: BASE });
}

/** Quoted-printable as text again. */
function decoded(text: string): string {
  const bytes = text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

const failing = (kind: string, detail: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DigestFailedError, String(error));
  assert.equal(error.failure, kind, error.message);
  assert.match(error.message, detail);
  assert.doesNotMatch(error.message, /@|hospital/, 'no address');
  return true;
};

describe('a digest by e-mail', () => {
  it('holds counts and links in the language of its reader, and where it is ended', async () => {
    const box = await mailBox();
    for (const lang of ['fi', 'sv', 'en'] as const) {
      await senderTo(`smtp://127.0.0.1:${box.port}`).send(DIGEST, { ...MIA, lang }, 'daily-1');
    }
    const [fi, sv, en] = box.letters.map(({ text }) => decoded(text));
    assert.deepEqual(box.letters[0]?.to, ['mia@hospital.example']);
    assert.equal(box.letters[0]?.from, 'kuulolla@hospital.example');
    assert.match(en ?? '', /^Subject: Kuulolla: what is new, 3 May 2024$/m);
    assert.match(en ?? '', /^Message-ID: <daily-1@kuulolla\.hospital\.example>$/m);
    assert.match(en ?? '', /^Auto-Submitted: auto-generated$/m);
    assert.equal(
      en?.split('\n\n').slice(1).join('\n\n').trim(),
      [
        `Odotusajat: at least 10 new comments\n${BASE}/my-work#v7`,
        `Tilat: fewer than 5 new comments\n${BASE}/my-work#v8`,
        `2 comments wait for your answer. Overdue: 1.\nIn 1 thread others wrote after you.\n${BASE}/my-work`,
        `You get this because you saved a view and chose a digest for it. You can end it here:\n${BASE}/my-work#views`,
      ].join('\n\n'),
    );
    assert.match(fi ?? '', /Odotusajat: vähintään 10 uutta kommenttia/);
    assert.match(sv ?? '', /Tilat: färre än 5 nya kommentarer/);
  });

  it('signs in where the server asks for it, over TLS alone, and says when it is not let in', async () => {
    const box = await mailBox({
      secure: true,
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        password === 'p@ss:word' ? done(null, { user: username }) : done(new Error('535 no')),
    });
    await senderTo(`smtps://kuulolla:p%40ss%3Aword@127.0.0.1:${box.port}?certificate=any`).send(DIGEST, MIA, 'd');
    assert.deepEqual([box.letters[0]?.user, box.letters[0]?.secure], ['kuulolla', true]);
    await assert.rejects(
      senderTo(`smtps://kuulolla:wrong@127.0.0.1:${box.port}?certificate=any`).send(DIGEST, MIA, 'd'),
      failing('signIn', /EAUTH/),
    );
    assert.equal(box.letters.length, 1);
  });

  it('trusts a certificate that nobody vouches for only where it is told to, with TLS at once or by STARTTLS', async () => {
    for (const [scheme, options] of [
      ['smtps', { secure: true }],
      ['smtp', { disabledCommands: [] }],
    ] as const) {
      const box = await mailBox({
        ...options,
        disabledCommands: [...((options as SMTPServerOptions).disabledCommands ?? [])],
      });
      const url = `${scheme}://127.0.0.1:${box.port}`;
      await assert.rejects(senderTo(url).send(DIGEST, MIA, 'd'), failing('certificate', /./), scheme);
      assert.equal(box.letters.length, 0, scheme);
      await senderTo(`${url}?certificate=any`).send(DIGEST, MIA, 'd');
      assert.deepEqual(
        box.letters.map(({ secure }) => secure),
        [true],
        scheme,
      );
    }
  });

  it('demands STARTTLS of a server that is not on this machine', async () => {
    const plain = await mailBox();
    const elsewhere = DIGEST_SETTINGS.KUULOLLA_SMTP_URL.parse('smtp://mail.hospital.example') ?? assert.fail();
    assert.equal(elsewhere.security, 'demanded');
    const sender = mailSender({
      server: { ...elsewhere, host: '127.0.0.1', port: plain.port },
      from: 'kuulolla@hospital.example',
      base: BASE,
    });
    await assert.rejects(sender.send(DIGEST, MIA, 'd'), failing('certificate', /ETLS/));
    assert.equal(plain.letters.length, 0);
  });

  it('says why it was not taken, and never to whom it was', async () => {
    const box = await mailBox({
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`no mailbox ${address} at hospital`), { responseCode: 550 })),
    });
    await assert.rejects(
      senderTo(`smtp://127.0.0.1:${box.port}`).send(DIGEST, MIA, 'd'),
      failing('refused', /EENVELOPE 550/),
    );
    const { port } = box;
    await box.close();
    await assert.rejects(
      senderTo(`smtp://127.0.0.1:${port}`).send(DIGEST, MIA, 'd'),
      failing('unreachable', /ECONN|ESOCKET/),
    );
  });

  it('waits while the server is down, and arrives once when it is up again', async (context) => {
    const first = await startMailBox();
    await first.close();
    const team = await startTeam(context);
    await team.as('mia', () => saveView(team.deps, { name: 'All', url: '/comments', digest: 'daily' }));
    await team.addComments(5);
    const failures: string[] = [];
    const deps = team.digests([senderTo(`smtp://127.0.0.1:${first.port}`)], ({ failure }) => failures.push(failure));
    team.setNow('2024-05-03T04:00:00.000Z');
    await sendDigests(deps);
    const box = await mailBox({}, first.port);
    await sendDigests(deps);
    assert.deepEqual([failures, box.letters.length], [['unreachable'], 0], 'not before its time');
    team.setNow('2024-05-03T04:01:00.000Z');
    await sendDigests(deps);
    await sendDigests(deps);
    assert.deepEqual(
      box.letters.map(({ to }) => to),
      [['mia@hospital.example']],
    );
  });
});
