'use client';
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { showNumber } from '@/numbers/show.ts';
import {
  bandPath,
  linePath,
  type PlotChartProps,
  type PlotPlace,
  plotPlace,
  valueAt,
  xAtPixel,
} from './plot-chart-data.ts';
import { figureFont, figureInk, groupStyle } from './series-style.ts';

/** Lines over a number: bands, groups with their limits, marks, and how many cases are where. */
export function PlotChart(props: PlotChartProps) {
  const { x, y, lines, dots = [], marks = [], rug = [], scheme, widthPx, heightPx, isExport, summary } = props;
  const id = useId();
  const clip = useId();
  const [at, setAt] = useState<number | null>(null);
  const ink = figureInk[scheme];
  const place = plotPlace(x, y, widthPx, heightPx);
  const bottom = place.top + place.height;
  const most = Math.max(1, ...rug.map(({ n }) => n));
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(xAtPixel(place.left + ((event.clientX - box.left) / box.width) * place.width, place, x));
  };
  const step = (event: KeyboardEvent<SVGSVGElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = (at ?? (x.from + x.to) / 2) + (by * (x.to - x.from)) / 100;
    setAt(Math.min(x.to, Math.max(x.from, next)));
  };
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-labelledby={id}
      fontFamily={figureFont}
      {...(isExport ? {} : { tabIndex: 0, onKeyDown: step, onBlur: () => setAt(null) })}
    >
      <title id={id}>{summary}</title>
      <clipPath id={clip}>
        <rect x={place.left} y={place.top} width={place.width} height={place.height} />
      </clipPath>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line
            {...{ x1: place.left, x2: place.left + place.width, y1: place.yOf(tick), y2: place.yOf(tick) }}
            stroke={ink.grid}
          />
          <text x={place.left - 8} y={place.yOf(tick) + 4} textAnchor="end" fontSize={12} fill={ink.text}>
            {showNumber(tick, y.decimals)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line {...{ x1: place.xOf(tick), x2: place.xOf(tick), y1: bottom, y2: bottom + 5 }} stroke={ink.muted} />
          <text x={place.xOf(tick)} y={bottom + 18} textAnchor="middle" fontSize={12} fill={ink.text}>
            {showNumber(tick, x.decimals)}
          </text>
        </g>
      ))}
      <line {...{ x1: place.left, x2: place.left + place.width, y1: bottom, y2: bottom }} stroke={ink.muted} />
      <text x={place.left + place.width / 2} y={heightPx - 8} textAnchor="middle" fontSize={12} fill={ink.text}>
        {x.title}
      </text>
      <text
        x={14}
        y={place.top + place.height / 2}
        transform={`rotate(-90 14 ${place.top + place.height / 2})`}
        textAnchor="middle"
        fontSize={12}
        fill={ink.text}
      >
        {y.title}
      </text>
      <g clipPath={`url(#${clip})`}>
        {rug.map(({ from, to, n }) => {
          const height = (n / most) * place.height * 0.14;
          const [left, right] = [place.xOf(from), place.xOf(to)];
          return n === 0 ? null : (
            <rect
              key={from}
              {...{ x: left + 0.5, width: Math.max(1, right - left - 1), y: bottom - height, height }}
              fill={ink.muted}
              fillOpacity={0.35}
            />
          );
        })}
        {lines.map(({ key, band, style }) =>
          band && band.length > 0 ? (
            <path
              key={key}
              d={bandPath(band, place)}
              fill={style === null ? ink.muted : groupStyle(style, scheme).stroke}
              fillOpacity={0.16}
            />
          ) : null,
        )}
        {lines.map(({ key, points, style, isStrong }) => {
          const { stroke, dash } = style === null ? { stroke: ink.muted, dash: '2 4' } : groupStyle(style, scheme);
          return (
            <path
              key={key}
              d={linePath(points, place)}
              fill="none"
              stroke={stroke}
              strokeWidth={isStrong ? 2.5 : 1.5}
              strokeLinejoin="round"
              {...(dash === undefined ? {} : { strokeDasharray: dash })}
            />
          );
        })}
      </g>
      {marks.map(({ x: value, label }) => (
        <Mark key={label} x={value} label={label} place={place} ink={ink} />
      ))}
      {dots.map((dot) => (
        <g key={dot.x}>
          <line
            {...{ x1: place.xOf(dot.x), x2: place.xOf(dot.x), y1: place.yOf(dot.lower), y2: place.yOf(dot.upper) }}
            stroke={ink.text}
          />
          <circle
            cx={place.xOf(dot.x)}
            cy={place.yOf(dot.y)}
            r={4.5}
            fill={ink.text}
            stroke={ink.ground}
            strokeWidth={1.5}
          >
            <title>{dot.spoken}</title>
          </circle>
        </g>
      ))}
      <Legend {...props} place={place} />
      {!isExport && (
        <>
          {at === null ? null : <Readout {...props} place={place} at={at} />}
          <rect
            {...{ x: place.left, y: place.top, width: place.width, height: place.height }}
            fill="transparent"
            style={{ cursor: 'crosshair' }}
            onPointerMove={follow}
            onPointerLeave={() => setAt(null)}
          />
        </>
      )}
    </svg>
  );
}

interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly ground: string;
}

function Mark({ x, label, place, ink }: { x: number; label: string; place: PlotPlace; ink: Ink }) {
  const left = place.xOf(x);
  const isRight = left > place.left + place.width * 0.7;
  return (
    <g>
      <line
        {...{ x1: left, x2: left, y1: place.top, y2: place.top + place.height }}
        stroke={ink.text}
        strokeDasharray="4 3"
      />
      <text
        x={left + (isRight ? -6 : 6)}
        y={place.top + 12}
        textAnchor={isRight ? 'end' : 'start'}
        fontSize={12}
        fill={ink.text}
        stroke={ink.ground}
        strokeWidth={4}
        paintOrder="stroke"
      >
        {label}
      </text>
    </g>
  );
}

function Legend({ lines, legendAt, scheme, marks = [], place }: PlotChartProps & { place: PlotPlace }) {
  const ink = figureInk[scheme];
  const named = lines.filter(({ label }) => label !== '');
  const above = legendAt === 'bottom' ? 0 : marks.length > 0 ? 18 : 0;
  const first =
    legendAt === 'bottom' ? place.top + place.height - 12 - 18 * (named.length - 1) : place.top + 14 + above;
  const isLeft = legendAt === 'topLeft';
  const edge = isLeft ? place.left + 10 : place.left + place.width - 10;
  return named.map(({ key, label, style, isStrong }, i) => {
    const { stroke, dash } = style === null ? { stroke: ink.muted, dash: '2 4' } : groupStyle(style, scheme);
    const y = first + 18 * i;
    const [from, to] = isLeft ? [edge, edge + 28] : [edge - 28, edge];
    return (
      <g key={key}>
        <line
          {...{ x1: from, x2: to, y1: y - 4, y2: y - 4 }}
          stroke={stroke}
          strokeWidth={isStrong ? 2.5 : 1.5}
          {...(dash === undefined ? {} : { strokeDasharray: dash })}
        />
        <text
          x={isLeft ? to + 8 : from - 8}
          y={y}
          textAnchor={isLeft ? 'start' : 'end'}
          fontSize={12}
          fill={ink.text}
          fontWeight={isStrong ? 600 : 400}
          stroke={ink.ground}
          strokeWidth={4}
          paintOrder="stroke"
        >
          {label}
        </text>
      </g>
    );
  });
}

/** The values of all lines at one place. */
function Readout({ at, lines, x, y, scheme, readout, place }: PlotChartProps & { place: PlotPlace; at: number }) {
  const ink = figureInk[scheme];
  const left = place.xOf(at);
  const rows = lines.flatMap(({ key, label, points }) => {
    const value = valueAt(points, at);
    return value === null || label === ''
      ? []
      : [{ key, text: `${label}  ${showNumber(value, y.decimals + 2)}`, value }];
  });
  const texts = [readout(showNumber(at, x.decimals + 2)), ...rows.map(({ text }) => text)];
  const width = Math.min(place.width, 24 + 6.6 * Math.max(...texts.map((text) => text.length)));
  const boxX = Math.min(Math.max(left + 12, place.left + 4), place.left + place.width - width - 4);
  const boxY = place.top + place.height * 0.35;
  return (
    <g pointerEvents="none" data-export="omit">
      <line {...{ x1: left, x2: left, y1: place.top, y2: place.top + place.height }} stroke={ink.muted} />
      {rows.map(({ key, value }) => (
        <circle key={key} cx={left} cy={place.yOf(value)} r={3.5} fill={ink.text} />
      ))}
      <rect
        {...{ x: boxX, y: boxY, width, height: 12 + 16 * texts.length }}
        rx={4}
        fill={ink.ground}
        stroke={ink.muted}
      />
      {texts.map((text, i) => (
        <text
          key={text}
          x={boxX + 10}
          y={boxY + 19 + 16 * i}
          fontSize={12}
          fill={ink.text}
          fontWeight={i === 0 ? 600 : 400}
        >
          {text}
        </text>
      ))}
    </g>
  );
}
