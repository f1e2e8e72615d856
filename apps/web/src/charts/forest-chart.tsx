'use client';
import { type KeyboardEvent, useId, useState } from 'react';
import styles from './forest-chart.module.css';
import { axisOf, type ForestAxis, type ForestLine, shareOf, squareSide, ticksWithin } from './forest-chart-data.ts';
import { type Drawing } from './figure-props.ts';
import { figureFont, figureInk } from './series-style.ts';
import { cutToWidth } from './text-width.ts';

export interface ForestTexts {
  readonly subgroup: string;
  /** Above the events and patients of each group. */
  readonly reference: string;
  readonly comparison: string;
  readonly ratio: string;
  readonly interaction: string;
  /** Below the axis, on the side of either group. */
  readonly fewerComparison: string;
  readonly fewerReference: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface ForestChartProps extends Drawing {
  readonly lines: readonly ForestLine[];
  readonly texts: ForestTexts;
}

const rowPx = 24;
const [headPx, axisPx] = [40, 58];

export function forestHeight(lines: number): number {
  return headPx + axisPx + Math.max(2, lines) * rowPx;
}

interface Places {
  readonly namesPx: number;
  /** Where the columns of the groups end; null where there is no room for them. */
  readonly sides: readonly [reference: number, comparison: number] | null;
  readonly from: number;
  readonly to: number;
  readonly ratio: number;
  /** Where p of the interaction ends; on the headings of the ratios where it has no column. */
  readonly interaction: number;
  readonly hasInteraction: boolean;
}

function placesOf(widthPx: number): Places {
  const isWide = widthPx >= 700;
  const ratioPx = widthPx >= 460 ? 112 : 98;
  const interactionPx = isWide ? 84 : 0;
  const namesPx = Math.round(isWide ? Math.min(250, widthPx * 0.26) : Math.max(96, widthPx * 0.32));
  const sidePx = Math.round(Math.min(92, widthPx * 0.11));
  const from = namesPx + (isWide ? 2 * sidePx : 0) + 14;
  const to = widthPx - ratioPx - interactionPx - 14;
  return {
    namesPx,
    sides: isWide ? [namesPx + sidePx, namesPx + 2 * sidePx] : null,
    from,
    to,
    ratio: to + 12,
    interaction: widthPx - 4,
    hasInteraction: isWide,
  };
}

/** Ratios with their limits in subgroups on a logarithmic axis, everybody on top, and p of the interaction by variable. */
export function ForestChart({ lines, texts, scheme, widthPx, heightPx, isExport }: ForestChartProps) {
  const id = useId();
  const [current, setCurrent] = useState(0);
  const ink = figureInk[scheme];
  const places = placesOf(widthPx);
  const axis = axisOf(lines);
  const bottom = headPx + lines.length * rowPx;
  const all = lines.find(({ kind }) => kind === 'all')?.ratio ?? null;
  const xOf = (ratio: number) => places.from + shareOf(ratio, axis) * (places.to - places.from);
  const most = Math.max(0, ...lines.filter(({ kind }) => kind === 'subgroup').map(({ events }) => events));
  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (next === undefined || next < 0 || next >= lines.length) return;
    event.preventDefault();
    setCurrent(next);
    event.currentTarget.querySelector<SVGGElement>(`[data-line="${next}"]`)?.focus();
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
      onKeyDown={isExport ? undefined : move}
    >
      <title id={id}>{texts.summary}</title>
      <Head places={places} texts={texts} ink={ink} />
      <line x1={xOf(1)} x2={xOf(1)} y1={headPx} y2={bottom} stroke={ink.muted} />
      {all ? (
        <line
          x1={xOf(all.estimate)}
          x2={xOf(all.estimate)}
          y1={headPx + rowPx}
          y2={bottom}
          stroke={ink.muted}
          strokeDasharray="3 3"
        />
      ) : null}
      {lines.map((line, i) => (
        <g
          key={line.id}
          {...(isExport
            ? {}
            : {
                role: 'img',
                'aria-label': line.spoken,
                'data-line': i,
                tabIndex: i === Math.min(current, lines.length - 1) ? 0 : -1,
                onFocus: () => setCurrent(i),
                className: styles['line'],
              })}
        >
          <rect
            className={styles['ground']}
            x={1}
            y={headPx + i * rowPx}
            width={widthPx - 2}
            height={rowPx}
            fill="transparent"
          >
            {isExport ? null : <title>{line.spoken}</title>}
          </rect>
          <Line
            line={line}
            y={headPx + (i + 0.5) * rowPx}
            places={places}
            texts={texts}
            axis={axis}
            xOf={xOf}
            most={most}
            ink={ink}
          />
        </g>
      ))}
      <Axis axis={axis} y={bottom} places={places} texts={texts} xOf={xOf} ink={ink} />
    </svg>
  );
}

interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly ground: string;
}

