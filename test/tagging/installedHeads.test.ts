/** What is installed decides tags, reasons and versions, and never how they come about: the same input gives the same bits. */
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { shippedDocument, type TaxonomyDocument, type TaxonomyTheme } from '../../src/domain/taxonomyDocument.js';
import type { Taxonomy } from '../../src/domain/theme.js';
import { projectRoot } from '../../src/root.js';
import type { Heads } from '../../src/tagging/heads.js';
import type { EmbeddedText, Learner } from '../../src/tagging/learner.js';
import { EMPTY_OVERLAY, type HeadsOverlay, type OwnThemeHead } from '../../src/tagging/overlay.js';
import { createScorer } from '../../src/tagging/scorer.js';
import { decodeSpanVectors } from '../../src/tagging/spanVectors.js';
import type { InstalledHeads, Tagger, TaggerOutput } from '../../src/tagging/tagger.js';
import { createTagger } from '../../src/tagging/taggerPool.js';
import { readTaxonomy } from '../../src/taxonomyFile.js';
import { embedCalibrationComments, modelFolder, readShippedHeads } from './embeddedLabels.js';

let heads: Heads;
let taxonomy: Taxonomy;
let comments: EmbeddedText[];
let one: Tagger & Learner;
let two: Tagger & Learner;

before(async () => {
  [heads, taxonomy] = await Promise.all([readShippedHeads(), readTaxonomy(projectRoot())]);
  comments = await embedCalibrationComments(heads, 30);
  one = await createTagger({ modelFolder, taxonomy, workers: 1 });
  two = await createTagger({ modelFolder, taxonomy, workers: 2 });
});

after(() => Promise.all([one.close(), two.close()]));

/** A head that gives every text the same confidence: the bias of the stack alone. */
function constantHead(theme: string, bias: number): OwnThemeHead {
  return {
    theme,
    encoder: Buffer.alloc(4 * heads.hidden).toString('base64'),
    encoderBias: 0,
    lexical: [],
    lexicalBias: 0,
    stack: { encoder: 0, lexical: 0, bias },
    threshold: 0.5,
  };
}

function documentWith(version: string, changes: Readonly<Record<string, Partial<TaxonomyTheme>>>): TaxonomyDocument {
  const { themes } = shippedDocument(taxonomy);
  return { version, themes: themes.map((theme) => ({ ...theme, ...changes[theme.key] })) };
}

function ownTheme(key: string): TaxonomyTheme {
  return { ...shippedDocument(taxonomy).themes[0]!, key, origin: 'own' };
}

const LEARNED: HeadsOverlay = {
  ...EMPTY_OVERLAY,
  themes: { waiting_times: { stack: { encoder: 0.4, lexical: 0.7, bias: 0.3 }, threshold: 0.35 } },
};

const themesOf = (outputs: readonly TaggerOutput[]): string[][] =>
  outputs.map(({ tags }) => tags.map(({ theme }) => theme));

test('the version of the heads names what was learned, and that of the themes what is installed', () => {
  const document = shippedDocument(taxonomy);
  const shipped = one.versionsOf({ overlay: EMPTY_OVERLAY, taxonomy: document });
  assert.deepEqual(shipped, one.versions);
  assert.deepEqual(one.versionsOf({ overlay: structuredClone(EMPTY_OVERLAY), taxonomy: document }), shipped);
  const learned = one.versionsOf({ overlay: LEARNED, taxonomy: { ...document, version: '1.7' } });
  assert.equal(learned.space, shipped.space);
  assert.match(learned.heads, /^8d4331b501e8\+[0-9a-f]{12}$/);
  assert.equal(learned.taxonomy, '1.7');
  assert.equal(one.versionsOf({ overlay: structuredClone(LEARNED), taxonomy: document }).heads, learned.heads);
});

test('the same input gives the same tags to the bit: twice, in another order, with one worker and with two', async () => {
  const first = await one.tag(comments);
  assert.ok(first.filter(({ tags }) => tags.length > 0).length > 40);
  assert.deepEqual(await one.tag(comments), first);
  assert.deepEqual(await two.tag(comments), first);
  assert.deepEqual((await two.tag([...comments].reverse())).reverse(), first);
  const oneByOne = await Promise.all(comments.map(async (comment) => (await two.tag([comment]))[0]!));
  assert.deepEqual(oneByOne, first);
});

test('texts that have to be embedded, among others that need not, get the same vectors and tags', async () => {
  const some = comments.slice(0, 24);
  const expected = await one.tag(some);
  const mixed = some.map(({ text, vectors }, index) => (index % 2 ? { text, vectors } : { text }));
  assert.deepEqual(await two.tag(mixed), expected);
});

test('installed and taken back, the old tags come again to the bit; what is under way ends with what it began with', async () => {
  const document = shippedDocument(taxonomy);
  const expected = await two.tag(comments);
  const underWay = two.tag(comments);
  two.install({ overlay: LEARNED, taxonomy: document });
  const changed = await two.tag(comments);
  assert.deepEqual(await underWay, expected);
  assert.notDeepEqual(themesOf(changed), themesOf(expected));
  assert.deepEqual(two.versions, two.versionsOf({ overlay: LEARNED, taxonomy: document }));
  two.install({ overlay: EMPTY_OVERLAY, taxonomy: document });
  assert.deepEqual(await two.tag(comments), expected);
});

test('a look at a change gives what installing it would give, and installs nothing', async () => {
  const installed: InstalledHeads = {
    overlay: LEARNED,
    taxonomy: documentWith('2', { premises: { state: 'retired' } }),
  };
  const { versions } = two;
  const seen = await two.tagAs(installed, comments);
  assert.deepEqual(two.versions, versions);
  one.install(installed);
  assert.deepEqual(await one.tag(comments), seen);
  one.install({ overlay: EMPTY_OVERLAY, taxonomy: shippedDocument(taxonomy) });
});

