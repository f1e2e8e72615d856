'use client';

import { type KeyboardEvent } from 'react';
import { Scatter, ScatterChart, usePlotArea, XAxis, YAxis, ZIndexLayer } from 'recharts';
import { missing } from '@/numbers/show.ts';
import { type ConfusionCell, type ConfusionChartProps } from './confusion-chart-data.ts';
import { shadeOf } from './confusion-chart-shade.ts';
import { figureInk, type Scheme } from './series-style.ts';

const chosenInk = { light: '#d55e00', dark: '#e69f00' } as const;
const emptyInk = { light: '#f3f4f6', dark: '#2a2d32' } as const;

const margin = { top: 14, right: 58, bottom: 28, left: 4 };
/** Beyond this ratio of width to height cells would be bars; the matrix is then centred. */
const widest = 1.5;
const both = [0, 1] as const;

/** Counts of true against predicted class, shaded by the share of the true class, with row and column totals. */
export function ConfusionChart(props: ConfusionChartProps) {
  const { classes, trueTitle, predictedTitle, summary, scheme, widthPx, heightPx } = props;
  const { text } = figureInk[scheme];
  const besidePx = Math.max(0, (widthPx - heightPx * widest) / 2);
  const axis = {
    type: 'category' as const,
    allowDuplicatedCategory: false,
    interval: 0 as const,
    axisLine: false,
    tickLine: false,
    tick: { fontSize: 13, fill: text, fontWeight: 600 },
  };
  return (
    <ScatterChart
      width={widthPx}
      height={heightPx}
      margin={{ ...margin, left: margin.left + besidePx, right: margin.right + besidePx }}
      accessibilityLayer={false}
      title={summary}
    >
      <XAxis
        {...axis}
        dataKey="x"
        orientation="top"
        height={50}
        label={{ value: predictedTitle, position: 'insideTop', offset: 2, fontSize: 12, fill: text }}
      />
      <YAxis
        {...axis}
        dataKey="y"
        width={86}
        reversed
        label={{
          value: trueTitle,
          angle: -90,
          position: 'insideLeft',
          offset: 12,
          fontSize: 12,
          fill: text,
          style: { textAnchor: 'middle' },
        }}
      />
      <Scatter data={classes.map((name) => ({ x: name, y: name }))} shape={() => <g />} isAnimationActive={false} />
      <Cells {...props} />
    </ScatterChart>
  );
}

function Cells({ cells, scheme, totalTitle, chosen, onCell }: ConfusionChartProps) {
  const plot = usePlotArea();
  if (plot === undefined || plot.width <= 0) return null;
  const { text, muted } = figureInk[scheme];
  const [width, height] = [plot.width / 2, plot.height / 2];
  const total = (axis: 'truth' | 'predicted', index: 0 | 1): number =>
    cells.filter((cell) => cell[axis] === index).reduce((sum, { count }) => sum + count, 0);
  const totals = { fontSize: 13, fill: text, fontWeight: 600 };
  return (
    <ZIndexLayer zIndex={500}>
      {cells.map((cell) => (
        <Cell
          key={`${cell.truth}${cell.predicted}`}
          cell={cell}
          rowTotal={total('truth', cell.truth)}
          box={{ x: plot.x + cell.predicted * width, y: plot.y + cell.truth * height, width, height }}
          scheme={scheme}
          chosen={chosen?.truth === cell.truth && chosen.predicted === cell.predicted}
          onCell={onCell}
        />
      ))}
      {both.map((row) => (
        <text
          key={row}
          x={plot.x + plot.width + 29}
          y={plot.y + (row + 0.5) * height + 5}
          textAnchor="middle"
          {...totals}
        >
          {total('truth', row)}
        </text>
      ))}
      {both.map((column) => (
        <text
          key={column}
          x={plot.x + (column + 0.5) * width}
          y={plot.y + plot.height + 20}
          textAnchor="middle"
          {...totals}
        >
          {total('predicted', column)}
        </text>
      ))}
      <text x={plot.x + plot.width + 29} y={plot.y - 9} textAnchor="middle" fontSize={12} fill={muted}>
        {totalTitle}
      </text>
      <text x={plot.x - 10} y={plot.y + plot.height + 20} textAnchor="end" fontSize={12} fill={muted}>
        {totalTitle}
      </text>
      <text x={plot.x + plot.width + 29} y={plot.y + plot.height + 20} textAnchor="middle" {...totals}>
        {total('truth', 0) + total('truth', 1)}
      </text>
    </ZIndexLayer>
  );
}

/** Approximate width of words at 12 px: Chinese characters are square, others about half as wide. */
function widthOf(words: string): number {
  return [...words].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12 : 6.7), 0);
}

interface CellProps {
  readonly cell: ConfusionCell;
  readonly rowTotal: number;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly scheme: Scheme;
  readonly chosen: boolean;
  readonly onCell: ConfusionChartProps['onCell'];
}

function Cell({ cell, rowTotal, box, scheme, chosen, onCell }: CellProps) {
  const { ground, text } = figureInk[scheme];
  const empty = rowTotal === 0;
  const shade = empty ? { fill: emptyInk[scheme], text } : shadeOf(cell.count / rowTotal);
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const press =
    onCell === undefined
      ? {}
      : {
          role: 'button',
          tabIndex: 0,
          'aria-pressed': chosen,
          'aria-label': cell.spoken,
          style: { cursor: 'pointer' },
          onClick: () => onCell(cell),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            onCell(cell);
          },
        };
  return (
    <g {...press} data-cell={`${cell.truth}${cell.predicted}`}>
      <rect {...box} fill={shade.fill} stroke={ground} strokeWidth={2} />
      {chosen && (
        <rect
          x={box.x + 3}
          y={box.y + 3}
          width={box.width - 6}
          height={box.height - 6}
          fill="none"
          stroke={chosenInk[scheme]}
          strokeWidth={4}
        />
      )}
      <text x={cx} y={cy + 2} textAnchor="middle" fontSize={24} fontWeight={700} fill={shade.text}>
        {empty ? missing : cell.count}
      </text>
      <text x={cx} y={cy + 24} textAnchor="middle" fontSize={12} fill={shade.text}>
        {empty ? '' : widthOf(cell.share) < box.width - 8 ? cell.share : cell.shortShare}
      </text>
    </g>
  );
}
