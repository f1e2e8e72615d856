'use client';
import { figureFont, figureInk, groupStyle, type Scheme } from './series-style.ts';

export interface StripScore {
  readonly key: string;
  readonly score: number;
}

export interface ScoreStripProps {
  /** Two rows, the class of high scores first. */
  readonly rows: readonly { readonly label: string; readonly scores: readonly StripScore[] }[];
  /** Row null: in neither class. */
  readonly own: { readonly score: number; readonly row: number | null; readonly label: string } | null;
  readonly threshold: { readonly value: number; readonly label: string } | null;
  readonly summary: string;
  readonly scheme: Scheme;
  readonly widthPx: number;
}

const rowPx = 26;
const margin = { left: 52, right: 14, top: 22, bottom: 20 };

export const scoreStripHeight = margin.top + 2 * rowPx + margin.bottom;

/** Every score on one line per class, and which of them is the one looked at. */
export function ScoreStrip({ rows, own, threshold, summary, scheme, widthPx }: ScoreStripProps) {
  const ink = figureInk[scheme];
  const width = widthPx - margin.left - margin.right;
  const xOf = (score: number): number => margin.left + score * width;
  const middleOf = (row: number): number => margin.top + (row + 0.5) * rowPx;
  const bottom = margin.top + rows.length * rowPx;
  const ownY = own === null ? 0 : own.row === null ? margin.top + rowPx : middleOf(own.row);
  return (
    <svg
      width={widthPx}
      height={scoreStripHeight}
      role="img"
      aria-label={summary}
      fontFamily={figureFont}
      fontSize={12}
    >
      {rows.map(({ label, scores }, row) => {
        const style = groupStyle(row, scheme);
        return (
          <g key={label}>
            <text x={margin.left - 8} y={middleOf(row)} dy="0.35em" textAnchor="end" fill={style.text}>
              {label}
            </text>
            <line x1={xOf(0)} x2={xOf(1)} y1={middleOf(row)} y2={middleOf(row)} stroke={ink.grid} />
            {/* One path: of thousands of scores it stays one element. */}
            <path
              d={scores.map(({ score }) => `M${xOf(score)} ${middleOf(row) - 11}v22`).join('')}
              stroke={style.stroke}
              strokeWidth={scores.length > 60 ? 1 : 2}
              strokeOpacity={scores.length > 60 ? 0.6 : 0.9}
            />
          </g>
        );
      })}
      {threshold !== null && (
        <g>
          <line
            x1={xOf(threshold.value)}
            x2={xOf(threshold.value)}
            y1={margin.top - 4}
            y2={bottom}
            stroke={ink.text}
            strokeDasharray="4 3"
          />
          <text
            x={xOf(threshold.value)}
            y={bottom + 14}
            textAnchor={threshold.value > 0.7 ? 'end' : threshold.value < 0.3 ? 'start' : 'middle'}
            fill={ink.text}
          >
            {threshold.label}
          </text>
        </g>
      )}
      {[0, 1].map((end) => (
        <text key={end} x={xOf(end)} y={bottom + 14} textAnchor="middle" fill={ink.muted}>
          {end}
        </text>
      ))}
      {own !== null && (
        <g>
          <path
            d={`M${xOf(own.score)} ${ownY - 9}l9 9l-9 9l-9 -9z`}
            fill="#d55e00"
            stroke={ink.ground}
            strokeWidth={2}
          />
          <text
            x={xOf(own.score)}
            y={margin.top - 8}
            textAnchor={own.score > 0.7 ? 'end' : own.score < 0.3 ? 'start' : 'middle'}
            fontWeight={700}
            fill={ink.text}
          >
            {own.label}
          </text>
        </g>
      )}
    </svg>
  );
}
