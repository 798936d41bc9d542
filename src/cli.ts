#!/usr/bin/env node
/** The command line: argv to one command of src/commands, its exit code out. */
import { Command, CommanderError } from 'commander';
import type { CommandContext } from './commands/context.js';
import { openCommandContext } from './commands/openContext.js';
import { recordCommand } from './commands/recordCommand.js';
import { ConfigError } from './config.js';
import { explainError } from './log.js';
import { projectRoot } from './root.js';

type Register = (program: Command, context: CommandContext) => void;

/** By name, in the order of the help. Loaded when asked for: language models and the encoder take seconds to load. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  import: async () => (await import('./commands/import.js')).registerImportCommand,
  tag: async () => (await import('./commands/tag.js')).registerTagCommand,
  retag: async () => (await import('./commands/retag.js')).registerRetagCommand,
  evaluate: async () => (await import('./commands/evaluate.js')).registerEvaluateCommand,
  train: async () => (await import('./commands/train.js')).registerTrainCommand,
  theme: async () => (await import('./commands/theme.js')).registerThemeCommand,
  'train-heads': async () => (await import('./commands/trainModelHeads.js')).registerTrainHeadsCommand,
  movement: async () => (await import('./commands/movement.js')).registerMovementCommand,
  visits: async () => (await import('./commands/visits.js')).registerVisitsCommand,
  redact: async () => (await import('./commands/redact.js')).registerRedactCommand,
  demo: async () => (await import('./commands/demo.js')).registerDemoCommand,
  generate: async () => (await import('./commands/generate.js')).registerGenerateCommand,
  subject: async () => (await import('./commands/subject.js')).registerSubjectCommand,
  user: async () => (await import('./commands/user.js')).registerUserCommand,
  token: async () => (await import('./commands/token.js')).registerTokenCommand,
  backup: async () => (await import('./commands/backup.js')).registerBackupCommand,
  restore: async () => (await import('./commands/restore.js')).registerRestoreCommand,
  digest: async () => (await import('./commands/digest.js')).registerDigestCommand,
  check: async () => (await import('./commands/check.js')).registerCheckCommand,
};

/** The one command that argv names, or all of them where it names none: for help, and to say what there is. */
async function loadCommands(argv: readonly string[]): Promise<Register[]> {
  const named = Object.hasOwn(COMMANDS, argv[0] ?? '') ? COMMANDS[argv[0] ?? ''] : undefined;
  return Promise.all((named ? [named] : Object.values(COMMANDS)).map((load) => load()));
}

async function run(argv: readonly string[]): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  const context = openCommandContext({ root: projectRoot(), env, stdin, stdout, stderr });
  const program = new Command('kuulolla')
    .description('themes and Net Promoter Score from feedback comments')
    .showHelpAfterError('(--help says more)')
    .exitOverride();
  // Registered after exitOverride: commands inherit it.
  for (const register of await loadCommands(argv)) register(program, context);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.code === 'commander.helpDisplayed' ? 0 : 2;
    context.fail(error instanceof ConfigError ? error.message : explainError(error));
  }
  try {
    await recordCommand(context, argv);
  } catch (error) {
    // what is wrong with the settings has been said
    if (!(error instanceof ConfigError)) context.fail(`the audit trail could not be written: ${explainError(error)}`);
  } finally {
    await context.close();
  }
  return context.exitCode;
}

process.exitCode = await run(process.argv.slice(2));
