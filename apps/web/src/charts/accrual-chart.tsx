'use client';
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { type AccrualPicture, namedMonths } from './accrual-chart-data.ts';
import styles from './accrual-chart.module.css';
import { type Drawing } from './figure-props.ts';
import { figureFont, figureInk, groupStyle, type Scheme } from './series-style.ts';
import { boldWidth } from './text-width.ts';

export interface AccrualTexts {
  readonly y: string;
  readonly planned: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
  /** A month with its patients, for the pointer and the keyboard. */
  readonly month: (place: number) => string;
}

export interface AccrualChartProps extends Drawing {
  readonly picture: AccrualPicture;
  readonly texts: AccrualTexts;
}

const fontPx = 12;
const [leftPx, rightPx, axisPx, linePx] = [58, 14, 30, 20];

interface Entry {
  readonly key: string;
  readonly x: number;
  readonly line: number;
}

/** Names of bands in lines above the picture, from left to right. */
function legendOf(names: readonly string[], widthPx: number): readonly Entry[] {
  let [x, line] = [leftPx, 0];
  return names.map((key) => {
    const wide = 20 + boldWidth(key) + 18;
    if (x > leftPx && x + wide > widthPx - rightPx) [x, line] = [leftPx, line + 1];
    const entry = { key, x, line };
    x += wide;
    return entry;
  });
}

const namesOf = ({ bands, planned }: AccrualPicture, { planned: word }: Pick<AccrualTexts, 'planned'>): string[] => [
  ...bands.map(({ key }) => key),
  ...(planned ? [word] : []),
];

/** Without what is above the bands: as many lines as the names of centres need. */
export function accrualHeight(widthPx: number, picture: AccrualPicture, plannedWord: string): number {
  const lines = 1 + (legendOf(namesOf(picture, { planned: plannedWord }), widthPx).at(-1)?.line ?? 0);
  return Math.min(420, Math.max(240, Math.round(widthPx * 0.36))) + lines * linePx + 22;
}

/** Patients by calendar month as steps, a band for each centre, and the plan as a dashed line. */
export function AccrualChart({ picture, texts, scheme, widthPx, heightPx, isExport }: AccrualChartProps) {
  const id = useId();
  const [place, setPlace] = useState<number | null>(null);
  const { months, bands, planned, ticks } = picture;
  const ink = figureInk[scheme];
  const legend = legendOf(namesOf(picture, texts), widthPx);
  const top = 22 + (1 + (legend.at(-1)?.line ?? 0)) * linePx;
  const [bottom, right] = [heightPx - axisPx, widthPx - rightPx];
  const most = ticks.at(-1) ?? 1;
  const xOf = (month: number) => leftPx + (month / months.length) * (right - leftPx);
  const yOf = (n: number) => bottom - (n / most) * (bottom - top);
  const steps = (values: readonly number[]) =>
    values.flatMap((n, k) => [`${xOf(k)},${yOf(n)}`, `${xOf(k + 1)},${yOf(n)}`]);
  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const now = place ?? (event.key === 'ArrowLeft' ? months.length : -1);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: months.length - 1 }[event.key];
    if (event.key === 'Escape') setPlace(null);
    if (next === undefined || next < 0 || next >= months.length) return;
    event.preventDefault();
    setPlace(next);
  };
  const point = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    // As a share of its box, which is larger than it is drawn where a figure is presented.
    const { left, width } = currentTarget.getBoundingClientRect();
    const share = (((clientX - left) / width) * widthPx - leftPx) / (right - leftPx);
    setPlace(share < 0 || share >= 1 ? null : Math.floor(share * months.length));
  };
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role={isExport ? 'img' : 'group'}
      aria-labelledby={id}
      fontFamily={figureFont}
      fontSize={fontPx}
      {...(isExport
        ? {}
        : {
            tabIndex: 0,
            className: styles['chart'],
            onKeyDown: move,
            onPointerMove: point,
            onPointerLeave: () => setPlace(null),
            onBlur: () => setPlace(null),
          })}
    >
      <title id={id}>{texts.summary}</title>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={leftPx} x2={right} y1={yOf(tick)} y2={yOf(tick)} stroke={ink.grid} />
          <text x={leftPx - 8} y={yOf(tick) + 4} textAnchor="end" fill={ink.text}>
            {tick}
          </text>
        </g>
      ))}
      {bands.map(({ key, from, to }, band) => (
        <polygon
          key={key}
          points={[...steps(to), ...steps(from).toReversed()].join(' ')}
          {...bandFill(band, scheme)}
          stroke={ink.ground}
          strokeWidth={0.75}
        />
      ))}
      {planned ? (
        <polyline
          points={planned.map((n, k) => `${xOf(k + 1)},${yOf(n)}`).join(' ')}
          fill="none"
          stroke={ink.text}
          strokeWidth={2}
          strokeDasharray="7 4"
        />
      ) : null}
      <line x1={leftPx} x2={right} y1={bottom} y2={bottom} stroke={ink.muted} />
      {namedMonths(months, Math.max(2, Math.floor((right - leftPx) / 70))).map((k) => (
        <g key={months[k]}>
          <line x1={xOf(k)} x2={xOf(k)} y1={bottom} y2={bottom + 5} stroke={ink.muted} />
          <text x={xOf(k)} y={bottom + 19} textAnchor={k === 0 ? 'start' : 'middle'} fill={ink.text} data-tick>
            {months[k]}
          </text>
        </g>
      ))}
      <text transform={`translate(14 ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle" fill={ink.text}>
        {texts.y}
      </text>
      <Legend entries={legend} bands={bands.length} scheme={scheme} />
      {place !== null && !isExport ? (
        <>
          <line x1={xOf(place + 1)} x2={xOf(place + 1)} y1={top} y2={bottom} stroke={ink.text} strokeDasharray="2 2" />
          <text x={right} y={top - 8} textAnchor="end" fill={ink.text} fontWeight={600} aria-live="polite">
            {texts.month(place)}
          </text>
        </>
      ) : null}
    </svg>
  );
}

function Legend({ entries, bands, scheme }: { entries: readonly Entry[]; bands: number; scheme: Scheme }) {
  const ink = figureInk[scheme];
  return entries.map(({ key, x, line }, k) => (
    <g key={key}>
      {k < bands ? (
        <rect x={x} y={line * linePx + 4} width={14} height={12} {...bandFill(k, scheme)} />
      ) : (
        <line
          x1={x - 2}
          x2={x + 16}
          y1={line * linePx + 10}
          y2={line * linePx + 10}
          stroke={ink.text}
          strokeWidth={2}
          strokeDasharray="7 4"
        />
      )}
      <text x={x + 20} y={line * linePx + 14} fill={ink.text}>
        {key}
      </text>
    </g>
  ));
}

/** From strong to pale and back, so that neighbours differ without colour too. */
const strengths = [0.9, 0.45, 0.75, 0.3, 0.6, 0.2];

function bandFill(band: number, scheme: Scheme): { readonly fill: string; readonly fillOpacity: number } {
  return { fill: groupStyle(band, scheme).stroke, fillOpacity: strengths[band % strengths.length] ?? 1 };
}
