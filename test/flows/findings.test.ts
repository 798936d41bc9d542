import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { LOCAL_ACTOR, type Actor } from '../../src/domain/actor.js';
import { composeFinding, type ComposedFinding } from '../../src/flows/composeFinding.js';
import { runAs } from '../../src/flows/currentActor.js';
import { explainMovement } from '../../src/flows/explainMovement.js';
import type { FindingSource } from '../../src/flows/findingSource.js';
import {
  editFinding,
  figuresDigest,
  makeFinding,
  moveFinding,
  readFinding,
  type FindingDeps,
  type FindingInput,
  type FindingOutcome,
} from '../../src/flows/keepFinding.js';
import { maskText } from '../../src/flows/maskedText.js';
import { recordVisits } from '../../src/flows/visitCounts.js';
import { actorOfRole } from '../support/actors.js';
import { depsWith, workedExample, type Answers } from './feedbackFixture.js';

const A = ['staff_friendliness', 'pos'] as const;
const OLD = { from: '2023-01-01', to: '2023-12-31' };
const NEW = { from: '2024-01-01', to: '2024-12-31' };
const ALL = { unit: null, channel: null, lang: null };
const QUALITY = { weak: [], drifted: [] };
const THEME: FindingSource = {
  kind: 'theme',
  theme: 'staff_friendliness',
  filter: { ...ALL, ...NEW },
  polarity: null,
  pinned: null,
};
const NOTHING = { fi: '', sv: '', en: '' };

async function setUp(context: TestContext, more: readonly Answers[] = []): Promise<FindingDeps> {
  const deps = await depsWith(context, [...workedExample([]), ...more]);
  return { ...deps, now: () => '2024-07-15T09:00:00.000Z' };
}

async function composed(deps: FindingDeps, source: FindingSource = THEME): Promise<ComposedFinding> {
  return (await composeFinding(deps, source, QUALITY)) ?? assert.fail('expected a finding');
}

const as = <T>(actor: Actor, work: () => Promise<T>): Promise<T> => runAs(actor, work);

function proposed(found: ComposedFinding, changes: Partial<FindingInput> = {}): FindingInput {
  return {
    claim: { ...NOTHING, fi: 'Moni kiittää.' },
    limits: { ...NOTHING, fi: 'Emme tiedä kaikkea.' },
    quotes: found.candidates
      .filter((candidate) => candidate.proposed)
      .map(({ response, contradicts }) => ({ response, contradicts, approved: true })),
    ...changes,
  };
}

const make = async (
  deps: FindingDeps,
  found: ComposedFinding,
  changes: Partial<FindingInput> = {},
): Promise<number> => {
  const outcome = await as(LOCAL_ACTOR, () =>
    makeFinding(deps, found, proposed(found, changes), {
      seen: figuresDigest(found),
      madeFrom: '/themes/staff_friendliness',
      replaces: null,
    }),
  );
  assert.equal(outcome.outcome, 'kept', JSON.stringify(outcome));
  return outcome.outcome === 'kept' ? outcome.id : 0;
};

