import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { pickVoices } from '../../src/flows/voices.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const said = (day: string, comment: Answers['comment'], text?: string): Answers => ({
  day,
  counts: [1, 0, 0],
  comment: comment ?? [],
  ...(text === undefined ? {} : { text }),
});

test('voices are the newest clear ones, each of another theme', async (t) => {
  const deps = await depsWith(t, [
    said('2024-03-01', [['digital_channels', 'neg']]),
    said('2024-03-02', [['access', 'neg']]),
    said('2024-03-03', [['premises', 'pos']]),
    said('2024-03-04', [['premises', 'pos']]),
    said('2024-03-05', [['care_quality', 'pos', 0.69]]),
    said('2024-03-06', []),
  ]);
  const voices = await pickVoices(deps, NO_FILTER, 6);
  assert.deepEqual(
    voices.map((voice) => voice.day),
    ['2024-03-04', '2024-03-02', '2024-03-01'],
  );
});

test('when the newest all praise, the last gives way to the newest complaint', async (t) => {
  const deps = await depsWith(t, [
    said('2024-01-01', [['waiting_times', 'neg']]),
    said('2024-01-02', [['access', 'neg']]),
    said('2024-03-02', [['access', 'pos']]),
    said('2024-03-03', [['premises', 'pos']]),
    said('2024-03-04', [['care_quality', 'pos']]),
  ]);
  const voices = await pickVoices(deps, NO_FILTER, 5);
  assert.deepEqual(
    voices.map((voice) => voice.day),
    ['2024-03-04', '2024-03-03', '2024-01-02'],
  );
});

test('when there is nothing but praise, three praise', async (t) => {
  const deps = await depsWith(t, [
    said('2024-03-02', [['access', 'pos']]),
    said('2024-03-03', [['premises', 'pos']]),
    said('2024-03-04', [['care_quality', 'pos']]),
  ]);
  assert.equal((await pickVoices(deps, NO_FILTER, 5)).length, 3);
});

test('the same words in other case and spacing are quoted once; too short and too long ones never', async (t) => {
  const words = 'Everything went well and I was treated with kindness.';
  const deps = await depsWith(t, [
    said('2024-03-01', [['access', 'neg']], words),
    said('2024-03-02', [['premises', 'pos']], `  ${words.toUpperCase()}`),
    said('2024-03-03', [['care_quality', 'pos']], 'Good, thank you.'),
    said('2024-03-04', [['instructions', 'pos']], 'long '.repeat(57)),
  ]);
  const voices = await pickVoices(deps, NO_FILTER, 5);
  assert.deepEqual(
    voices.map((voice) => voice.day),
    ['2024-03-02'],
  );
});

test('fewer tagged comments than the limit are not quoted', async (t) => {
  const deps = await depsWith(t, [said('2024-03-02', [['access', 'pos']])]);
  assert.deepEqual(await pickVoices(deps, NO_FILTER, 4), []);
  assert.equal((await pickVoices(deps, NO_FILTER, 5)).length, 1);
});
