/** Fields of a form that was sent, and numbers of an address. */
import type { Request } from 'express';
import { LANGUAGES, type Language } from '../domain/theme.js';
import { notFound } from './errors.js';

export type Fields = Readonly<Record<string, unknown>>;

export function bodyOf(req: Request): Fields {
  return (req.body ?? {}) as Fields;
}

/** Empty where the field is missing or repeated. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** All values of a field that may be repeated, as checkboxes are. */
export function listOf(fields: Fields, name: string): string[] {
  const value = fields[name];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string');
}

/** `name_fi`, `name_sv`, `name_en`. */
export function localisedOf(fields: Fields, name: string): Record<Language, string> {
  return Object.fromEntries(LANGUAGES.map((lang) => [lang, textOf(fields, `${name}_${lang}`)])) as Record<
    Language,
    string
  >;
}

/** @throws not found when the part of the path is no positive whole number */
export function numberOf(req: Request, name: string): number {
  const text = String(req.params[name]);
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notFound();
  return Number(text);
}
