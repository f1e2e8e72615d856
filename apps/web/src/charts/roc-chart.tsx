'use client';

import { CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import { rocInk, type RocStyle, rocStroke } from './roc-chart-ink.ts';
import { RocLegend, type RocMark, RocMarks, RocPointer } from './roc-chart-layers.tsx';
import { type RocColumns, type RocVertex, rocVertices } from './roc-chart-vertices.ts';

export interface RocSeries {
  readonly key: string;
  readonly columns: RocColumns;
  /** Short name, such as "Internal". */
  readonly label: string;
  /** What belongs to the name: numbers of both classes, AUC and its limits. */
  readonly detail: string;
  readonly style: RocStyle;
  /** The curve that the rest of the page speaks of: drawn strongest, read by the pointer. */
  readonly selected: boolean;
}

export interface RocChartProps {
  readonly series: readonly RocSeries[];
  readonly marks: readonly RocMark[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
  readonly scheme: 'light' | 'dark';
  readonly describeVertex: (vertex: RocVertex) => readonly string[];
  readonly onThreshold?: (threshold: number) => void;
  /** Side of the whole figure in pixels where it cannot be measured, as in an export. */
  readonly sidePx?: number;
}

/** Left and right take as much as top and bottom, so a square figure has a square plot. */
const margin = { top: 18, right: 18, bottom: 0, left: 0 };
const axisPx = 54;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
const tickText = (value: number): string => value.toFixed(1);

/** ROC curves on a unit square: every vertex is drawn and joined by straight lines, so ties show as diagonals. */
export function RocChart(props: RocChartProps) {
  const { series, marks, xTitle, yTitle, summary, scheme, describeVertex, onThreshold, sidePx } = props;
  const ink = rocInk[scheme];
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
  const size =
    sidePx === undefined
      ? { responsive: true, style: { width: '100%', aspectRatio: '1 / 1' } }
      : { width: sidePx, height: sidePx };
  return (
    <ComposedChart {...size} margin={margin} accessibilityLayer={false} title={summary} role="img">
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
      {drawn.map(({ key, columns, style, selected: strong }) => {
        const { stroke, dash } = rocStroke(style, scheme);
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
      {selected !== undefined && (
        <RocPointer
          vertices={rocVertices(selected.columns)}
          scheme={scheme}
          describe={describeVertex}
          onThreshold={onThreshold}
        />
      )}
      <RocMarks marks={marks} scheme={scheme} />
    </ComposedChart>
  );
}
