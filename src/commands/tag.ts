/** `tag`: comments in, themes out, as JSON Lines, in order, with bounded memory; stateless unless the installation is asked for. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { z } from 'zod';
import { identifyLanguage } from '../language/identify.js';
import { normaliseLanguage } from '../language/languageTag.js';
import type { Tagger } from '../tagging/tagger.js';
import type { CommandContext } from './context.js';
import { openInstallation } from './openInstallation.js';

/** Lines tagged together; two such batches are under way at a time, so that workers never wait for reading or writing. */
const LINES_PER_BATCH = 96;
const BATCHES_UNDER_WAY = 2;

const inputLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  lang: z.string().nullish(),
});
type InputLine = z.infer<typeof inputLine>;

interface TagOptions {
  readonly input: string;
  readonly output: string;
  readonly installed: boolean;
}

export function registerTagCommand(program: Command, context: CommandContext): void {
  program
    .command('tag')
    .description(
      'JSON Lines {id, text, lang?} to JSON Lines with themes, polarity, confidence and evidence; no database unless --installed',
    )
    .requiredOption('--input <file>', 'file to read, - for standard input')
    .requiredOption('--output <file>', 'file to write, - for standard output')
    .option('--installed', "with the installation's own themes and heads instead of the shipped ones", false)
    .action((options: TagOptions) => runTag(context, options));
}

async function runTag(context: CommandContext, { input, output, installed }: TagOptions): Promise<void> {
  if (input !== '-' && output !== '-' && (await isSameFile(input, output))) {
    context.fail(`expected an output file other than the input, found ${output} for both`, 2);
    return;
  }
  const source = input === '-' ? context.stdin : createReadStream(input);
  // opened first: a folder that is not there is said before anything is tagged
  if (input !== '-') await opened(source, `expected to read ${input}`);
  const target = output === '-' ? context.stdout : createWriteStream(output);
  if (output !== '-') await opened(target, `expected to write ${output}`);
  const tagger = await context.tagger();
  if (installed) await openInstallation(context);
  const underWay: Promise<string[]>[] = [];
  const writeOldest = async (): Promise<void> => {
    for (const line of (await underWay.shift()) ?? []) {
      if (!target.write(`${line}\n`)) await once(target, 'drain');
    }
  };
  const tagBatch = async (batch: readonly InputLine[]): Promise<void> => {
    const tagged = tagLines(tagger, batch);
    // whoever awaits it hears of a failure; until then it must not count as unhandled
    tagged.catch(() => undefined);
    underWay.push(tagged);
    if (underWay.length >= BATCHES_UNDER_WAY) await writeOldest();
  };

  let batch: InputLine[] = [];
  let number = 0;
  for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
    number += 1;
    const text = number === 1 ? line.replace(/^\uFEFF/u, '') : line;
    if (text.trim() === '') continue;
    const parsed = parseLine(text);
    if (typeof parsed === 'string') {
      context.fail(`line ${number}: ${parsed}`);
      continue;
    }
    batch.push(parsed);
    if (batch.length >= LINES_PER_BATCH) {
      await tagBatch(batch);
      batch = [];
    }
  }
  await tagBatch(batch);
  while (underWay.length > 0) await writeOldest();
  if (output !== '-') {
    target.end();
    await once(target, 'finish');
  }
}

/** The line, or what was expected of it and found. */
function parseLine(line: string): InputLine | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // the parser's own message quotes the line, and comments do not belong in logs
    return 'expected a JSON object, got something that is not JSON';
  }
  const parsed = inputLine.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`);
  return `expected {"id", "text", "lang"?}, got ${problems.join('; ')}`;
}

async function tagLines(tagger: Tagger, lines: readonly InputLine[]): Promise<string[]> {
  const languages = lines.map((line) => normaliseLanguage(line.lang ?? '') ?? identifyLanguage(line.text).lang);
  const supported = lines.filter((_, index) => tagger.languages.includes(languages[index] ?? ''));
  const taggings = (await tagger.tag(supported.map(({ text }) => ({ text }))))[Symbol.iterator]();
  return lines.map(({ id }, index) => {
    const lang = languages[index] ?? 'und';
    const tags = tagger.languages.includes(lang) ? (taggings.next().value?.tags ?? []) : [];
    const themes = tags.map(({ theme, polarity, confidence, evidence }) => ({
      theme,
      polarity,
      confidence: Math.round(confidence * 1e4) / 1e4,
      evidence,
    }));
    return JSON.stringify({ id, lang, themes });
  });
}

/** True also where a link or another spelling leads to the same file. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  if (resolve(one) === resolve(other)) return true;
  const [a, b] = await Promise.allSettled([realpath(one), realpath(other)]);
  return a.status === 'fulfilled' && b.status === 'fulfilled' && a.value === b.value;
}

async function opened(stream: NodeJS.ReadableStream | NodeJS.WritableStream, expected: string): Promise<void> {
  try {
    await once(stream, 'open');
  } catch (cause) {
    throw new Error(expected, { cause });
  }
}
