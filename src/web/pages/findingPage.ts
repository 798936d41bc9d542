/** The page of a finding: the letter, what can be done with it, and what was changed when. */
import { statesByHand, type FindingState } from '../../domain/findingState.js';
import { LANGUAGES, type Language } from '../../domain/theme.js';
import type { ListedAction } from '../../flows/actions.js';
import type { FindingProblem } from '../../flows/keepFinding.js';
import type { Finding, FindingHistoryEntry, PartlyLocalised } from '../../store/findingStore.js';
import type { PageWords } from '../render.js';
import { actionRow, type ActionRow } from './actionWords.js';
import { findingLetter, stateWords, type FindingLetter } from './findingView.js';
import type { Link } from './frame.js';
import { personName } from './people.js';

export interface FindingPage {
  readonly letter: FindingLetter;
  readonly state: FindingState;
  readonly stateName: string;
  readonly turn: string;
  /** What was masked as it was stored, and what is missing before a panel can be asked; empty when nothing. */
  readonly masked: string;
  readonly problems: readonly string[];
  readonly replaces: Link | null;
  readonly replacedBy: readonly Link[];
  /** Null without the right to change it. */
  readonly form: {
    readonly token: string;
    readonly action: string;
    readonly states: readonly { readonly value: FindingState; readonly label: string }[];
    readonly editHref: string | null;
    readonly newVersionHref: string;
    readonly fixedNote: string;
  } | null;
  /** Actions that followed. */
  readonly done: readonly ActionRow[];
  readonly actionHref: string | null;
  readonly history: readonly {
    readonly when: string;
    readonly who: string;
    readonly what: string;
    /** The text before, by language; empty where it is not a text. */
    readonly before: readonly { readonly lang: Language; readonly text: string }[];
  }[];
}

export interface FindingPageInput {
  readonly finding: Finding;
  readonly history: readonly FindingHistoryEntry[];
  /** Newer versions of it. */
  readonly newer: readonly number[];
  readonly wanted: Language;
  /** Null without the right to change it. */
  readonly token: string | null;
  readonly mayAct: boolean;
  readonly actions: readonly ListedAction[];
  readonly problems: readonly FindingProblem[];
  /** Kinds of what was masked. */
  readonly masked: readonly string[];
}

export function findingPage(input: FindingPageInput, words: PageWords): FindingPage {
  const { finding, token } = input;
  const { t, moments } = words;
  const path = `/findings/${finding.id}`;
  const state = stateWords(finding.state, t);
  const versionLink = (id: number, phrase: 'replaces' | 'replacedBy'): Link => ({
    href: `/findings/${id}`,
    label: t(`findings.letter.${phrase}`, { id }),
  });
  const isFixed = finding.fixedAt !== null || finding.state === 'closed';
  return {
    letter: findingLetter(finding, words, {
      wanted: input.wanted,
      audience: 'staff',
      hrefIn: (lang) => `${path}?in=${lang}`,
    }),
    state: finding.state,
    stateName: state.name,
    turn: state.turn,
    masked:
      input.masked.length === 0
        ? ''
        : t('findings.masked', { kinds: input.masked.map((kind) => t(`findings.maskedKinds.${kind}`)).join(', ') }),
    problems: input.problems.map((problem) => t(`findings.problems.${problem}`)),
    replaces: finding.replaces === null ? null : versionLink(finding.replaces, 'replaces'),
    replacedBy: input.newer.map((id) => versionLink(id, 'replacedBy')),
    form:
      token === null
        ? null
        : {
            token,
            action: `${path}/state`,
            states: statesByHand(finding.state).map((value) => ({ value, label: t(`findings.do.${value}`) })),
            editHref: isFixed ? null : `${path}/edit`,
            newVersionHref: `/findings/new?from=${encodeURIComponent(finding.madeFrom)}&replaces=${finding.id}`,
            fixedNote: finding.fixedAt === null ? '' : t('findings.do.fixedNote'),
          },
    done: input.actions.map((each) => actionRow(each, words)),
    actionHref: input.mayAct ? `/actions/new?finding=${finding.id}` : null,
    history: input.history.map((entry) => ({
      when: moments.minute(entry.at),
      who: personName(entry.by, t),
      what: changeWords(entry, words),
      before: textsBefore(entry),
    })),
  };
}

function changeWords({ field, before, after }: FindingHistoryEntry, { t, numbers }: PageWords): string {
  if (field === 'state') {
    const name = (json: string): string => t(`findings.states.${JSON.parse(json) as FindingState}`);
    return t('findings.changed.state', { before: name(before), after: name(after) });
  }
  if (field !== 'quotes') return t(`findings.changed.${field}`);
  const [old, now] = [before, after].map((json) => JSON.parse(json) as { quotes: number; approved: number });
  return t('findings.changed.quotes', {
    before: numbers.count(old?.quotes ?? 0),
    after: numbers.count(now?.quotes ?? 0),
    approved: numbers.count(now?.approved ?? 0),
  });
}

function textsBefore({ field, before }: FindingHistoryEntry): FindingPage['history'][number]['before'] {
  if (field === 'state' || field === 'quotes') return [];
  const texts = JSON.parse(before) as PartlyLocalised;
  return LANGUAGES.flatMap((lang) => {
    const text = texts[lang];
    return text ? [{ lang, text }] : [];
  });
}
