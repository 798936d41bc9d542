/**
 * The first words of a finding in one language, from its figures, for a person to go on from: short sentences, common words, shares
 * as "about one in three", and how sure we are. Never a cause.
 */
import { plainShare } from '../../domain/plainShare.js';
import type { Language } from '../../domain/theme.js';
import type { ComposedFinding } from '../../flows/composeFinding.js';
import type { LimitFact } from '../../flows/findingLimits.js';
import type { FrozenFigure } from '../../store/findingStore.js';
import { translator } from '../language.js';
import { numberWords } from '../numbers.js';
import type { CommentWords } from './commentView.js';
import { subjectName, type FigureWords } from './figureSentences.js';
import { languageName } from './filterBar.js';

const MOST_WORDS = 4;

type Names = Pick<CommentWords, 'taxonomy' | 'units'>;

/** What we think, a sentence a line group. */
export function claimDraft(composed: ComposedFinding, lang: Language, names: Names): string {
  const words = wordsIn(lang, names);
  return [...aboutLines(composed, words), ...saidLines(composed, words)].join('\n');
}

/** What the data cannot show, a fact a line. */
export function limitsDraft(facts: readonly LimitFact[], lang: Language, names: Names): string {
  const words = wordsIn(lang, names);
  return facts.map((fact) => limitLine(fact, words)).join('\n');
}

/** A share in words that need no working out. */
export function shareWords(share: number, t: FigureWords['t']): string {
  const plain = plainShare(share);
  return t(`findings.plain.${plain.kind === 'part' ? `of${plain.part}in${plain.whole}` : plain.kind}`);
}

/** Not the words of the reader: the draft is in a language of its own. */
function wordsIn(lang: Language, { taxonomy, units }: Names): FigureWords {
  return { lang, t: translator(lang), numbers: numberWords(lang), taxonomy, units };
}

function aboutLines({ filter, source }: ComposedFinding, { t, lang, numbers, units }: FigureWords): string[] {
  const unit = filter.unit === null ? null : (units.get(filter.unit)?.name[lang] ?? filter.unit);
  return [
    unit === null ? t('findings.draft.whole') : t('findings.draft.unit', { unit }),
    source.kind === 'movement'
      ? t('findings.draft.periods', {
          current: numbers.period(source.current),
          base: numbers.period(source.base),
        })
      : t('findings.draft.period', { period: numbers.period(filter) }),
  ];
}

function saidLines(composed: ComposedFinding, words: FigureWords): string[] {
  const { t } = words;
  const [main] = composed.figures;
  if (!main || main.value === null) return [t('findings.draft.tooFew')];
  switch (composed.source.kind) {
    case 'movement':
      return movementLines(composed.figures, words);
    case 'theme':
      return themeLines(composed, main, words);
    case 'group':
      return [t('findings.draft.group'), ...wordLines(composed, words), thisLine(main, words)];
    case 'draft':
      return [
        main.value === 0
          ? t('findings.draft.none', { name: composed.name?.[words.lang] ?? '' })
          : t('findings.draft.share', { share: shareWords(main.value, t), name: composed.name?.[words.lang] ?? '' }),
      ];
    case 'comments':
      return main.kind === 'matchShare'
        ? [t('findings.draft.match', { share: shareWords(main.value, t), q: composed.source.q ?? '' })]
        : [t('findings.draft.read')];
  }
}

function movementLines(figures: readonly FrozenFigure[], words: FigureWords): string[] {
  const { t } = words;
  const change = figures.find(({ kind }) => kind === 'npsChange');
  const row = figures[0]?.kind === 'npsChange' ? undefined : figures[0];
  const lines: string[] = [];
  if (change && change.value !== null) {
    if (change.certainty === 'chance' || change.certainty === null) {
      lines.push(t('findings.draft.change.chance'), t('findings.draft.change.chanceNote'));
    } else {
      lines.push(t(`findings.draft.change.${change.value < 0 ? 'down' : 'up'}`));
      // what is as sure of the next sentence is said once, after it
      if (row?.certainty !== change.certainty) lines.push(sureness(change, words));
    }
  }
  if (row && row.value !== null) {
    const name = subjectName(row, words) || rowName(row, words);
    const direction = row.certainty === 'chance' ? 'chance' : row.value < 0 ? 'down' : 'up';
    lines.push(t(`findings.draft.row.${direction}`, { name }), sureness(row, words));
  }
  return lines;
}

function rowName({ kind }: FrozenFigure, { t }: FigureWords): string {
  return t(`movement.groups.${kind === 'contributionNoTheme' ? 'noTheme' : 'noComment'}`);
}

function themeLines({ figures, direction }: ComposedFinding, main: FrozenFigure, words: FigureWords): string[] {
  const { t } = words;
  const name = subjectName(main, words);
  const share = main.value ?? 0;
  if (share === 0) return [t('findings.draft.none', { name })];
  const toned =
    figures.find(({ kind }) => kind === (direction === 'neg' ? 'complaintShare' : 'praiseShare'))?.value ?? 0;
  const difference = figures.find(({ kind }) => kind === 'npsDifference');
  const lines = [t('findings.draft.share', { share: shareWords(share, t), name })];
  if (toned > 0) {
    const ofMentions = shareWords(Math.min(1, toned / share), t);
    lines.push(t(`findings.draft.${direction === 'neg' ? 'complaints' : 'praise'}`, { share: ofMentions }));
  }
  if (difference && difference.value !== null && difference.certainty !== 'chance') {
    lines.push(t(`findings.draft.${difference.value < 0 ? 'npsLower' : 'npsHigher'}`), sureness(difference, words));
  }
  return lines;
}

function thisLine(main: FrozenFigure, { t }: FigureWords): string {
  return t('findings.draft.this', { share: shareWords(main.value ?? 0, t) });
}

/** The words of the group in this language, else those of any. */
function wordLines({ phrases }: ComposedFinding, { t, lang }: FigureWords): string[] {
  const own = phrases?.[lang] ?? Object.values(phrases ?? {}).find((each) => each.length > 0) ?? [];
  return own.length === 0 ? [] : [t('findings.draft.words', { words: own.slice(0, MOST_WORDS).join(', ') })];
}

function sureness({ certainty }: FrozenFigure, { t }: FigureWords): string {
  return t(`findings.certainty.${certainty ?? 'chance'}`);
}

function limitLine(fact: LimitFact, words: FigureWords): string {
  const { t, numbers, lang, taxonomy } = words;
  const languages = (codes: readonly string[]): string => codes.map((code) => languageName(code, lang, t)).join(', ');
  switch (fact.kind) {
    case 'smallBase':
      return t('findings.limits.smallBase', { n: numbers.count(fact.n) });
    case 'responseRate':
      return fact.share === null
        ? t('findings.limits.rateUnknown')
        : t('findings.limits.rate', { share: shareWords(fact.share, t) });
    case 'silent':
      return t('findings.limits.silent', { share: shareWords(fact.commented, t) });
    case 'unreadLanguages':
    case 'drift':
      return t(`findings.limits.${fact.kind}`, { languages: languages(fact.languages) });
    case 'weakTagger': {
      const theme = taxonomy.themes.find((each) => each.key === fact.theme)?.name[lang] ?? fact.theme;
      return t('findings.limits.weakTagger', { theme, languages: languages(fact.languages) });
    }
    case 'suppressed':
    case 'chance':
    case 'sampled':
    case 'association':
      return t(`findings.limits.${fact.kind}`);
  }
}
