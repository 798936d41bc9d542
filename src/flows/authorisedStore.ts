/**
 * The store as the current actor may use it: every method goes through a rule, every rule through `authorise`. A method without a
 * rule does not compile; with nobody to act on behalf of, every method rejects. docs/authorisation.md says how to add one.
 */
import type { Store } from '../store/store.js';
import { accountRules, auditRules, subjectRules } from './authorised/accountRules.js';
import { commentRules, labelRules } from './authorised/commentRules.js';
import { annotationRules, figureRules } from './authorised/figureRules.js';
import { actionRules, findingRules } from './authorised/findingRules.js';
import { intakeRules } from './authorised/intakeRules.js';
import { corpusRules, installationRules, ownThemeRules, qualityRules } from './authorised/learningRules.js';
import { panelRules } from './authorised/panelRules.js';
import { serviceOnly, type Rules } from './authorised/rules.js';
import { seriousRules } from './authorised/seriousRules.js';
import { similarityRules } from './authorised/similarityRules.js';
import { teamRules } from './authorised/teamRules.js';
import { UnitTree } from './authorised/unitTree.js';
import { View } from './authorised/view.js';
import { currentActor } from './currentActor.js';

export const STORE_RULES: Rules<Store> = {
  ...figureRules,
  ...annotationRules,
  ...commentRules,
  ...labelRules,
  ...intakeRules,
  ...installationRules,
  ...corpusRules,
  ...ownThemeRules,
  ...qualityRules,
  ...seriousRules,
  ...similarityRules,
  ...accountRules,
  ...auditRules,
  ...findingRules,
  ...panelRules,
  ...actionRules,
  ...teamRules,
  ...subjectRules,
};

type Rule = (view: View, ...args: readonly unknown[]) => Promise<unknown>;
type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** @throws (rejects) NotAllowedError where the actor may not, and when no actor was named */
export function authoriseStore(store: Store): Store {
  const tree = new UnitTree(store);
  const methods = store as unknown as Readonly<Record<string, Method>>;
  const rules = STORE_RULES as unknown as Readonly<Record<string, Rule>>;
  const guarded = Object.entries(methods).map(([name, method]): [string, Method] => [
    name,
    async (...args) => {
      const actor = currentActor();
      // whoever has the machine has the database
      if (actor.role === 'local') return method(...args);
      return (rules[name] ?? serviceOnly)(new View(actor, store, tree), ...args);
    },
  ]);
  return Object.fromEntries(guarded) as unknown as Store;
}
