/** What comes in, and what keeps house: whoever imports does so for the whole organisation, or for units of their own. */
import { authorise, type Actor } from '../../domain/actor.js';
import type { FeedbackStore, Store } from '../../store/store.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import { NotAllowedError } from './notAllowed.js';
import { UnitTree } from './unitTree.js';
import type { View } from './view.js';

type IntakePart = Pick<
  FeedbackStore,
  | 'addResponses'
  | 'startImport'
  | 'updateImport'
  | 'getImport'
  | 'listImports'
  | 'getIdempotent'
  | 'saveIdempotent'
  | 'purgeIdempotent'
  | 'purgeOriginals'
  | 'getSetting'
  | 'setSetting'
  | 'isEmpty'
  | 'backup'
  | 'check'
  | 'close'
>;

const IMPORT = 'feedback.import';

export const intakeRules: Rules<IntakePart> = {
  addResponses: async (view, responses, options) => {
    view.need(IMPORT);
    if (options?.importId !== undefined) view.needWhole(IMPORT);
    const permits = await filingPermit(view.actor, view.store);
    if (!responses.every(({ unitPath }) => permits(unitPath))) throw new NotAllowedError(view.actor.id, [IMPORT]);
    return view.store.addResponses(responses, options);
  },
  // a file holds answers of any unit, and so do the records of files
  startImport: (view, record) => {
    view.needWhole(IMPORT);
    return view.store.startImport(record);
  },
  updateImport: (view, id, progress) => {
    view.needWhole(IMPORT);
    return view.store.updateImport(id, progress);
  },
  getImport: (view, id) => {
    view.needWhole(IMPORT);
    return view.store.getImport(id);
  },
  listImports: (view, limit) => {
    view.needWhole(IMPORT);
    return view.store.listImports(limit);
  },
  // a key belongs to who sent it: nobody gets the answer given to another, or learns that the key is taken
  getIdempotent: (view, key) => {
    view.need(IMPORT);
    return view.store.getIdempotent(ownKey(view, key));
  },
  saveIdempotent: (view, key, requestHash, body, at) => {
    view.need(IMPORT);
    return view.store.saveIdempotent(ownKey(view, key), requestHash, body, at);
  },
  purgeIdempotent: serviceOnly,
  purgeOriginals: serviceOnly,
  getSetting: (view, key) => (isPlainSetting(key) ? view.store.getSetting(key) : serviceOnly(view)),
  setSetting: (view, key, value) => {
    if (!isPlainSetting(key)) return serviceOnly(view);
    view.needWhole('accounts.manage');
    return view.store.setSetting(key, value);
  },
  isEmpty: (view) => view.store.isEmpty(),
  backup: serviceOnly,
  check: serviceOnly,
  close: serviceOnly,
};

/** Settings that pages show; the others are secrets and state of the service. */
function isPlainSetting(key: string): boolean {
  return ['demo', 'organisationTarget', 'alertBudget'].includes(key) || key.startsWith('organisationName.');
}

/** Keys are printable without spaces, so no two senders' can be the same. */
function ownKey({ actor }: View, key: string): string {
  return `${actor.id} ${key}`;
}

/** Tells whether the actor may file a response under a path of units: also whether there are such units, all are refused alike. */
export async function filingPermit(
  actor: Actor,
  store: Pick<Store, 'listUnits'>,
): Promise<(unitPath: readonly string[]) => boolean> {
  const tree = new UnitTree(store);
  if (actor.units !== null) await tree.read();
  return (unitPath) => authorise(actor, IMPORT, tree.placeOf(unitPath));
}
