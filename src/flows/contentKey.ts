/** The installation's own key for hashing rows. */
import { randomBytes } from 'node:crypto';
import type { Store } from '../store/store.js';

const SETTING = 'contentKey';
const KEY_BYTES = 32;

/** Made on first use and kept: with another key every repeat would look like a change. */
export async function contentKeyOf(store: Pick<Store, 'getSetting' | 'setSetting'>): Promise<string> {
  const kept = await store.getSetting(SETTING);
  if (kept !== null) return kept;
  await store.setSetting(SETTING, randomBytes(KEY_BYTES).toString('hex'));
  const made = await store.getSetting(SETTING);
  if (made === null) throw new Error(`expected the setting ${SETTING} to be stored, found none`);
  return made;
}