function Head({ places, texts, ink }: { places: Places; texts: ForestTexts; ink: Ink }) {
  const { namesPx, sides, ratio, interaction, hasInteraction } = places;
  const word = { y: headPx - 14, fontSize: 12, fontWeight: 600, fill: ink.text } as const;
  const sidePx = sides ? sides[1] - sides[0] - 8 : 0;
  return (
    <g aria-hidden>
      <text {...word} x={2}>
        {cutToWidth(texts.subgroup, namesPx - 4)}
      </text>
      {sides ? (
        <>
          <text {...word} x={sides[0]} textAnchor="end">
            {cutToWidth(texts.reference, sidePx)}
          </text>
          <text {...word} x={sides[1]} textAnchor="end">
            {cutToWidth(texts.comparison, sidePx)}
          </text>
        </>
      ) : null}
      <text {...word} x={ratio}>
        {texts.ratio}
      </text>
      {hasInteraction ? (
        <text {...word} x={interaction} textAnchor="end">
          {texts.interaction}
        </text>
      ) : null}
      <line x1={0} x2={interaction} y1={headPx - 4} y2={headPx - 4} stroke={ink.text} />
    </g>
  );
}

interface LineProps {
  readonly line: ForestLine;
  readonly y: number;
  readonly places: Places;
  readonly axis: ForestAxis;
  readonly xOf: (ratio: number) => number;
  readonly most: number;
  readonly texts: ForestTexts;
  readonly ink: Ink;
}

function Line({ line, y, places, texts, axis, xOf, most, ink }: LineProps) {
  const { kind, name, sides, ratioText, interaction } = line;
  const isSubgroup = kind === 'subgroup';
  const indent = isSubgroup ? 14 : 2;
  const word = { y: y + 4, fontSize: 12, fill: ink.text } as const;
  const headingEnd = places.sides ? places.sides[1] : places.interaction - 140;
  return (
    <g aria-hidden>
      <text {...word} x={indent} fontWeight={isSubgroup ? 400 : 600}>
        {cutToWidth(name, (kind === 'heading' ? headingEnd : places.namesPx) - indent - 4)}
      </text>
      {places.sides && sides ? (
        <>
          <text {...word} x={places.sides[0]} textAnchor="end">
            {sides[0]}
          </text>
          <text {...word} x={places.sides[1]} textAnchor="end">
            {sides[1]}
          </text>
        </>
      ) : null}
      <Mark line={line} y={y} axis={axis} xOf={xOf} most={most} ink={ink} />
      <text
        {...word}
        x={places.ratio}
        fontSize={places.hasInteraction ? 12 : 11}
        fontWeight={kind === 'all' ? 600 : 400}
      >
        {ratioText}
      </text>
      {interaction === null ? null : (
        <text {...word} x={places.interaction} textAnchor="end">
          {places.hasInteraction ? interaction : `${texts.interaction}: ${interaction}`}
        </text>
      )}
    </g>
  );
}

/** A square with its limits; for everybody a diamond from limit to limit. An arrow stands for a limit beyond the axis. */
function Mark({ line, y, axis, xOf, most, ink }: Omit<LineProps, 'places' | 'texts'>) {
  const { kind, ratio, events } = line;
  if (!ratio) return null;
  const { estimate, lower, upper } = ratio;
  const [left, at, right] = [xOf(lower), xOf(estimate), xOf(upper)];
  if (kind === 'all') {
    return <polygon points={`${left},${y} ${at},${y - 6} ${right},${y} ${at},${y + 6}`} fill={ink.text} />;
  }
  const side = squareSide(events, most);
  const isWithin = estimate >= axis.from && estimate <= axis.to;
  return (
    <g fill={ink.text}>
      <line x1={left} x2={right} y1={y} y2={y} stroke={ink.text} strokeWidth={1.4} />
      {lower < axis.from ? <polygon points={`${left - 1},${y} ${left + 7},${y - 4} ${left + 7},${y + 4}`} /> : null}
      {upper > axis.to ? <polygon points={`${right + 1},${y} ${right - 7},${y - 4} ${right - 7},${y + 4}`} /> : null}
      {isWithin ? <rect x={at - side / 2} y={y - side / 2} width={side} height={side} /> : null}
    </g>
  );
}

type AxisProps = Pick<LineProps, 'axis' | 'y' | 'places' | 'texts' | 'xOf' | 'ink'>;

function Axis({ axis, y, places, texts, xOf, ink }: AxisProps) {
  const one = xOf(1);
  const word = { fontSize: 11, fill: ink.text } as const;
  // The room beside the axis is free below it.
  const [leftPx, rightPx] = [one - 8, places.interaction - one - 8];
  return (
    <g aria-hidden>
      <line x1={places.from} x2={places.to} y1={y} y2={y} stroke={ink.text} />
      {ticksWithin(axis, places.to - places.from).map((tick) => (
        <g key={tick}>
          <line x1={xOf(tick)} x2={xOf(tick)} y1={y} y2={y + 5} stroke={ink.text} />
          <text {...word} fontSize={12} x={xOf(tick)} y={y + 18} textAnchor="middle">
            {String(tick)}
          </text>
        </g>
      ))}
      <text {...word} x={one - 6} y={y + 40} textAnchor="end">
        {cutToWidth(texts.fewerComparison, leftPx)}
      </text>
      <text {...word} x={one + 6} y={y + 40}>
        {cutToWidth(texts.fewerReference, rightPx)}
      </text>
    </g>
  );
}
