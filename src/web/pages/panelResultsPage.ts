/** What a panel said, for its facilitator: counts, agreement in words, what members wrote, and the forms that end a round. */
import { READERS_NEEDED } from '../../domain/panelSettling.js';
import type { Interval } from '../../domain/interval.js';
import type { AgreementStrength, JudgedAgreement } from '../../domain/panelAgreement.js';
import { LANGUAGES, POLARITIES } from '../../domain/theme.js';
import { CONCLUSIONS, MAX_CONSENSUS_LENGTH, type FindingResult, type RoundResults } from '../../flows/panelResults.js';
import type { PageWords } from '../render.js';
import { languageName } from './filterBar.js';
import { claimOf, roundTitle } from './panelWords.js';
import { rateView, type FigureView } from './qualityTable.js';
import { ratioWords } from './qualityWords.js';

export interface AgreementView {
  readonly strength: AgreementStrength;
  /** What it means. */
  readonly words: string;
  readonly alpha: FigureView;
  readonly kappa: FigureView | null;
  readonly base: string;
}

export interface PanelResultsPage {
  readonly token: string;
  readonly id: number;
  readonly title: string;
  readonly lead: string;
  readonly waits: boolean;
  readonly findings: readonly FindingResultView[];
  readonly recognition: AgreementView;
  readonly importance: AgreementView;
  readonly themes: readonly ThemeResultView[];
  readonly settled: string;
  readonly unsettled: readonly UnsettledView[];
  readonly maxLength: number;
}

interface FindingResultView {
  readonly id: number;
  readonly heading: string;
  readonly claim: string;
  readonly claimLang: string;
  readonly state: string;
  readonly counts: readonly {
    readonly label: string;
    readonly n: string;
    readonly of: number;
    readonly count: number;
  }[];
  readonly importance: string;
  /** Why nothing of the answers is told, else empty. */
  readonly withheld: string;
  readonly answers: readonly {
    readonly who: string;
    readonly said: string;
    readonly importance: string;
    readonly text: string;
    readonly action: string;
  }[];
  readonly suggestion: string;
  readonly states: readonly { readonly value: string; readonly label: string; readonly checked: boolean }[];
  readonly texts: readonly {
    readonly name: string;
    readonly label: string;
    readonly lang: string;
    readonly value: string;
  }[];
  /** Null where the finding is hidden, or has had its course. */
  readonly action: string | null;
}

interface ThemeResultView {
  readonly name: string;
  readonly colour: number | null;
  readonly members: AgreementView;
  readonly pairs: FigureView;
  readonly precision: FigureView;
  readonly recall: FigureView;
}

interface UnsettledView {
  readonly text: string;
  readonly lang: string | null;
  readonly readers: string;
  readonly themes: readonly {
    readonly name: string;
    readonly seen: string;
    readonly response: number;
    readonly theme: string;
    readonly choices: readonly { readonly value: string; readonly label: string }[];
  }[];
}

/** The answer for a theme that is not there. */
export const ABSENT = 'absent';