describe('a finding made of a movement', () => {
  it('rests on the row, the change and both periods, as the movement has them', async (context) => {
    const deps = await setUp(context);
    const source = {
      kind: 'movement',
      base: OLD,
      current: NEW,
      filter: { ...ALL, from: null, to: null },
      adjust: null,
    } as const;
    const movement = (await explainMovement(deps, source)) ?? assert.fail();
    const row = { group: 'theme', key: 'staff_friendliness' } as const;
    const found = await composed(deps, { ...source, row });
    const contribution = movement.contributions.find(({ key }) => key === 'staff_friendliness');
    assert.deepEqual(
      found.figures.map(({ kind, value, n, certainty }) => [kind, value, n, certainty]),
      [
        // 110 + 30 of the 250 mention it
        ['contribution', 5.6, 140, contribution?.certainty],
        ['npsChange', 18.4, 250, 'fairlySure'],
        ['nps', 60.4, 250, null],
        ['nps', 42, 200, null],
      ],
    );
    assert.deepEqual(found.figures[0]?.interval, contribution?.interval);
    assert.deepEqual(found.figures[1]?.base, OLD);
    assert.deepEqual([found.theme, found.direction], ['staff_friendliness', 'pos']);

    const whole = await composed(deps, { ...source, row: null });
    assert.deepEqual(
      whole.figures.map(({ kind }) => kind),
      ['npsChange', 'nps', 'nps'],
    );
    assert.ok(whole.candidates.length > 0);
    const themeless = await composed(deps, { ...source, row: { group: 'noTheme', key: null } });
    assert.deepEqual([themeless.figures[0]?.kind, themeless.candidates], ['contributionNoTheme', []]);
    const gone = { group: 'theme', key: 'gone' } as const;
    assert.equal(await composeFinding(deps, { ...source, row: gone }, QUALITY), null);
  });
});

describe('a finding made of a theme', () => {
  it('rests on its share, its tone and NPS with and without it', async (context) => {
    const found = await composed(await setUp(context));
    assert.deepEqual(
      found.figures.map(({ kind, value, n }) => [kind, value === null ? null : Number(value.toFixed(4)), n]),
      [
        // 140 of 250 comments; all praise; 115 promoters and 7 detractors among them, 65 and 22 among the other 110
        ['share', 0.56, 250],
        ['complaintShare', 0, 250],
        ['praiseShare', 0.56, 250],
        ['npsWith', 77.1429, 140],
        ['npsWithout', 39.0909, 110],
        ['npsDifference', 38.0519, 250],
      ],
    );
    assert.ok(found.figures.every(({ interval }) => interval !== null));
    assert.equal(found.figures.at(-1)?.certainty, 'sure');
  });

  it('quotes voices for and against, one a response, the proposed ones five and two', async (context) => {
    const deps = await setUp(context, [
      { day: '2024-05-01', counts: [0, 0, 6], comment: [['staff_friendliness', 'neg']] },
    ]);
    const { candidates } = await composed(deps);
    const responses = candidates.map(({ response }) => response);
    assert.equal(new Set(responses).size, responses.length);
    const count = (contradicts: boolean, proposedOnly = false): number =>
      candidates.filter((each) => each.contradicts === contradicts && (each.proposed || !proposedOnly)).length;
    assert.deepEqual([count(false), count(true)], [12, 6]);
    assert.deepEqual([count(false, true), count(true, true)], [5, 2]);
    assert.ok(candidates.every(({ polarity, contradicts }) => contradicts === (polarity === 'neg')));
  });

  it('quotes nobody of a unit from which too few answered', async (context) => {
    const deps = await setUp(context, [
      {
        day: '2024-06-30',
        counts: [3, 0, 0],
        comment: [A],
        unit: ['org', 'tiny'],
        text: 'We are only three in this unit, you know.',
      },
    ]);
    const { candidates } = await composed(deps);
    assert.ok(candidates.length > 0);
    assert.ok(candidates.every(({ text }) => !text.includes('only three')));

    const tiny = await composed(deps, { ...THEME, filter: { ...THEME.filter, unit: 'tiny' } });
    assert.deepEqual(tiny.candidates, []);
    assert.ok(tiny.figures.every(({ value, n, interval }) => value === null && n === null && interval === null));
    assert.ok(tiny.facts.some(({ kind }) => kind === 'suppressed'));
  });

  it('quotes no identifier, even where one was stored before a rule knew it', async (context) => {
    const deps = await setUp(context, [
      {
        day: '2024-06-30',
        counts: [1, 0, 0],
        comment: [A],
        text: 'Soittakaa minulle numeroon 040 123 4567, kiitos paljon',
      },
    ]);
    const { candidates } = await composed(deps);
    assert.ok(candidates.some(({ text }) => text.includes('numeroon [PUHELIN],')));
    assert.ok(candidates.every(({ text }) => !text.includes('123 4567')));
  });

  it('begins with the comment that it was made from', async (context) => {
    const deps = await setUp(context);
    const last = (await composed(deps)).candidates.at(-1) ?? assert.fail();
    const [first] = (await composed(deps, { ...THEME, pinned: last.response })).candidates;
    assert.deepEqual([first?.response, first?.proposed], [last.response, true]);
  });
});

