/** From a wrong tag to a change that is followed up: the three groups at work, each at their own screen. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Role } from '../../src/domain/actor.js';
import { LANGUAGES } from '../../src/domain/theme.js';
import { Passwords } from '../../src/flows/passwords.js';
import { createToken } from '../../src/flows/tokens.js';
import { translator, type Translate } from '../../src/web/language.js';
import { postFeedback } from '../support/feedback.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { assertAccessible, assertFits, openBrowser, visit, type SCREENS } from './browser.js';

const PASSWORD = 'a long enough sentence';
const MONTHS = 24;
const A_MONTH = 24;
/** Month of the change, from 0: April 2024. */
const CHANGED = 15;
const MEMBERS = ['Tuomas', 'Gunilla', 'Pirjo', 'Amina', 'Erik'];

interface Person {
  readonly name: string;
  readonly role: Role;
  readonly units: readonly string[] | null;
}

const PEOPLE: Readonly<Record<string, Person>> = {
  sanna: { name: 'Sanna', role: 'teamMember', units: ['north'] },
  mikael: { name: 'Mikael', role: 'manager', units: null },
  leena: { name: 'Leena', role: 'facilitator', units: null },
  kirsi: { name: 'Kirsi', role: 'privacyOfficer', units: null },
  ...Object.fromEntries(
    MEMBERS.map((name) => [name.toLowerCase(), { name, role: 'panelMember', units: null } satisfies Person]),
  ),
};

/** In the north clinic half the comments are about the queue until the change, hardly any after it; the south has few all along. */
function feedback(): object[] {
  return ['north', 'south'].flatMap((unit) =>
    Array.from({ length: MONTHS * A_MONTH }, (_, n) => {
      const month = Math.floor(n / A_MONTH);
      const place = n % A_MONTH;
      const queued = place < (unit === 'north' && month < CHANGED ? 12 : 2);
      return {
        source: 'test',
        id: `${unit}-${n}`,
        answered_at: `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String((place % 27) + 1).padStart(2, '0')}`,
        score: queued ? (place % 3) + 3 : place % 5 === 0 ? 8 : 10,
        comment: queued
          ? `Taas jonotin puhelimessa melkein tunnin, jo kerran numero ${n}`
          : `Vastaanotolla oli ystävällinen ja rauhallinen hoitaja, käynti numero ${n}`,
        lang: 'fi',
        unit: `hospital > ${unit}`,
        channel: 'sms',
      };
    }),
  );
}

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

async function openHouse(): Promise<RunningApp> {
  const app = await startApp({ tagger: createFakeTagger(), accounts: true });
  const { store } = app.assembly.flows;
  const made = await createToken(app.assembly.flows, { name: 'Palaute', scope: 'ingest', units: null }, 'local');
  const items = feedback();
  for (let from = 0; from < items.length; from += 1000) {
    const sent = await postFeedback(app, items.slice(from, from + 1000), {
      Authorization: `Bearer ${made.id === null ? '' : made.token}`,
    });
    assert.equal(sent.status, 202);
  }
  await app.background?.tagging.idle();
  const hash = await new Passwords().hash(PASSWORD);
  for (const [userName, { name, role, units }] of Object.entries(PEOPLE)) {
    const account = { id: `a-${userName}`, userName, name, email: null, role, units, grants: [], lang: null };
    await store.addAccount({ ...account, identity: null, createdAt: '2024-06-01T08:00:00.000Z' }, hash);
  }
  return app;
}

