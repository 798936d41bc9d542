import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRuleMatcher, problemsOf, type SeriousRuleSet } from '../../src/domain/seriousRules.js';
import { parsePattern } from '../../src/domain/seriousPattern.js';
import type { Language } from '../../src/domain/theme.js';
import { positionedWords } from '../../src/language/positionedWords.js';
import { stemWord } from '../../src/language/stems.js';

const LOCALISED = { fi: 'x', sv: 'x', en: 'x' };

function ruleSet(line: string, lang: Language): SeriousRuleSet {
  return {
    passPerThousand: 0,
    harmless: { fi: [], sv: [], en: [] },
    categories: [
      {
        key: 'category',
        urgency: 3,
        name: LOCALISED,
        description: LOCALISED,
        excludes: LOCALISED,
        rules: { fi: [], sv: [], en: [], [lang]: [line] },
        examples: { fi: [], sv: [], en: [] },
      },
    ],
  };
}

/** The words that the rule marks, with | between marks; null when it does not hold. */
function marked(line: string, text: string, lang: Language = 'en'): string | null {
  const matcher = createRuleMatcher(ruleSet(line, lang), stemWord);
  const [match] = matcher.match(positionedWords(text, lang), lang);
  return match ? match.spans.map(({ start, end }) => text.slice(start, end)).join('|') : null;
}

describe('a phrase rule', () => {
  it('finds a form, a beginning, an ending, an inner part, and with + every form of the word', () => {
    assert.equal(marked('fell', 'Mum FELL down'), 'FELL');
    assert.equal(marked('fell', 'Mum felled a tree'), null);
    assert.equal(marked('medic*', 'the Medicines were late'), 'Medicines');
    assert.equal(marked('*lääke', 'sain unilääke', 'fi'), 'unilääke');
    assert.equal(marked('*infekt*', 'en sårinfektion', 'sv'), 'sårinfektion');
    assert.equal(marked('+threaten', 'he threatened us'), 'threatened');
    assert.equal(marked('threaten', 'he threatened us'), null);
  });

  it('wants words next to each other, or with at most so many between', () => {
    assert.equal(marked('wrong leg', 'the wrong leg'), 'wrong leg');
    assert.equal(marked('wrong leg', 'the wrong left leg'), null);
    assert.equal(marked('wrong ...1 leg', 'the wrong left leg'), 'wrong|leg');
    assert.equal(marked('left ... alone', 'left one two three four alone'), 'left|alone');
    assert.equal(marked('left ... alone', 'left one two three four five alone'), null);
    assert.equal(marked('left ...5 alone', 'left one two three four five alone'), 'left|alone');
  });

  it('takes one of several, also of several words in a row', () => {
    assert.equal(marked('(wrong|mixed up) tablet*', 'they mixed up tablets'), 'mixed up tablets');
    assert.equal(marked('(wrong|mixed up) tablet*', 'mixed tablets'), null);
  });

  it('wants both sides of & in one sentence, in either order, at most eight words apart', () => {
    assert.equal(marked('väär* & lääk*', 'lääkkeet olivat aivan väärät', 'fi'), 'lääkkeet|väärät');
    assert.equal(marked('väär* & lääk*', 'Väärä ovi. Lääkäri oli hyvä.', 'fi'), null);
    assert.equal(marked('one & two', 'one a b c d e f g h two'), 'one|two');
    assert.equal(marked('one & two', 'one a b c d e f g h i two'), null);
    assert.equal(marked('fell & fell', 'she fell'), null, 'a word serves one side only');
  });

  it('does not hold where an exception stands in the same sentence', () => {
    assert.equal(marked('died / boredom laugh*', 'I nearly died of boredom'), null);
    assert.equal(marked('died / boredom laugh*', 'He died. We had laughed.'), 'died');
  });

  it('with ~ does not hold where it is denied', () => {
    assert.equal(marked('~ syrji*', 'Ei mitään syrjintää', 'fi'), null);
    assert.equal(marked('~ syrji*', 'Syrjintää ei ollut lainkaan', 'fi'), null);
    assert.equal(marked('~ syrji*', 'Minua syrjittiin, ei autettu', 'fi'), 'syrjittiin');
    assert.equal(marked('~ syrji*', 'En ymmärrä, syrjittiinkö minua', 'fi'), 'syrjittiinkö', 'a comma ends a denial');
    assert.equal(marked('~ syrji*', 'Ei uskottu että syrjintää on', 'fi'), 'syrjintää', 'and so does a conjunction');
    assert.equal(marked('~ diskrimin*', 'Ingen diskriminering alls', 'sv'), null);
    assert.equal(marked('~ diskrimin*', 'Jag blev diskriminerad', 'sv'), 'diskriminerad');
    assert.equal(marked('~ violen*', "there wasn't any violence"), null);
    assert.equal(marked('violen*', "there wasn't any violence"), 'violence', 'without ~ it holds all the same');
  });

  it('reads a message that is written without dots', () => {
    assert.equal(marked('väär* lääk*', 'sain vaaran laakkeen', 'fi'), 'vaaran laakkeen');
    assert.equal(marked('~ syrji*', 'ei mitaan syrjintaa', 'fi'), null);
    assert.equal(marked('väär*', 'vaara uhkaa äitiä', 'fi'), null, 'but not when other words have theirs');
  });
});

describe('what cannot be read of a rule', () => {
  const problem = (line: string): string | null => {
    const parsed = parsePattern(line, (word) => word);
    return parsed && 'problem' in parsed ? parsed.problem : null;
  };

  it('is named', () => {
    assert.equal(problem('a & '), 'empty');
    assert.equal(problem('(wrong tablet'), 'bracket');
    assert.equal(problem('wr*ng'), 'character');
    assert.equal(problem('... alone'), 'gap');
    assert.equal(problem('left ...13 alone'), 'gap');
    assert.equal(problem('lä*'), 'short');
    assert.equal(problem('x'.repeat(801)), 'long');
  });

  it('is not a note, a blank line or a whole rule', () => {
    for (const line of ['', '   ', '# a note', '? ~ police', "wasn't asked"]) assert.equal(problem(line), null, line);
  });

  it('is told with category, language and line', () => {
    const rules = ruleSet('(wrong tablet', 'sv');
    assert.deepEqual(problemsOf(rules), [
      { category: 'category', lang: 'sv', line: 1, text: '(wrong tablet', problem: 'bracket' },
    ]);
  });
});
