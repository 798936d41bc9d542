/** A finding from a suggested theme: a group of comments that no theme was given to, or a theme that is being taught. */
import { addDays, firstDayOfMonth, lastDayOfMonth, type Period } from '../domain/calendar.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { scoreClass } from '../domain/response.js';
import type { ThemeKey } from '../domain/theme.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { FindingBasis } from './composeFinding.js';
import type { FlowDeps } from './deps.js';
import { shareFigure, type Share } from './figures.js';
import { npsFigure, shareOf } from './findingFigures.js';
import { maskText } from './maskedText.js';
import { missingThemes } from './missingThemes.js';
import type { QuoteCandidate } from './quoteCandidates.js';
import { LONGEST_QUOTE, SHORTEST_QUOTE } from './voices.js';

const MOST_CANDIDATES = 18;
const TICKED = { along: 5, against: 2 };
/** Probability from which a comment is said to be of a theme that is being taught. */
const LIKELY = 0.5;
const MONTHS_OF_DRAFT = 12;

/** Null for a group that is not among those shown now. It is about the whole organisation, since groups are. */
export async function composeGroup(deps: FlowDeps, id: number): Promise<FindingBasis | null> {
  const found = await missingThemes(deps);
  const group = found?.groups.find((each) => each.id === id);
  const stored = group && (await deps.store.getGroup(id));
  if (!found || !group || !stored) return null;
  const { settings } = found;
  const limit = deps.disclosureLimit;
  const recent = { from: settings.recentFrom, to: settings.to };
  const before = { from: settings.from, to: addDays(settings.recentFrom, -1) };
  const all = { from: settings.from, to: settings.to };
  const share = ({ count, base }: { count: number; base: number }): Share =>
    shareFigure(Math.min(count, base), base, limit);
  const candidates = await candidatesOf(
    deps,
    stored.members.map((member) => member.id),
    recent,
  );
  return {
    filter: { ...NO_FILTER, ...recent },
    theme: null,
    figures: [
      shareOf('groupShare', share(group.growth.recent), recent),
      shareOf('groupShareBefore', share(group.growth.before), before),
      npsFigure('nps', group.nps, all),
    ],
    direction: directionOf(candidates),
    voices: { kind: 'given', candidates },
    phrases: group.phrases,
    sampled: settings.sampled < 1,
  };
}

/** Null for an unknown theme, or one whose comments have not been looked through yet. */
export async function composeDraft(deps: FlowDeps, key: ThemeKey): Promise<FindingBasis | null> {
  const draft = await deps.store.getOwnTheme(key);
  const months = draft?.months.slice(-MONTHS_OF_DRAFT) ?? [];
  const [first] = months;
  const last = months.at(-1);
  if (!draft || !first || !last) return null;
  const period = { from: firstDayOfMonth(first.month), to: lastDayOfMonth(last.month) };
  const comments = months.reduce((sum, month) => sum + month.comments, 0);
  const given = months.reduce((sum, month) => sum + month.given, 0);
  const likely = (await deps.store.ownThemeCandidates(key)).filter(({ score }) => score >= LIKELY);
  const candidates =
    given < deps.disclosureLimit
      ? []
      : await candidatesOf(
          deps,
          likely.map(({ id }) => id),
          period,
        );
  return {
    filter: { ...NO_FILTER, ...period },
    theme: null,
    figures: [shareOf('draftShare', shareFigure(given, comments, deps.disclosureLimit), period)],
    direction: directionOf(candidates),
    voices: { kind: 'given', candidates },
    name: draft.name,
  };
}

/**
 * No theme has a polarity here, so a voice goes against the others when whoever gave it scored the other way than most of them did.
 * Most typical first.
 */
async function candidatesOf(deps: FlowDeps, ids: readonly ResponseId[], period: Period): Promise<QuoteCandidate[]> {
  const rows: CommentRow[] = [];
  const seen = new Set<string>();
  for (const id of ids) {
    if (rows.length === MOST_CANDIDATES) break;
    const row = await deps.store.getComment(id);
    if (!row || row.day < period.from || row.day > period.to || seen.has(row.text)) continue;
    if (row.text.length < SHORTEST_QUOTE || row.text.length > LONGEST_QUOTE) continue;
    seen.add(row.text);
    rows.push(row);
  }
  const counts = { pos: 0, neg: 0 };
  for (const row of rows) {
    const side = sideOf(row);
    if (side) counts[side] += 1;
  }
  const along = counts.pos > counts.neg ? 'pos' : 'neg';
  const placed = { along: 0, against: 0 };
  return rows.map((row) => {
    const side = sideOf(row);
    const contradicts = side !== null && side !== along;
    const place = (placed[contradicts ? 'against' : 'along'] += 1);
    return {
      response: row.id,
      text: maskText(row.text, row.lang).text,
      lang: row.lang,
      polarity: side,
      contradicts,
      proposed: place <= TICKED[contradicts ? 'against' : 'along'],
    };
  });
}

function sideOf({ score, scale }: CommentRow): 'pos' | 'neg' | null {
  const answer = scoreClass(score, scale);
  return answer === 'promoter' ? 'pos' : answer === 'detractor' ? 'neg' : null;
}

function directionOf(candidates: readonly QuoteCandidate[]): 'pos' | 'neg' {
  const along = candidates.find(({ contradicts, polarity }) => !contradicts && polarity !== null);
  return along?.polarity === 'pos' ? 'pos' : 'neg';
}
