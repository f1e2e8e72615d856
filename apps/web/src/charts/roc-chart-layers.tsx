'use client';

import { type PointerEvent, useState } from 'react';
import { usePlotArea, ZIndexLayer } from 'recharts';
import { roundTo } from '@/numbers/round.ts';
import { type Box, labelBoxes, lineHeightPx } from './roc-chart-labels.ts';
import { nearestVertex, type RocBandColumns, type RocVertex } from './roc-chart-vertices.ts';
import { figureInk, groupStyle, type Scheme } from './series-style.ts';

/** A point drawn on the plot: the operating point as a disc with its limits, a single case as a diamond. */
export interface RocMark {
  readonly key: string;
  /** 1 − specificity and sensitivity. */
  readonly x: number;
  readonly y: number;
  readonly shape: 'disc' | 'diamond';
  readonly lines: readonly string[];
  /** Limits of 1 − specificity and of sensitivity, if known. */
  readonly xLimits?: readonly [number, number] | null;
  readonly yLimits?: readonly [number, number] | null;
}

interface Place {
  readonly left: (x: number) => number;
  readonly top: (y: number) => number;
  readonly plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** The unit square in pixels, or null before the plot has a size. */
function usePlace(): Place | null {
  const plot = usePlotArea();
  if (plot === undefined || plot.width <= 0) return null;
  return { plot, left: (x) => plot.x + x * plot.width, top: (y) => plot.y + (1 - y) * plot.height };
}

/** Text with a halo in the background colour, readable over curves and grid. */
function HaloLabel({ box, lines, scheme }: { box: Box; lines: readonly string[]; scheme: Scheme }) {
  const ink = figureInk[scheme];
  return (
    <text
      fontSize={12}
      fill={ink.text}
      stroke={ink.ground}
      strokeWidth={4}
      strokeLinejoin="round"
      paintOrder="stroke"
      pointerEvents="none"
    >
      {lines.map((line, i) => (
        <tspan key={line} x={box.x + 3} y={box.y + 14 + i * lineHeightPx} fontWeight={i === 0 ? 600 : 400}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** A pointwise band of sensitivity, under the curves. */
export function RocBand({ band, style, scheme }: { band: RocBandColumns; style: number; scheme: Scheme }) {
  const place = usePlace();
  if (place === null) return null;
  const at = (specificity: number, y: number) =>
    `${roundTo(place.left(1 - specificity), 1)} ${roundTo(place.top(y), 1)}`;
  const upper = band.specificity.map((one, i) => at(one, band.upper[i] ?? 0));
  const lower = band.specificity.map((one, i) => at(one, band.lower[i] ?? 0)).reverse();
  return (
    <ZIndexLayer zIndex={50}>
      <path d={`M${[...upper, ...lower].join('L')}Z`} fill={groupStyle(style, scheme).stroke} fillOpacity={0.15} />
    </ZIndexLayer>
  );
}

interface RocMarksProps {
  readonly marks: readonly RocMark[];
  /** The curves drawn and the rows of their legend: labels avoid them. */
  readonly curves: readonly (readonly RocVertex[])[];
  readonly legendRows: number;
  readonly scheme: Scheme;
}

export function RocMarks({ marks, curves, legendRows, scheme }: RocMarksProps) {
  const place = usePlace();
  if (place === null) return null;
  const inPixels = ({ x, y }: { x: number; y: number }) => ({ x: place.left(x), y: place.top(y) });
  const limits = marks.flatMap(({ x, y, xLimits, yLimits }) => [
    ...(xLimits ? [xLimits.map((at) => inPixels({ x: at, y }))] : []),
    ...(yLimits ? [yLimits.map((at) => inPixels({ x, y: at }))] : []),
  ]);
  const boxes = labelBoxes(
    marks.map((mark) => ({
      at: inPixels(mark),
      lines: mark.lines,
      prefers: mark.shape === 'disc' ? 'below' : 'above',
    })),
    place.plot,
    { curves: [...curves.map((curve) => curve.map(inPixels)), ...limits], boxes: [legendBox(legendRows, place.plot)] },
  );
  return (
    <ZIndexLayer zIndex={700}>
      {marks.map((mark, i) => (
        <g key={mark.key} data-mark={mark.key}>
          <MarkShape mark={mark} place={place} scheme={scheme} />
          <HaloLabel box={boxes[i] ?? { x: 0, y: 0, width: 0, height: 0 }} lines={mark.lines} scheme={scheme} />
        </g>
      ))}
    </ZIndexLayer>
  );
}

function MarkShape({ mark, place, scheme }: { mark: RocMark; place: Place; scheme: Scheme }) {
  const ink = figureInk[scheme];
  const { xLimits, yLimits } = mark;
  const [cx, cy] = [place.left(mark.x), place.top(mark.y)];
  return (
    <>
      {xLimits && <line x1={place.left(xLimits[0])} x2={place.left(xLimits[1])} y1={cy} y2={cy} stroke={ink.text} />}
      {yLimits && <line y1={place.top(yLimits[0])} y2={place.top(yLimits[1])} x1={cx} x2={cx} stroke={ink.text} />}
      {mark.shape === 'disc' ? (
        <circle cx={cx} cy={cy} r={5.5} fill={ink.text} stroke={ink.ground} strokeWidth={2} />
      ) : (
        <rect
          x={cx - 6}
          y={cy - 6}
          width={12}
          height={12}
          transform={`rotate(45 ${cx} ${cy})`}
          fill="#d55e00"
          stroke={ink.ground}
          strokeWidth={2}
        />
      )}
    </>
  );
}

export interface RocLegendRow {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly style: number;
  readonly selected: boolean;
}

/** Below this plot width a row takes two lines. */
const oneLineFromPx = 400;
const rowPx = (plotWidthPx: number): number => (plotWidthPx >= oneLineFromPx ? 18 : 31);

/** The corner that the legend fills, with some margin. */
function legendBox(rows: number, plot: Box): Box {
  const width = Math.min(plot.width, plot.width >= oneLineFromPx ? 290 : 190);
  const height = rows * rowPx(plot.width) + 12;
  return { x: plot.x + plot.width - width, y: plot.y + plot.height - height, width, height };
}

/** Each curve's line, name and numbers, in the corner that a useful curve leaves free. */
export function RocLegend({ rows, scheme }: { readonly rows: readonly RocLegendRow[]; readonly scheme: Scheme }) {
  const place = usePlace();
  const ink = figureInk[scheme];
  if (place === null) return null;
  const { plot } = place;
  const oneLine = plot.width >= oneLineFromPx;
  const step = rowPx(plot.width);
  const right = plot.x + plot.width - 8;
  const bottom = plot.y + plot.height - 10;
  return (
    <ZIndexLayer zIndex={650}>
      {rows.map(({ key, label, detail, style, selected }, i) => {
        const y = bottom - (rows.length - 1 - i) * step;
        const { stroke, dash } = groupStyle(style, scheme);
        const textX = right - 42;
        const nameY = oneLine ? y : y - 13;
        return (
          <g key={key}>
            <text
              x={textX}
              y={nameY}
              textAnchor="end"
              fontSize={oneLine ? 12 : 11}
              fill={ink.text}
              stroke={ink.ground}
              strokeWidth={4}
              paintOrder="stroke"
            >
              <tspan fontWeight={selected ? 700 : 500}>{label}</tspan>
              {oneLine ? (
                <tspan dx={6}>{detail}</tspan>
              ) : (
                <tspan x={textX} dy={13}>
                  {detail}
                </tspan>
              )}
            </text>
            <line
              x1={right - 34}
              x2={right}
              y1={nameY - 4}
              y2={nameY - 4}
              stroke={stroke}
              strokeWidth={selected ? 2.75 : 1.75}
              {...(dash === undefined ? {} : { strokeDasharray: dash })}
            />
          </g>
        );
      })}
    </ZIndexLayer>
  );
}

interface PointerProps {
  readonly vertices: readonly RocVertex[];
  readonly scheme: Scheme;
  /** The lines of the readout at a vertex. */
  readonly describe: (vertex: RocVertex) => readonly string[];
  /** Called with the threshold under a press or drag. */
  readonly onThreshold?: ((threshold: number) => void) | undefined;
}

/** Reads the selected curve's vertex nearest to the pointer; a press or a drag selects its threshold. */
export function RocPointer({ vertices, scheme, describe, onThreshold }: PointerProps) {
  const place = usePlace();
  const [under, setUnder] = useState<RocVertex | null>(null);
  if (place === null) return null;
  const { plot } = place;

  const follow = (event: PointerEvent<SVGRectElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = 1 - (event.clientY - box.top) / box.height;
    const vertex = nearestVertex(vertices, x, y);
    setUnder(vertex);
    if (event.buttons === 1 && vertex !== null && vertex.threshold !== null) onThreshold?.(vertex.threshold);
  };

  return (
    <ZIndexLayer zIndex={900}>
      {under !== null && <RocReadout vertex={under} place={place} scheme={scheme} lines={describe(under)} />}
      <rect
        x={plot.x}
        y={plot.y}
        width={plot.width}
        height={plot.height}
        fill="transparent"
        style={{ cursor: onThreshold === undefined ? 'crosshair' : 'pointer', touchAction: 'pan-y' }}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setUnder(null)}
      />
    </ZIndexLayer>
  );
}

interface ReadoutProps {
  readonly vertex: RocVertex;
  readonly place: Place;
  readonly scheme: Scheme;
  readonly lines: readonly string[];
}

function RocReadout({ vertex, place, scheme, lines }: ReadoutProps) {
  const ink = figureInk[scheme];
  const [cx, cy] = [place.left(vertex.x), place.top(vertex.y)];
  const width = 168;
  const height = 12 + 16 * lines.length;
  const x = Math.min(Math.max(cx + 14, place.plot.x + 4), place.plot.x + place.plot.width - width - 4);
  const y = Math.min(cy + 14, place.plot.y + place.plot.height - height - 4);
  return (
    <g pointerEvents="none" data-export="omit">
      <circle cx={cx} cy={cy} r={5} fill="none" stroke={ink.text} strokeWidth={1.5} />
      <rect x={x} y={y} width={width} height={height} rx={4} fill={ink.ground} stroke={ink.muted} />
      {lines.map((line, i) => (
        <text key={line} x={x + 10} y={y + 19 + 16 * i} fontSize={12} fill={ink.text}>
          {line}
        </text>
      ))}
    </g>
  );
}
