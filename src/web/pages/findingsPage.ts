/** The list of findings: by state and unit, with whose turn it is. */
import { FINDING_STATES, type FindingState } from '../../domain/findingState.js';
import type { Finding } from '../../store/findingStore.js';
import type { Unit } from '../../store/store.js';
import type { PageWords } from '../render.js';
import { figureView } from './figureSentences.js';
import { headingOf, letterText, scopeOf, stateWords, type LetterText } from './findingView.js';
import type { NavigationLink } from './frame.js';

export interface FindingsPage {
  readonly lead: string;
  readonly states: readonly (NavigationLink & { readonly count: string })[];
  readonly state: FindingState | '';
  readonly units: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[];
  readonly findings: readonly FindingCard[];
}

export interface FindingCard {
  readonly id: number;
  readonly href: string;
  readonly heading: string;
  readonly state: FindingState;
  readonly stateName: string;
  readonly turn: string;
  readonly claim: LetterText | null;
  readonly main: string;
  readonly facts: readonly string[];
}

export interface FindingsQuery {
  readonly state: FindingState | null;
  readonly unit: string | null;
}

/** Lines of the claim on a card. */
const LINES = 3;

/** @param findings of the unit asked for, in any state */
export function findingsPage(
  findings: readonly Finding[],
  units: readonly Unit[],
  { state, unit }: FindingsQuery,
  words: PageWords,
): FindingsPage {
  const { t, lang, numbers } = words;
  const shown = findings.filter((finding) => state === null || finding.state === state);
  return {
    lead: t('findings.lead', { count: shown.length, n: numbers.count(shown.length) }),
    states: [null, ...FINDING_STATES].map((each) => ({
      href: hrefOf({ state: each, unit }),
      label: each === null ? t('findings.allStates') : t(`findings.states.${each}`),
      count: numbers.count(findings.filter((finding) => each === null || finding.state === each).length),
      current: each === state,
    })),
    state: state ?? '',
    units: [
      { value: '', label: t('filter.allUnits'), selected: unit === null },
      ...units.map((each) => ({
        value: each.code,
        label: `${'  '.repeat(depthOf(each, units))}${each.name[lang]}`,
        selected: each.code === unit,
      })),
    ],
    findings: shown.map((finding) => cardOf(finding, words)),
  };
}

function cardOf(finding: Finding, words: PageWords): FindingCard {
  const { t, lang, moments } = words;
  const { name, turn } = stateWords(finding.state, t);
  const claim = letterText(finding.claim, lang, t);
  const [main] = finding.figures;
  return {
    id: finding.id,
    href: `/findings/${finding.id}`,
    heading: headingOf(finding, words),
    state: finding.state,
    stateName: name,
    turn,
    claim: claim && { ...claim, lines: tellingLines(claim.lines) },
    main: main ? figureView(main, words).sentence : '',
    facts: [scopeOf(finding, words), moments.day(finding.changedAt)],
  };
}

/** The last lines say it; the first say where and when, and stand beside the claim anyway. */
function tellingLines(lines: readonly string[]): string[] {
  return lines.slice(Math.max(0, lines.length - LINES));
}

function depthOf(unit: Unit, units: readonly Unit[]): number {
  const parent = units.find((each) => each.code === unit.parent);
  return parent ? 1 + depthOf(parent, units) : 0;
}

function hrefOf({ state, unit }: FindingsQuery): string {
  const parameters = new URLSearchParams();
  if (unit !== null) parameters.set('unit', unit);
  if (state !== null) parameters.set('state', state);
  const query = parameters.toString();
  return query === '' ? '/findings' : `/findings?${query}`;
}
