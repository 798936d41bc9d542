/** What the team does about one comment, as its page shows it (views/partials/commentTeam.ejs). */
import type { CommentTeam } from '../../flows/commentTeam.js';
import { MAX_NOTE_LENGTH, urgencyOf } from '../../flows/assignments.js';
import { MAX_MESSAGE_LENGTH } from '../../flows/threads.js';
import type { Assignment, ThreadMessage } from '../../store/teamStore.js';
import type { PageWords } from '../render.js';
import { staffName } from './staffName.js';

export interface MessageView {
  readonly id: number;
  readonly who: string;
  readonly when: string;
  /** ISO date-time for the element `time`. */
  readonly at: string;
  /** Empty once withdrawn. */
  readonly text: string;
  /** Says when it was withdrawn; empty while it stands. */
  readonly withdrawn: string;
  /** The reader wrote it and can take it back. */
  readonly own: boolean;
}

export interface CommentTeamView {
  readonly id: number;
  readonly token: string;
  /** Who answers, or what came of it; empty when nobody was asked. */
  readonly state: string;
  readonly overdue: boolean;
  readonly note: string;
  /** Open when the reader came to ask. */
  readonly asking: boolean;
  readonly askTitle: string;
  readonly save: string;
  readonly due: string;
  readonly people: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[];
  /** States that it can get. */
  readonly settle: readonly { readonly value: Assignment['state']; readonly label: string }[];
  /** Oldest first. */
  readonly history: readonly {
    readonly at: string;
    readonly when: string;
    readonly text: string;
    readonly note: string;
  }[];
  readonly messages: readonly MessageView[];
  readonly noteLength: number;
  readonly messageLength: number;
}

export function commentTeamView(
  team: CommentTeam,
  words: PageWords,
  form: { readonly token: string; readonly asking: boolean },
): CommentTeamView {
  const { t } = words;
  const { assignment, reader, people, history } = team;
  const isOpen = assignment?.state === 'open';
  const chosen = assignment?.assignee.id ?? reader;
  return {
    id: team.comment.id,
    token: form.token,
    state: assignment ? stateOf(assignment, team.today, words) : '',
    overdue: isOpen && urgencyOf(assignment.due, team.today) === 'overdue',
    note: assignment?.note ?? '',
    asking: form.asking,
    askTitle: t(isOpen ? 'work.comment.askAgain' : 'work.comment.ask'),
    save: t(isOpen ? 'work.comment.saveAgain' : 'work.comment.save'),
    due: isOpen ? (assignment.due ?? '') : '',
    people: people.map((person) => ({
      value: person.id,
      label: person.id === reader ? t('work.comment.self', { name: staffName(person, t) }) : staffName(person, t),
      selected: person.id === chosen,
    })),
    settle: (!assignment ? [] : isOpen ? (['answered', 'notNeeded'] as const) : (['open'] as const)).map((value) => ({
      value,
      label: t(`work.comment.settle.${value}`),
    })),
    history: history.map((entry) => ({
      at: entry.at,
      when: words.moments.minute(entry.at),
      text: historyLine(entry, words),
      note: entry.note,
    })),
    messages: team.messages.map((message) => messageView(message, reader, words)),
    noteLength: MAX_NOTE_LENGTH,
    messageLength: MAX_MESSAGE_LENGTH,
  };
}

function stateOf(assignment: Assignment, today: string, { t, numbers, moments }: PageWords): string {
  const { state, due } = assignment;
  const key = state !== 'open' || due === null ? state : urgencyOf(due, today) === 'overdue' ? 'overdue' : 'openDue';
  return t(`work.comment.state.${key}`, {
    who: staffName(assignment.assignee, t),
    by: staffName(assignment.by, t),
    when: moments.minute(assignment.at),
    day: due === null ? '' : numbers.day(due),
  });
}

function historyLine(entry: Assignment, { t, numbers }: PageWords): string {
  const key = entry.state === 'open' && entry.due !== null ? 'openDue' : entry.state;
  return t(`work.comment.history.${key}`, {
    by: staffName(entry.by, t),
    who: staffName(entry.assignee, t),
    day: entry.due === null ? '' : numbers.day(entry.due),
  });
}

function messageView(message: ThreadMessage, reader: string, { t, moments }: PageWords): MessageView {
  const { withdrawnAt } = message;
  return {
    id: message.id,
    who: staffName(message.by, t),
    when: moments.minute(message.at),
    at: message.at,
    text: message.text,
    withdrawn: withdrawnAt === null ? '' : t('work.thread.withdrawn', { when: moments.minute(withdrawnAt) }),
    own: withdrawnAt === null && message.by.id === reader,
  };
}
