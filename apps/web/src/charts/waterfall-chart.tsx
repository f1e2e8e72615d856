'use client';
import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, type SVGProps, useId, useRef, useState } from 'react';
import styles from './change-plot.module.css';
import { ChangeGrid, ChangeLimits, FacetHead, Readout } from './change-plot.tsx';
import {
  bestResponses,
  changeAxisOf,
  changeY,
  type FacetPlace,
  facetPlaces,
  isStacked,
  responseStyle,
} from './change-plot-data.ts';
import { type Drawing } from './figure-props.ts';
import { figureFont, figureInk, type Scheme } from './series-style.ts';
import { barAt, barPlace, barsPath, cutMarks, lanePath, lanePx, type WaterfallFacet } from './waterfall-chart-data.ts';

export interface WaterfallTexts {
  readonly y: string;
  /** Shown until a bar is pointed at. */
  readonly hint: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface WaterfallChartProps extends Drawing {
  readonly facets: readonly WaterfallFacet[];
  readonly texts: WaterfallTexts;
  readonly onOpen: (id: string) => void;
}

const [axisPx, headPx, topPx] = [58, 42, 24];
const footPx = 10 + lanePx * bestResponses.length;

export function waterfallHeight(facets: number, widthPx: number): number {
  return isStacked(facets, widthPx) ? topPx + facets * 300 : 440;
}

interface Place {
  readonly facet: number;
  readonly bar: number;
}

/**
 * Best change of each patient, group by group: a bar in the colour of the best response and a mark in its lane. The limits
 * of PR and PD are lines; bars above the end of the axis are cut and marked.
 */
export function WaterfallChart({ facets, texts, scheme, widthPx, heightPx, isExport, onOpen }: WaterfallChartProps) {
  const id = useId();
  const [chosen, setChosen] = useState<Place | null>(null);
  // A finger has no hover: it reads at first, and opens what it read.
  const opens = useRef(true);
  const ink = figureInk[scheme];
  const axis = changeAxisOf(facets.flatMap(({ bars }) => bars.map(({ change }) => change)));
  const room = { widthPx, heightPx, axisPx, headPx, footPx, topPx };
  const places = facetPlaces(
    facets.map(({ bars }) => bars.length),
    room,
  );
  const stacked = isStacked(facets.length, widthPx);
  const flat = facets.flatMap(({ bars }, facet) => bars.map((_, bar): Place => ({ facet, bar })));
  const barOf = (place: Place | null) => (place ? facets[place.facet]?.bars[place.bar] : undefined);
  const shown = barOf(chosen);

  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const at = flat.findIndex(({ facet, bar }) => facet === chosen?.facet && bar === chosen.bar);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: flat.length - 1 }[event.key];
    if (event.key === 'Enter' && shown) return onOpen(shown.id);
    const place = next === undefined ? undefined : flat[next];
    if (!place) return;
    event.preventDefault();
    setChosen(place);
  };
  const point = (facet: number) => (event: PointerEvent<SVGRectElement>) => {
    const place = places[facet];
    const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    const bar = place ? barAt(event.clientX - left, facets[facet]?.bars.length ?? 0, place) : null;
    if (event.type === 'pointerdown')
      opens.current = event.pointerType !== 'touch' || (chosen?.facet === facet && chosen.bar === bar);
    if (bar !== null) setChosen({ facet, bar });
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
          const isFirst = i === 0 || stacked;
          return (
            <g key={facet.id}>
              <ChangeGrid axis={axis} place={place} ink={ink} title={isFirst ? texts.y : null} />
              <FacetHead
                place={place}
                roomPx={stacked ? widthPx - place.x : place.width}
                name={facet.name}
                note={facet.note}
                color={facet.color}
                ink={ink}
              />
              {bestResponses.map((response) => (
                <path
                  key={response}
                  d={barsPath(facet.bars, response, axis, place)}
                  fill={responseStyle[scheme][response]}
                />
              ))}
              <path d={cutMarks(facet.bars, axis, place)} fill={ink.text} />
              <ChangeLimits axis={axis} place={place} ink={ink} />
              <Lanes facet={facet} place={place} scheme={scheme} isNamed={isFirst} />
              {isExport ? null : (
                <rect
                  {...{ x: place.x, y: place.y, width: place.width, height: place.height + footPx }}
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
        {chosen && shown ? (
          <Chosen
            facet={facets[chosen.facet]}
            bar={chosen.bar}
            place={places[chosen.facet]}
            ends={[0, shown.change].map((change) => {
              const place = places[chosen.facet];
              return place ? changeY(change, axis, place) : 0;
            })}
            color={ink.text}
          />
        ) : null}
      </svg>
      {isExport ? null : (
        <VisuallyHidden id={`${id}said`} aria-live="polite">
          {shown?.spoken ?? texts.hint}
        </VisuallyHidden>
      )}
    </>
  );
}

interface LanesProps {
  readonly facet: WaterfallFacet;
  readonly place: FacetPlace;
  readonly scheme: Scheme;
  readonly isNamed: boolean;
}

/** A lane for each best response below the bars, by its letters. */
function Lanes({ facet, place, scheme, isNamed }: LanesProps) {
  const ink = figureInk[scheme];
  return (
    <g aria-hidden>
      {bestResponses.map((response, lane) => {
        const top = place.y + place.height + 8 + lane * lanePx;
        return (
          <g key={response}>
            {isNamed ? (
              <>
                <rect
                  x={place.x - 38}
                  y={top + 2}
                  width={8}
                  height={lanePx - 4}
                  fill={responseStyle[scheme][response]}
                />
                <text x={place.x - 6} y={top + lanePx - 2} textAnchor="end" fontSize={11} fill={ink.text}>
                  {response}
                </text>
              </>
            ) : null}
            <line
              {...{ x1: place.x, x2: place.x + place.width, y1: top + lanePx / 2, y2: top + lanePx / 2 }}
              stroke={ink.grid}
            />
            <path d={lanePath(facet.bars, response, top, place)} fill={responseStyle[scheme][response]} />
          </g>
        );
      })}
    </g>
  );
}

interface ChosenProps {
  readonly facet: WaterfallFacet | undefined;
  readonly bar: number;
  readonly place: FacetPlace | undefined;
  readonly ends: readonly number[];
  readonly color: string;
}

/** A frame around the bar that is read out. */
function Chosen({ facet, bar, place, ends, color }: ChosenProps) {
  if (!facet || !place) return null;
  const { left, width } = barPlace(bar, facet.bars.length, place);
  const top = Math.min(...ends);
  return (
    <rect
      {...{ x: left - 1.5, y: top - 1.5, width: width + 3, height: Math.abs((ends[0] ?? 0) - (ends[1] ?? 0)) + 3 }}
      fill="none"
      stroke={color}
      strokeWidth={1.5}
      pointerEvents="none"
    />
  );
}
