/** Reads and checks the JSON files that describe the demo organisation. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const localised = z.object({ fi: z.string().min(1), sv: z.string().min(1), en: z.string().min(1) });
const month = z.string().regex(/^\d{4}-\d{2}$/);
const share = z.number().min(0).max(1);
const perClass = z.object({ promoter: share, passive: share, detractor: share });
const polarity = z.enum(['pos', 'neg', 'neu']);

const unitSchema = z.object({
  code: z.string().min(1),
  parent: z.string().nullable(),
  name: localised,
  target: z.number().min(-100).max(100).nullable().default(null),
  /** Weight among its siblings. */
  share: z.number().positive().default(1),
  /** NPS points over or under what is above it. */
  lean: z.number().default(0),
  /** `service` values of the labelled comments that fit; empty above the lowest level. */
  services: z.array(z.string()).default([]),
  /** Topics (topics.json) that a comment here may speak of. */
  topics: z.array(z.string()).default([]),
});

const periodSchema = z.object({
  from: month,
  to: month,
  responses: z.number().int().positive(),
  /** NPS of the whole period; null where `lines` give it. */
  nps: z.number().nullable(),
  /** Share of passives (7–8), or of promoters (9–10): one of the two. */
  passives: share.optional(),
  promoters: share.optional(),
  /** NPS points gained from the first month to the last. */
  rise: z.number(),
  /** NPS by service line and by month, both met to the rounded number; `fixedMonths` are never moved to make the two agree. */
  lines: z.record(z.string(), z.number()).default({}),
  months: z.record(month, z.number()).default({}),
  fixedMonths: z.array(month).default([]),
  /** Share that fully agrees (5) among those who answer the statements. */
  got_help: share.optional(),
  heard: share.optional(),
});

const figuresSchema = z.object({
  seed: z.string(),
  organisations: z.array(
    z.object({
      unit: z.string(),
      channels: z.record(z.string(), share),
      languages: z.record(z.string(), share),
      asksStatements: z.boolean(),
      periods: z.array(periodSchema),
    }),
  ),
});

const phaseSchema = z.object({
  from: month,
  to: month,
  npsOffset: z.number(),
  theme: z.array(z.string()).min(1),
  polarity,
  shareOfComments: perClass,
  /** Take the theme's other comments when those with the key words run out. */
  widen: z.boolean(),
  /** Polarities of the same matter that do not occur in this phase. */
  avoid: z.array(polarity),
});

const eventSchema = z.object({
  key: z.string(),
  units: z.array(z.string()).min(1),
  title: localised,
  expected: z.string(),
  keywords: z.string(),
  phases: z.array(phaseSchema).min(1),
});

const labelSchema = z.object({
  lang: z.string(),
  service: z.string(),
  score: z.number().int().min(0).max(10),
  text: z.string().min(1),
  labels: z.array(z.object({ theme: z.string(), polarity, quote: z.string().optional() })),
});

const topicsSchema = z.object({
  /** Regular expression per topic, for text in lower case. */
  topics: z.record(z.string(), z.string()),
  /** Real organisations and places: comments that name one are left out. */
  realNames: z.string(),
});

export type DemoUnit = z.infer<typeof unitSchema>;
export type Figures = z.infer<typeof figuresSchema>;
export type Organisation = Figures['organisations'][number];
export type FiguresPeriod = z.infer<typeof periodSchema>;
export type PlantedEvent = z.infer<typeof eventSchema>;
export type EventPhase = z.infer<typeof phaseSchema>;
export type LabelledComment = z.infer<typeof labelSchema>;
export type Topics = z.infer<typeof topicsSchema>;

/** All that the demo is made of. */
export interface DemoFiles {
  readonly organisation: { readonly name: z.infer<typeof localised>; readonly target: number };
  readonly units: readonly DemoUnit[];
  readonly figures: Figures;
  readonly events: readonly PlantedEvent[];
  readonly topics: Topics;
  readonly labels: readonly LabelledComment[];
}

/** Reads data/demo/*.json and data/labels/*.jsonl under the project's root; throws naming the file that is not as expected. */
export async function readDemoFiles(root: string): Promise<DemoFiles> {
  const folder = join(root, 'data', 'demo');
  const unitsFile = z.object({
    organisation: z.object({ name: localised, target: z.number() }),
    units: z.array(unitSchema),
  });
  const [units, figures, events, topics, labels] = await Promise.all([
    readJson(join(folder, 'units.json'), unitsFile),
    readJson(join(folder, 'figures.json'), figuresSchema),
    readJson(join(folder, 'events.json'), z.object({ events: z.array(eventSchema) })),
    readJson(join(folder, 'topics.json'), topicsSchema),
    readLabels(join(root, 'data', 'labels')),
  ]);
  return { organisation: units.organisation, units: units.units, figures, events: events.events, topics, labels };
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  return parseAs(schema, await readFile(file, 'utf8'), file);
}

async function readLabels(folder: string): Promise<LabelledComment[]> {
  const comments: LabelledComment[] = [];
  for (const part of ['train', 'calibration']) {
    for (const lang of ['fi', 'sv', 'en']) {
      const file = join(folder, `${part}_${lang}.jsonl`);
      const lines = (await readFile(file, 'utf8')).split('\n');
      for (const [index, line] of lines.entries()) {
        if (line.trim() !== '') comments.push(parseAs(labelSchema, line, `${file}:${String(index + 1)}`));
      }
    }
  }
  return comments;
}

function parseAs<T>(schema: z.ZodType<T>, text: string, place: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`expected the demo's own format in ${place}, found something else`, { cause });
  }
}
