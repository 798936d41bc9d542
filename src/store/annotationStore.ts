/** What people know beside the feedback: notes on days, and how many visits there were. */
import type { Day, Month } from '../domain/calendar.js';

/** A note on a day, shown on the charts of its unit and of all under it. */
export interface Annotation {
  readonly id: number;
  /** Null: the whole organisation. */
  readonly unit: string | null;
  readonly day: Day;
  /** Masked. */
  readonly text: string;
  readonly createdOn: Day;
}

export type NewAnnotation = Omit<Annotation, 'id'>;

/** Visits of a unit (when read: with all under it) in a month. */
export interface VisitCount {
  readonly unit: string;
  readonly month: Month;
  readonly visits: number;
}

export interface AnnotationStore {
  /** Its id. Throws when the unit is not known. */
  addAnnotation(annotation: NewAnnotation): Promise<number>;
  getAnnotation(id: number): Promise<Annotation | null>;
  /** True when there was one. */
  deleteAnnotation(id: number): Promise<boolean>;
  /** Those of the unit, of the units above it and of the whole organisation, by day; both days included, null is open. */
  listAnnotations(unit: string | null, from: Day | null, to: Day | null): Promise<Annotation[]>;
  /** A month that has a count gets the new one. Throws when a unit is not known. */
  saveVisitCounts(counts: readonly VisitCount[]): Promise<void>;
  /** By month, for each unit with what lies under it; months without a count are left out. */
  readVisitCounts(units: readonly string[], from: Month, to: Month): Promise<VisitCount[]>;
}