describe('a finding made of a search', () => {
  it('says nothing of words that fewer than five people used', async (context) => {
    const deps = await setUp(context, [
      { day: '2024-06-30', counts: [4, 0, 0], comment: [], text: 'The helicopter was loud but it came very quickly.' },
    ]);
    const source = { kind: 'comments', filter: THEME.filter, polarity: null, q: 'helicopter', pinned: null } as const;
    const found = await composed(deps, source);
    assert.deepEqual([found.figures[0]?.kind, found.figures[0]?.value, found.candidates], ['matchShare', null, []]);
    assert.equal(await composeFinding(deps, { ...source, q: '!!' }, QUALITY), null);
  });

  it('says nothing of words that all but four used', async (context) => {
    const text = 'The helicopter was loud but it came very quickly.';
    const deps = await depsWith(context, [
      { day: '2024-06-10', counts: [20, 0, 0], comment: [], text },
      { day: '2024-06-10', counts: [0, 0, 4], comment: [], text: 'Nobody told me anything about the operation.' },
    ]);
    const filter = { ...THEME.filter, unit: null };
    const source = { kind: 'comments', filter, polarity: null, q: 'helicopter', pinned: null } as const;
    const found = await composeFinding(deps, source, QUALITY);
    assert.deepEqual([found?.figures[0]?.kind, found?.figures[0]?.value], ['matchShare', null]);
  });
});

describe('what the data cannot show', () => {
  it('says how many answered where visits are known, what was not read, and that nothing is a cause', async (context) => {
    const deps = await setUp(context, [
      { day: '2024-05-01', counts: [5, 0, 0], comment: 'unsupported', lang: 'et' },
      { day: '2024-05-01', counts: [2, 0, 0], comment: 'unsupported', lang: 'so' },
      { day: '2024-05-01', counts: [43, 0, 0] },
    ]);
    assert.deepEqual((await composed(deps)).facts, [
      { kind: 'responseRate', share: null },
      // 257 of 300 answers have a comment
      { kind: 'silent', commented: 257 / 300 },
      // a language that two people used is not named
      { kind: 'unreadLanguages', languages: ['et'] },
      { kind: 'association' },
    ]);
    const rows = Array.from({ length: 12 }, (_, month) => ({
      unit: 'org',
      month: `2024-${String(month + 1).padStart(2, '0')}`,
      visits: 100,
    }));
    await recordVisits(deps, rows);
    const weak = [
      { theme: 'staff_friendliness', lang: 'fi', reason: 'low', f1: 0.4, interval: [0.3, 0.5], labelled: 40 },
    ] as const;
    const { facts } = (await composeFinding(deps, THEME, { weak, drifted: ['fi', 'sv'] })) ?? assert.fail();
    assert.deepEqual(facts[0], { kind: 'responseRate', share: 0.25 });
    assert.deepEqual(
      facts.filter(({ kind }) => kind === 'weakTagger' || kind === 'drift'),
      [
        { kind: 'weakTagger', theme: 'staff_friendliness', languages: ['fi'] },
        { kind: 'drift', languages: ['fi'] },
      ],
    );
  });
});

