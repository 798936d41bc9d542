/** What people say about the themes of a movement now: two that go the way it went, one that goes the other way. */
import type { Period } from '../domain/calendar.js';
import type { ThemeKey } from '../domain/theme.js';
import type { CommentRow } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import type { Contribution, Movement } from './explainMovement.js';
import { pickThemeVoices } from './voices.js';

export interface MovementVoices {
  readonly theme: ThemeKey;
  /** From the later period. */
  readonly comments: readonly CommentRow[];
}

/** Quotes for each theme of the movement that may be shown, largest contribution first; themes without a quote are left out. */
export async function movementVoices(deps: ReadDeps, movement: Movement): Promise<MovementVoices[]> {
  const themes = movement.contributions
    .filter((row) => row.group === 'theme' && row.total !== null)
    .sort((one, other) => Math.abs(other.total ?? 0) - Math.abs(one.total ?? 0));
  const voices = await Promise.all(themes.map((row) => voicesOf(deps, movement, movement.current.period, row)));
  return voices.filter(({ comments }) => comments.length > 0);
}

async function voicesOf(
  deps: ReadDeps,
  movement: Movement,
  period: Period,
  row: Contribution,
): Promise<MovementVoices> {
  const theme = row.key ?? '';
  const filter = { ...movement.filter, ...period };
  const [along, against] = (row.total ?? 0) < 0 ? (['neg', 'pos'] as const) : (['pos', 'neg'] as const);
  const people = row.current.n ?? 0;
  const [most, other] = await Promise.all([
    pickThemeVoices(deps, filter, theme, along, people, 2),
    pickThemeVoices(deps, filter, theme, against, people, 1),
  ]);
  return { theme, comments: [...most, ...other] };
}