for (const lang of LANGUAGES) {
  describe(`from a wrong tag to a change that is followed up (${lang})`, () => {
    const t = translator(lang);
    let app: RunningApp;
    const open: BrowserContext[] = [];
    const at = (path: string): string => app.url + path;

    before(async () => {
      app = await openHouse();
    });
    after(async () => {
      await Promise.all(open.map((context) => context.close()));
      await app.close();
    });

    /** Signs in by the form, and looks with axe at every page that is opened from then on. */
    async function enter(userName: string, screen: keyof typeof SCREENS): Promise<Reader> {
      const { page, faults } = await visit(browser, app.url, lang, screen);
      open.push(page.context());
      const reader = new Reader(page, faults, t);
      await reader.go(at('/login'));
      await page.getByLabel(t('account.facts.userName'), { exact: true }).fill(userName);
      await page.getByLabel(t('account.signIn.password'), { exact: true }).fill(PASSWORD);
      await reader.press(t('account.signIn.submit'));
      return reader;
    }

    it('goes through all hands', async () => {
      // a team member corrects a tag, and the figure follows
      const team = await enter('sanna', 'desktop');
      const theme = '/themes/waiting_times?unit=north';
      await team.go(at(theme));
      const before = await team.commentsOfTheme();
      await team.go(at('/comments?theme=waiting_times'));
      const first = team.page.locator('[data-comment]').first();
      await first.locator('details[data-correct] > summary').first().click();
      await first.locator('button[name="say"][value="absent"]').first().click();
      await team.settled();
      await team.go(at(theme));
      assert.equal(await team.commentsOfTheme(), before - 1);
      const foreign = await team.page.goto(at('/units/south'));
      assert.equal(foreign?.status(), 404, 'another unit is as if it were not there');

      // a manager makes a finding of what they look at
      const manager = await enter('mikael', 'desktop');
      await manager.go(at('/themes/waiting_times?unit=north&from=2024-01-01&to=2024-03-31'));
      await manager.follow(t('findings.make'));
      await manager.page.getByLabel(t('findings.form.approveAll')).check();
      await manager.press(t('findings.form.save'));
      await manager.press(t('findings.do.ready'));
      const finding = new URL(manager.page.url()).pathname;
      assert.match(finding, /^\/findings\/\d+$/);

      // a facilitator opens a round
      const facilitator = await enter('leena', 'desktop');
      await facilitator.go(at('/panel/new'));
      await facilitator.page.locator(`#title_${lang}, [name="title_${lang}"]`).first().fill('Kevät 2026');
      await facilitator.page.locator('input[name="findings"]').first().check();
      for (const name of MEMBERS) await facilitator.page.getByLabel(name, { exact: true }).check();
      await facilitator.page.getByLabel(t('panel.form.until')).fill(app.assembly.flows.today());
      await facilitator.page.getByLabel(t('panel.form.comments')).fill('3');
      await facilitator.press(t('panel.form.save'));
      await facilitator.press(t('panel.lead.openButton'));
      const round = new URL(facilitator.page.url()).pathname;

      // five members answer on a phone, blind to each other
      for (const [index, name] of MEMBERS.entries()) {
        const member = await enter(name.toLowerCase(), 'phone');
        await member.followStart(t('panel.start'));
        await member.answerRound(index === 4 ? 'doNotRecognise' : 'recognise', `oma sana ${index}`);
        const html = await member.page.content();
        for (let other = 0; other < index; other += 1) assert.ok(!html.includes(`oma sana ${other}`));
      }

      // the facilitator closes it and writes what it came to
      await facilitator.go(at(round));
      assert.doesNotMatch(await facilitator.page.content(), /oma sana/, 'blind while it is open');
      await facilitator.press(t('panel.lead.closeButton'));
      await facilitator.go(at(`${round}/results`));
      assert.match(await facilitator.page.content(), /oma sana 4/);
      await facilitator.page
        .getByLabel(t('findings.states.confirmed'))
        .or(facilitator.page.getByLabel(t('panel.outcome.confirmed')))
        .first()
        .check();
      await facilitator.page.locator(`textarea[name="consensus_${lang}"]`).fill('Jono on liian pitkä.');
      await facilitator.page.locator(`textarea[name="dissent_${lang}"]`).fill('Yksi pääsi läpi heti.');
      await facilitator.press(t('panel.results.save'), false);

      // an action is made of the finding
      await manager.go(at(finding));
      await manager.page.getByText('Jono on liian pitkä.').waitFor();
      await manager.follow(t('findings.do.action'));
      await manager.page.locator('#f-title').fill('Takaisinsoitto käyttöön');
      await manager.page.locator('#f-owner').fill('Mikael');
      await manager.page.locator('#f-due').fill(app.assembly.flows.today());
      await manager.page.locator('#f-measure').selectOption('complaintShare:down');
      await manager.page.locator('#f-theme').selectOption('waiting_times');
      await manager.press(t('actions.save'));
      const action = new URL(manager.page.url()).pathname;
      await manager.page.locator('#s-start').fill('2024-04-01');
      await manager.press(t('actions.moves.planned.underWay'));

      // its page shows the measure before and after
      await manager.go(at(action));
      await manager.page.getByText(t('actions.verdicts.hoped')).first().waitFor();
      assert.ok((await manager.page.locator('figure.chart svg').count()) > 0);
      await manager.page.getByRole('rowheader').first().waitFor();

      // and members see what came of it
      const member = await enter('pirjo', 'phone');
      await member.go(at('/panel'));
      await member.page.getByText('Jono on liian pitkä.').waitFor();
      await member.page.getByText('Yksi pääsi läpi heti.').waitFor();
      await member.page.getByText('Takaisinsoitto käyttöön').waitFor();

      // all of it is in the audit trail
      const officer = await enter('kirsi', 'desktop');
      await officer.go(at('/admin/audit'));
      const trail = await officer.page.locator('main').textContent();
      for (const name of ['Mikael', 'Pirjo']) assert.match(trail ?? '', new RegExp(name));
    });
  });
}