test('retired themes are not given, merged ones count to their target, and reasons are of active themes', async () => {
  const before = await one.tag(comments);
  const installed = {
    overlay: EMPTY_OVERLAY,
    taxonomy: documentWith('3', {
      premises: { state: 'retired' },
      access: { state: 'merged', mergedInto: 'waiting_times' },
    }),
  };
  const tagged = await one.tagAs(installed, comments);
  const expected = themesOf(before).map((themes) => [
    ...new Set(
      themes.filter((theme) => theme !== 'premises').map((theme) => (theme === 'access' ? 'waiting_times' : theme)),
    ),
  ]);
  assert.deepEqual(themesOf(tagged), expected);
  assert.ok(themesOf(before).some((themes) => themes.includes('access') && themes.includes('waiting_times')));

  one.install(installed);
  for (const [index, comment] of comments.slice(0, 20).entries()) {
    const reasons = await one.explain(comment);
    assert.deepEqual(
      reasons.map(({ theme }) => theme),
      ['waiting_times', 'staff_friendliness', 'instructions', 'digital_channels', 'care_quality'].sort(
        (a, b) => orderOf(a) - orderOf(b),
      ),
    );
    for (const { theme, given, confidence } of reasons) {
      const tag = tagged[index]!.tags.find((found) => found.theme === theme);
      assert.equal(given, tag !== undefined, `${theme} of ${comment.text}`);
      if (tag) assert.equal(confidence, tag.confidence);
    }
  }
  one.install({ overlay: EMPTY_OVERLAY, taxonomy: shippedDocument(taxonomy) });
});

const orderOf = (key: string): number => taxonomy.themes.findIndex((theme) => theme.key === key);

test('an own theme is given by its head; without a head it gives nothing, and a head without a theme neither', async () => {
  const document = shippedDocument(taxonomy);
  const withParking = { version: '4', themes: [...document.themes, ownTheme('parking')] };
  const overlay = { ...EMPTY_OVERLAY, ownThemes: [constantHead('parking', 2), constantHead('food', 3)] };
  const [output] = await one.tagAs({ overlay, taxonomy: withParking }, [{ text: 'Kiitos!' }]);
  const confidence = 1 / (1 + Math.exp(-2));
  assert.deepEqual(
    output?.tags.map((tag) => [tag.theme, tag.confidence]),
    [['parking', confidence]],
  );
  const [bare] = await one.tagAs({ overlay: EMPTY_OVERLAY, taxonomy: withParking }, [{ text: 'Kiitos!' }]);
  assert.deepEqual(bare?.tags, []);
});

test('heads that do not fit the encoder are refused at once, and what is installed stays', () => {
  const head = { ...constantHead('parking', 0), encoder: Buffer.alloc(40).toString('base64') };
  const broken = { overlay: { ...EMPTY_OVERLAY, ownThemes: [head] }, taxonomy: shippedDocument(taxonomy) };
  const { versions } = one;
  assert.throws(() => one.install(broken), /expected 384 encoder weights of own theme parking, got 10/);
  assert.throws(() => one.versionsOf(broken), /expected 384/);
  assert.deepEqual(one.versions, versions);
});

test("the whole text's vector is row 0 of the span vectors", async () => {
  const outputs = await one.tag([...comments.slice(0, 5), { text: comments[0]!.text }]);
  for (const { vectors, whole } of outputs) {
    const { values, hidden } = decodeSpanVectors(vectors);
    assert.deepEqual(whole, values.slice(0, hidden));
  }
});

test('judging gives the reasons of every head with the overlay that is asked about, whatever is installed', async () => {
  const overlay = { ...LEARNED, ownThemes: [constantHead('parking', -1)] };
  const scorer = createScorer(heads, overlay);
  const expected = comments.map(({ text, vectors }) => scorer.reasons(text, decodeSpanVectors(vectors)));
  assert.deepEqual(await two.judge(comments, overlay), expected);
  assert.deepEqual(await two.judge([], overlay), []);
});

test('ranking many texts gives the confidence of the head, in order', async () => {
  const head = { ...constantHead('parking', -0.25), stack: { encoder: 1, lexical: 0.5, bias: -0.25 } };
  const spread = {
    ...head,
    encoder: Buffer.from(Float32Array.from({ length: heads.hidden }, (_, i) => Math.sin(i)).buffer).toString('base64'),
  };
  const scorer = createScorer(heads, { ...EMPTY_OVERLAY, ownThemes: [spread] });
  const expected = comments.map(
    ({ text, vectors }) => scorer.score(text, decodeSpanVectors(vectors)).at(-1)!.confidence,
  );
  const many = Array.from({ length: 2000 }, (_, i) => comments[i % comments.length]!);
  const ranks = await two.rank(spread, many);
  assert.deepEqual(
    ranks,
    many.map((_, i) => expected[i % comments.length]),
  );
  assert.ok(new Set(ranks).size > 50);
});

test('an own theme is fitted in a worker: the same examples give the same head, and it fits', async () => {
  const examples = comments.map((comment, index) => ({
    ...comment,
    present: index % 3 === 0,
    origin: 'person' as const,
  }));
  const [first, second] = [await two.fitOwnTheme('parking', examples), await two.fitOwnTheme('parking', examples)];
  assert.equal(first.theme, 'parking');
  assert.deepEqual(second, first);
  one.versionsOf({ overlay: { ...EMPTY_OVERLAY, ownThemes: [first] }, taxonomy: shippedDocument(taxonomy) });
});
