/** How NPS came from one period's to the other's: one floating bar after another, top to bottom, each with its interval. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { NumberWords } from '../numbers.js';
import { axisText } from './axes.js';
import { FONT, INK, NEGATIVE, NEUTRAL, NPS_BAND, NPS_LINE, POSITIVE, QUIET, RULE } from './palette.js';
import { drawChart, type Chart } from './svg.js';

/** NPS of a period. */
export interface WaterfallEnd {
  readonly label: string;
  /** −100..100. */
  readonly nps: number;
  readonly interval: readonly [number, number] | null;
  readonly value: string;
  /** The interval as written. */
  readonly note: string;
}

export interface WaterfallBar {
  readonly label: string;
  /** Points. */
  readonly total: number;
  /** Of the points; null draws no whiskers. */
  readonly interval: readonly [number, number] | null;
  /** As written beside it: the written values of all bars add up to the written change. */
  readonly value: string;
  /** The interval as written. */
  readonly note: string;
  /** Beyond chance: filled; else in outline only. */
  readonly firm: boolean;
  /** Grey: no comment, no theme and the like. */
  readonly grey: boolean;
}

interface Row {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly from: number;
  readonly to: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly colour: string;
  readonly firm: boolean;
  readonly end: boolean;
}

const WIDE = { width: 760, row: 31, left: 236, right: 136, top: 6, bottom: 34 } as const;
const NARROW = { width: 360, row: 45, left: 6, right: 10, top: 4, bottom: 30 } as const;
type Layout = typeof WIDE | typeof NARROW;

export function drawWaterfall(
  start: WaterfallEnd,
  bars: readonly WaterfallBar[],
  end: WaterfallEnd,
  numbers: NumberWords,
): Chart {
  const rows = rowsOf(start, bars, end);
  const size = (layout: Layout): { width: number; height: number } => ({
    width: layout.width,
    height: layout.top + layout.bottom + rows.length * layout.row,
  });
  return drawChart((narrow) => optionOf(rows, numbers, narrow), size(WIDE), size(NARROW));
}

function rowsOf(start: WaterfallEnd, bars: readonly WaterfallBar[], end: WaterfallEnd): Row[] {
  let at = start.nps;
  const middle = bars.map((bar): Row => {
    const from = at;
    at += bar.total;
    return {
      label: bar.label,
      value: bar.value,
      note: bar.note,
      from,
      to: at,
      // NPS ends at −100 and 100, however wide the interval of a part
      low: bar.interval ? Math.max(-100, from + bar.interval[0]) : null,
      high: bar.interval ? Math.min(100, from + bar.interval[1]) : null,
      colour: bar.grey ? NEUTRAL : bar.total < 0 ? NEGATIVE : POSITIVE,
      firm: bar.firm,
      end: false,
    };
  });
  const endRow = ({ label, nps, interval, value, note }: WaterfallEnd): Row => ({
    label,
    value,
    note,
    from: nps,
    to: nps,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    colour: NPS_LINE,
    firm: true,
    end: true,
  });
  return [endRow(start), ...middle, endRow(end)];
}

function optionOf(rows: readonly Row[], numbers: NumberWords, narrow: boolean): EChartsCoreOption {
  const layout = narrow ? NARROW : WIDE;
  const scale = scaleOf(rows, narrow ? 5 : 8);
  return {
    grid: { left: layout.left, right: layout.right, top: layout.top, bottom: layout.bottom },
    xAxis: {
      type: 'value',
      ...scale,
      axisLabel: { ...axisText, formatter: (value: number) => numbers.points(value) },
      splitLine: { lineStyle: { color: RULE, width: 1 } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((_, index) => String(index)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { show: false },
    },
    series: [
      {
        type: 'custom',
        data: rows.map((_, index) => [0, index]),
        clip: false,
        renderItem: (params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
          const row = rows[params.dataIndex];
          if (!row) return { type: 'group', children: [] };
          const place = (value: number): number => api.coord([value, params.dataIndex])[0] ?? 0;
          const middle = api.coord([0, params.dataIndex])[1] ?? 0;
          return {
            type: 'group',
            silent: true,
            children: [
              ...shapesOf(row, place, middle + (narrow ? 9 : 0), {
                row: layout.row,
                last: params.dataIndex === rows.length - 1,
              }),
              ...textsOf(row, middle, layout, narrow),
            ],
          };
        },
      },
    ],
  };
}

function shapesOf(
  row: Row,
  place: (value: number) => number,
  y: number,
  { row: height, last }: { readonly row: number; readonly last: boolean },
): object[] {
  const line = (x1: number, y1: number, x2: number, y2: number, style: object): object => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style,
  });
  const shapes: object[] = [];
  const end = place(row.to);
  if (!last) shapes.push(line(end, y, end, y + height, { stroke: QUIET, lineWidth: 1, lineDash: [2, 3] }));
  if (row.end) {
    if (row.low !== null && row.high !== null) {
      shapes.push({
        type: 'rect',
        shape: { x: place(row.low), y: y - 4, width: place(row.high) - place(row.low), height: 8 },
        style: { fill: NPS_BAND },
      });
    }
    shapes.push({ type: 'circle', shape: { cx: end, cy: y, r: 6 }, style: { fill: NPS_LINE } });
    return shapes;
  }
  const [left, right] = [Math.min(place(row.from), end), Math.max(place(row.from), end)];
  shapes.push({
    type: 'rect',
    shape: { x: left, y: y - 7, width: Math.max(2, right - left), height: 14 },
    style: row.firm ? { fill: row.colour } : { fill: '#ffffff', stroke: row.colour, lineWidth: 1.5 },
  });
  if (row.low !== null && row.high !== null) {
    const [low, high] = [place(row.low), place(row.high)];
    const style = { stroke: INK, lineWidth: 1.25 };
    shapes.push(
      line(low, y, high, y, style),
      line(low, y - 4, low, y + 4, style),
      line(high, y - 4, high, y + 4, style),
    );
  }
  return shapes;
}

function textsOf(row: Row, middle: number, layout: Layout, narrow: boolean): object[] {
  const y = narrow ? middle - 10 : middle;
  const text = (x: number, content: string, style: object): object => ({
    type: 'text',
    style: { x, y, text: content, fontFamily: FONT, verticalAlign: 'middle', ...style },
  });
  const strong = row.end || row.firm ? 700 : 400;
  const label = { fontSize: narrow ? 13.5 : 14, fill: INK, fontWeight: row.end ? 700 : 400 };
  if (narrow) {
    return [
      text(0, row.label, label),
      text(layout.width - 78, row.value, { fontSize: 14, fill: INK, fontWeight: strong, align: 'right' }),
      text(layout.width, row.note, { fontSize: 12, fill: QUIET, align: 'right' }),
    ];
  }
  const column = layout.width - layout.right;
  return [
    text(0, row.label, { ...label, width: layout.left - 14, overflow: 'truncate' }),
    text(column + 44, row.value, { fontSize: 15, fill: INK, fontWeight: strong, align: 'right' }),
    text(column + 54, row.note, { fontSize: 12.5, fill: QUIET }),
  ];
}

const STEPS = [1, 2, 5, 10, 20, 50] as const;

/** Round ends that hold all bars and whiskers, with at most `most` steps between. */
function scaleOf(rows: readonly Row[], most: number): { min: number; max: number; interval: number } {
  const values = rows.flatMap((row) => [row.from, row.to, row.low, row.high]).filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const interval = STEPS.find((step) => (high - low) / step <= most - 1) ?? 100;
  return { min: Math.floor(low / interval) * interval, max: Math.ceil(high / interval) * interval, interval };
}