describe('keeping a finding', () => {
  it('freezes figures, versions and quotes while data and heads go on', async (context) => {
    const deps = await setUp(context);
    const found = await composed(deps);
    const id = await make(deps, found);
    const before = await deps.store.getFinding(id);
    const [one] = await deps.store.pendingComments(1);
    assert.equal(one, undefined);
    const retagged = found.candidates[0]?.response ?? assert.fail();
    await deps.store.saveTags(
      [{ id: retagged, state: 'tagged', tags: [] }],
      { space: 'space-2', heads: 'heads-2', taxonomy: '2' },
      [],
    );
    const changed = await composed(deps);
    assert.notDeepEqual(changed.figures, found.figures);
    const after = await deps.store.getFinding(id);
    assert.deepEqual(after, before);
    assert.deepEqual(after?.figures, found.figures);
    assert.deepEqual(after?.dataVersion, { lastResponse: 450, responses: 450 });
    assert.deepEqual(after?.versions, { space: 'space-1', heads: 'heads-1', taxonomy: '1' });
  });

  it('does not store figures that the composer has not seen', async (context) => {
    const deps = await setUp(context);
    const found = await composed(deps);
    const options = { seen: 'something else', madeFrom: '/', replaces: null };
    const outcome = await as(LOCAL_ACTOR, () => makeFinding(deps, found, proposed(found), options));
    assert.deepEqual(outcome, { outcome: 'moved' });
    assert.deepEqual(await deps.store.listFindings({}), []);
  });

  it('masks what people type, and leaves the names of units and themes', async (context) => {
    const deps = await setUp(context);
    const found = await composed(deps);
    const claim = { ...NOTHING, fi: 'Soita Matille: 040 123 4567.', en: 'Staff friendliness is good.\r\nMail a@b.fi.' };
    const outcome = await as(LOCAL_ACTOR, () =>
      makeFinding(deps, found, proposed(found, { claim }), {
        seen: figuresDigest(found),
        madeFrom: '/',
        replaces: null,
      }),
    );
    assert.deepEqual(outcome, { outcome: 'kept', id: 1, masked: ['phone', 'email'] });
    assert.deepEqual((await deps.store.getFinding(1))?.claim, {
      fi: 'Soita Matille: [PUHELIN].',
      en: 'Staff friendliness is good.\nMail [SÄHKÖPOSTI].',
    });
    assert.equal(maskText('Ask John Smith.', 'en').text, 'Ask [NIMI] [NIMI].');
    assert.equal(maskText('Ask John Smith.', 'en', ['John Smith']).text, 'Ask John Smith.');
  });

  it('refuses a claim in no language, nine quotes, and a quote of elsewhere', async (context) => {
    const deps = await setUp(context);
    const found = await composed(deps);
    const refused = async (changes: Partial<FindingInput>): Promise<FindingOutcome> =>
      as(LOCAL_ACTOR, () =>
        makeFinding(deps, found, proposed(found, changes), {
          seen: figuresDigest(found),
          madeFrom: '/',
          replaces: null,
        }),
      );
    const quotes = found.candidates
      .slice(0, 9)
      .map(({ response }) => ({ response, contradicts: false, approved: true }));
    assert.deepEqual(await refused({ claim: NOTHING }), { outcome: 'refused', problems: ['claimMissing'] });
    assert.deepEqual(await refused({ quotes }), { outcome: 'refused', problems: ['tooManyQuotes'] });
    assert.deepEqual(await refused({ quotes: [{ response: 9999, contradicts: false, approved: true }] }), {
      outcome: 'refused',
      problems: ['quoteUnknown'],
    });
  });

  it('is ready for a panel with five quotes that it may read, one of them contradicting', async (context) => {
    const deps = await setUp(context, [
      { day: '2024-05-01', counts: [0, 0, 6], comment: [['staff_friendliness', 'neg']] },
    ]);
    const found = await composed(deps);
    const against = found.candidates.filter(({ contradicts }) => contradicts);
    const along = found.candidates.filter(({ contradicts }) => !contradicts);
    const chosen = (
      list: readonly { response: number; contradicts: boolean }[],
      approved = true,
    ): FindingInput['quotes'] => list.map(({ response, contradicts }) => ({ response, contradicts, approved }));
    const id = await make(deps, found, { quotes: chosen(along.slice(0, 5)) });
    const move = (): Promise<FindingOutcome> => as(LOCAL_ACTOR, () => moveFinding(deps, id, 'ready', found.candidates));
    const edit = (
      quotes: FindingInput['quotes'],
      limits = { ...NOTHING, fi: 'Ei kaikkea.' },
    ): Promise<FindingOutcome> =>
      as(LOCAL_ACTOR, () => editFinding(deps, id, found.candidates, proposed(found, { quotes, limits })));
    assert.deepEqual(await move(), { outcome: 'refused', problems: ['noneContradicting'] });
    await edit([...chosen(along.slice(0, 4)), ...chosen(against.slice(0, 1), false)], NOTHING);
    assert.deepEqual(await move(), {
      outcome: 'refused',
      problems: ['limitsMissing', 'tooFewQuotes', 'noneContradicting'],
    });
    await edit([...chosen(along.slice(0, 4)), ...chosen(against.slice(0, 1))]);
    assert.deepEqual(await move(), { outcome: 'kept', id, masked: [] });
    assert.deepEqual(
      (await deps.store.findingHistory(id)).map(({ field, by }) => [field, by]),
      [
        ['limits', 'local'],
        ['quotes', 'local'],
        ['limits', 'local'],
        ['quotes', 'local'],
        ['state', 'local'],
      ],
    );
  });

  it('can no longer be edited once a panel reads it, nor put before one by hand', async (context) => {
    const deps = await setUp(context);
    const found = await composed(deps);
    const id = await make(deps, found);
    const move = (state: 'inReview' | 'closed'): Promise<FindingOutcome> =>
      as(LOCAL_ACTOR, () => moveFinding(deps, id, state, []));
    assert.deepEqual(await move('inReview'), { outcome: 'fixed' });
    await deps.store.changeFinding(id, { state: 'inReview' }, 'leena', deps.now());
    const edited = await as(LOCAL_ACTOR, () => editFinding(deps, id, found.candidates, proposed(found)));
    assert.deepEqual(edited, { outcome: 'fixed' });
    assert.deepEqual(await move('closed'), { outcome: 'fixed' });
  });
});

