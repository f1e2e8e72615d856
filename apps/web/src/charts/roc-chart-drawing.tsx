'use client';

import { createContext, memo, use } from 'react';
import { CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import { showNumber } from '@/numbers/show.ts';
import { type RocChartProps, type RocSeries } from './roc-chart-data.ts';
import { RocBand, RocLegend, RocMarks, RocPointer } from './roc-chart-layers.tsx';
import { rocVertices } from './roc-chart-vertices.ts';
import { figureInk, groupStyle } from './series-style.ts';

/** Left and right margins equal top and bottom, so a square figure has a square plot. */
const edgePx = 18;
const axisPx = 54;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
const tickText = (value: number): string => showNumber(value, 1);

/** What changes with a threshold, beside curves that stay as they are. */
const LiveContext = createContext<Pick<RocChartProps, 'marks' | 'describeVertex' | 'onThreshold'> | null>(null);

/** ROC curves on a unit square: every vertex is drawn and joined by straight lines, so ties show as diagonals. */
export function RocChart({ marks, describeVertex, onThreshold, ...plot }: RocChartProps) {
  return (
    <LiveContext value={{ marks, describeVertex, onThreshold }}>
      <Plot {...plot} />
    </LiveContext>
  );
}

type PlotProps = Omit<RocChartProps, 'marks' | 'describeVertex' | 'onThreshold'>;

/** Thousands of vertices are not drawn anew while a point moves over them. */
const Plot = memo(PlotOfCurves, isSamePlot);

function isSamePlot({ series: a, ...before }: PlotProps, { series: b, ...after }: PlotProps): boolean {
  return isSame(before, after) && a.length === b.length && a.every((one, i) => isSame(one, b[i] ?? {}));
}

function isSame(a: object, b: object): boolean {
  const [one, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}

function PlotOfCurves({ series, xTitle, yTitle, summary, scheme, widthPx, heightPx, isLive }: PlotProps) {
  const ink = figureInk[scheme];
  const sidePx = Math.min(widthPx, heightPx);
  const besidePx = (widthPx - sidePx) / 2;
  const drawn = [...series].sort((a, b) => Number(a.selected) - Number(b.selected));
  const selected = series.find((one) => one.selected);
  const axis = {
    type: 'number' as const,
    domain: [0, 1],
    ticks,
    tickFormatter: tickText,
    interval: 0 as const,
    tick: { fontSize: 12, fill: ink.text },
    stroke: ink.muted,
  };
  return (
    <ComposedChart
      width={widthPx}
      height={sidePx}
      margin={{ top: edgePx, right: edgePx + besidePx, bottom: 0, left: besidePx }}
      accessibilityLayer={false}
      title={summary}
      role="img"
    >
      <CartesianGrid stroke={ink.grid} />
      <XAxis
        {...axis}
        dataKey="x"
        height={axisPx}
        label={{ value: xTitle, position: 'insideBottom', offset: 8, fontSize: 12, fill: ink.text }}
      />
      <YAxis
        {...axis}
        dataKey="y"
        width={axisPx}
        label={{
          value: yTitle,
          angle: -90,
          position: 'insideLeft',
          offset: 12,
          fontSize: 12,
          fill: ink.text,
          style: { textAnchor: 'middle' },
        }}
      />
      <ReferenceLine
        segment={[
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ]}
        stroke={ink.muted}
        strokeDasharray="2 4"
      />
      {series.map(({ key, band, style }) => band && <RocBand key={key} band={band} style={style} scheme={scheme} />)}
      {drawn.map(({ key, columns, style, selected: strong }) => {
        const { stroke, dash } = groupStyle(style, scheme);
        return (
          <Line
            key={key}
            data={rocVertices(columns)}
            dataKey="y"
            type="linear"
            stroke={stroke}
            strokeWidth={strong ? 2.75 : 1.5}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        );
      })}
      <RocLegend rows={series} scheme={scheme} />
      {isLive && selected !== undefined && <LivePointer columns={selected.columns} scheme={scheme} />}
      <LiveMarks series={series} scheme={scheme} />
    </ComposedChart>
  );
}

function LivePointer({ columns, scheme }: Pick<RocSeries, 'columns'> & Pick<RocChartProps, 'scheme'>) {
  const live = use(LiveContext);
  if (live === null) return null;
  return (
    <RocPointer
      vertices={rocVertices(columns)}
      scheme={scheme}
      describe={live.describeVertex}
      onThreshold={live.onThreshold}
    />
  );
}

function LiveMarks({ series, scheme }: Pick<RocChartProps, 'series' | 'scheme'>) {
  const live = use(LiveContext);
  if (live === null) return null;
  const curves = series.map(({ columns }) => rocVertices(columns));
  return <RocMarks marks={live.marks} curves={curves} legendRows={series.length} scheme={scheme} />;
}
