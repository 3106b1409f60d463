import { html, ref } from '../lit.js';
import uPlot from '../lib/uplot/uPlot.esm.js';
import { number, usd } from '../format.js';
import { series } from './usage-groups.js';

const HEIGHT = 260;

/** Below this width, in pixels, the axis of dollars is left out. */
const NARROW = 560;

const FONT = '12px system-ui, sans-serif';

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });
const dark = matchMedia('(prefers-color-scheme: dark)');

/** Distances between the labels of bars. */
const STEPS = [1, 2, 3, 6, 7, 12, 14, 24, 28, 48, 96, 168, 336, 672, 1344, 2688];

/** A chart of bars over time. The table below it has the same numbers for people who do not see it. */
export function usageChart() {
  let element = null;
  let plot = null;
  let shown = null;

  loadStyle();
  const resized = new ResizeObserver(() => {
    // an element has no width until it is in the page, so the first call draws
    const isWide = element.clientWidth >= NARROW;
    if (plot && isWide === plot.isWide) {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    } else {
      draw();
    }
  });
  const recolour = () => draw();
  dark.addEventListener('change', recolour);

  function draw() {
    plot?.destroy();
    plot = null;
    if (element && shown && element.clientWidth > 0) {
      const { names, values, measure } = shown;
      const readout = element.querySelector('.chart-readout');
      const total = values.reduce((sum, value) => sum + value, 0);
      const say = (i) =>
        (readout.textContent = i === null || i === undefined ? `All: ${measure.format(total)}` : `${names[i]}: ${measure.format(values[i])}`);
      plot = new uPlot(options(element, shown, say), [names.map((_, i) => i), values], element.querySelector('.chart-canvas'));
      plot.isWide = element.clientWidth >= NARROW;
      say(null);
    }
  }

  const attach = (attached) => {
    if (element) {
      resized.unobserve(element);
    }
    element = attached ?? null;
    if (element) {
      resized.observe(element);
    }
    draw();
  };

  return {
    show(report, measure) {
      // the name of an hour is longer than that of a day
      shown = { ...series(report, measure), measure, isLong: report.group_by === 'hour' };
      draw();
    },
    template: () => html`
      <div class="chart" ${ref(attach)}>
        <span class="chart-colours" hidden></span>
        <div class="chart-canvas" role="img" aria-labelledby="usage-chart" aria-describedby="chart-readout"></div>
        <p class="chart-readout" id="chart-readout"></p>
      </div>
    `,
    dispose() {
      dark.removeEventListener('change', recolour);
      resized.disconnect();
      plot?.destroy();
    },
  };
}

function options(element, { names, measure, isLong }, say) {
  // a canvas knows no custom properties, so the style sheet gives the colours to an element
  const colours = getComputedStyle(element.querySelector('.chart-colours'));
  const axis = { stroke: colours.color, grid: { stroke: colours.borderTopColor, width: 1 }, ticks: { show: false }, font: FONT };
  const isWide = element.clientWidth >= NARROW;
  const axes = [
    { ...axis, size: 28, grid: { show: false }, incrs: STEPS, space: isLong ? 112 : 56, values: (_, at) => at.map((i) => names[i] ?? '') },
    { ...axis, size: 56, values: (_, at) => at.map((n) => compact.format(n)) },
  ];
  if (measure.isCredits && isWide) {
    axes.push({ ...axis, side: 1, size: 72, grid: { show: false }, values: (_, at) => at.map((n) => usd(n)) });
  }
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, isWide ? 4 : 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
      y: { range: (_, min, max) => [Math.min(0, min), max <= 0 ? 1 : max * 1.05] },
    },
    axes,
    series: [
      {},
      {
        label: measure.label,
        fill: colours.backgroundColor,
        stroke: colours.backgroundColor,
        width: 0,
        paths: uPlot.paths.bars({ size: [0.8, 48], radius: 0.1 }),
        points: { show: false },
        value: (_, n) => (n === null ? '' : number(n)),
      },
    ],
    hooks: { setCursor: [(chart) => say(chart.cursor.idx)] },
  };
}

function loadStyle() {
  const href = new URL('../lib/uplot/uPlot.min.css', import.meta.url).href;
  if (!document.querySelector(`link[href="${href}"]`)) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    document.head.append(link);
  }
}
