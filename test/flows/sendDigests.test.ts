import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assignComment } from '../../src/flows/assignments.js';
import type { Digest } from '../../src/flows/digest.js';
import { openView, saveView } from '../../src/flows/savedViews.js';
import { writeMessage } from '../../src/flows/threads.js';
import { DigestFailedError, sendDigests, type DigestSender, type Recipient } from '../../src/flows/sendDigests.js';
import type { DigestKey } from '../../src/store/teamStore.js';
import { CLINIC, MEMBERS, startTeam, WARD, type Team } from './teamFixture.js';

interface Sent {
  readonly to: string;
  readonly id: string;
  readonly digest: Digest;
}

interface Post extends DigestSender {
  readonly sent: Sent[];
  /** Takes nothing while it says why. */
  failure: DigestFailedError | null;
}

function post(channel: DigestSender['channel'] = 'mail'): Post {
  const sent: Sent[] = [];
  return {
    channel,
    sent,
    failure: null,
    reaches: ({ email }: Recipient) => channel === 'webhook' || email !== null,
    send(digest, { id: to }, id) {
      if (this.failure) return Promise.reject(this.failure);
      sent.push({ to, id, digest });
      return Promise.resolve();
    },
  };
}

async function follow(team: Team, name: string, digest = 'daily', url = '/comments'): Promise<number> {
  const saved = await team.as(name, () => saveView(team.deps, { name: `${name} follows`, url, digest }));
  assert.ok('id' in saved);
  return saved.id;
}

// Thursday 2 May 2024, 13:00 in Helsinki; seven there is four in UTC
const THURSDAY = '2024-05-02T10:00:00.000Z';
const FRIDAY_SEVEN = '2024-05-03T04:00:00.000Z';
const SATURDAY_SEVEN = '2024-05-04T04:00:00.000Z';
const MONDAY_SEVEN = '2024-05-06T04:00:00.000Z';

