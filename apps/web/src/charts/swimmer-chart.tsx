'use client';
import { useId } from 'react';
import { type Drawing } from './figure-props.ts';
import { incidenceTicks } from './incidence-chart-data.ts';
import { figureFont, figureInk, groupStyle, type Scheme } from './series-style.ts';
import {
  keyPlaces,
  keySymbolPx,
  type SwimmerKey,
  type SwimmerLane,
  type SwimmerMark,
  swimmerMarks,
} from './swimmer-chart-data.ts';
import { cutToWidth } from './text-width.ts';

export interface SwimmerTexts {
  readonly x: string;
  /** One sentence for those who do not see the picture. */
  readonly summary: string;
}

export interface SwimmerChartProps extends Drawing {
  readonly lanes: readonly SwimmerLane[];
  readonly keys: readonly SwimmerKey[];
  /** The end of the longest bar of all pages. */
  readonly lastMonth: number;
  readonly texts: SwimmerTexts;
}

const [lanePx, barPx, keyPx] = [16, 10, 20];
const [leftPx, rightPx, axisPx] = [84, 26, 48];

export function swimmerHeight(widthPx: number, lanes: number, keys: readonly SwimmerKey[]): number {
  return headPx(widthPx, keys) + Math.max(2, lanes) * lanePx + axisPx;
}

function headPx(widthPx: number, keys: readonly SwimmerKey[]): number {
  return ((keyPlaces(keys, widthPx - 8).at(-1)?.line ?? 0) + 1) * keyPx + 10;
}

/** A bar for each patient from time zero until death or the last contact, with what happened on the way. */
export function SwimmerChart({
  lanes,
  keys,
  lastMonth,
  texts,
  scheme,
  widthPx,
  heightPx,
  isExport,
}: SwimmerChartProps) {
  const id = useId();
  const ink = figureInk[scheme];
  const head = headPx(widthPx, keys);
  const bottom = head + lanes.length * lanePx;
  const right = widthPx - rightPx;
  const xOf = (months: number) => leftPx + (months / (lastMonth || 1)) * (right - leftPx);
  const ticks = incidenceTicks(lastMonth);
  const word = { fontSize: 12, fill: ink.text } as const;
  const places = keyPlaces(keys, widthPx - 8);
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
      {keys.map(({ label, of }, i) => (
        <g key={label} transform={`translate(${(places[i]?.x ?? 0) + 4}, ${(places[i]?.line ?? 0) * keyPx + 11})`}>
          {typeof of === 'string' ? (
            <>
              {/* A cycle is a line within a bar. */}
              {of === 'cycle' ? <rect x={0} y={-barPx / 2} width={14} height={barPx} fill={ink.muted} /> : null}
              <Mark mark={of} x={7} y={0} scheme={scheme} />
            </>
          ) : (
            <rect x={0} y={-barPx / 2} width={14} height={barPx} fill={of.stroke} />
          )}
          <text {...word} x={keySymbolPx} y={4}>
            {label}
          </text>
        </g>
      ))}
      {ticks.map((months) => (
        <line key={months} x1={xOf(months)} x2={xOf(months)} y1={head} y2={bottom} stroke={ink.grid} />
      ))}
      {lanes.map((lane, i) => {
        const y = head + (i + 0.5) * lanePx;
        return (
          <g key={lane.id}>
            {isExport ? null : <title>{lane.spoken}</title>}
            <text {...word} fontSize={11} x={leftPx - 8} y={y + 4} textAnchor="end">
              {cutToWidth(lane.name, leftPx - 10)}
            </text>
            <rect
              x={leftPx}
              y={y - barPx / 2}
              // Whoever died on day 0 has a bar too.
              width={Math.max(1, xOf(lane.months) - leftPx)}
              height={barPx}
              fill={lane.style.stroke}
            />
            {swimmerMarks.flatMap((wanted) =>
              lane.marks
                .filter(({ mark }) => mark === wanted)
                .map(({ mark, months }) => (
                  <Mark key={`${mark} ${months}`} mark={mark} x={xOf(months)} y={y} scheme={scheme} />
                )),
            )}
          </g>
        );
      })}
      <line x1={leftPx} x2={right} y1={bottom} y2={bottom} stroke={ink.text} />
      {ticks.map((months) => (
        <g key={months}>
          <line x1={xOf(months)} x2={xOf(months)} y1={bottom} y2={bottom + 5} stroke={ink.text} />
          <text {...word} x={xOf(months)} y={bottom + 18} textAnchor="middle">
            {String(months)}
          </text>
        </g>
      ))}
      <text {...word} x={(leftPx + right) / 2} y={bottom + 38} textAnchor="middle">
        {cutToWidth(texts.x, widthPx)}
      </text>
    </svg>
  );
}

interface MarkProps {
  readonly mark: SwimmerMark;
  readonly x: number;
  readonly y: number;
  readonly scheme: Scheme;
}

/** Told apart by shape; each has an edge in the colour of the ground, so that it is seen upon any bar. */
function Mark({ mark, x, y, scheme }: MarkProps) {
  const ink = figureInk[scheme];
  const edge = { stroke: ink.ground, strokeWidth: 1.2 } as const;
  const response = groupStyle(0, scheme).stroke;
  switch (mark) {
    case 'cycle':
      return <line x1={x} x2={x} y1={y - barPx / 2} y2={y + barPx / 2} stroke={ink.ground} strokeWidth={1.8} />;
    case 'partial':
      return (
        <path d={`M${x} ${y - 6}L${x + 6} ${y + 5}H${x - 6}Z`} fill={ink.ground} stroke={response} strokeWidth={2} />
      );
    case 'complete':
      return <path d={`M${x} ${y - 6}L${x + 6} ${y + 5}H${x - 6}Z`} fill={response} {...edge} />;
    case 'progression':
      return <path d={`M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`} fill={ink.text} {...edge} />;
    case 'death':
      return (
        <g fill="none">
          <path d={cross(x, y)} stroke={ink.ground} strokeWidth={5} />
          <path d={cross(x, y)} stroke={ink.text} strokeWidth={2.2} />
        </g>
      );
    case 'ongoing':
      return (
        <path
          d={`M${x + 1} ${y}H${x + 9}M${x + 5} ${y - 4.5}L${x + 10} ${y}L${x + 5} ${y + 4.5}`}
          fill="none"
          stroke={ink.text}
          strokeWidth={1.8}
        />
      );
  }
}

function cross(x: number, y: number): string {
  return `M${x - 4.5} ${y - 4.5}L${x + 4.5} ${y + 4.5}M${x + 4.5} ${y - 4.5}L${x - 4.5} ${y + 4.5}`;
}
