/** One person's day: what is new, what waits for them, who wrote to them. */
import { MAX_VIEW_NAME_LENGTH, type ViewWithNews } from '../../flows/savedViews.js';
import type { MyWork, UrgentAssignment } from '../../flows/myWork.js';
import type { DigestChannel, DigestRecord, SavedView } from '../../store/teamStore.js';
import type { PageWords } from '../render.js';
import type { Link, NavigationLink } from './frame.js';
import { staffName } from './staffName.js';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

export interface ViewLine {
  readonly id: number;
  readonly name: string;
  /** The page as it was saved. */
  readonly href: string;
  /** What the button says that reads the new ones; empty when there are none. */
  readonly open: string;
  /** When it was last read, why nothing is counted, how often a digest tells. */
  readonly facts: readonly string[];
  readonly digests: readonly Choice[];
}

/** Something that waits: a link and what there is to know about it. */
export interface WorkLine extends Link {
  /** How urgent, or in what state, as a word; empty for none. */
  readonly mark: string;
  readonly late: boolean;
  readonly facts: readonly string[];
  readonly note: string;
}

export interface WorkPage {
  readonly token: string;
  readonly lead: readonly string[];
  /** What the button says that reads what is new; empty when nothing is. */
  readonly open: string;
  readonly views: readonly ViewLine[];
  readonly nameLength: number;
  readonly whose: readonly NavigationLink[];
  readonly assignments: readonly WorkLine[];
  readonly noAssignments: string;
  readonly threads: readonly WorkLine[];
  readonly actions: readonly WorkLine[];
  readonly findings: readonly WorkLine[];
  readonly digests: readonly string[];
}

/** What the installation and the account say about digests. */
export interface DigestState {
  readonly channels: readonly DigestChannel[];
  readonly hasAddress: boolean;
}

export function workPage(
  work: MyWork,
  everybody: boolean,
  state: DigestState & { readonly token: string },
  words: PageWords,
): WorkPage {
  const { t, numbers } = words;
  return {
    token: state.token,
    lead: leadOf(work, everybody, words),
    open: work.fresh > 0 ? t('work.openNew', { count: work.fresh, n: numbers.count(work.fresh) }) : '',
    views: work.views.map((each) => viewLine(each, words)),
    nameLength: MAX_VIEW_NAME_LENGTH,
    whose: [
      { href: '/my-work#assigned', label: t('work.assigned.mine'), current: !everybody },
      { href: '/my-work?whose=all#assigned', label: t('work.assigned.all'), current: everybody },
    ],
    assignments: work.assignments.map((each) => assignmentLine(each, everybody, words)),
    noAssignments: t(everybody ? 'work.assigned.noneAll' : 'work.assigned.noneMine'),
    threads: work.threads.map((thread) => ({
      ...commentLink(thread, '#thread', words),
      mark: '',
      late: false,
      facts: [
        t('work.threads.line', {
          count: thread.messages,
          n: numbers.count(thread.messages),
          who: thread.last.by,
          when: words.moments.minute(thread.last.at),
        }),
      ],
      note: '',
    })),
    actions: work.actions.map((action) => {
      const late = action.due < work.today;
      return {
        href: `/actions/${action.id}`,
        label: action.title,
        mark: late ? t('work.actions.late') : '',
        late,
        facts: [t(`work.actions.states.${action.state}`), t('work.actions.due', { day: numbers.day(action.due) })],
        note: '',
      };
    }),
    findings: work.findings.map(({ id, claim, state: found }) => ({
      href: `/findings/${id}`,
      label:
        [claim[words.lang], claim.fi, claim.sv, claim.en].find((text) => text?.trim()) ??
        t('work.findings.untitled', { id }),
      mark: '',
      late: false,
      facts: [t(`work.findings.waits.${found}`)],
      note: '',
    })),
    digests: digestLines(work.digests, state, work.views, words),
  };
}

