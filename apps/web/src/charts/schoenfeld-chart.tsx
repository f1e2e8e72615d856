'use client';
import { useId } from 'react';
import { showMeasured } from '@/numbers/show.ts';
import { type Drawing } from './figure-props.ts';
import { monthTicks, roundTicks, type SchoenfeldPicture, type SchoenfeldPoint } from './schoenfeld-chart-data.ts';
import { figureFont, figureInk, groupStyle } from './series-style.ts';
import { cutToWidth } from './text-width.ts';

export interface SchoenfeldTexts {
  readonly x: string;
  readonly y: string;
  /** Beside the line at the coefficient. */
  readonly level: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface SchoenfeldChartProps extends Drawing {
  readonly picture: SchoenfeldPicture;
  readonly monthDays: number;
  readonly texts: SchoenfeldTexts;
}

const margin = { top: 30, right: 16, bottom: 52, left: 64 } as const;

export function schoenfeldHeight(widthPx: number): number {
  return Math.round(Math.max(280, Math.min(440, widthPx * 0.5)));
}

/** Residuals over transformed time, with the smooth curve, its band, and the coefficient that they lie about. */
export function SchoenfeldChart({ picture, monthDays, texts, scheme, widthPx, heightPx }: SchoenfeldChartProps) {
  const id = useId();
  const { points, curve, level } = picture;
  const ink = figureInk[scheme];
  const style = groupStyle(0, scheme);
  const times = points.map(({ time }) => time);
  const values = [
    ...points.map(({ value }) => value),
    level,
    ...(curve ?? []).flatMap((one) => [one.lower, one.upper]),
  ];
  const [firstTime, lastTime] = [Math.min(...times), Math.max(...times)];
  const [least, most] = padded(Math.min(...values), Math.max(...values));
  const [right, bottom] = [widthPx - margin.right, heightPx - margin.bottom];
  const span = lastTime - firstTime || 1;
  const xOf = (time: number) => margin.left + 6 + ((time - firstTime) / span) * (right - margin.left - 12);
  const yOf = (value: number) => bottom - ((value - least) / (most - least)) * (bottom - margin.top);
  const ticks = monthTicks(
    points.map(({ days }) => days),
    times,
    monthDays,
    { from: firstTime, to: lastTime, leastShare: 30 / Math.max(120, right - margin.left) },
  );
  const word = { fontSize: 12, fill: ink.text } as const;
  const path = (of: (point: SchoenfeldPoint) => number, list: readonly SchoenfeldPoint[] = curve ?? []) =>
    list.map((point, i) => `${i === 0 ? 'M' : 'L'}${round(xOf(point.time))} ${round(yOf(of(point)))}`).join('');
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
      <text {...word} x={2} y={14}>
        {cutToWidth(texts.y, widthPx - 8)}
      </text>
      {roundTicks(least, most).map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={right} y1={yOf(tick)} y2={yOf(tick)} stroke={ink.grid} />
          <text {...word} x={margin.left - 8} y={yOf(tick) + 4} textAnchor="end">
            {showMeasured(tick)}
          </text>
        </g>
      ))}
      {curve ? (
        <path
          d={`${path((one) => one.upper)}${path((one) => one.lower, curve.toReversed()).replace('M', 'L')}Z`}
          fill={style.stroke}
          fillOpacity={0.16}
        />
      ) : null}
      {points.map(({ time, value }, i) => (
        <circle key={i} cx={xOf(time)} cy={yOf(value)} r={2.4} fill={ink.muted} fillOpacity={0.65} />
      ))}
      <line x1={margin.left} x2={right} y1={yOf(level)} y2={yOf(level)} stroke={ink.text} strokeDasharray="5 4" />
      <text
        {...word}
        fontSize={11}
        x={right - 2}
        y={yOf(level) - 5}
        textAnchor="end"
        stroke={ink.ground}
        strokeWidth={3}
        paintOrder="stroke"
      >
        {texts.level}
      </text>
      {curve ? <path d={path((one) => one.estimate)} fill="none" stroke={style.stroke} strokeWidth={2.2} /> : null}
      <line x1={margin.left} x2={right} y1={bottom} y2={bottom} stroke={ink.text} />
      {ticks.map(({ months, time }) => (
        <g key={months}>
          <line x1={xOf(time)} x2={xOf(time)} y1={bottom} y2={bottom + 5} stroke={ink.text} />
          <text {...word} x={xOf(time)} y={bottom + 18} textAnchor="middle">
            {String(months)}
          </text>
        </g>
      ))}
      <text {...word} x={(margin.left + right) / 2} y={bottom + 42} textAnchor="middle">
        {cutToWidth(texts.x, widthPx - 8)}
      </text>
    </svg>
  );
}

function padded(least: number, most: number): [number, number] {
  const room = (most - least || 1) * 0.05;
  return [least - room, most + room];
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
