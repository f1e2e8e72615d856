'use client';
import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, type SVGProps, useId, useRef, useState } from 'react';
import styles from './change-plot.module.css';
import { ChangeGrid, ChangeLimits, FacetHead, Readout } from './change-plot.tsx';
import {
  bestResponses,
  changeAxisOf,
  type FacetPlace,
  facetPlaces,
  isStacked,
  responseDash,
  responseStyle,
} from './change-plot-data.ts';
import { type Drawing } from './figure-props.ts';
import { figureFont, figureInk } from './series-style.ts';
import {
  linePath,
  nearestLine,
  type Pixel,
  pixelOf,
  type SpiderFacet,
  type WeekAxis,
  weekAxisOf,
} from './spider-chart-data.ts';

export interface SpiderTexts {
  readonly x: string;
  readonly y: string;
  readonly hint: string;
  /** What the dots mark. */
  readonly progression: string;
  readonly summary: string;
}

export interface SpiderChartProps extends Drawing {
  readonly facets: readonly SpiderFacet[];
  readonly texts: SpiderTexts;
  readonly onOpen: (id: string) => void;
}

const [axisPx, headPx, topPx, keyPx] = [58, 42, 24, 30];
const footPx = 46;

export function spiderHeight(facets: number, widthPx: number): number {
  return (isStacked(facets, widthPx) ? topPx + facets * 310 : 440) + keyPx;
}

interface Place {
  readonly facet: number;
  readonly line: number;
}

/** Change of each patient over the weeks, a line in the colour and dash of the best response, with a dot at the first PD. */
export function SpiderChart({ facets, texts, scheme, widthPx, heightPx, isExport, onOpen }: SpiderChartProps) {
  const id = useId();
  const [chosen, setChosen] = useState<Place | null>(null);
  // A finger has no hover: it reads at first, and opens what it read.
  const opens = useRef(true);
  const ink = figureInk[scheme];
  const axis = changeAxisOf(
    facets.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map((one) => one.change))),
  );
  const room = { widthPx, heightPx: heightPx - keyPx, axisPx, headPx, footPx, topPx };
  const places = facetPlaces(facets.map(() => 1), room); // prettier-ignore
  const stacked = isStacked(facets.length, widthPx);
  const weeks = weekAxisOf(facets, places[0]?.width ?? 0);
  const pixels = facets.map(({ lines }, i) => {
    const place = places[i];
    return lines.map(({ points }) => (place ? points.map((point) => pixelOf(point, weeks, axis, place)) : []));
  });
  const flat = facets.flatMap(({ lines }, facet) => lines.map((_, line): Place => ({ facet, line })));
  const shown = chosen ? facets[chosen.facet]?.lines[chosen.line] : undefined;

  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const at = flat.findIndex(({ facet, line }) => facet === chosen?.facet && line === chosen.line);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: flat.length - 1 }[event.key];
    if (event.key === 'Enter' && shown) return onOpen(shown.id);
    const place = next === undefined ? undefined : flat[next];
    if (!place) return;
    event.preventDefault();
    setChosen(place);
  };
  const point = (facet: number) => (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    const at = { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
    const line = nearestLine(pixels[facet] ?? [], at);
    if (event.type === 'pointerdown')
      opens.current = event.pointerType !== 'touch' || (chosen?.facet === facet && chosen.line === line);
    setChosen(line === null ? null : { facet, line });
  };
  const live: SVGProps<SVGSVGElement> = isExport
    ? { role: 'img', 'aria-labelledby': id }
    : {
        ...{ role: 'application', 'aria-labelledby': id, 'aria-describedby': `${id}said`, tabIndex: 0 },
        ...{ className: styles['plot'], onKeyDown: move },
        onPointerLeave: ({ pointerType }) => (pointerType === 'touch' ? undefined : setChosen(null)),
      };
  return (
    <>
      <svg
        xmlns="http://www.w3.org/2000/svg"
        width={widthPx}
        height={heightPx}
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        fontFamily={figureFont}
        {...live}
      >
        <title id={id}>{texts.summary}</title>
        {isExport ? null : <Readout words={shown?.spoken ?? texts.hint} isHint={!shown} widthPx={widthPx} ink={ink} />}
        {facets.map((facet, i) => {
          const place = places[i];
          if (!place) return null;
          const drawn = pixels[i] ?? [];
          return (
            <g key={facet.id}>
              <ChangeGrid axis={axis} place={place} ink={ink} title={i === 0 || stacked ? texts.y : null} />
              <FacetHead
                place={place}
                roomPx={stacked ? widthPx - place.x : place.width}
                name={facet.name}
                note={facet.note}
                color={facet.color}
                ink={ink}
              />
              <clipPath id={`${id}clip${i}`}>
                <rect {...place} />
              </clipPath>
              <g fill="none" clipPath={`url(#${id}clip${i})`}>
                {facet.lines.map(({ id: patient, response }, line) => (
                  <path
                    key={patient}
                    d={linePath(drawn[line] ?? [])}
                    stroke={responseStyle[scheme][response]}
                    strokeDasharray={responseDash[response]}
                    strokeWidth={facet.lines.length > 60 ? 1 : 1.5}
                    strokeOpacity={facet.lines.length > 60 ? 0.55 : 0.85}
                  />
                ))}
              </g>
              <Progressions facet={facet} pixels={drawn} place={place} color={responseStyle[scheme].PD} />
              <ChangeLimits axis={axis} place={place} ink={ink} />
              <Weeks weeks={weeks} place={place} title={texts.x} ink={ink} />
              {chosen && shown && chosen.facet === i ? (
                <path
                  d={linePath(drawn[chosen.line] ?? [])}
                  clipPath={`url(#${id}clip${i})`}
                  fill="none"
                  stroke={ink.text}
                  strokeWidth={3}
                  pointerEvents="none"
                />
              ) : null}
              {isExport ? null : (
                <rect
                  {...place}
                  fill="transparent"
                  className={styles['ground']}
                  onPointerMove={point(i)}
                  onPointerDown={point(i)}
                  onClick={() => (shown && opens.current ? onOpen(shown.id) : undefined)}
                />
              )}
            </g>
          );
        })}
        <Key y={heightPx - 10} scheme={scheme} words={texts.progression} ink={ink} />
      </svg>
      {isExport ? null : (
        <VisuallyHidden id={`${id}said`} aria-live="polite">
          {shown?.spoken ?? texts.hint}
        </VisuallyHidden>
      )}
    </>
  );
}

