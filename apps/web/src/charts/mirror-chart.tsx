'use client';
import { useId } from 'react';
import { showNumber } from '@/numbers/show.ts';
import { type Drawing } from './figure-props.ts';
import { type PlotAxis, plotPlace } from './plot-chart-data.ts';
import { figureFont, figureInk, groupStyle } from './series-style.ts';

export interface MirrorChartProps extends Drawing {
  /** Of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  readonly above: readonly number[];
  readonly below: readonly number[];
  readonly aboveLabel: string;
  readonly belowLabel: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly mark: { readonly x: number; readonly label: string } | null;
  readonly summary: string;
}

/** A step of 1, 2 or 5 that leaves at most five ticks on a side. */
function stepOf(most: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, most / 4)));
  return [1, 2, 5, 10].map((by) => by * magnitude).find((step) => most / step <= 5) ?? most;
}

/** Two histograms with the same bins, one upwards and one downwards. */
export function MirrorChart(props: MirrorChartProps) {
  const { edges, above, below, aboveLabel, belowLabel, xTitle, yTitle, mark, summary, scheme, widthPx, heightPx } =
    props;
  const id = useId();
  const ink = figureInk[scheme];
  const most = Math.max(1, ...above, ...below);
  const step = Math.max(1, stepOf(most));
  // With room for the names of the classes beyond the highest bar.
  const top = Math.ceil((most * 1.2) / step) * step;
  const ticks = Array.from({ length: (2 * top) / step + 1 }, (_, i) => i * step - top);
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const x: PlotAxis = { title: xTitle, from, to, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1 };
  const y: PlotAxis = { title: yTitle, from: -top, to: top, ticks, decimals: 0 };
  const place = plotPlace(x, y, widthPx, heightPx);
  const bars = (counts: readonly number[], sign: 1 | -1, style: number) =>
    counts.map((n, i) => {
      const [left, right] = [place.xOf(edges[i] ?? 0), place.xOf(edges[i + 1] ?? 1)];
      const height = place.yOf(0) - place.yOf(n);
      return n === 0 ? null : (
        <rect
          key={edges[i]}
          x={left + 1}
          width={Math.max(1, right - left - 2)}
          y={sign === 1 ? place.yOf(0) - height : place.yOf(0)}
          height={height}
          fill={groupStyle(style, scheme).stroke}
          fillOpacity={sign === 1 ? 0.9 : 0.55}
          stroke={groupStyle(style, scheme).stroke}
        />
      );
    });
  const bottom = place.top + place.height;
  const label = (text: string, yPx: number) => (
    <text
      x={place.left + place.width - 8}
      y={yPx}
      textAnchor="end"
      fontSize={12}
      fontWeight={600}
      fill={ink.text}
      stroke={ink.ground}
      strokeWidth={4}
      paintOrder="stroke"
    >
      {text}
    </text>
  );
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-labelledby={id}
      fontFamily={figureFont}
    >
      <title id={id}>{summary}</title>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            {...{ x1: place.left, x2: place.left + place.width, y1: place.yOf(tick), y2: place.yOf(tick) }}
            stroke={tick === 0 ? ink.muted : ink.grid}
          />
          <text x={place.left - 8} y={place.yOf(tick) + 4} textAnchor="end" fontSize={12} fill={ink.text}>
            {showNumber(Math.abs(tick), 0)}
          </text>
        </g>
      ))}
      {bars(above, 1, 4)}
      {bars(below, -1, 5)}
      {x.ticks.map((tick) => (
        <text key={tick} x={place.xOf(tick)} y={bottom + 18} textAnchor="middle" fontSize={12} fill={ink.text}>
          {showNumber(tick, 1)}
        </text>
      ))}
      <text x={place.left + place.width / 2} y={heightPx - 8} textAnchor="middle" fontSize={12} fill={ink.text}>
        {xTitle}
      </text>
      <text
        x={14}
        y={place.top + place.height / 2}
        transform={`rotate(-90 14 ${place.top + place.height / 2})`}
        textAnchor="middle"
        fontSize={12}
        fill={ink.text}
      >
        {yTitle}
      </text>
      {label(aboveLabel, place.top + 14)}
      {label(belowLabel, bottom - 8)}
      {mark === null ? null : (
        <g>
          <line
            {...{ x1: place.xOf(mark.x), x2: place.xOf(mark.x), y1: place.top, y2: bottom }}
            stroke={ink.text}
            strokeDasharray="4 3"
          />
          <text
            x={place.xOf(mark.x) + (mark.x > 0.5 ? -6 : 6)}
            y={place.top + 14}
            textAnchor={mark.x > 0.5 ? 'end' : 'start'}
            fontSize={12}
            fill={ink.text}
            stroke={ink.ground}
            strokeWidth={4}
            paintOrder="stroke"
          >
            {mark.label}
          </text>
        </g>
      )}
    </svg>
  );
}