function leadOf(work: MyWork, everybody: boolean, { t, numbers, moments }: PageWords): string[] {
  const { mark, fresh, assignments } = work;
  const when = mark === null ? '' : moments.minute(mark.seenAt);
  const late = assignments.filter(({ urgency }) => urgency === 'overdue').length;
  const count = (key: string, n: number): string => t(key, { count: n, n: numbers.count(n), when });
  return [
    mark === null ? t('work.leadFirst') : fresh === 0 ? t('work.leadNone', { when }) : count('work.leadNew', fresh),
    // what is said of everybody's stands under its own heading
    ...(everybody || assignments.length === 0 ? [] : [count('work.leadOpen', assignments.length)]),
    ...(everybody || late === 0 ? [] : [count('work.leadOverdue', late)]),
  ];
}

const DIGESTS: readonly SavedView['digest'][] = ['none', 'daily', 'weekly'];

export function digestChoices(chosen: SavedView['digest'], { t }: Pick<PageWords, 't'>): Choice[] {
  return DIGESTS.map((value) => ({ value, label: t(`work.views.digests.${value}`), selected: value === chosen }));
}

function viewLine({ view, fresh, uncounted }: ViewWithNews, words: PageWords): ViewLine {
  const { t, numbers, moments } = words;
  return {
    id: view.id,
    name: view.name,
    href: view.url,
    open: fresh !== null && fresh > 0 ? t('work.openNew', { count: fresh, n: numbers.count(fresh) }) : '',
    facts: [
      ...(uncounted === null ? [] : [t(`work.views.${uncounted}`)]),
      ...(fresh === 0 ? [t('work.views.nothingNew')] : []),
      t('work.views.since', { when: moments.minute(view.seenAt) }),
      ...(view.digest === 'none' ? [] : [`${t('work.views.digest')}: ${t(`work.views.digests.${view.digest}`)}`]),
    ],
    digests: digestChoices(view.digest, words),
  };
}

function commentLink(
  { response, unit }: { readonly response: number; readonly unit: string },
  hash: string,
  { t, units, lang }: PageWords,
): Link {
  return {
    href: `/comments/${response}${hash}`,
    label: t('work.assigned.comment', { id: response, unit: units.get(unit)?.name[lang] ?? unit }),
  };
}

function assignmentLine(each: UrgentAssignment, everybody: boolean, words: PageWords): WorkLine {
  const { t, numbers, moments } = words;
  return {
    ...commentLink(each, '#answer', words),
    mark: t(`work.assigned.urgency.${each.urgency}`),
    late: each.urgency === 'overdue',
    facts: [
      ...(everybody ? [t('work.assigned.to', { who: staffName(each.assignee, t) })] : []),
      ...(each.due === null ? [] : [t('work.assigned.dueOn', { day: numbers.day(each.due) })]),
      t('work.assigned.askedBy', { who: staffName(each.by, t), when: moments.day(each.at) }),
    ],
    note: each.note,
  };
}

function digestLines(
  records: readonly DigestRecord[],
  { channels, hasAddress }: DigestState,
  views: readonly ViewWithNews[],
  { t, moments }: PageWords,
): string[] {
  const wanted = views.some(({ view }) => view.digest !== 'none');
  const says = (key: string): string => t(`work.digestState.${key}`);
  const lines = records.map((record) => {
    const { state, failure } = record;
    return t(`work.digestState.${state === 'waiting' && failure === null ? 'underWay' : state}`, {
      channel: says(`channels.${record.channel}`),
      kind: says(`kinds.${record.kind}`),
      when: moments.minute(record.at),
      next: moments.minute(record.nextTryAt),
      failure: failure === null ? '' : says(`failures.${failure}`),
    });
  });
  return [
    ...(channels.length === 0 ? [says('off')] : []),
    ...(channels.includes('mail') && !hasAddress && wanted ? [says('noAddress')] : []),
    ...lines,
    says('about'),
  ];
}
