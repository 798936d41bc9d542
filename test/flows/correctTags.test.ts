import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { correctTags, type Correction, type CorrectionDeps } from '../../src/flows/correctTags.js';
import { Installation } from '../../src/flows/installation.js';
import { tagBatch } from '../../src/flows/tagPending.js';
import { createFakeTagger, type FakeTagger } from '../support/fakeTagger.js';
import { depsWith } from './feedbackFixture.js';

const NOW = '2024-07-15T08:00:00Z';

/** Comment 1 waits and 2 is in another language; 3 and 4 are tagged with waiting times, complained about. */
async function setUp(context: TestContext): Promise<CorrectionDeps & { readonly tagger: FakeTagger }> {
  const day = '2024-06-01';
  const read = await depsWith(context, [
    { day, counts: [1, 0, 0], comment: 'pending', text: 'odottaa' },
    { day, counts: [1, 0, 0], comment: 'unsupported', lang: 'de' },
    { day, counts: [0, 0, 2], comment: 'pending', text: 'Kiltti hoitaja, mutta jonotin tunnin' },
  ]);
  const tagger = createFakeTagger();
  const { store, taxonomy } = read;
  const installation = await Installation.open({ store, tagger, shipped: taxonomy, now: () => NOW });
  const waiting = (await store.pendingComments(9)).filter(({ id }) => id > 2);
  await tagBatch({ store, tagger }, waiting);
  tagger.embedded.length = 0;
  return { store, tagger, installation, now: () => NOW };
}

async function correct(deps: CorrectionDeps, correction: Correction, id = 3): Promise<string> {
  const result = await correctTags(deps, id, correction, 'maija');
  if (result.outcome === 'refused') return result.reason;
  const said = result.comment.tags.map((tag) => {
    const words = tag.evidence.map(({ start, end }) => result.comment.text.slice(start, end)).join('…');
    return `${tag.theme} ${tag.polarity}${tag.confirmed ? '!' : ''} “${words}”`;
  });
  return said.join(', ');
}

async function commentsAbout(deps: CorrectionDeps, theme: string): Promise<number> {
  const filter = { from: null, to: null, unit: null, channel: null, lang: null };
  const cells = await deps.store.readCells(filter, ['themes']);
  return cells.reduce((sum, cell) => (cell.themes?.includes(`${theme}:`) ? sum + cell.count : sum), 0);
}

test('a theme that is wrong goes at once, from the comment and from the figures, and its word is kept', async (t) => {
  const deps = await setUp(t);
  assert.equal(await commentsAbout(deps, 'waiting_times'), 2);
  assert.equal(await correct(deps, { kind: 'absent', theme: 'waiting_times' }), '');
  assert.equal(await commentsAbout(deps, 'waiting_times'), 1);
  const [label] = await deps.store.labelHistory(3);
  assert.deepEqual([label?.by, label?.at, label?.source, label?.present], ['maija', NOW, 'correction', false]);
  assert.deepEqual(deps.tagger.embedded, [], 'stored vectors were used');
  await tagBatch({ store: deps.store, tagger: deps.tagger }, [
    { id: 3, text: 'Kiltti hoitaja, mutta jonotin tunnin', lang: 'fi' },
  ]);
  assert.equal(await commentsAbout(deps, 'waiting_times'), 1);
});

test('a theme that is missing is added with its polarity and the words that say it', async (t) => {
  const deps = await setUp(t);
  const added: Correction = {
    kind: 'present',
    theme: 'staff_friendliness',
    polarity: 'pos',
    evidence: { start: 0, end: 14 },
  };
  assert.equal(await correct(deps, added), 'staff_friendliness pos! “Kiltti hoitaja”, waiting_times neg “jonotin”');
  assert.equal(await commentsAbout(deps, 'staff_friendliness'), 1);
  // another polarity keeps the words that were marked
  const mended: Correction = { kind: 'present', theme: 'staff_friendliness', polarity: 'neu' };
  assert.match(await correct(deps, mended), /^staff_friendliness neu! “Kiltti hoitaja”/);
});

test('without marked words the machine’s hold, or the whole comment', async (t) => {
  const deps = await setUp(t);
  assert.equal(
    await correct(deps, { kind: 'present', theme: 'waiting_times', polarity: 'pos' }),
    'waiting_times pos! “jonotin”',
  );
  assert.match(
    await correct(deps, { kind: 'present', theme: 'access', polarity: 'neg' }),
    /^access neg! “Kiltti hoitaja, mutta jonotin tunnin”/,
  );
});

test('what was said can be taken back, once', async (t) => {
  const deps = await setUp(t);
  await correct(deps, { kind: 'absent', theme: 'waiting_times' });
  assert.equal(await correct(deps, { kind: 'withdraw', theme: 'waiting_times' }), 'waiting_times neg “jonotin”');
  assert.equal(await correct(deps, { kind: 'withdraw', theme: 'waiting_times' }), 'nothingToWithdraw');
  assert.equal(await commentsAbout(deps, 'waiting_times'), 2);
});

test('“all of this is right” confirms what is given and what is not, and nothing twice', async (t) => {
  const deps = await setUp(t);
  const themes = deps.installation.current.taxonomy.themes.length;
  assert.equal(await correct(deps, { kind: 'absent', theme: 'access' }), 'waiting_times neg “jonotin”');
  const all: Correction = { kind: 'allRight', shown: 'waiting_times:neg' };
  assert.equal(await correct(deps, all), 'waiting_times neg! “jonotin”');
  assert.equal((await deps.store.labelHistory(3)).length, themes);
  await correct(deps, all);
  assert.equal((await deps.store.labelHistory(3)).length, themes);
  assert.equal(await correct(deps, { kind: 'allRight', shown: '' }), 'changedMeanwhile');
});

test('what cannot be corrected is refused with the reason', async (t) => {
  const deps = await setUp(t);
  const absent: Correction = { kind: 'absent', theme: 'waiting_times' };
  assert.equal(await correct(deps, absent, 1), 'notTaggedYet');
  assert.equal(await correct(deps, absent, 2), 'unsupportedLanguage');
  assert.equal(await correct(deps, absent, 99), 'unknownComment');
  assert.equal(await correct(deps, { kind: 'absent', theme: 'parking' }), 'unknownTheme');
  for (const evidence of [
    { start: 0, end: 37 },
    { start: 5, end: 5 },
    { start: -1, end: 3 },
    { start: 0.5, end: 3 },
  ]) {
    assert.equal(await correct(deps, { kind: 'present', theme: 'access', polarity: 'neg', evidence }), 'outsideText');
  }
  assert.deepEqual(await deps.store.labelHistory(3), []);
});

test('themes installed while the tagger reads do not mix: tags keep the versions that they were made with', async (t) => {
  const deps = await setUp(t);
  const installation = deps.installation as Installation;
  const { document } = installation.current;
  deps.tagger.beforeBatch = async () => {
    deps.tagger.beforeBatch = () => undefined;
    await installation.apply({ document, by: 'x', reason: 'y' });
  };
  const result = await correctTags(deps, 3, { kind: 'absent', theme: 'access' }, 'maija');
  assert.equal(result.outcome === 'done' && result.comment.versions?.taxonomy, document.version);
  assert.notEqual(installation.current.versions.taxonomy, document.version);
});
