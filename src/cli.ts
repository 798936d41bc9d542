#!/usr/bin/env node
/** The command line: argv to one command of src/commands, its exit code out. */
import { Command, CommanderError } from 'commander';
import { registerBackupCommand } from './commands/backup.js';
import { registerCheckCommand } from './commands/check.js';
import { registerDemoCommand } from './commands/demo.js';
import { registerEvaluateCommand } from './commands/evaluate.js';
import { registerGenerateCommand } from './commands/generate.js';
import { registerImportCommand } from './commands/import.js';
import { registerMovementCommand } from './commands/movement.js';
import { openCommandContext } from './commands/openContext.js';
import { registerRedactCommand } from './commands/redact.js';
import { registerRestoreCommand } from './commands/restore.js';
import { registerRetagCommand } from './commands/retag.js';
import { registerTagCommand } from './commands/tag.js';
import { registerTrainHeadsCommand } from './commands/trainModelHeads.js';
import { ConfigError } from './config.js';
import { explainError } from './log.js';
import { projectRoot } from './root.js';

const REGISTER = [
  registerImportCommand,
  registerTagCommand,
  registerRetagCommand,
  registerEvaluateCommand,
  registerTrainHeadsCommand,
  registerMovementCommand,
  registerRedactCommand,
  registerDemoCommand,
  registerGenerateCommand,
  registerBackupCommand,
  registerRestoreCommand,
  registerCheckCommand,
];

async function run(argv: readonly string[]): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  const context = openCommandContext({ root: projectRoot(), env, stdin, stdout, stderr });
  const program = new Command('kuulolla')
    .description('themes and Net Promoter Score from feedback comments')
    .showHelpAfterError('(--help says more)')
    .exitOverride();
  // Registered after exitOverride: commands inherit it.
  for (const register of REGISTER) register(program, context);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.code === 'commander.helpDisplayed' ? 0 : 2;
    context.fail(error instanceof ConfigError ? error.message : explainError(error));
  } finally {
    await context.close();
  }
  return context.exitCode;
}

process.exitCode = await run(process.argv.slice(2));
