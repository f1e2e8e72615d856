'use client';
import { useId } from 'react';
import { type Drawing } from './figure-props.ts';
import {
  type IncidencePoint,
  type IncidenceRisk,
  type IncidenceSeries,
  incidenceTicks,
  stepPath,
} from './incidence-chart-data.ts';
import { figureFont, figureInk } from './series-style.ts';
import { cutToWidth } from './text-width.ts';

export interface IncidenceTexts {
  readonly x: string;
  readonly y: string;
  readonly atRisk: string;
  /** One sentence for those who do not see the picture. */
  readonly summary: string;
  /** Tests of the groups, below the key. */
  readonly statistics: readonly string[];
}

export interface IncidenceChartProps extends Drawing {
  readonly series: readonly IncidenceSeries[];
  readonly risks: readonly IncidenceRisk[];
  readonly lastMonth: number;
  readonly texts: IncidenceTexts;
}

const [rowPx, keyPx] = [17, 19];
const [leftPx, rightPx] = [92, 16];
const competingDash = '5 4';

export function incidenceHeight(widthPx: number, series: number, groups: number, statistics: number): number {
  const plot = Math.max(240, Math.min(420, widthPx * 0.44));
  return Math.round(plot + keyRows(widthPx, series) * keyPx + statistics * 16 + 14 + 62 + groups * rowPx + 24);
}

function keyRows(widthPx: number, series: number): number {
  return Math.ceil(series / keyColumns(widthPx));
}

function keyColumns(widthPx: number): number {
  return widthPx >= 560 ? 2 : 1;
}

/** Stepped curves of cumulative incidence with bands of the event of interest, and the numbers at risk. */
export function IncidenceChart({ series, risks, lastMonth, texts, scheme, widthPx, heightPx }: IncidenceChartProps) {
  const id = useId();
  const ink = figureInk[scheme];
  const head = keyRows(widthPx, series.length) * keyPx + texts.statistics.length * 16 + 14;
  const bottom = heightPx - 62 - risks.length * rowPx - 24 + 12;
  const right = widthPx - rightPx;
  const xOf = (months: number) => leftPx + (months / (lastMonth || 1)) * (right - leftPx);
  const yOf = (share: number) => bottom - share * (bottom - head);
  const ticks = incidenceTicks(lastMonth);
  const word = { fontSize: 12, fill: ink.text } as const;
  const columnPx = widthPx / keyColumns(widthPx);
  const path = (points: readonly IncidencePoint[], of: (point: IncidencePoint) => number) =>
    stepPath(
      points.map((point) => ({ months: point.months, value: of(point) })),
      xOf,
      yOf,
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
      <title id={id}>{texts.summary}</title>
      {series.map(({ key, label, style, isCompeting }, i) => (
        <g
          key={key}
          transform={`translate(${(i % keyColumns(widthPx)) * columnPx + 4}, ${Math.floor(i / keyColumns(widthPx)) * keyPx + 9})`}
        >
          <line
            x1={0}
            x2={26}
            y1={0}
            y2={0}
            stroke={style.stroke}
            strokeWidth={2}
            strokeDasharray={isCompeting ? competingDash : undefined}
          />
          <text {...word} x={33} y={4}>
            {cutToWidth(label, columnPx - 44)}
          </text>
        </g>
      ))}
      {texts.statistics.map((line, i) => (
        <text key={line} {...word} x={4} y={keyRows(widthPx, series.length) * keyPx + 12 + i * 16}>
          {cutToWidth(line, widthPx - 8)}
        </text>
      ))}
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => (
        <g key={share}>
          <line x1={leftPx} x2={right} y1={yOf(share)} y2={yOf(share)} stroke={ink.grid} />
          <text {...word} x={leftPx - 8} y={yOf(share) + 4} textAnchor="end">
            {Math.round(100 * share)}
          </text>
        </g>
      ))}
      <text {...word} transform={`translate(${leftPx - 44}, ${(head + bottom) / 2}) rotate(-90)`} textAnchor="middle">
        {cutToWidth(texts.y, bottom - head)}
      </text>
      {series
        .filter(({ isCompeting }) => !isCompeting)
        .map(({ key, style, points }) => (
          <path key={key} d={bandPath(points, xOf, yOf)} fill={style.stroke} fillOpacity={0.12} />
        ))}
      {series.map(({ key, style, isCompeting, points }) => (
        <path
          key={key}
          d={path(points, ({ incidence }) => incidence)}
          fill="none"
          stroke={style.stroke}
          strokeWidth={2}
          strokeDasharray={isCompeting ? competingDash : undefined}
        />
      ))}
      <line x1={leftPx} x2={right} y1={bottom} y2={bottom} stroke={ink.text} />
      {ticks.map((months) => (
        <g key={months}>
          <line x1={xOf(months)} x2={xOf(months)} y1={bottom} y2={bottom + 5} stroke={ink.text} />
          <text {...word} x={xOf(months)} y={bottom + 18} textAnchor="middle">
            {String(months)}
          </text>
        </g>
      ))}
      <text {...word} x={(leftPx + right) / 2} y={bottom + 37} textAnchor="middle">
        {cutToWidth(texts.x, right)}
      </text>
      <text {...word} x={2} y={bottom + 56} fontWeight={600}>
        {texts.atRisk}
      </text>
      {risks.map(({ label, style, atRisk }, row) => (
        <g key={label}>
          <text {...word} fill={style.text} fontWeight={600} x={2} y={bottom + 56 + (row + 1) * rowPx}>
            {cutToWidth(label, leftPx - 24)}
          </text>
          {ticks.map((months, i) => (
            <text
              key={months}
              {...word}
              fontSize={11}
              x={xOf(months)}
              y={bottom + 56 + (row + 1) * rowPx}
              textAnchor="middle"
            >
              {String(atRisk[i] ?? 0)}
            </text>
          ))}
        </g>
      ))}
    </svg>
  );
}

/** Between the limits, from the first step on. */
function bandPath(
  points: readonly IncidencePoint[],
  xOf: (months: number) => number,
  yOf: (share: number) => number,
): string {
  const known = points.flatMap(({ months, lower, upper }) =>
    lower === null || upper === null ? [] : [{ months, lower, upper: Math.min(1, upper) }],
  );
  const [first] = known;
  if (!first) return '';
  const round = (px: number) => Math.round(px * 10) / 10;
  const parts = [`M${round(xOf(first.months))} ${round(yOf(first.upper))}`];
  for (const { months, upper } of known.slice(1)) parts.push(`H${round(xOf(months))}V${round(yOf(upper))}`);
  const back = known.toReversed();
  parts.push(`V${round(yOf(back[0]?.lower ?? 0))}`);
  back.forEach(({ months }, i) => {
    const before = back[i + 1];
    parts.push(`H${round(xOf(months))}`);
    if (before) parts.push(`V${round(yOf(before.lower))}`);
  });
  return `${parts.join('')}Z`;
}
