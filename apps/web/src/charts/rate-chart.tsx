'use client';
import { type KeyboardEvent, useId, useState } from 'react';
import { showNumber } from '@/numbers/show.ts';
import { type Drawing } from './figure-props.ts';
import styles from './forest-chart.module.css';
import {
  areBeside,
  axisPx,
  headPx,
  type RateLine,
  type RatePlace,
  ratePlaces,
  rateTicks,
  rateX,
  rowPx,
} from './rate-chart-data.ts';
import { figureFont, figureInk } from './series-style.ts';
import { cutToWidth } from './text-width.ts';

export interface RateTexts {
  /** Above each rate. */
  readonly rates: readonly string[];
  readonly x: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface RateChartProps extends Drawing {
  readonly lines: readonly RateLine[];
  readonly texts: RateTexts;
}

/** Rates with their intervals on an axis from 0 to 100 %, group by group and level by level, with the tests of each comparison. */
export function RateChart({ lines, texts, scheme, widthPx, heightPx, isExport }: RateChartProps) {
  const id = useId();
  const [current, setCurrent] = useState(0);
  const ink = figureInk[scheme];
  const places = ratePlaces(texts.rates.length, lines.length, widthPx);
  const beside = areBeside(texts.rates.length, widthPx);
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
      {places.map((place, rate) => (
        <Frame
          key={texts.rates[rate]}
          place={place}
          title={texts.rates[rate] ?? ''}
          x={texts.x}
          lines={lines.length}
          ink={ink}
        />
      ))}
      {lines.map((line, i) => (
        <g
          key={line.id}
          {...(isExport
            ? {}
            : {
                ...{ role: 'img', 'aria-label': line.spoken, 'data-line': i },
                ...{ tabIndex: i === Math.min(current, lines.length - 1) ? 0 : -1 },
                ...{ onFocus: () => setCurrent(i), className: styles['line'] },
              })}
        >
          {places.map((place, rate) => (
            <g key={texts.rates[rate]}>
              {rate === 0 || !beside ? (
                <>
                  <rect
                    className={styles['ground']}
                    {...{ x: 1, y: place.y + headPx + i * rowPx, width: widthPx - 2, height: rowPx }}
                    fill="transparent"
                  />
                  <Name line={line} place={place} y={place.y + headPx + (i + 0.5) * rowPx} ink={ink} />
                </>
              ) : null}
              <Rate line={line} rate={rate} place={place} y={place.y + headPx + (i + 0.5) * rowPx} ink={ink} />
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}

interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
}

interface FrameProps {
  readonly place: RatePlace;
  readonly title: string;
  readonly x: string;
  readonly lines: number;
  readonly ink: Ink;
}

/** The name of a rate above its lines, and the axis below them. */
function Frame({ place, title, x, lines, ink }: FrameProps) {
  const [top, bottom] = [place.y + headPx, place.y + headPx + lines * rowPx];
  return (
    <g aria-hidden>
      <text x={place.plot.x} y={top - 12} fontSize={13} fontWeight={600} fill={ink.text}>
        {cutToWidth(title, place.end - place.plot.x)}
      </text>
      {rateTicks.map((tick) => (
        <g key={tick}>
          <line x1={rateX(tick, place)} x2={rateX(tick, place)} y1={top} y2={bottom} stroke={ink.grid} />
          <text x={rateX(tick, place)} y={bottom + 16} textAnchor="middle" fontSize={12} fill={ink.text}>
            {showNumber(tick * 100, 0)}
          </text>
        </g>
      ))}
      <line x1={place.plot.x} x2={place.plot.x + place.plot.width} y1={bottom} y2={bottom} stroke={ink.text} />
      <text
        x={place.plot.x + place.plot.width / 2}
        y={bottom + axisPx - 13}
        textAnchor="middle"
        fontSize={12}
        fill={ink.text}
      >
        {x}
      </text>
    </g>
  );
}

interface LineProps {
  readonly line: RateLine;
  readonly place: RatePlace;
  readonly y: number;
  readonly ink: Ink;
}

function Name({ line: { kind, name }, place: { names }, y, ink }: LineProps) {
  const indent = kind === 'rate' ? 10 : 0;
  return (
    <text
      x={names.x + indent}
      y={y + 4}
      fontSize={12}
      fontWeight={kind === 'rate' ? 400 : 600}
      fill={ink.text}
      aria-hidden
    >
      {cutToWidth(name, names.width - indent)}
    </text>
  );
}

/** The interval with a square, or a diamond for all together, and its words; on a heading the tests of what follows. */
function Rate({ line, rate, place, y, ink }: LineProps & { readonly rate: number }) {
  const tests = line.tests[rate] ?? '';
  if (line.kind === 'heading') {
    return tests === '' ? null : (
      <text x={place.plot.x} y={y + 4} fontSize={11} fill={ink.text} aria-hidden>
        {cutToWidth(tests, place.end - place.plot.x)}
      </text>
    );
  }
  const shown = line.rates[rate];
  if (!shown) return null;
  const at = rateX(shown.estimate, place);
  return (
    <g aria-hidden fill={ink.text}>
      <line
        x1={rateX(shown.lower, place)}
        x2={rateX(shown.upper, place)}
        y1={y}
        y2={y}
        stroke={ink.text}
        strokeWidth={1.4}
      />
      {line.kind === 'total' ? (
        <polygon points={`${at - 6},${y} ${at},${y - 6} ${at + 6},${y} ${at},${y + 6}`} />
      ) : (
        <rect x={at - 4} y={y - 4} width={8} height={8} />
      )}
      <text x={place.words} y={y + 4} fontSize={12}>
        {shown.words}
      </text>
    </g>
  );
}
