/** What panels say of the tagger and of the themes, on the quality card. */
import type { PanelAgreement } from '../../flows/checkedQuality.js';
import type { MembersAgreement } from '../../flows/panelQuality.js';
import type { CommentWords } from './commentView.js';
import { agreementView } from './panelResultsPage.js';
import { ratioWords } from './qualityWords.js';

export interface PanelQualityView {
  readonly sentences: readonly string[];
  /** One line a theme; empty until several members have read comments. */
  readonly themes: readonly string[];
}

export function panelLines(panel: PanelAgreement, words: CommentWords): PanelQualityView {
  const { t, lang, numbers } = words;
  const { rates, members } = panel;
  const all = members.find(({ theme }) => theme === null);
  return {
    sentences: [
      panel.pairs === 0
        ? t('quality.panelNone')
        : t('quality.panelText', {
            agreed: numbers.percent(panel.agreed),
            kappa: ratioWords(lang).ratio(panel.kappa),
            comments: numbers.count(panel.comments),
            n: numbers.count(panel.pairs),
          }),
      ...(rates.precision.value !== null && rates.recall.value !== null
        ? [
            t('quality.panelRates', {
              precision: numbers.percent(rates.precision.value),
              precisionInterval: numbers.percentInterval(rates.precision.interval),
              given: numbers.count(rates.precision.n),
              recall: numbers.percent(rates.recall.value),
              recallInterval: numbers.percentInterval(rates.recall.interval),
              seen: numbers.count(rates.recall.n),
            }),
          ]
        : []),
      ...(all ? [membersSentence(all, words)] : []),
    ],
    themes: members.filter(({ theme }) => theme !== null).map((each) => themeLine(each, words)),
  };
}

function membersSentence({ members }: MembersAgreement, words: CommentWords): string {
  const { alpha, base, words: meaning } = agreementView(members, 'pair', words);
  return words.t('quality.panelMembers', {
    alpha: alpha.value,
    interval: alpha.interval === '' ? '' : ` (${alpha.interval})`,
    base,
    meaning,
  });
}

function themeLine({ theme, members }: MembersAgreement, words: CommentWords): string {
  const { t, lang, taxonomy } = words;
  const name = taxonomy.themes.find(({ key }) => key === theme)?.name[lang] ?? theme;
  const { alpha, base } = agreementView(members, 'comment', words);
  if (members.alpha === null || members.strength === 'tooFew') return t('quality.panelTooFew', { theme: name, base });
  const interval = alpha.interval === '' ? '' : ` (${alpha.interval})`;
  return t('quality.panelTheme', { theme: name, alpha: alpha.value, interval, base });
}
