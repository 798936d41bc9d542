/** `/panel`: rounds of those who lead them, and of those who answer. */
import type { MemberRounds, RoundOutcome } from '../../flows/panelOutcomes.js';
import type { MemberStep, MemberView } from '../../flows/panelAnswering.js';
import type { Round } from '../../store/panelStore.js';
import type { PageWords } from '../render.js';
import { claimOf, roundTitle, writtenText, type WrittenText } from './panelWords.js';

export interface PanelListPage {
  /** Null for those who do not lead panels. */
  readonly lead: {
    readonly rounds: readonly {
      readonly href: string;
      readonly title: string;
      readonly state: string;
      readonly facts: readonly string[];
    }[];
  } | null;
  /** Null for those who are in no panel. */
  readonly member: {
    readonly open: readonly OpenRound[];
    readonly earlier: readonly EarlierRound[];
  } | null;
}

interface OpenRound {
  readonly title: string;
  readonly until: string;
  readonly progress: string;
  readonly done: number;
  readonly of: number;
  readonly go: { readonly href: string; readonly label: string } | null;
}

interface EarlierRound {
  readonly id: number;
  readonly title: string;
  readonly closed: string;
  readonly findings: readonly {
    readonly claim: WrittenText;
    readonly state: string;
    readonly consensus: WrittenText | null;
    readonly dissent: WrittenText | null;
    readonly actions: readonly { readonly title: string; readonly state: string; readonly outcome: string }[];
  }[];
}

export function panelListPage(
  lead: readonly Round[] | null,
  member: MemberRounds | null,
  words: PageWords,
): PanelListPage {
  const { t, numbers } = words;
  return {
    lead: lead && {
      rounds: lead.map((round) => ({
        href: `/panel/${round.id}`,
        title: roundTitle(round, words),
        state: t(`panel.state.${round.state}`),
        facts: [
          t('panel.findingsCount', { count: round.findings.length }),
          t('panel.membersCount', { count: round.members.length }),
          t('panel.commentsCount', { count: round.sample.length }),
          t('panel.until', { day: numbers.day(round.until) }),
        ],
      })),
    },
    member: member && {
      open: member.open.map((view) => openRound(view, words)),
      earlier: member.earlier.map((outcome) => earlierRound(outcome, words)),
    },
  };
}

/** How far a member is: answered and in all. */
export function standing({ findings, comments }: MemberView): { readonly done: number; readonly of: number } {
  const all = [...findings, ...comments];
  return { done: all.filter(({ answer }) => answer !== null).length, of: all.length };
}

export function stepPath(round: number, step: MemberStep): string {
  if (step.kind === 'finding') return `/panel/${round}/findings/${step.n}`;
  if (step.kind === 'comment') return `/panel/${round}/comments/${step.place}`;
  return step.kind === 'done' ? `/panel/${round}/done` : `/panel/${round}`;
}

function openRound(view: MemberView, words: PageWords): OpenRound {
  const { t, numbers } = words;
  const { done, of } = standing(view);
  const label = done === 0 ? 'panel.start' : view.next.kind === 'done' ? 'panel.change' : 'panel.goOn';
  return {
    title: roundTitle(view.round, words),
    until: view.canAnswer ? t('panel.until', { day: numbers.day(view.round.until) }) : t('panel.over'),
    progress: t('panel.answered', { done, of }),
    done,
    of,
    go: view.canAnswer ? { href: `/panel/${view.round.id}`, label: t(label) } : null,
  };
}

function earlierRound({ round, findings }: RoundOutcome, words: PageWords): EarlierRound {
  const { t, moments } = words;
  return {
    id: round.id,
    title: roundTitle(round, words),
    closed: round.closedAt === null ? '' : t('panel.closedOn', { day: moments.day(round.closedAt) }),
    findings: findings.map(({ finding, actions }) => ({
      claim: claimOf(finding, words),
      state: t(`panel.outcome.${finding.state}`),
      consensus: writtenText(finding.consensus, words),
      dissent: writtenText(finding.dissent, words),
      actions: actions.map(({ title, state, outcome }) => ({ title, state: t(`panel.action.${state}`), outcome })),
    })),
  };
}