export function panelResultsPage(results: RoundResults, token: string, words: PageWords): PanelResultsPage {
  const { t, lang, numbers, taxonomy } = words;
  const { round } = results;
  return {
    token,
    id: round.id,
    title: roundTitle(round, words),
    lead: t('panel.results.lead', { answered: results.answered, of: round.members.length }),
    waits: results.waits,
    findings: results.findings.map((result, index) => findingView(result, round.id, index + 1, words)),
    recognition: agreementView(results.recognition, 'finding', words),
    importance: agreementView(results.importance, 'finding', words),
    themes: results.themes.map(({ theme, members, pairs, tagger }) => {
      const known = taxonomy.themes.find(({ key }) => key === theme);
      for (const { response } of results.unsettled) words.shown?.(response);
      return {
        name: theme === null ? t('panel.results.allThemes') : (known?.name[lang] ?? theme),
        colour: known?.colour ?? null,
        members: agreementView(members, theme === null ? 'pair' : 'comment', words),
        pairs: {
          value: numbers.percent(pairs.same?.value ?? null),
          interval: pairs.same && widthOf(pairs.same.interval) ? numbers.percentInterval(pairs.same.interval) : '',
          base: t('panel.results.pairs', { count: pairs.pairs, n: numbers.count(pairs.pairs) }),
        },
        precision: rateView(tagger.precision, words),
        recall: rateView(tagger.recall, words),
      };
    }),
    settled: t('panel.results.settled', {
      comments: numbers.count(results.settled.comments),
      majority: numbers.count(results.settled.majority),
      facilitator: numbers.count(results.settled.facilitator),
    }),
    unsettled: results.unsettled.map(({ response, text, lang: code, readers, themes }) => ({
      text,
      lang: /^[a-z]{2}$/.test(code) ? code : null,
      readers: t('panel.results.readers', { count: readers }),
      themes: themes.map((each) => ({
        name: taxonomy.themes.find(({ key }) => key === each.theme)?.name[lang] ?? each.theme,
        // of one or two readers it would say who saw it
        seen: each.readers < READERS_NEEDED ? '' : t('panel.results.seen', { seen: each.seen, of: each.readers }),
        response,
        theme: each.theme,
        choices: [
          { value: ABSENT, label: t('panel.results.absent') },
          ...POLARITIES.map((value) => ({ value, label: t(`panel.results.as.${value}`) })),
        ],
      })),
    })),
    maxLength: MAX_CONSENSUS_LENGTH,
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function findingView(result: FindingResult, round: number, n: number, words: PageWords): FindingResultView {
  const { t, lang, numbers } = words;
  const { finding, withheld, counts, importance, answers, suggested } = result;
  const claim = finding ? claimOf(finding, words) : { text: t('panel.lead.unseen'), lang, note: '' };
  const total = answers.length;
  const concluded = CONCLUSIONS.find((state) => state === finding?.state);
  const isOpen = finding !== null && (concluded !== undefined || finding.state === 'inReview');
  return {
    id: finding?.id ?? 0,
    heading: t('panel.results.finding', { n }),
    claim: claim.text,
    claimLang: claim.lang,
    state: finding ? t(`panel.outcome.${finding.state}`) : '',
    counts: (['recognise', 'somethingMissing', 'doNotRecognise'] as const).map((value) => ({
      label: t(`panel.answer.${value}`),
      n: t('panel.place', { n: counts[value], of: total }),
      count: counts[value],
      of: Math.max(1, total),
    })),
    importance: importance
      ? t('panel.results.importance', {
          median: numbers.decimal(importance.median).replace(/[.,]0$/u, ''),
          low: numbers.decimal(importance.low).replace(/[.,]0$/u, ''),
          high: numbers.decimal(importance.high).replace(/[.,]0$/u, ''),
          count: importance.n,
        })
      : t('panel.results.noImportance'),
    withheld: withheld ? t('panel.results.withheld') : '',
    answers: answers.map((answer, index) => ({
      who: t('panel.results.member', { letter: LETTERS[index] ?? String(index + 1) }),
      said: t(`panel.answer.${answer.recognition}`),
      importance: answer.importance === null ? '–' : String(answer.importance),
      text: answer.text,
      action: answer.suggestedAction,
    })),
    suggestion: t('panel.results.suggestion', { state: t(`panel.outcome.${suggested}`).toLocaleLowerCase(lang) }),
    states: CONCLUSIONS.map((value) => ({
      value,
      label: t(`panel.outcome.${value}`),
      checked: value === (concluded ?? suggested),
    })),
    texts: (['consensus', 'dissent'] as const).flatMap((kind) =>
      LANGUAGES.map((each) => ({
        name: `${kind}_${each}`,
        label: t(`panel.results.${kind}In`, { language: languageName(each, lang, t) }),
        lang: each,
        value: finding?.[kind][each] ?? '',
      })),
    ),
    action: isOpen ? `/panel/${round}/findings/${finding.id}/conclusion` : null,
  };
}

/** An interval without width says that nothing differed in what was drawn again, not that the figure is exact: it is not shown. */
function widthOf(interval: Interval | null | undefined): Interval | null {
  return interval && interval[0] < interval[1] ? interval : null;
}

export function agreementView(
  agreement: JudgedAgreement,
  what: 'finding' | 'comment' | 'pair',
  { t, lang, numbers }: Pick<PageWords, 't' | 'lang' | 'numbers'>,
): AgreementView {
  const ratios = ratioWords(lang);
  const { strength, alpha, kappa, kappaThings, things, people, judgements } = agreement;
  const isShown = strength !== 'tooFew';
  return {
    strength,
    words: t(`panel.agreement.${strength}`),
    alpha: {
      value: isShown ? ratios.ratio(alpha?.value ?? null) : '–',
      interval: isShown ? ratios.interval(widthOf(alpha?.interval)) : '',
      base: '',
    },
    kappa:
      isShown && kappa && kappaThings > 0
        ? {
            value: ratios.ratio(kappa.value),
            interval: ratios.interval(widthOf(kappa.interval)),
            base: t(`panel.agreement.${what}s`, { count: kappaThings, n: numbers.count(kappaThings) }),
          }
        : null,
    base: [
      t(`panel.agreement.${what}s`, { count: things, n: numbers.count(things) }),
      t('panel.agreement.people', { count: people, n: numbers.count(people) }),
      t('panel.agreement.judgements', { count: judgements, n: numbers.count(judgements) }),
    ].join(', '),
  };
}
