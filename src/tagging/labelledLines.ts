/** Labelled comments as JSON Lines (data/labels). */
import { z } from 'zod';
import { POLARITIES } from '../domain/theme.js';
import type { LabelledComment } from './quality.js';

const labelledComment = z.object({
  lang: z.string().min(2),
  text: z.string(),
  labels: z.array(
    z.object({
      theme: z.string().min(1),
      polarity: z.enum(POLARITIES),
      quote: z.string().optional(),
    }),
  ),
});

/**
 * Reads a whole file of labelled comments; empty lines are skipped. Throws naming `source` and the line that is not
 * `{lang, text, labels: [{theme, polarity, quote?}]}`, or whose theme is not one of `themes`.
 */
export function parseLabelledLines(content: string, source: string, themes: readonly string[]): LabelledComment[] {
  const comments: LabelledComment[] = [];
  for (const [index, line] of content
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .entries()) {
    if (line.trim() === '') continue;
    const place = `line ${index + 1} of ${source}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new Error(`expected JSON on ${place}`, { cause });
    }
    const parsed = labelledComment.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Error(
        `expected a labelled comment on ${place}, got ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      );
    }
    const { lang, text, labels } = parsed.data;
    const unknown = labels.find((label) => !themes.includes(label.theme));
    if (unknown) throw new Error(`expected a theme of ${themes.join(', ')} on ${place}, got ${unknown.theme}`);
    comments.push({
      lang,
      text,
      labels: labels.map(({ theme, polarity, quote }) => ({ theme, polarity, ...(quote !== undefined && { quote }) })),
    });
  }
  return comments;
}
