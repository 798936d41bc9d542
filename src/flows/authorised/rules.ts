/** The shape of the table of rules: one for every method of a part of the store, or it does not compile. */
import { NotAllowedError } from './notAllowed.js';
import type { View } from './view.js';

/** Does what the method does, as far as the view allows it. */
export type Rules<Part> = {
  readonly [Name in keyof Part]: Part[Name] extends (...args: infer Args) => infer Result
    ? (view: View, ...args: Args) => Result
    : never;
};

/** For what the service does by itself alone; no request ever. */
export function serviceOnly({ actor }: View): Promise<never> {
  return Promise.reject(new NotAllowedError(actor.id, []));
}
