/** `theme`: themes of the organisation's own, from a file of example sentences; all themes; a theme that is given no more. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { LOCAL_ACTOR } from '../domain/actor.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { LANGUAGES, parseThemeSetKey, type Language, type Localised } from '../domain/theme.js';
import type { LearningDeps } from '../flows/deps.js';
import { adopt } from '../flows/ownThemeAdoption.js';
import { createDraft, discardDraft, inputProblems, ownThemeViews, type SentenceInput } from '../flows/ownThemes.js';
import { scanTheme } from '../flows/ownThemeScan.js';
import { typicalComments } from '../flows/ownThemeTeaching.js';
import { retag } from '../flows/retag.js';
import { tagBatch } from '../flows/tagPending.js';
import { applyChange } from '../flows/taxonomyChanges.js';
import type { CommandContext } from './context.js';
import { openLearning } from './openLearning.js';
import { problemText } from './themeProblems.js';

interface AddOptions {
  readonly key: string;
  readonly nameEn?: string;
  readonly nameFi?: string;
  readonly nameSv?: string;
  readonly description?: string;
  readonly colour?: string;
  readonly examples: string;
  readonly not?: string;
}

const TYPICAL = 10;
const PENDING_AT_ONCE = 256;
const sentence = z.object({ text: z.string(), lang: z.string().min(2).optional() });

export function registerThemeCommand(program: Command, context: CommandContext): void {
  const theme = program.command('theme').description("the organisation's own themes: add, list, retire");
  theme
    .command('add')
    .description('teach a theme by 5 to 20 example sentences and take it into use at once')
    .requiredOption('--key <key>', 'small letters, digits and _, beginning with a letter: parking')
    .option('--name-en <name>', 'name in English; a name that is not given is taken from another language')
    .option('--name-fi <name>', 'name in Finnish')
    .option('--name-sv <name>', 'name in Swedish')
    .option('--description <text>', 'what belongs to it, one or two sentences')
    .option('--colour <n>', 'slot in the palette, from 0; the next free one unless given')
    .requiredOption('--examples <file>', 'JSON Lines {text, lang?}: sentences that hold the theme')
    .option('--not <file>', 'JSON Lines {text, lang?}: what looks alike but is not it')
    .action((options: AddOptions) => runAdd(context, options));
  theme
    .command('list')
    .description('all themes with their origin, their state and how many comments have them')
    .action(() => runList(context));
  theme
    .command('retire')
    .description('give a theme to no comment any more; its past versions stay on record')
    .requiredOption('--key <key>', 'key of the theme')
    .action(({ key }: { readonly key: string }) => runRetire(context, key));
}

async function runAdd(context: CommandContext, options: AddOptions): Promise<void> {
  const { key, description = '', colour } = options;
  const name = namesOf(context, options);
  if (!name) {
    context.fail('expected a name: --name-en, --name-fi or --name-sv; found none', 2);
    return;
  }
  if (colour !== undefined && !/^\d+$/u.test(colour)) {
    context.fail(`expected a whole number for --colour, found ${colour}`, 2);
    return;
  }
  const [examples, counterExamples] = await Promise.all([
    readSentences(context, options.examples),
    options.not === undefined ? [] : readSentences(context, options.not),
  ]);
  if (!examples || !counterExamples) return;
  const deps = await openLearning(context);
  const input = {
    key,
    name,
    description: { fi: description, sv: description, en: description },
    excludes: { fi: '', sv: '', en: '' },
    ...(colour !== undefined && { colour: Number(colour) }),
    examples,
    counterExamples,
  };
  const problems = await inputProblems(deps, input);
  for (const problem of problems) context.fail(problemText(problem));
  if (problems.length > 0) return;
  await tagPending(context, deps);
  const created = await createDraft(deps, input, LOCAL_ACTOR, { scan: false });
  if (created.outcome === 'refused') {
    for (const problem of created.problems) context.fail(problemText(problem));
    return;
  }
  // a draft that nobody asked for must not be left behind
  const { comments, given, adopted } = await takeIntoUse(deps, key).catch(async (error: unknown) => {
    await discardDraft(deps, key);
    throw error;
  });
  if (adopted.outcome === 'refused') {
    await discardDraft(deps, key);
    context.fail(`expected theme ${key} to come into use, found it ${adopted.problem}`);
    return;
  }
  await tagAgain(context, deps);
  const share = comments > 0 ? ` (${((100 * given) / comments).toFixed(1)} %)` : '';
  context.print(`${key} is in use: ${given} of ${comments} comments have it${share}`);
  const typical = distinct(await typicalComments(deps, key, 5 * TYPICAL)).slice(0, TYPICAL);
  if (typical.length > 0) context.print('most typical:');
  for (const { score, id, text } of typical) context.print(`  ${score.toFixed(2)}  ${id}  ${oneLine(text)}`);
}

async function takeIntoUse(deps: LearningDeps, key: string) {
  const { comments, given } = await scanTheme(deps, key, LOCAL_ACTOR.id);
  return { comments, given, adopted: await adopt(deps, key, LOCAL_ACTOR) };
}

/** Names that are not given are taken from English, else from the first that is. */
function namesOf(context: CommandContext, { nameFi, nameSv, nameEn }: AddOptions): Localised | null {
  const given: Readonly<Record<Language, string | undefined>> = { fi: nameFi, sv: nameSv, en: nameEn };
  const instead = nameEn ?? nameFi ?? nameSv;
  if (instead === undefined) return null;
  const missing = LANGUAGES.filter((lang) => given[lang] === undefined);
  if (missing.length > 0) context.note(`no name in ${missing.join(' and ')}: “${instead}” is shown there`);
  return { fi: nameFi ?? instead, sv: nameSv ?? instead, en: nameEn ?? instead };
}