interface ProgressionsProps {
  readonly facet: SpiderFacet;
  readonly pixels: readonly (readonly Pixel[])[];
  readonly place: FacetPlace;
  readonly color: string;
}

function Progressions({ facet, pixels, place, color }: ProgressionsProps) {
  const dots = facet.lines.flatMap(({ id, progression }, line) => {
    const at = progression === null ? undefined : pixels[line]?.[progression];
    return at ? [{ id, x: at.x, y: Math.max(place.y, at.y) }] : [];
  });
  return (
    <g aria-hidden fill={color}>
      {dots.map(({ id, x, y }) => (
        <circle key={id} cx={x} cy={y} r={2.2} />
      ))}
    </g>
  );
}

interface Ink {
  readonly text: string;
}

function Weeks({ weeks, place, title, ink }: { weeks: WeekAxis; place: FacetPlace; title: string; ink: Ink }) {
  const bottom = place.y + place.height;
  const last = weeks.ticks.at(-1);
  return (
    <g aria-hidden fontSize={12} fill={ink.text}>
      {weeks.ticks.map((tick) => {
        const x = place.x + (tick / weeks.to) * place.width;
        return (
          <g key={tick}>
            <line x1={x} x2={x} y1={bottom} y2={bottom + 4} stroke={ink.text} />
            {/* The last one ends at its tick: beside it the first of the next group begins. */}
            <text x={tick === last ? x + 3 : x} y={bottom + 17} textAnchor={tick === last ? 'end' : 'middle'}>
              {String(tick)}
            </text>
          </g>
        );
      })}
      <text x={place.x + place.width / 2} y={bottom + 35} textAnchor="middle">
        {title}
      </text>
    </g>
  );
}

interface KeyProps {
  readonly y: number;
  readonly scheme: SpiderChartProps['scheme'];
  readonly words: string;
  readonly ink: Ink;
}

/** Colour and dash of each best response, and what the dots are. */
function Key({ y, scheme, words, ink }: KeyProps) {
  const stepPx = 54;
  const dots = 8 + bestResponses.length * stepPx;
  return (
    <g aria-hidden fontSize={11} fill={ink.text}>
      {bestResponses.map((response, i) => (
        <g key={response}>
          <line
            {...{ x1: 4 + i * stepPx, x2: 28 + i * stepPx, y1: y - 4, y2: y - 4 }}
            stroke={responseStyle[scheme][response]}
            strokeDasharray={responseDash[response]}
            strokeWidth={2}
          />
          <text x={32 + i * stepPx} y={y}>
            {response}
          </text>
        </g>
      ))}
      <circle cx={dots} cy={y - 4} r={2.8} fill={responseStyle[scheme].PD} />
      <text x={dots + 7} y={y}>
        {words}
      </text>
    </g>
  );
}
