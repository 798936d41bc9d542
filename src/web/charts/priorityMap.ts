/** Themes by how much praise they draw and how closely NPS goes with them: what to mend first, what to hold on to. */
import type { ThemePriority } from '../../flows/npsDrivers.js';
import type { NumberWords } from '../numbers.js';
import { axisText, yAxis } from './axes.js';
import { INK, NEGATIVE, QUIET, RULE, themeColour } from './palette.js';
import { drawChart, type Chart } from './svg.js';

export interface PriorityMapWords {
  readonly importance: string;
  readonly praise: string;
  readonly places: Readonly<Record<ThemePriority['place'], string>>;
  readonly name: (priority: ThemePriority) => string;
}

const STEP = 0.1;
const WIDE = { width: 760, height: 380 };
const NARROW = { width: 360, height: 320 };
const GRID = { left: 52, right: 16, top: 14, bottom: 48 };
const MARK = 12;
/** Px per character and line of a label, generously. */
const CHARACTER = 7;
const LINE = 17;

/** Themes carry their number in order of importance; the narrow drawing has room for the number alone. */
export function drawPriorityMap(
  priorities: readonly ThemePriority[],
  numbers: NumberWords,
  words: PriorityMapWords,
): Chart {
  const praise = priorities.map((each) => each.praise);
  const from = Math.max(0, Math.floor((Math.min(...praise) - 0.03) / STEP) * STEP);
  const most = Math.max(...priorities.map((each) => each.importance)) * 1.1;
  const interval = most > 0.5 ? 2 * STEP : most > 0.2 ? STEP : STEP / 2;
  const top = Math.min(1, Math.ceil(most / interval) * interval);
  const usual = priorities[0]?.usualPraise ?? 0.5;
  const equal = 1 / Math.max(1, priorities.length);
  return drawChart(
    (narrow) => {
      const size = narrow ? NARROW : WIDE;
      const labels = placeLabels(
        priorities.map((each, index) => ({
          x: GRID.left + ((each.praise - from) / (1 - from)) * (size.width - GRID.left - GRID.right),
          y: GRID.top + (1 - each.importance / top) * (size.height - GRID.top - GRID.bottom),
          texts: [...(narrow ? [] : [`${index + 1} ${words.name(each)}`]), `${index + 1}`],
        })),
        size,
        words.places,
      );
      return {
        grid: GRID,
        xAxis: {
          type: 'value',
          min: from,
          max: 1,
          interval: STEP,
          name: words.praise,
          nameLocation: 'middle',
          nameGap: 30,
          nameTextStyle: { ...axisText, color: INK },
          axisLabel: { ...axisText, formatter: (value: number) => numbers.wholePercent(value), hideOverlap: true },
          axisLine: { lineStyle: { color: RULE } },
          axisTick: { show: false },
          splitLine: { show: false },
        },
        yAxis: {
          ...yAxis({
            min: 0,
            max: top,
            interval,
            format: (value) => numbers.wholePercent(value),
          }),
          axisLine: { show: false },
          axisTick: { show: false },
        },
        series: [
          {
            type: 'line',
            data: [],
            markArea: {
              silent: true,
              data: [
                corner(words.places.mend, [from, equal], [usual, top], 'insideTopLeft', NEGATIVE, 0.06),
                corner(words.places.keep, [usual, equal], [1, top], 'insideTopRight', QUIET, 0),
                corner(words.places.watch, [from, 0], [usual, equal], 'insideBottomLeft', QUIET, 0),
                corner(words.places.fine, [usual, 0], [1, equal], 'insideBottomRight', QUIET, 0),
              ],
            },
            markLine: {
              silent: true,
              symbol: 'none',
              precision: 6,
              label: { show: false },
              lineStyle: { color: QUIET, width: 1, type: [4, 4] },
              data: [{ xAxis: usual }, { yAxis: equal }],
            },
          },
          ...priorities.map((priority, index) => ({
            type: 'line',
            data: [[priority.praise, priority.importance]],
            symbol: 'circle',
            symbolSize: MARK,
            itemStyle: { color: themeColour(priority.theme.colour) },
            label: {
              ...axisText,
              show: true,
              color: INK,
              fontWeight: priority.place === 'mend' ? 700 : 400,
              position: labels[index]?.place ?? 'right',
              formatter: labels[index]?.text ?? '',
            },
            z: 5,
          })),
        ],
      };
    },
    WIDE,
    NARROW,
  );
}

function corner(
  name: string,
  from: readonly [number, number],
  to: readonly [number, number],
  position: string,
  color: string,
  opacity: number,
): object[] {
  return [
    {
      name,
      coord: from,
      itemStyle: { color, opacity },
      label: { ...axisText, show: true, position, color, fontWeight: 600 },
    },
    { coord: to },
  ];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Labelled {
  readonly x: number;
  readonly y: number;
  /** What may stand at the point, longest first. */
  readonly texts: readonly string[];
}

/**
 * On which side of its point each label stands: the first of right, left, above and below where it covers nothing placed before. Where
 * the name covers something on every side, the number stands alone; the list below the drawing has the names.
 */
function placeLabels(
  points: readonly Labelled[],
  size: { readonly width: number; readonly height: number },
  corners: PriorityMapWords['places'],
): { readonly text: string; readonly place: string }[] {
  const taken: Box[] = [...points.map(({ x, y }) => around(x, y, MARK, MARK)), ...cornerBoxes(size, corners)];
  return points.map(({ x, y, texts }) => {
    const choices = texts.flatMap((text) => {
      const wide = text.length * CHARACTER;
      const away = MARK / 2 + 5;
      return [
        { text, place: 'right', box: around(x + away + wide / 2, y, wide, LINE) },
        { text, place: 'left', box: around(x - away - wide / 2, y, wide, LINE) },
        { text, place: 'top', box: around(x, y - away - LINE / 2, wide, LINE) },
        { text, place: 'bottom', box: around(x, y + away + LINE / 2, wide, LINE) },
      ];
    });
    const fits = ({ box }: { readonly box: Box }): boolean =>
      box.left > GRID.left &&
      box.right < size.width &&
      box.bottom < size.height - GRID.bottom + LINE / 2 &&
      !taken.some((other) => overlap(box, other));
    const chosen = choices.find(fits) ?? choices.at(-4);
    if (!chosen) return { text: '', place: 'right' };
    taken.push(chosen.box);
    return chosen;
  });
}

function cornerBoxes(
  { width, height }: { readonly width: number; readonly height: number },
  names: PriorityMapWords['places'],
): Box[] {
  const [low, high] = [height - GRID.bottom - LINE, GRID.top + LINE];
  const wide = (name: string): number => name.length * CHARACTER;
  const left = (name: string, y: number): Box => around(GRID.left + wide(name) / 2, y, wide(name), 2 * LINE);
  const right = (name: string, y: number): Box => around(width - GRID.right - wide(name) / 2, y, wide(name), 2 * LINE);
  return [left(names.mend, high), right(names.keep, high), left(names.watch, low), right(names.fine, low)];
}

function around(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