/** Null when a line is not as expected; every such line is named. */
async function readSentences(context: CommandContext, file: string): Promise<SentenceInput[] | null> {
  const path = resolve(file);
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`expected to read ${path}`, { cause });
  }
  const sentences: SentenceInput[] = [];
  let isWhole = true;
  for (const [index, line] of content
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .entries()) {
    if (line.trim() === '') continue;
    const parsed = sentence.safeParse(parseJson(line));
    if (parsed.success) {
      const { text, lang } = parsed.data;
      sentences.push({ text, ...(lang !== undefined && { lang }) });
    } else {
      isWhole = false;
      context.fail(`line ${index + 1} of ${path}: expected {"text": …, "lang"?: …}, found something else`);
    }
  }
  return isWhole ? sentences : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function runList(context: CommandContext): Promise<void> {
  const deps = await openLearning(context);
  const [cells, taught] = await Promise.all([deps.store.readCells(NO_FILTER, ['themes']), ownThemeViews(deps)]);
  const comments = new Map<string, number>();
  for (const { themes = '', count } of cells) {
    for (const { theme } of parseThemeSetKey(themes)) comments.set(theme, (comments.get(theme) ?? 0) + count);
  }
  const answersOf = (key: string): string => {
    const view = taught.find((theme) => theme.key === key);
    return view ? String(view.answers.yes + view.answers.no) : '';
  };
  const { document } = deps.installation.current;
  const rows = [
    ['key', 'name', 'origin', 'state', 'comments', 'answers'],
    ...document.themes.map(({ key, name, origin, state, mergedInto }) => [
      key,
      name.en,
      origin,
      mergedInto === null ? state : `${state} into ${mergedInto}`,
      state === 'active' ? String(comments.get(key) ?? 0) : '',
      answersOf(key),
    ]),
    ...taught
      .filter(({ key }) => !document.themes.some((theme) => theme.key === key))
      .map(({ key, name, state }) => [key, name.en, 'own', `taught, ${state}`, '', answersOf(key)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cellsOfRow = row.map((cell, column) =>
      column < 4 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    context.print(cellsOfRow.join('  ').trimEnd());
  }
}

async function runRetire(context: CommandContext, key: string): Promise<void> {
  const deps = await openLearning(context);
  const outcome = await applyChange(deps, { kind: 'retire', theme: key }, LOCAL_ACTOR);
  if (!outcome.ok) {
    const active = deps.taxonomy.themes.map((theme) => theme.key).join(', ');
    context.fail(`expected an active theme other than the last one (${active}), found ${key}: ${outcome.problem}`);
    return;
  }
  await tagAgain(context, deps);
  context.print(`${key} is retired: no comment has it any more`);
}

/** Comments that no service has read yet are read first: the theme is learned from all of them, and counted in all of them. */
async function tagPending(context: CommandContext, { store, tagger, installation }: LearningDeps): Promise<void> {
  const { pending } = await store.taggingProgress();
  if (pending === 0) return;
  context.note(`${pending} comments are tagged first`);
  for (;;) {
    const comments = await store.pendingComments(PENDING_AT_ONCE);
    if (comments.length === 0) return;
    await tagBatch({ store, tagger, themesInUse: () => installation.current.document }, comments);
  }
}

/** Stored comments follow at once, whether the service runs or not. */
async function tagAgain(context: CommandContext, { store, tagger, installation }: LearningDeps): Promise<void> {
  const { comments } = await retag({ store, tagger, themesInUse: () => installation.current.document });
  context.note(`tagged again: ${comments}`);
}

/** Each text once, in order. */
function distinct<Comment extends { readonly text: string }>(comments: readonly Comment[]): Comment[] {
  return [...new Map(comments.toReversed().map((comment) => [comment.text, comment])).values()].toReversed();
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
