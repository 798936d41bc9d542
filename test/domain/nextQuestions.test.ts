import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextQuestions, type QuestionCandidate } from '../../src/domain/nextQuestions.js';

const words = ['ant', 'bee', 'cat', 'dog', 'elk', 'fox', 'gnu', 'hen', 'ibis', 'jay', 'koi', 'lynx'];

function candidate(id: number, score: number, lang = 'fi', text = `${words[id]} number ${id}`): QuestionCandidate {
  return { id, text, lang, score };
}

test('the surest and the nearest to the line are asked by turns', () => {
  const candidates = [0.99, 0.95, 0.9, 0.52, 0.46, 0.1].map((score, id) => candidate(id, score));
  const chosen = nextQuestions(candidates, [], 0.5, 4);
  assert.deepEqual(
    chosen.map(({ id, reason }) => [id, reason]),
    [
      [0, 'typical'],
      [3, 'uncertain'],
      [1, 'typical'],
      [4, 'uncertain'],
    ],
  );
});

test('nearness to the line is measured in log-odds: with the line at 0.1, 0.02 is farther than 0.3', () => {
  // logit 0.1 = −2.20; 0.3: −0.85, 1.35 away; 0.02: −3.89, 1.69 away
  const chosen = nextQuestions([candidate(0, 0.9), candidate(1, 0.02), candidate(2, 0.3)], [], 0.1, 2);
  assert.deepEqual(
    chosen.map(({ id }) => id),
    [0, 2],
  );
});

test('a comment that says nearly the same as another, or as one that was answered, is not asked', () => {
  const candidates = [
    candidate(0, 0.9, 'fi', 'parking was far too expensive'),
    candidate(1, 0.89, 'fi', 'Parking was far too expensive!'),
    candidate(2, 0.88, 'fi', 'the food was cold'),
    candidate(3, 0.5, 'fi', 'nobody answered the phone'),
  ];
  const chosen = nextQuestions(candidates, ['The food was cold.'], 0.5, 4);
  assert.deepEqual(
    chosen.map(({ id }) => id),
    [0, 3],
  );
});

test('one language leaves room for another, and fills the batch when there is no other', () => {
  const finnish = words.slice(0, 8).map((_, id) => candidate(id, 0.99 - id / 1000));
  const swedish = candidate(8, 0.2, 'sv');
  const mixed = nextQuestions([...finnish, swedish], [], 0.5, 5);
  assert.equal(mixed.filter(({ lang }) => lang === 'sv').length, 1);
  assert.equal(mixed.length, 5);
  assert.equal(nextQuestions(finnish, [], 0.5, 5).length, 5);
});

test('there are at most as many questions as candidates, and the same ones every time', () => {
  const candidates = [candidate(0, 1), candidate(1, 0)];
  assert.equal(nextQuestions(candidates, [], 0.5, 10).length, 2);
  assert.deepEqual(nextQuestions([], [], 0.5, 10), []);
  assert.deepEqual(nextQuestions(candidates, [], 0.5, 2), nextQuestions([...candidates].reverse(), [], 0.5, 2));
});
