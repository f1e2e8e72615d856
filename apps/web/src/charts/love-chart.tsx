'use client';
import { useId } from 'react';
import { missing, showNumber } from '@/numbers/show.ts';
import { type Drawing } from './figure-props.ts';
import { loveAxis, type LoveLine } from './love-chart-data.ts';
import { figureFont, figureInk, groupStyle } from './series-style.ts';
import { cutToWidth } from './text-width.ts';

export interface LoveTexts {
  readonly x: string;
  readonly crude: string;
  readonly weighted: string;
  /** Beside the line up to which groups count as alike. */
  readonly limit: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface LoveChartProps extends Drawing {
  readonly lines: readonly LoveLine[];
  /** Differences up to this one count as balanced. */
  readonly balancedBelow: number;
  readonly texts: LoveTexts;
}

const rowPx = 24;
const [headPx, axisPx] = [46, 54];

export function loveHeight(lines: number): number {
  return headPx + axisPx + Math.max(2, lines) * rowPx;
}

/** Absolute standardised differences of each covariate, before weighting as rings and after it as discs. */
export function LoveChart({ lines, balancedBelow, texts, scheme, widthPx, heightPx, isExport }: LoveChartProps) {
  const id = useId();
  const ink = figureInk[scheme];
  const [before, after] = [groupStyle(4, scheme), groupStyle(0, scheme)];
  const namesPx = Math.round(Math.max(104, Math.min(290, widthPx * 0.36)));
  const [from, to] = [namesPx + 10, widthPx - 14];
  const { most, ticks } = loveAxis(lines, balancedBelow);
  const xOf = (difference: number) => from + (Math.abs(difference) / most) * (to - from);
  const bottom = headPx + lines.length * rowPx;
  const word = { fontSize: 12, fill: ink.text } as const;
  const limit = xOf(balancedBelow);
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
      <g transform={`translate(${from}, 14)`}>
        <circle cx={6} cy={0} r={5} fill="none" stroke={before.stroke} strokeWidth={1.8} />
        <text {...word} x={17} y={4}>
          {texts.crude}
        </text>
        <g transform={`translate(${Math.min((to - from) / 2, 190)}, 0)`}>
          <circle cx={6} cy={0} r={5} fill={after.stroke} />
          <text {...word} x={17} y={4}>
            {texts.weighted}
          </text>
        </g>
      </g>
      {ticks.map((tick) => (
        <line key={tick} x1={xOf(tick)} x2={xOf(tick)} y1={headPx} y2={bottom} stroke={ink.grid} />
      ))}
      <line x1={limit} x2={limit} y1={headPx - 4} y2={bottom} stroke={ink.muted} strokeDasharray="4 3" />
      <text {...word} fontSize={11} x={limit + 4} y={headPx - 7}>
        {texts.limit}
      </text>
      {lines.map((line, i) => {
        const y = headPx + (i + 0.5) * rowPx;
        const { crude, weighted } = line;
        const isHead = line.kind === 'heading';
        return (
          <g key={line.id}>
            {isExport ? null : <title>{line.spoken}</title>}
            {i % 2 === 1 ? (
              <rect x={0} y={y - rowPx / 2} width={widthPx} height={rowPx} fill={ink.grid} fillOpacity={0.35} />
            ) : null}
            <text {...word} x={line.kind === 'level' ? 14 : 2} y={y + 4} fontWeight={isHead ? 600 : 400}>
              {cutToWidth(line.name, namesPx - (line.kind === 'level' ? 18 : 6))}
            </text>
            {crude !== null && weighted !== null ? (
              <line x1={xOf(crude)} x2={xOf(weighted)} y1={y} y2={y} stroke={ink.muted} />
            ) : null}
            {crude === null ? null : (
              <circle cx={xOf(crude)} cy={y} r={5} fill={ink.ground} stroke={before.stroke} strokeWidth={1.8} />
            )}
            {weighted === null ? null : <circle cx={xOf(weighted)} cy={y} r={5} fill={after.stroke} />}
            {!isHead && crude === null && weighted === null ? (
              <text {...word} x={from} y={y + 4}>
                {missing}
              </text>
            ) : null}
          </g>
        );
      })}
      <line x1={from} x2={to} y1={bottom} y2={bottom} stroke={ink.text} />
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={xOf(tick)} x2={xOf(tick)} y1={bottom} y2={bottom + 5} stroke={ink.text} />
          <text {...word} x={xOf(tick)} y={bottom + 18} textAnchor="middle">
            {showNumber(tick, 1)}
          </text>
        </g>
      ))}
      <text {...word} x={(from + to) / 2} y={bottom + 42} textAnchor="middle">
        {cutToWidth(texts.x, to - from + namesPx / 2)}
      </text>
    </svg>
  );
}
