/** A real Chromium for the end-to-end tests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../support/chromium.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const SCREENS = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('expected a Chromium, found none');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visit {
  readonly page: Page;
  /** Errors of the console and of scripts, and requests to other hosts. */
  readonly faults: string[];
}

/** A page of its own context, in a language of the interface. */
export async function visit(
  browser: Browser,
  base: string,
  lang: string,
  screen: keyof typeof SCREENS,
  options: { readonly javaScript?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    javaScriptEnabled: options.javaScript ?? true,
  });
  await context.addCookies([{ name: 'kuulolla_lang', value: lang, url: base }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`);
  });
  return { page, faults };
}

/** Fails with what axe found against WCAG 2.1 A and AA and its best practices. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  const violations = await page.evaluate<string[]>(
    `(() => { ${axe}; return window.axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','best-practice'], resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))); })()`,
  );
  assert.deepEqual(violations, [], where);
}

/** Fails when the page is wider than the screen. */
export async function assertFits(page: Page, where: string): Promise<void> {
  const [needed, given] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  assert.ok(needed <= given, `${where} is ${needed} px wide on a screen of ${given}`);
}

/** Tolerated when the browser itself notes it: `404` for a page that is not there on purpose. */
export interface Sweep {
  readonly paths: readonly string[];
  readonly tolerated?: string;
}

/** axe takes as long as all the rest: every language and every screen is judged, Finnish with its long words on both. */
export function isJudged(lang: string, screen: keyof typeof SCREENS): boolean {
  return lang === 'fi' || (lang === 'sv') === (screen === 'phone');
}

/** One test per language and screen: the pages are accessible, fit, and load nothing from elsewhere. */
export function sweepPages(open: () => { readonly browser: Browser; readonly base: string }, sweep: Sweep): void {
  for (const lang of ['fi', 'sv', 'en']) {
    for (const screen of Object.keys(SCREENS) as (keyof typeof SCREENS)[]) {
      it(`are accessible, fit and load nothing from elsewhere (${lang}, ${screen})`, async () => {
        const { browser, base } = open();
        const { page, faults } = await visit(browser, base, lang, screen);
        for (const path of sweep.paths) {
          await page.goto(base + path);
          // what is folded away is judged too
          await page.locator('details.table').evaluateAll('(all) => all.forEach((each) => { each.open = true; })');
          if (isJudged(lang, screen)) await assertAccessible(page, `${path} ${lang} ${screen}`);
          await assertFits(page, `${path} ${lang} ${screen}`);
        }
        const { tolerated } = sweep;
        assert.deepEqual(tolerated ? faults.filter((fault) => !fault.includes(tolerated)) : faults, []);
        await page.context().close();
      });
    }
  }
}
