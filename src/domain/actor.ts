/** Who does something, what they may do, and where. */

/** What an account can be allowed to do. */
export const RIGHTS = [
  'figures.read',
  'comments.read',
  'comments.work',
  'feedback.import',
  'notes.write',
  'tags.correct',
  'themes.edit',
  'training.run',
  'serious.read',
  'serious.edit',
  'findings.read',
  'findings.write',
  'panel.answer',
  'panel.lead',
  'actions.read',
  'actions.write',
  'figures.export',
  'accounts.manage',
  'audit.read',
  'subjects.manage',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = [
  'administrator',
  'manager',
  'teamMember',
  'facilitator',
  'panelMember',
  'privacyOfficer',
  'readOnly',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * What each role may do. The serious queue is nobody's by role alone but the administrator's; it is granted to accounts one by one.
 * Whoever manages accounts does not read the audit trail, and whoever reads it changes nothing that it records of others.
 */
export const ROLE_RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  administrator: [
    'figures.read',
    'comments.read',
    'comments.work',
    'feedback.import',
    'notes.write',
    'tags.correct',
    'themes.edit',
    'training.run',
    'serious.read',
    'serious.edit',
    'findings.read',
    'findings.write',
    'actions.read',
    'actions.write',
    'figures.export',
    'accounts.manage',
  ],
  manager: [
    'figures.read',
    'comments.read',
    'comments.work',
    'notes.write',
    'tags.correct',
    'findings.read',
    'findings.write',
    'actions.read',
    'actions.write',
    'figures.export',
  ],
  teamMember: [
    'figures.read',
    'comments.read',
    'comments.work',
    'notes.write',
    'tags.correct',
    'findings.read',
    'findings.write',
    'actions.read',
    'actions.write',
    'figures.export',
  ],
  facilitator: [
    'figures.read',
    'comments.read',
    'tags.correct',
    'findings.read',
    'findings.write',
    'panel.lead',
    'actions.read',
    'actions.write',
  ],
  panelMember: ['panel.answer'],
  privacyOfficer: ['figures.read', 'audit.read', 'subjects.manage'],
  readOnly: ['figures.read', 'comments.read', 'findings.read', 'actions.read'],
};

/** Rights that an account may be granted beside those of its role. */
export const GRANTABLE_RIGHTS = [
  'serious.read',
  'serious.edit',
  'feedback.import',
  'themes.edit',
  'training.run',
] as const satisfies readonly Right[];

export interface Actor {
  /** Stable, kept with what they did. */
  readonly id: string;
  readonly name: string;
  /** `local`: whoever uses the machine where there are no accounts (commands, tests). `token`: a program with an API token. */
  readonly role: Role | 'local' | 'token';
  readonly rights: ReadonlySet<Right>;
  /** Codes of the units that they see, with what lies under them; null: the whole organisation. Never empty. */
  readonly units: readonly string[] | null;
}

/** Whoever uses the service on its own machine: commands, and tests without accounts. */
export const LOCAL_ACTOR: Actor = { id: 'local', name: 'local', role: 'local', rights: new Set(RIGHTS), units: null };

/** Something that belongs to a unit, by the codes from the root down to it; empty for the whole organisation. */
export type UnitPath = readonly string[];

/**
 * The one place that decides. `where`: what it is about; left out when it is about no unit. A right over units holds for the units
 * of the actor and everything under them, never for what lies above or beside.
 */
export function authorise(actor: Actor, right: Right, where?: UnitPath): boolean {
  if (!actor.rights.has(right)) return false;
  if (where === undefined || actor.units === null) return true;
  return where.some((code) => actor.units?.includes(code));
}

/** For what belongs to no unit. */
export function may(actor: Actor, right: Right): boolean {
  return authorise(actor, right);
}