const judged = new Set<string>();

/** Somebody at a screen: what they open is judged as soon as it is there. */
class Reader {
  constructor(
    readonly page: Page,
    readonly faults: readonly string[],
    readonly t: Translate,
  ) {}

  async go(url: string): Promise<void> {
    await this.page.goto(url);
    await this.judge();
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).first().click();
    await this.judge();
  }

  async followStart(name: string): Promise<void> {
    await this.page.getByRole('link', { name }).first().click();
    await this.judge();
  }

  async press(name: string, exact = true): Promise<void> {
    await this.page.getByRole('button', { name, exact }).first().click();
    await this.judge();
  }

  async settled(): Promise<void> {
    await this.page.waitForLoadState('load');
  }

  /** How many comments of the theme there are to read. */
  async commentsOfTheme(): Promise<number> {
    const link = this.page.locator('main a[href^="/comments?"]').first();
    return Number(((await link.textContent()) ?? '').replace(/\D/g, ''));
  }

  /** Answers every screen until the last one. */
  async answerRound(recognition: string, words: string): Promise<void> {
    const { page, t } = this;
    await this.press(t('panel.start'));
    for (;;) {
      if (await page.locator('input[name="recognition"]').count()) {
        await page.locator(`input[name="recognition"][value="${recognition}"]`).check({ force: true });
        await page.locator('input[name="importance"][value="4"]').check({ force: true });
        await page.locator('#text').fill(words);
      } else if (await page.locator('input[name="themes"]').count()) {
        await page.locator('#theme-waiting_times').check();
        await page.locator('input[name="polarity_waiting_times"][value="neg"]').check({ force: true });
      } else break;
      await this.press(t('panel.next'));
    }
    await page.getByRole('heading', { level: 1, name: t('panel.done.title') }).waitFor();
  }

  async judge(): Promise<void> {
    await this.page.waitForLoadState('load');
    const where = `${new URL(this.page.url()).pathname} ${this.page.viewportSize()?.width ?? ''}`;
    await assertFits(this.page, where);
    assert.deepEqual(this.faults, [], where);
    // five members see the same screens
    const kind = `${await this.page.locator('html').getAttribute('lang')} ${where.replace(/\/\d+/g, '/N')}`;
    if (judged.has(kind)) return;
    await assertAccessible(this.page, where);
    judged.add(kind);
  }
}
