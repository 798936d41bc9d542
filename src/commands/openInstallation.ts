/** The installation's own themes and heads, in use from then on by the command's tagger. */
import { Installation } from '../flows/installation.js';
import type { CommandContext } from './context.js';

export async function openInstallation(
  context: Pick<CommandContext, 'store' | 'tagger' | 'taxonomy'>,
): Promise<Installation> {
  const [store, tagger, shipped] = await Promise.all([context.store(), context.tagger(), context.taxonomy()]);
  return Installation.open({ store, tagger, shipped, now: () => new Date().toISOString() });
}
