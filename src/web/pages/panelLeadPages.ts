/** A round as its facilitator makes it and follows it. */
import { LANGUAGES } from '../../domain/theme.js';
import {
  MAX_TITLE_LENGTH,
  MOST_COMMENTS,
  type LeadView,
  type RoundChoices,
  type RoundField,
  type RoundInput,
} from '../../flows/panelRounds.js';
import type { Link } from './frame.js';
import type { PageWords } from '../render.js';
import { languageName } from './filterBar.js';
import { claimOf, roundTitle } from './panelWords.js';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly lang: string | null;
  readonly note: string;
  readonly checked: boolean;
}

export interface RoundFormPage {
  readonly token: string;
  readonly action: string;
  readonly heading: string;
  readonly titles: readonly {
    readonly name: string;
    readonly label: string;
    readonly lang: string;
    readonly value: string;
  }[];
  readonly maxTitle: number;
  readonly findings: readonly Choice[];
  readonly members: readonly Choice[];
  readonly until: string;
  readonly today: string;
  readonly comments: string;
  readonly mostComments: number;
  /** Links to the fields that could not be kept. */
  readonly errors: readonly Link[];
  readonly wrong: Readonly<Partial<Record<RoundField, true>>>;
  /** Where a draft is thrown away; null for a new round. */
  readonly remove: string | null;
}

export interface RoundFormInput {
  /** Null for a new round. */
  readonly id: number | null;
  readonly choices: RoundChoices;
  readonly input: RoundInput;
  readonly fields: readonly RoundField[];
  readonly today: string;
  readonly token: string;
}

export function roundFormPage(
  { id, choices, input, fields, today, token }: RoundFormInput,
  words: PageWords,
): RoundFormPage {
  const { t, lang, numbers, units } = words;
  return {
    token,
    action: id === null ? '/panel/new' : `/panel/${id}/edit`,
    heading: t(id === null ? 'panel.form.new' : 'panel.form.edit'),
    titles: LANGUAGES.map((each) => ({
      name: `title_${each}`,
      label: t('panel.form.titleIn', { language: languageName(each, lang, t) }),
      lang: each,
      value: input.title[each],
    })),
    maxTitle: MAX_TITLE_LENGTH,
    findings: choices.findings.map((finding) => {
      const claim = claimOf(finding, words);
      const place =
        finding.unit === null ? t('panel.form.everywhere') : (units.get(finding.unit)?.name[lang] ?? finding.unit);
      return {
        value: String(finding.id),
        label: claim.text,
        lang: claim.lang,
        note: [place, numbers.period(finding)].join(' · '),
        checked: input.findings.includes(String(finding.id)),
      };
    }),
    members: choices.members.map((member) => ({
      value: member.id,
      label: member.name,
      lang: null,
      note: '',
      checked: input.members.includes(member.id),
    })),
    until: input.until,
    today,
    comments: input.comments,
    mostComments: MOST_COMMENTS,
    errors: fields.map((field) => ({ href: `#${field}`, label: t(`panel.form.problem.${field}`) })),
    wrong: Object.fromEntries(fields.map((field) => [field, true])),
    remove: id === null ? null : `/panel/${id}/remove`,
  };
}

export interface LeadPage {
  readonly token: string;
  readonly id: number;
  readonly title: string;
  readonly state: LeadView['round']['state'];
  readonly stateWord: string;
  readonly lead: string;
  readonly facts: readonly { readonly label: string; readonly value: string; readonly note: string }[];
  readonly findings: readonly {
    readonly href: string | null;
    readonly text: string;
    readonly lang: string;
    readonly note: string;
  }[];
  readonly members: readonly {
    readonly name: string;
    readonly findings: string;
    readonly comments: string;
    readonly standing: string;
    readonly done: boolean;
  }[];
  /** Names of those who have not answered everything; for a reminder by other means. */
  readonly waiting: readonly string[];
}

export function leadPage({ round, findings, members, languages }: LeadView, token: string, words: PageWords): LeadPage {
  const { t, lang, numbers } = words;
  const done = members.filter((member) => member.done).length;
  const waiting = members.filter((member) => !member.done).map(({ name }) => name);
  return {
    token,
    id: round.id,
    title: roundTitle(round, words),
    state: round.state,
    stateWord: t(`panel.state.${round.state}`),
    lead: t(`panel.lead.${round.state}`, { done, of: members.length, day: numbers.day(round.until) }),
    facts: [
      { label: t('panel.form.until'), value: numbers.day(round.until), note: '' },
      { label: t('panel.lead.members'), value: numbers.count(members.length), note: '' },
      { label: t('panel.lead.findings'), value: numbers.count(round.findings.length), note: '' },
      {
        label: t('panel.lead.comments'),
        value: numbers.count(round.sample.length),
        note: languages.map((each) => `${languageName(each.lang, lang, t)} ${numbers.count(each.comments)}`).join(', '),
      },
    ],
    findings: findings.map((finding, index) => {
      if (!finding) return { href: null, text: t('panel.lead.unseen'), lang, note: '' };
      const claim = claimOf(finding, words);
      return {
        href: `/findings/${round.findings[index] ?? finding.id}`,
        text: claim.text,
        lang: claim.lang,
        note: t(`panel.outcome.${finding.state}`),
      };
    }),
    members: members.map((member) => ({
      name: member.name,
      findings: t('panel.place', { n: member.findings, of: round.findings.length }),
      comments: t('panel.place', { n: member.comments, of: member.commentsOf }),
      standing: t(
        member.done
          ? 'panel.lead.done'
          : member.findings + member.comments > 0
            ? 'panel.lead.underWay'
            : 'panel.lead.notStarted',
      ),
      done: member.done,
    })),
    waiting: round.state === 'open' ? waiting : [],
  };
}