describe('digests', () => {
  it('go out at seven, once, and tell only what each may see', async (context) => {
    const team = await startTeam(context);
    for (const name of ['anna', 'ben', 'mia']) await follow(team, name);
    await team.addComments(6, CLINIC);
    await team.addComments(2, WARD);
    const mail = post();
    const deps = team.digests([mail]);
    team.setNow('2024-05-03T03:59:59.000Z');
    assert.deepEqual(await sendDigests(deps), { sent: 0, failed: 0, nothing: 0 });
    team.setNow(FRIDAY_SEVEN);
    assert.deepEqual(await sendDigests(deps), { sent: 3, failed: 0, nothing: 0 });
    assert.deepEqual(
      mail.sent.map(({ to, id, digest }) => [
        to,
        id,
        digest.views.map(({ name, fresh }) => [name, fresh.kind, fresh.n]),
      ]),
      [
        ['anna', 'daily-2024-05-03-anna-mail', [['anna follows', 'atLeast', 5]]],
        ['ben', 'daily-2024-05-03-ben-mail', [['ben follows', 'few', 5]]],
        ['mia', 'daily-2024-05-03-mia-mail', [['mia follows', 'atLeast', 5]]],
      ],
    );
    team.setNow('2024-05-03T20:00:00.000Z');
    assert.deepEqual(await sendDigests(deps), { sent: 0, failed: 0, nothing: 0 });
    assert.equal(mail.sent.length, 3);
  });

  it('survive a restart: neither doubled, nor skipped when the service was down at seven', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna');
    await team.addComments(5);
    const mail = post();
    team.setNow('2024-05-03T09:30:00.000Z');
    await sendDigests(team.digests([mail]));
    assert.equal(mail.sent.length, 1, 'sent hours later');
    await sendDigests(team.digests([mail]));
    assert.equal(mail.sent.length, 1, 'not again by a process that has just begun');
    await team.addComments(5);
    // down over the weekend: one digest, of the last slot
    team.setNow('2024-05-06T12:00:00.000Z');
    await sendDigests(team.digests([mail]));
    assert.deepEqual(
      mail.sent.map(({ digest }) => digest.slot),
      ['2024-05-03', '2024-05-06'],
    );
  });

  it('that a killed process had in hand are sent by the next one when its time is over', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna');
    await team.addComments(5);
    team.setNow(FRIDAY_SEVEN);
    const key: DigestKey = { accountId: 'anna', kind: 'daily', channel: 'mail', slot: '2024-05-03' };
    await team.store.claimDigest(key, FRIDAY_SEVEN, '2024-05-03T04:05:00.000Z');
    const mail = post();
    team.setNow('2024-05-03T04:04:59.000Z');
    await sendDigests(team.digests([mail]));
    assert.equal(mail.sent.length, 0);
    team.setNow('2024-05-03T04:05:00.000Z');
    await sendDigests(team.digests([mail]));
    assert.deepEqual(
      mail.sent.map(({ id }) => id),
      ['daily-2024-05-03-anna-mail'],
    );
  });

  it('are sent once by two processes at the same time', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna');
    await team.addComments(5);
    team.setNow(FRIDAY_SEVEN);
    const mail = post();
    const counts = await Promise.all([sendDigests(team.digests([mail])), sendDigests(team.digests([mail]))]);
    assert.deepEqual(counts.map(({ sent }) => sent).sort(), [0, 1]);
    assert.equal(mail.sent.length, 1);
  });

  it('are weekly on Mondays, by the wall clock of the zone', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna', 'weekly');
    await team.addComments(5);
    const mail = post();
    const deps = team.digests([mail]);
    for (const iso of [FRIDAY_SEVEN, SATURDAY_SEVEN, '2024-05-06T03:59:00.000Z']) {
      team.setNow(iso);
      await sendDigests(deps);
    }
    assert.equal(mail.sent.length, 0);
    team.setNow(MONDAY_SEVEN);
    await sendDigests(deps);
    assert.deepEqual(
      mail.sent.map(({ id }) => id),
      ['weekly-2024-05-06-anna-mail'],
    );
  });

  it('come once on each of the days on which clocks are changed', async (context) => {
    const team = await startTeam(context);
    team.setNow('2024-10-25T10:00:00.000Z');
    await follow(team, 'anna');
    const mail = post();
    const deps = team.digests([mail]);
    // every half hour from Saturday to Monday over the end of summer time
    for (let at = Date.parse('2024-10-26T00:00:00Z'); at < Date.parse('2024-10-28T12:00:00Z'); at += 1_800_000) {
      team.setNow(new Date(at).toISOString());
      if (at % 21_600_000 === 0) await team.addComments(1);
      await sendDigests(deps);
    }
    assert.deepEqual(
      mail.sent.map(({ digest }) => digest.slot),
      ['2024-10-26', '2024-10-27', '2024-10-28'],
    );
  });

  it('of a view saved after seven wait for the next day', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna');
    await team.addComments(5);
    const mail = post();
    team.setNow('2024-05-02T20:00:00.000Z');
    await sendDigests(team.digests([mail]));
    assert.equal(mail.sent.length, 0);
  });

  it('are not sent when nothing came since the last one, and go on counting from the last look', async (context) => {
    const team = await startTeam(context);
    const id = await follow(team, 'anna');
    await team.addComments(7);
    const mail = post();
    const deps = team.digests([mail]);
    const at = async (iso: string) => {
      team.setNow(iso);
      return sendDigests(deps);
    };
    assert.equal((await at(FRIDAY_SEVEN)).sent, 1);
    assert.deepEqual(await at(SATURDAY_SEVEN), { sent: 0, failed: 0, nothing: 1 });
    await team.addComments(4);
    assert.equal((await at('2024-05-05T04:00:00.000Z')).sent, 1);
    assert.deepEqual(
      mail.sent.map(({ digest }) => digest.views[0]?.fresh.n),
      [5, 10],
    );
    await team.as('anna', () => openView(team.deps, id));
    assert.deepEqual(await at(MONDAY_SEVEN), { sent: 0, failed: 0, nothing: 1 });
  });

  it('tell of answers that are late even when nothing is new', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna');
    const input = { response: 1, to: 'anna', due: '2024-05-02', note: '' };
    await team.as('mia', () => assignComment(team.deps, team.staff, input));
    await team.as('anna', () => writeMessage(team.deps, 1, 'Who?'));
    await team.as('mia', () => writeMessage(team.deps, 1, 'You.'));
    const mail = post();
    team.setNow(FRIDAY_SEVEN);
    await sendDigests(team.digests([mail]));
    const { views, open, overdue, threads } = mail.sent[0]?.digest ?? assert.fail('nothing was sent');
    assert.deepEqual([views, open, overdue, threads], [[], 1, 1, 1]);
  });

  it('never go to those without an address, without the right, disabled, or whose view is of others’ units', async (context) => {
    const team = await startTeam(context, [
      ...MEMBERS,
      { name: 'nil', units: ['clinic'] },
      { name: 'off', units: ['clinic'], email: 'off@hospital.example' },
      { name: 'pan', role: 'panelMember', email: 'pan@hospital.example' },
    ]);
    for (const name of ['nil', 'off']) await follow(team, name);
    await follow(team, 'ben', 'daily', '/comments?unit=clinic');
    for (const name of ['rea', 'pan']) {
      await team.store.addView({
        accountId: name,
        name: 'not theirs',
        url: '/comments',
        digest: 'daily',
        digestSince: THURSDAY,
        createdAt: THURSDAY,
        seenUpTo: 0,
        seenAt: THURSDAY,
      });
    }
    await team.store.changeAccount('off', { state: 'disabled' });
    await team.addComments(9, CLINIC);
    const mail = post();
    team.setNow(FRIDAY_SEVEN);
    assert.deepEqual(await sendDigests(team.digests([mail])), { sent: 0, failed: 0, nothing: 1 });
    assert.deepEqual(mail.sent, []);
  });

  it('are tried again after a growing time, each channel for itself, and a later one takes their place', async (context) => {
    const team = await startTeam(context);
    await follow(team, 'anna');
    await team.addComments(5);
    const mail = post();
    const webhook = post('webhook');
    mail.failure = new DigestFailedError('unreachable', 'ECONNREFUSED');
    const failures: number[] = [];
    const deps = team.digests([mail, webhook], (_failure, _key, attempts) => failures.push(attempts));
    const at = async (iso: string) => {
      team.setNow(iso);
      await sendDigests(deps);
    };
    await at(FRIDAY_SEVEN);
    assert.deepEqual([failures, webhook.sent.length], [[1], 1]);
    await at('2024-05-03T04:00:59.000Z');
    assert.deepEqual(failures, [1]);
    await at('2024-05-03T04:01:00.000Z');
    await at('2024-05-03T04:04:59.000Z');
    assert.deepEqual(failures, [1, 2]);
    await at('2024-05-03T04:05:00.000Z');
    assert.deepEqual(failures, [1, 2, 3]);
    const waiting = (await team.store.lastDigests('anna')).find(({ channel }) => channel === 'mail');
    assert.deepEqual(
      [waiting?.state, waiting?.failure, waiting?.nextTryAt],
      ['waiting', 'unreachable', '2024-05-03T04:21:00.000Z'],
    );
    mail.failure = null;
    await at('2024-05-03T04:21:00.000Z');
    assert.deepEqual([mail.sent.length, webhook.sent.length], [1, 1]);

    await team.addComments(5);
    mail.failure = new DigestFailedError('refused', '550');
    await at(SATURDAY_SEVEN);
    mail.failure = null;
    await at('2024-05-05T04:00:00.000Z');
    assert.deepEqual(
      mail.sent.map(({ digest }) => digest.slot),
      ['2024-05-03', '2024-05-05'],
    );
    const key: DigestKey = { accountId: 'anna', kind: 'daily', channel: 'mail', slot: '2024-05-04' };
    assert.equal((await team.store.lastDigest(key)).own?.state, 'givenUp');
  });
});
