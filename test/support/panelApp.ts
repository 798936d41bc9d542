/** The whole service with a panel of five, two findings that are ready, and comments; the cookie `who` says who asks. */
import type { Request } from 'express';
import { LOCAL_ACTOR } from '../../src/domain/actor.js';
import { saveRound } from '../../src/flows/panelRounds.js';
import { addMembers, addPanelFinding, LEADER, memberActor, MEMBERS } from '../flows/panelFixture.js';
import { actorOfRole } from './actors.js';
import { createJudgingTagger } from './judgingTagger.js';
import { postFeedback } from './feedback.js';
import { readPage, sendForm, type Page } from './pageVisits.js';
import { startApp, type RunningApp } from './runningApp.js';

const THEMES = [
  'waiting_times',
  'staff_friendliness',
  'premises',
  'instructions',
  'digital_channels',
  'care_quality',
  'access',
];
/** No page of a member may hold it. */
export const SOURCE_MARK = 'lahde-4711';
const LAST_COMMENT = 24;

export async function startPanelApp(): Promise<RunningApp> {
  const app = await startApp({
    tagger: createJudgingTagger(THEMES),
    actorOf: (req: Request) => {
      const { who } = (req.cookies ?? {}) as Readonly<Record<string, unknown>>;
      // whoever fills the database
      if (typeof who !== 'string') return LOCAL_ACTOR;
      if (who === LEADER.id) return LEADER;
      if (who === 'johto') return actorOfRole('manager', { id: 'johto', name: 'Johto' });
      return memberActor(who);
    },
  });
  const texts = ['jonotin tunnin vastaanotolle', 'kiitos hyvästä hoidosta', 'parking oli täynnä koko päivän'];
  const sent = await postFeedback(
    app,
    Array.from({ length: LAST_COMMENT }, (_, n) => ({
      source: SOURCE_MARK,
      id: `${SOURCE_MARK}-${n}`,
      answered_at: '2024-06-05',
      score: 3,
      comment: `${texts[n % texts.length]} (${n})`,
      lang: n < 12 ? 'fi' : 'sv',
      unit: 'hospital > clinic',
      channel: 'sms',
    })),
  );
  if (sent.status !== 202) throw new Error(`expected feedback to be taken, got ${sent.status}`);
  const { store } = app.assembly.flows;
  while ((await store.taggingProgress()).tagged < LAST_COMMENT) await new Promise((resolve) => setImmediate(resolve));
  await addMembers(store);
  const quote = { lang: 'fi', polarity: 'neg', contradicts: false, approved: true } as const;
  await addPanelFinding(store, {
    unit: 'clinic',
    quotes: [
      { ...quote, text: 'Jonotin kaksi tuntia.', response: 1 },
      { ...quote, text: 'Pääsin heti sisään.', polarity: 'pos', contradicts: true, response: 2 },
      { ...quote, text: 'Tämä lainaus ei ole hyväksytty.', approved: false, response: 3 },
    ],
  });
  await addPanelFinding(store, { theme: null, claim: { sv: 'Parkeringen är full.' }, figures: [], limits: {} });
  return app;
}

/** Pages and forms as one person's browser. */
export class Visitor {
  constructor(
    private readonly app: RunningApp,
    private readonly who: string,
    private readonly lang = 'en',
  ) {}

  page(path: string): Promise<Page> {
    return readPage(this.app, path, this.lang, `kuulolla_lang=${this.lang}; who=${this.who}`);
  }

  /** Sends a form that the page `from` holds. */
  async send(from: string, to: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    const page = await this.page(from);
    return sendForm(this.app, to, fields, page);
  }
}

export async function makeRound(app: RunningApp, comments = '4'): Promise<number> {
  const { store } = app.assembly.flows;
  const saved = await saveRound(
    { flows: app.assembly.flows, own: app.assembly.flows },
    null,
    {
      title: { fi: 'Kevään kierros', sv: 'Vårens omgång', en: 'Spring round' },
      findings: (await store.listFindings({ states: ['ready'] })).map(({ id }) => String(id)),
      members: MEMBERS,
      until: '2999-12-31',
      comments,
    },
    LEADER,
  );
  if (saved.outcome !== 'saved') throw new Error(`expected a round, got ${JSON.stringify(saved)}`);
  return saved.id;
}