describe('whose findings they are', () => {
  it('a team makes and reads findings of its units and what lies under them, not of the whole organisation', async (context) => {
    const deps = await setUp(context, [
      { day: '2024-06-30', counts: [8, 0, 0], comment: [A], unit: ['org', 'ward', 'bed'] },
    ]);
    const team = actorOfRole('teamMember', { units: ['ward'] });
    const attempt = async (unit: string | null): Promise<FindingOutcome> => {
      const found = await composed(deps, { ...THEME, filter: { ...THEME.filter, unit } });
      return as(team, () =>
        makeFinding(deps, found, proposed(found), { seen: figuresDigest(found), madeFrom: '/', replaces: null }),
      );
    };
    assert.equal((await attempt(null)).outcome, 'notAllowed');
    assert.equal((await attempt('org')).outcome, 'notAllowed');
    assert.deepEqual([(await attempt('ward')).outcome, (await attempt('bed')).outcome], ['kept', 'kept']);
    const found = await composed(deps);
    const whole = await make(deps, found);
    assert.equal((await as(team, () => readFinding(deps, 1)))?.unit, 'ward');
    assert.equal(await as(team, () => readFinding(deps, whole)), null);
    assert.deepEqual(await as(team, () => moveFinding(deps, whole, 'closed', [])), { outcome: 'unknown' });
    const reader = actorOfRole('readOnly');
    assert.equal((await as(reader, () => readFinding(deps, whole)))?.id, whole);
    assert.deepEqual(await as(reader, () => moveFinding(deps, whole, 'closed', [])), { outcome: 'notAllowed' });
  });
});
