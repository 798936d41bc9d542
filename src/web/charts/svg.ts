/** Draws an ECharts option as SVG text on the server, fit for a page with a strict Content-Security-Policy. */
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

/** Sizes in px: the wide drawing is shown on a desk and in print, the narrow one on a phone. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** A drawn chart; both drawings say the same. */
export interface Chart {
  readonly wide: string;
  readonly narrow: string;
}

export function drawChart(
  optionFor: (narrow: boolean) => EChartsCoreOption,
  wide: ChartSize,
  narrow: ChartSize,
): Chart {
  return { wide: draw(optionFor(false), wide), narrow: draw(optionFor(true), narrow) };
}

function draw(option: EChartsCoreOption, size: ChartSize): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ animation: false, ...option });
    return withoutInlineStyle(chart.renderToSVGString(), size);
  } finally {
    chart.dispose();
  }
}

/**
 * The policy forbids style attributes and elements, so each becomes presentation attributes or goes; width and height give way
 * to the viewBox so that the drawing scales.
 */
function withoutInlineStyle(svg: string, size: ChartSize): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_all, css: string) =>
      css
        .split(';')
        .map((rule) => rule.split(':').map((part) => part.trim()))
        .filter(([name, value]) => name && value && PRESENTATION.has(name))
        .map(([name, value]) => ` ${name}="${value?.replaceAll('"', "'")}"`)
        .join(''),
    )
    .replace(
      /<svg[^>]*>/,
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" aria-hidden="true" focusable="false">`,
    );
}

const PRESENTATION = new Set([
  'font-size',
  'font-family',
  'font-weight',
  'font-style',
  'fill',
  'stroke',
  'stroke-width',
  'opacity',
  'text-anchor',
  'dominant-baseline',
]);
