/** What a password and a user name have to be like. */

/** In characters. Long ones may be sentences; the upper bound keeps hashing cheap. */
export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;

export type PasswordProblem = 'short' | 'long' | 'userName';

/** What is wrong with a new password, or null. Length alone counts: rules about kinds of characters make worse passwords. */
export function passwordProblem(password: string, userName: string): PasswordProblem | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.min) return 'short';
  if (length > PASSWORD_LENGTH.max) return 'long';
  return password.toLowerCase().trim() === userName ? 'userName' : null;
}

/** As stored and compared: lower case, one way of writing each letter. */
export function userNameOf(typed: string): string {
  return typed.normalize('NFC').trim().toLowerCase();
}

/** A user name as `userNameOf` makes it: 2–64 letters, digits and `. _ @ -`, a letter or digit first. */
export function isUserName(userName: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u.test(userName);
}
