import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageDrift } from '../../src/flows/driftMonths.js';
import { qualityDrift, readingOf } from '../../src/flows/qualityDrift.js';
import type { Answers } from './feedbackFixture.js';
import { qualityDeps } from './qualityFixture.js';

const month = (day: string, count: number, text: string): Answers => ({
  day,
  counts: [count, 0, 0],
  comment: [],
  text,
});

/** 60 + 60 comments a month in the same words, until April and May are about something else. */
const ANSWERS: Answers[] = [
  ...['2024-01', '2024-02', '2024-03'].flatMap((each) => [
    month(`${each}-10`, 60, 'ystävällinen hoitaja auttoi minua'),
    month(`${each}-11`, 60, 'hyvä palvelu ja siisti tila'),
  ]),
  ...['2024-04', '2024-05'].flatMap((each) => [
    month(`${each}-10`, 60, 'ehkä sovellus kaatui taas'),
    month(`${each}-11`, 60, 'ehkä kirjautuminen epäonnistui puhelimella'),
  ]),
  month('2024-06-10', 20, 'liian vähän tähän kuuhun'),
  { ...month('2024-01-10', 40, 'tack'), lang: 'sv' },
];

test('months that differ in words, meaning and certainty are told from those that do not', async (t) => {
  const deps = await qualityDeps(t, ANSWERS);
  const [fi, sv] = await qualityDrift(deps, deps.installation.current);
  assert.deepEqual([fi?.lang, fi?.firstMonth], ['fi', '2024-01']);
  // June has too few
  assert.deepEqual(
    fi?.months.map(({ month: each, sampled, unsure }) => [each, sampled, unsure.hits]),
    [
      ['2024-01', 120, 0],
      ['2024-02', 120, 0],
      ['2024-03', 120, 0],
      ['2024-04', 120, 120],
      ['2024-05', 120, 120],
    ],
  );
  assert.deepEqual(fi?.drifted, ['unsure', 'meaning', 'words']);
  assert.equal(fi?.months[1]?.distance, 0);
  assert.equal(fi?.months[3]?.newWords, 1);
  assert.equal(fi?.months[0]?.newWords, 0);
  // forty Swedish comments are no month to compare with
  assert.deepEqual([sv?.lang, sv?.firstMonth, sv?.months.length], ['sv', null, 0]);
});

test('a month is read once; one that grows is read again, and new heads read all anew', async (t) => {
  const deps = await qualityDeps(t, ANSWERS);
  const { store, installation, learner } = deps;
  let judged = 0;
  const counting = {
    ...deps,
    learner: {
      ...learner,
      judge: (...given: Parameters<typeof learner.judge>) => {
        judged += 1;
        return learner.judge(...given);
      },
    },
  };
  const asked: string[] = [];
  const before = await qualityDrift(counting, installation.current, (done, of) => asked.push(`${done}/${of}`));
  assert.equal(judged, 5);
  assert.equal(asked.at(-1), '5/5');
  assert.deepEqual(await qualityDrift(counting, installation.current), before);
  assert.equal(judged, 5);

  // May has 10 more of 120: not worth reading again; 20 more are
  const kept = await store.readQualityMonths(readingOf(installation.current));
  const may = kept.find((each) => each.month === '2024-05');
  assert.ok(may);
  await store.saveQualityMonth({ ...may, tagged: 110 });
  await qualityDrift(counting, installation.current);
  assert.equal(judged, 5);
  await store.saveQualityMonth({ ...may, tagged: 100 });
  await qualityDrift(counting, installation.current);
  assert.equal(judged, 6);
});

test('a new name of a theme keeps the months, one that is retired does not', async (t) => {
  const deps = await qualityDeps(t, []);
  const { installation } = deps;
  const before = readingOf(installation.current);
  const { themes } = installation.current.document;
  const [first] = themes;
  assert.ok(first);
  await installation.apply({
    document: { themes: themes.map((theme) => ({ ...theme, name: { ...theme.name, en: 'Other' } })) },
    by: 'maija',
    reason: 'renamed',
  });
  assert.equal(readingOf(installation.current), before);
  await installation.apply({
    document: { themes: themes.map((theme) => (theme === first ? { ...theme, state: 'retired' as const } : theme)) },
    by: 'maija',
    reason: 'retired',
  });
  assert.notEqual(readingOf(installation.current), before);
});

test('a language without a first month has nothing to show', () => {
  assert.deepEqual(languageDrift('en', '2024-01', []), { lang: 'en', firstMonth: null, months: [], drifted: [] });
});
