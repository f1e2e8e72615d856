'use client';

import { CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import { showNumber } from '@/numbers/show.ts';
import { type RocChartProps } from './roc-chart-data.ts';
import { RocBand, RocLegend, RocMarks, RocPointer } from './roc-chart-layers.tsx';
import { rocVertices } from './roc-chart-vertices.ts';
import { figureInk, groupStyle } from './series-style.ts';

/** Left and right margins equal top and bottom, so a square figure has a square plot. */
const edgePx = 18;
const axisPx = 54;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
const tickText = (value: number): string => showNumber(value, 1);

/** ROC curves on a unit square: every vertex is drawn and joined by straight lines, so ties show as diagonals. */
export function RocChart(props: RocChartProps) {
  const { series, marks, xTitle, yTitle, summary, scheme, widthPx, heightPx, isLive, describeVertex, onThreshold } =
    props;
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
      {isLive && selected !== undefined && (
        <RocPointer
          vertices={rocVertices(selected.columns)}
          scheme={scheme}
          describe={describeVertex}
          onThreshold={onThreshold}
        />
      )}
      <RocMarks
        marks={marks}
        curves={series.map(({ columns }) => rocVertices(columns))}
        legendRows={series.length}
        scheme={scheme}
      />
    </ComposedChart>
  );
}
