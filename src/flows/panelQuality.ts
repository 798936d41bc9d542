/** What panels' judgements of comments say about the themes themselves: how far people agree on them, over all closed rounds. */
import type { JudgedAgreement } from '../domain/panelAgreement.js';
import type { ThemeKey } from '../domain/theme.js';
import type { LearningDeps } from './deps.js';
import { themeResults, type PlacedReading } from './panelResults.js';

export interface MembersAgreement {
  /** Null: all themes together. */
  readonly theme: ThemeKey | null;
  readonly members: JudgedAgreement;
}

/** Empty until a round with answers about comments is closed. */
export async function membersAgreement(
  { store }: Pick<LearningDeps, 'store'>,
  themes: readonly ThemeKey[],
): Promise<MembersAgreement[]> {
  const closed = (await store.listRounds()).filter(({ state }) => state === 'closed');
  const read: PlacedReading[] = [];
  for (const { id } of closed) {
    for (const { response, ...each } of await store.sampleAnswers(id))
      read.push({ ...each, thing: `${id} ${response}` });
  }
  return themeResults(themes, read, []).map(({ theme, members }) => ({ theme, members }));
}
