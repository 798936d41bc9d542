/** Who does something, and what they may do. */

/** What an account can be allowed to do. */
export const RIGHTS = [
  'figures.read',
  'comments.read',
  'feedback.import',
  'notes.write',
  'tags.correct',
  'themes.edit',
  'training.run',
  'serious.read',
  'serious.edit',
] as const;
export type Right = (typeof RIGHTS)[number];

export interface Actor {
  /** Stable, kept with what they did. */
  readonly id: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
}

/** Whoever uses the service on its own machine, where there are no accounts. */
export const LOCAL_ACTOR: Actor = { id: 'local', name: 'local', rights: new Set(RIGHTS) };

export function may(actor: Actor, right: Right): boolean {
  return actor.rights.has(right);
}
