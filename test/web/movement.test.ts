import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RunningApp } from '../support/runningApp.js';
import { get, PERIODS, send, startWorkedExample, tableRows } from './movementFixture.js';

describe('the page of an NPS movement', () => {
  let app: RunningApp;
  before(async () => {
    app = await startWorkedExample();
  });
  after(() => app.close());

  it('says what NPS did, what that is associated with and what the rest is', async () => {
    const { status, body } = await get(app, `/movement?${PERIODS}`);
    assert.equal(status, 200);
    assert.match(body, /NPS rose 18\.4 points, from 42\.0 to 60\.4, and we are fairly sure of that\./);
    assert.match(body, /Of the change, about \+10\.8 points \([^)]*\) are associated with “Waiting times”\./);
    assert.match(body, /The rest is within chance\./);
    assert.doesNotMatch(body, /caused by|because of/);
  });

  it('writes parts that add up to the change as written', async () => {
    const rows = tableRows((await get(app, `/movement?${PERIODS}`)).body, 'movement');
    const points = (name: string): number =>
      Number((rows.get(name)?.[0] ?? assert.fail(name)).split(' ')[0]?.replace('−', '-'));
    const parts = ['Waiting times', 'Staff friendliness', 'Instructions', 'No comment'].map(points);
    assert.deepEqual(parts, [10.8, 5.6, -0.4, 2.4]);
    assert.equal(points('Together'), 18.4);
    assert.equal(Math.round(parts.reduce((sum, part) => sum + part, 0) * 10), 184);
  });

  it('splits a part into scored differently and mentioned more or less often, with both periods beside', async () => {
    const rows = tableRows((await get(app, `/movement?${PERIODS}`)).body, 'movement');
    // 451/80 = 5.6375 and 10341/2000 = 5.1705; weights .25 and .16, NPS −20 and 7.5; 60 and 55 people
    assert.deepEqual(rows.get('Waiting times')?.slice(1, 5), ['+5.6', '+5.2', '25% → 16%', '−20 → 8 n = 60 → 55']);
  });

  it('draws what is within chance in outline only', async () => {
    const { body } = await get(app, `/movement?${PERIODS}`);
    const drawing = /<div class="wide"[^>]*>([\s\S]*?)<\/svg>/.exec(body)?.[1] ?? '';
    const filled = [...drawing.matchAll(/<path[^>]*fill="#2f74b5"/g)].length;
    const outlined = [...drawing.matchAll(/<path[^>]*fill="#ffffff"[^>]*stroke="#2f74b5"/g)].length;
    assert.deepEqual([filled, outlined], [1, 1], 'waiting times beyond chance, staff friendliness within');
  });

  it('quotes each theme in the later period, equal texts once, also what goes against its direction', async () => {
    const { body } = await get(app, `/movement?${PERIODS}`);
    const quotes = new Map(
      [...body.matchAll(/<details class="voices-of"[\s\S]*?<\/details>/g)].map(([block]) => [
        /<\/span>([^<]+) <small/.exec(block)?.[1],
        [...block.matchAll(/<blockquote/g)].length,
      ]),
    );
    // waiting times rose though its comments are complaints; two texts praise the staff; one mentions instructions neutrally
    assert.deepEqual(
      [...quotes],
      [
        ['Waiting times', 1],
        ['Staff friendliness', 2],
      ],
    );
  });

  it('leads down the unit tree with the same periods, and back up', async () => {
    const { body } = await get(app, `/movement?unit=hospital&${PERIODS}`);
    const clinic = 'href="/movement?from=2024-01-01&amp;to=2024-06-30&amp;unit=clinic&amp;base_from=2023-01-01';
    assert.ok(body.includes(clinic));
    assert.match(body, /NPS movement: hospital/);
    assert.match(body, /<ol class="breadcrumb">[\s\S]*All services/);
  });

  it('compares the last 12 months with the 12 before unless asked otherwise', async () => {
    const { body } = await get(app, '/movement');
    assert.match(body, /June 2023 – May 2024/);
    assert.match(body, /compared with June 2022 – May 2023/);
    assert.match(body, /aria-current="true"[^>]*>12 months against the 12 before/);
  });

  it('offers the latest month against the one before, a year ago and the year to date as links', async () => {
    const { body } = await get(app, '/movement');
    for (const query of [
      'from=2024-05-01&amp;to=2024-05-31&amp;base_from=2024-04-01&amp;base_to=2024-04-30',
      'from=2024-05-01&amp;to=2024-05-31&amp;base_from=2023-05-01&amp;base_to=2023-05-31',
      'from=2024-01-01&amp;to=2024-05-31&amp;base_from=2023-01-01&amp;base_to=2023-05-31',
    ]) {
      assert.ok(body.includes(`/movement?${query}`), query);
    }
  });

  it('keeps the choice of what to take out first in the links and in the form', async () => {
    const { status, body } = await get(app, `/movement?unit=hospital&${PERIODS}&adjust=unit`);
    assert.equal(status, 200);
    assert.match(body, /<input type="hidden" name="adjust" value="unit">/);
    assert.match(body, /adjust=unit#account" aria-current="true"/);
    assert.match(body, /Share: clinic/);
  });

  it('refuses periods that share a day with a notice, and goes on with the year before', async () => {
    const { status, body } = await get(
      app,
      '/movement?from=2024-01-01&to=2024-06-30&base_from=2024-06-30&base_to=2024-07-31',
    );
    assert.equal(status, 200);
    assert.match(body, /role="alert">[^<]*base_to[^<]*2024-06-30–2024-07-31/);
    assert.match(body, /compared with January 2023 – June 2023/);
  });

  it('compares a period of more than a year with as many months before, which share no day with it', async () => {
    const { status, body } = await get(app, '/movement?from=2023-01-01&to=2024-06-30');
    assert.equal(status, 200);
    assert.match(body, /compared with July 2021 – December 2022/);
    assert.match(body, /no answers in one of the periods/);
  });

  it('has no figure at all where a period has too few answers', async () => {
    await send(
      app,
      ['2023-05-15', '2024-05-15'].flatMap((day) =>
        [10, 10, 3].map((score, n) => ({
          source: 'test',
          id: `few-${day}-${n}`,
          answered_at: day,
          score,
          unit: 'few',
          channel: 'sms',
        })),
      ),
    );
    const { body } = await get(app, `/movement?unit=few&${PERIODS}`);
    assert.match(body, /too few answers in one of the periods/);
    assert.doesNotMatch(body, /NPS rose|NPS fell|<table class="stack movement"/);
  });

  it('is sound in Finnish and Swedish', async () => {
    const fi = await get(app, `/movement?unit=clinic&${PERIODS}`, 'fi');
    assert.match(fi.body, /NPS nousi 18,4 pistettä: oli 42,0, nyt 60,4; muutos on melko varma\./);
    assert.match(fi.body, /liittyy teemaan ”Odotusajat”/);
    const sv = await get(app, `/movement?unit=clinic&${PERIODS}`, 'sv');
    assert.match(sv.body, /NPS steg med 18,4 poäng, från 42,0 till 60,4; förändringen är ganska säker\./);
    assert.match(sv.body, /hänger ungefär \+10,8 poäng \([^)]*\) samman med temat ”Väntetider”/);
  });

  it('answers an unknown unit as 404', async () => {
    assert.equal((await get(app, '/movement?unit=nowhere')).status, 404);
  });
});

