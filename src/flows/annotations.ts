/** Notes on days: "new invitation letter", so that a chart says what people know beside it. */
import {
  addDays,
  addMonths,
  firstDayOfMonth,
  isDay,
  lastDayOfMonth,
  monthOf,
  type Period,
} from '../domain/calendar.js';
import { redact } from '../domain/redaction.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';
import type { Annotation } from '../store/store.js';
import type { ReadDeps } from './deps.js';

/** UTF-16 code units. */
export const MAX_ANNOTATION_LENGTH = 200;

/** As it comes from a form. */
export interface AnnotationInput {
  /** Empty: the whole organisation. */
  readonly unit: string;
  readonly day: string;
  readonly text: string;
}

export type AnnotationField = keyof AnnotationInput;

/** Stored, or the fields that cannot be. */
export type AnnotationOutcome =
  | { readonly outcome: 'added'; readonly id: number }
  | { readonly outcome: 'refused'; readonly fields: readonly AnnotationField[] };

/** Masks identifiers before anything is stored. */
export async function addAnnotation(deps: ReadDeps, input: AnnotationInput): Promise<AnnotationOutcome> {
  const unit = input.unit.trim() === '' ? null : input.unit.trim();
  const text = input.text.replace(/\s+/gu, ' ').trim();
  const fields: AnnotationField[] = [];
  if (unit !== null && !(await deps.store.listUnits()).some((known) => known.code === unit)) fields.push('unit');
  if (!isDay(input.day)) fields.push('day');
  if (text === '' || text.length > MAX_ANNOTATION_LENGTH) fields.push('text');
  if (fields.length > 0) return { outcome: 'refused', fields };
  const masked = redact(text, findNames(text, identifyLanguage(text).lang)).text;
  return {
    outcome: 'added',
    id: await deps.store.addAnnotation({ unit, day: input.day, text: masked, createdOn: deps.today() }),
  };
}

/** True when there was one. */
export function deleteAnnotation(deps: ReadDeps, id: number): Promise<boolean> {
  return deps.store.deleteAnnotation(id);
}

export interface NumberedAnnotation extends Annotation {
  /** From 1, in order of day. */
  readonly number: number;
  /** The three months before the note's month, and the three from it on: what to compare. */
  readonly before: Period;
  readonly after: Period;
}

const MONTHS_AROUND = 3;

/** Notes of a unit and of what is above it within the period, numbered. */
export async function annotationsOf(
  deps: ReadDeps,
  unit: string | null,
  period: Period,
): Promise<NumberedAnnotation[]> {
  const found = await deps.store.listAnnotations(unit, period.from, period.to);
  return found.map((annotation, index) => {
    const start = firstDayOfMonth(monthOf(annotation.day));
    return {
      ...annotation,
      number: index + 1,
      before: { from: firstDayOfMonth(addMonths(monthOf(start), -MONTHS_AROUND)), to: addDays(start, -1) },
      after: { from: start, to: lastDayOfMonth(addMonths(monthOf(start), MONTHS_AROUND - 1)) },
    };
  });
}
