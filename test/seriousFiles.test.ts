/** The rules that come with the product, measured: what is asserted here is a floor, docs/serious.md has the figures. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { measureSerious, type SeriousLabel } from '../src/domain/seriousQuality.js';
import type { SeriousRuleSet } from '../src/domain/seriousRules.js';
import { LANGUAGES } from '../src/domain/theme.js';
import { readCommittedLabels } from '../src/committedLabels.js';
import { judgeLabelled } from '../src/flows/seriousComments.js';
import { createDetector, createReader, learnSerious } from '../src/flows/seriousDetector.js';
import { projectRoot } from '../src/root.js';
import { readSeriousLabels, seriousFiles } from '../src/seriousFiles.js';
import type { Learner } from '../src/tagging/learner.js';
import { createTagger } from '../src/tagging/taggerPool.js';
import type { Tagger } from '../src/tagging/tagger.js';
import { readTaxonomy } from '../src/taxonomyFile.js';

const ROOT = projectRoot();
const files = seriousFiles(ROOT);
let rules: SeriousRuleSet;
let labelled: readonly SeriousLabel[];
let unseen: readonly SeriousLabel[];

before(async () => {
  rules = await files.shipped();
  labelled = await files.labelled();
  unseen = await readSeriousLabels(join(ROOT, 'data', 'labels', 'serious_unseen.jsonl'));
});

describe('what comes with the product', () => {
  it('has every category with 8 to 15 examples in each language', () => {
    for (const { key, examples } of rules.categories) {
      for (const lang of LANGUAGES) {
        assert.ok(examples[lang].length >= 8 && examples[lang].length <= 15, `${key} ${lang} ${examples[lang].length}`);
      }
    }
  });

  it('is labelled with at least 60 comments a language, none of which is an example', () => {
    const examples = new Set(rules.categories.flatMap((each) => LANGUAGES.flatMap((lang) => each.examples[lang])));
    for (const lang of LANGUAGES) assert.ok(labelled.filter((label) => label.lang === lang).length >= 60, lang);
    assert.deepEqual(
      [...labelled, ...unseen].filter(({ text }) => examples.has(text)),
      [],
    );
    const keys = rules.categories.map(({ key }) => key);
    assert.ok([...labelled, ...unseen].every(({ serious }) => serious.every((each) => keys.includes(each))));
  });

  it('finds 95 in 100 of the labelled serious comments by its rules alone, and 9 in 10 of what they find is serious', () => {
    const reader = createReader(rules);
    const rows = measureSerious(
      labelled.map((label) => ({
        ...label,
        found: reader(label).flatMap(({ hint, category }) => (hint ? [] : [category])),
      })),
      rules.categories.map(({ key }) => key),
    );
    for (const lang of [null, ...LANGUAGES]) {
      const row = rows.find((each) => each.category === null && each.lang === lang) ?? assert.fail();
      assert.ok((row.recall.value ?? 0) >= 0.95, `recall ${lang} ${row.recall.value}`);
      assert.ok((row.precision.value ?? 0) >= 0.9, `precision ${lang} ${row.precision.value}`);
    }
  });
});

describe('with likeness by the shipped encoder', () => {
  let tagger: Tagger & Learner;
  before(async () => {
    tagger = await createTagger({
      modelFolder: join(ROOT, 'models', 'kuulolla-fisven'),
      taxonomy: await readTaxonomy(ROOT),
      workers: 1,
    });
  });
  after(() => tagger.close());

  it('finds more of what nobody had in mind when the rules were written', async () => {
    const taxonomy = await readTaxonomy(ROOT);
    const ports = {
      tagger,
      learner: tagger,
      // a third of them tells the lines well enough and takes a third of the time
      committedLabels: async () => (await readCommittedLabels(ROOT, taxonomy)).filter((_, index) => index % 3 === 0),
      store: { getVectors: () => Promise.resolve([]) },
    };
    const detector = createDetector(ports, rules, await learnSerious(ports, rules));
    const [all] = await judgeLabelled(unseen, rules, detector);
    assert.ok((all?.recall.value ?? 0) >= 0.4, `recall ${all?.recall.value}`);
    assert.ok((all?.precision.value ?? 0) >= 0.65, `precision ${all?.precision.value}`);
    const reader = createReader(rules);
    const byRules = unseen.filter((label) => label.serious.length > 0 && reader(label).some(({ hint }) => !hint));
    assert.ok((all?.recall.hits ?? 0) > byRules.length);

    const [found] = await detector.detect([{ text: 'Minulle annettiin toisen potilaan lääkkeet.', lang: 'fi' }]);
    assert.equal(found?.[0]?.category, 'patient_safety');
    assert.deepEqual(await detector.detect([{ text: 'Мне дали чужое лекарство', lang: 'ru' }]), [[]]);
  });
});
