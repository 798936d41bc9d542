/** `import`: a CSV, XLSX or JSON Lines file into the database. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { LANGUAGES } from '../domain/theme.js';
import { importFile, type ImportResult } from '../flows/importFile.js';
import { FileError } from '../ingest/fileError.js';
import { parseMapping, type Mapping } from '../ingest/mapping.js';
import { fileErrorText, rejectionText } from '../ingest/rejectionText.js';
import type { CommandContext } from './context.js';

interface ImportOptions {
  readonly source?: string;
  readonly mapping?: string;
  readonly dryRun?: boolean;
}

const SHOWN_REJECTIONS = 10;

export function registerImportCommand(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('import feedback from a CSV, XLSX or JSON Lines file')
    .argument('<file>', 'the file')
    .option('--source <name>', 'source of rows that name none: the same name each time for the same system')
    .option('--mapping <file>', 'JSON file that says which column is what')
    .option('--dry-run', 'check every row and store nothing')
    .action((file: string, options: ImportOptions) => runImport(file, options, context));
}

async function runImport(file: string, options: ImportOptions, context: CommandContext): Promise<void> {
  const mapping = await readMapping(options.mapping, context);
  if (mapping === null) return;
  const path = resolve(file);
  const bar = context.stderr.isTTY
    ? new SingleBar({ stream: context.stderr, format: '{bar} {percentage} %, {rows} rows', clearOnComplete: true })
    : null;
  bar?.start(1, 0, { rows: 0 });
  let result: ImportResult;
  try {
    const { config } = context;
    result = await importFile(
      {
        store: await context.store(),
        today: () => context.today(),
        now: () => new Date().toISOString(),
        timeZone: config.timeZone,
        dataFolder: config.dataFolder,
        keepOriginalDays: config.keepOriginalDays,
        supportedLanguages: LANGUAGES,
      },
      {
        file: path,
        fileName: basename(path),
        source: options.source,
        mapping,
        dryRun: options.dryRun === true,
      },
      (report) => {
        if (report.bytesTotal > 0) bar?.setTotal(report.bytesTotal);
        bar?.update(report.bytesRead, { rows: report.rowsRead });
      },
    );
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    context.fail(`expected a file that can be read at ${path}, found: ${error.message}`);
    return;
  } finally {
    bar?.stop();
  }
  report(result, options, context);
}

function report(result: ImportResult, options: ImportOptions, context: CommandContext): void {
  if (options.dryRun === true) context.print('dry run: nothing was stored');
  context.print(`accepted: ${result.accepted}`);
  context.print(`duplicates: ${result.duplicates}`);
  context.print(`rejected: ${result.rejected}`);
  if (result.rejectionsFile !== null) {
    context.print(`rejected rows to mend and import again: ${join(context.config.dataFolder, result.rejectionsFile)}`);
  }
  for (const rejection of result.rejections.slice(0, SHOWN_REJECTIONS)) context.note(rejectionText(rejection, 'en'));
  const more = result.rejections.length - SHOWN_REJECTIONS;
  if (more > 0) context.note(`… and more, ${result.rejected} rows in all`);
  if (result.error) context.fail(fileErrorText(result.error, 'en'));
}

async function readMapping(file: string | undefined, context: CommandContext): Promise<Mapping | undefined | null> {
  if (file === undefined) return undefined;
  try {
    return parseMapping(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof FileError) context.fail(`${file}: ${fileErrorText(error, 'en')}`, 2);
    else if (isFileSystemError(error)) context.fail(`expected a mapping file at ${file}, found: ${error.message}`, 2);
    else throw error;
    return null;
  }
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && 'code' in error && /^(?:ENOENT|EACCES|EISDIR|EPERM|ENOTDIR)$/.test(String(error.code))
  );
}
