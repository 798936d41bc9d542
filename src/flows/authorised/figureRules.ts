/** Units and figures: those of one's own units, as if there were no others. */
import type { FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { AnnotationStore } from '../../store/annotationStore.js';
import type { FeedbackStore, Unit } from '../../store/store.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import type { Rights, View } from './view.js';

type FigurePart = Pick<
  FeedbackStore,
  | 'listUnits'
  | 'saveUnits'
  | 'readCells'
  | 'readStatements'
  | 'readStatementAnswers'
  | 'dayRange'
  | 'knownLanguages'
  | 'knownChannels'
  | 'taggingProgress'
  | 'countTaggedOtherwise'
>;

/** The queue of serious comments has counts and a filter of its own. */
const FIGURES: Rights = ['figures.read', 'serious.read'];

export const figureRules: Rules<FigurePart> = {
  listUnits: (view) => unitsSeen(view),
  saveUnits: async (view, units) => {
    view.needWhole(['feedback.import', 'accounts.manage']);
    await view.store.saveUnits(units);
  },
  readCells: async (view, filter, by, units) => {
    view.need(FIGURES);
    const narrowed = await view.narrow(filter);
    if (narrowed === null) return [];
    const asked = units && (await view.those(FIGURES, units, (code) => code));
    return asked?.length === 0 ? [] : view.store.readCells(narrowed, by, asked);
  },
  readStatements: async (view, filter) => {
    view.need(FIGURES);
    const narrowed = await view.narrow(filter);
    return narrowed === null ? [] : view.store.readStatements(narrowed);
  },
  readStatementAnswers: async (view, filter, limit) => {
    view.need(FIGURES);
    const narrowed = await view.narrow(filter);
    return narrowed === null ? [] : view.store.readStatementAnswers(narrowed, limit);
  },
  dayRange: async (view, unit) => {
    view.need(FIGURES);
    const tops = await view.tops();
    if (tops === null) return view.store.dayRange(unit);
    if (unit !== null) return (await view.mayIn(FIGURES, unit)) ? view.store.dayRange(unit) : null;
    const ranges = (await Promise.all(tops.map((top) => view.store.dayRange(top)))).filter((range) => range !== null);
    if (ranges.length === 0) return null;
    return {
      from: ranges.map(({ from }) => from).reduce((one, other) => (one < other ? one : other)),
      to: ranges.map(({ to }) => to).reduce((one, other) => (one > other ? one : other)),
    };
  },
  knownLanguages: async (view) => {
    view.need(FIGURES);
    const within = await view.within();
    return within ? mostFrequent(view, within, 'lang') : view.store.knownLanguages();
  },
  knownChannels: async (view) => {
    view.need(FIGURES);
    const within = await view.within();
    return within ? mostFrequent(view, within, 'channel') : view.store.knownChannels();
  },
  taggingProgress: async (view) => {
    view.need(FIGURES);
    const within = await view.within();
    if (!within) return view.store.taggingProgress();
    const counts = { none: 0, pending: 0, tagged: 0, unsupported: 0 };
    for (const { commentState, count } of await view.store.readCells(everythingOf(within), ['commentState'])) {
      counts[commentState ?? 'none'] += count;
    }
    const { pending, tagged, unsupported } = counts;
    return { pending, tagged, unsupported };
  },
  countTaggedOtherwise: async (view, versions) => {
    view.needWhole('figures.read');
    return view.store.countTaggedOtherwise(versions);
  },
};

export const annotationRules: Rules<AnnotationStore> = {
  addAnnotation: async (view, annotation) => {
    await view.needIn('notes.write', annotation.unit);
    return view.store.addAnnotation(annotation);
  },
  getAnnotation: async (view, id) => {
    const annotation = await view.store.getAnnotation(id);
    return annotation && (await view.mayIn('figures.read', annotation.unit)) ? annotation : null;
  },
  deleteAnnotation: async (view, id) => {
    const annotation = await view.store.getAnnotation(id);
    if (!annotation || !(await view.mayIn('notes.write', annotation.unit))) return false;
    return view.store.deleteAnnotation(id);
  },
  listAnnotations: async (view, unit, from, to) => {
    view.need('figures.read');
    const tops = await view.tops();
    if (tops === null) return view.store.listAnnotations(unit, from, to);
    if (unit !== null && !(await view.mayIn('figures.read', unit))) return [];
    const notes = await view.store.listAnnotations(unit, from, to);
    // what is noted above is meant for all below; which unit it was noted for they do not see
    return Promise.all(
      notes.map(async (note) => ((await view.mayIn('figures.read', note.unit)) ? note : { ...note, unit: null })),
    );
  },
  saveVisitCounts: serviceOnly,
  readVisitCounts: async (view, units, from, to) => {
    view.need('figures.read');
    return view.store.readVisitCounts(await view.those('figures.read', units, (code) => code), from, to);
  },
};

/** Their tops become roots; a root takes over the target that held for it from above. */
async function unitsSeen(view: View): Promise<Unit[]> {
  const units = await view.store.listUnits();
  const tops = await view.tops();
  if (tops === null) return units;
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const targetOf = (code: string | null): number | null => {
    const unit = code === null ? undefined : byCode.get(code);
    return unit ? (unit.target ?? targetOf(unit.parent)) : null;
  };
  const seen = new Set<string>();
  // parents come before their children
  return units.flatMap((unit): Unit[] => {
    const isTop = tops.includes(unit.code);
    if (!isTop && (unit.parent === null || !seen.has(unit.parent))) return [];
    seen.add(unit.code);
    return [isTop ? { ...unit, parent: null, target: targetOf(unit.code) } : unit];
  });
}

function everythingOf(within: readonly string[]): FeedbackFilter {
  return { from: null, to: null, unit: null, within, channel: null, lang: null };
}

async function mostFrequent<Dimension extends 'lang' | 'channel'>(
  { store }: View,
  within: readonly string[],
  dimension: Dimension,
): Promise<NonNullable<Awaited<ReturnType<FeedbackStore['readCells']>>[number][Dimension]>[]> {
  const cells = await store.readCells(everythingOf(within), [dimension]);
  return [...cells]
    .sort((one, other) => other.count - one.count)
    .flatMap((cell) => {
      const value = cell[dimension];
      return value === undefined ? [] : [value];
    });
}