describe('the movement in brief', () => {
  let app: RunningApp;
  before(async () => {
    app = await startWorkedExample();
  });
  after(() => app.close());

  it('stands on the overview with its three largest parts and a link to the whole account', async () => {
    const { body } = await get(app, '/?from=2024-01-01&to=2024-06-30');
    const rows = tableRows(body, 'brief');
    assert.deepEqual([...rows.keys()], ['Waiting times', 'Staff friendliness', 'No comment']);
    assert.match(rows.get('Waiting times')?.[1] ?? '', /^\+10\.8 .* sure$/);
    assert.ok(body.includes(`/movement?${PERIODS.replaceAll('&', '&amp;')}`));
  });

  it('is left out where the year before has no answers', async () => {
    assert.doesNotMatch((await get(app, '/?from=2023-01-01&to=2023-06-30')).body, /What moved NPS/);
  });

  it('stands in the printable report of a unit and month, against a year and a month before', async () => {
    const { status, body } = await get(app, '/report?unit=clinic&month=2024-05');
    assert.equal(status, 200);
    assert.match(body, /<h1>clinic, May 2024<\/h1>/);
    assert.match(body, /Since May 2023/);
    assert.match(body, /NPS rose 18\.4 points/);
    assert.match(body, /Since April 2024/);
    assert.match(body, /250 responses, 195 with a comment/);
    assert.match(body, /How to read this/);
  });

  it('shows the newest month unless a month is asked for, and says which month it could not read', async () => {
    assert.match((await get(app, '/report')).body, /, May 2024<\/h1>/);
    const { status, body } = await get(app, '/report?month=2024-13');
    assert.equal(status, 200);
    assert.match(body, /role="alert">[^<]*2024-13/);
    assert.equal((await get(app, '/report?unit=nowhere')).status, 404);
  });
});
