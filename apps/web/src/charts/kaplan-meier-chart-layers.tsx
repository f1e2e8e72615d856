'use client';
import { usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import { missing, showNumber } from '@/numbers/show.ts';
import {
  type KaplanMeierCurve,
  type KaplanMeierRow,
  type KaplanMeierTexts,
  rowsPerCurve,
} from './kaplan-meier-chart-data.ts';
import { namesApart, rowsFor } from './kaplan-meier-chart-places.ts';
import { figureInk, type Scheme } from './series-style.ts';
import { boldWidth, cutToWidth } from './text-width.ts';

interface Place {
  readonly x: (months: number) => number;
  readonly y: (percent: number) => number;
  readonly plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Data to pixels, or null before the plot has a size. */
function usePlace(): Place | null {
  const plot = usePlotArea();
  const [x, y] = [useXAxisScale(), useYAxisScale()];
  if (!plot || !x || !y || plot.width <= 0) return null;
  return { plot, x: (months) => x(months) ?? 0, y: (percent) => y(percent) ?? 0 };
}

/** Half the height of a censoring mark. */
const censorPx = 4;

/** One path per curve: 300 censored subjects make one element. */
export function CensorMarks({ curves }: { readonly curves: readonly KaplanMeierCurve[] }) {
  const place = usePlace();
  if (!place) return null;
  return (
    <ZIndexLayer zIndex={500}>
      {curves.map(({ key, censored, style }) => (
        <path
          key={key}
          d={censored
            .map(({ months, survival }) => `M${place.x(months)} ${place.y(survival) - censorPx}v${2 * censorPx}`)
            .join('')}
          stroke={style.stroke}
          strokeWidth={1}
          fill="none"
        />
      ))}
    </ZIndexLayer>
  );
}

/** A dotted line at one half, and one down to the axis for every median reached, with its months beside it. */
export function MedianLines({
  curves,
  scheme,
}: {
  readonly curves: readonly KaplanMeierCurve[];
  readonly scheme: Scheme;
}) {
  const place = usePlace();
  if (!place) return null;
  const right = place.plot.x + place.plot.width;
  const reached = curves
    .flatMap(({ key, medianMonths, style }) => {
      const x = medianMonths === null ? null : place.x(medianMonths);
      return medianMonths === null || x === null || x > right
        ? []
        : [{ key, x, text: showNumber(medianMonths, 1), fill: style.text }];
    })
    .toSorted((a, b) => a.x - b.x);
  const rows = rowsFor(reached.map(({ x, text }) => ({ from: x, to: x + boldWidth(text) + 8 })));
  if (reached.length === 0) return null;
  const stroke = { stroke: figureInk[scheme].muted, strokeDasharray: '2 3' };
  return (
    <ZIndexLayer zIndex={150}>
      <line x1={place.x(0)} x2={Math.max(...reached.map(({ x }) => x))} y1={place.y(50)} y2={place.y(50)} {...stroke} />
      {reached.map(({ key, x, text, fill }, i) => (
        <g key={key}>
          <line x1={x} x2={x} y1={place.y(50)} y2={place.y(0)} {...stroke} />
          <text
            x={x + 4}
            y={place.y(0) - 6 - (rows[i] ?? 0) * 14}
            fontSize={11.5}
            fontWeight={700}
            fill={fill}
            stroke={figureInk[scheme].ground}
            strokeWidth={3}
            paintOrder="stroke"
            data-median
          >
            {text}
          </text>
        </g>
      ))}
    </ZIndexLayer>
  );
}

interface EndLabelsProps {
  readonly rows: readonly KaplanMeierRow[];
  readonly curves: readonly KaplanMeierCurve[];
  readonly scheme: Scheme;
  readonly roomPx: number;
}

/** Each curve's name where it ends, moved apart where curves end together. */
export function EndLabels({ rows, curves, scheme, roomPx }: EndLabelsProps) {
  const place = usePlace();
  if (!place) return null;
  const ends = curves.flatMap(({ key, label, style }) => {
    const last = rows.findLast(({ curves: at }) => (at[key]?.survival ?? null) !== null);
    const survival = last?.curves[key]?.survival ?? null;
    return last && survival !== null
      ? [{ key, label, style, x: place.x(last.months) + 6, y: place.y(survival) + 4 }]
      : [];
  });
  return (
    <ZIndexLayer zIndex={600}>
      {namesApart(ends, place.y(0) - 5).map(({ key, label, style, x, y }) => (
        <text
          key={key}
          x={x}
          y={y}
          fontSize={12}
          fontWeight={700}
          fill={style.text}
          stroke={figureInk[scheme].ground}
          strokeWidth={3}
          paintOrder="stroke"
        >
          {cutToWidth(label, roomPx)}
        </text>
      ))}
    </ZIndexLayer>
  );
}

interface StatisticsProps {
  readonly lines: readonly string[];
  readonly corner: 'top-right' | 'bottom-left';
  readonly scheme: Scheme;
}

/** Ratio and test inside the picture, so that they are exported with it. */
export function Statistics({ lines, corner, scheme }: StatisticsProps) {
  const place = usePlace();
  if (!place) return null;
  const { plot } = place;
  const isRight = corner === 'top-right';
  const x = isRight ? plot.x + plot.width - 4 : plot.x + 12;
  const top = isRight ? plot.y + 16 : plot.y + plot.height - 12 - (lines.length - 1) * 17;
  return (
    <ZIndexLayer zIndex={650}>
      <text
        x={x}
        y={top}
        textAnchor={isRight ? 'end' : 'start'}
        fontSize={12.5}
        fill={figureInk[scheme].text}
        stroke={figureInk[scheme].ground}
        strokeWidth={4}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {lines.map((line, i) => (
          <tspan key={line} x={x} dy={i === 0 ? 0 : 17} fontWeight={i === 0 ? 700 : 400}>
            {line}
          </tspan>
        ))}
      </text>
    </ZIndexLayer>
  );
}

/** Room for the line sample before a curve's name, and for the half of a number left of month 0. */
export const riskKeyPx = 31;
export const firstCountPx = 20;

interface RiskTableProps {
  readonly curves: readonly KaplanMeierCurve[];
  readonly ticks: readonly number[];
  readonly title: string;
  readonly counts: NonNullable<KaplanMeierTexts['counts']> | null;
  /** From the bottom of the plot to the heading. */
  readonly topPx: number;
  readonly rowPx: number;
  readonly scheme: Scheme;
}

/**
 * Numbers at risk, each under its tick, and below them events and censored subjects where they are asked for, as KMunicate
 * has them (Morris et al., BMJ Open 2019;9:e030215); the line sample before a row is the legend of the figure.
 */
export function RiskTable({ curves, ticks, title, counts, topPx, rowPx, scheme }: RiskTableProps) {
  const place = usePlace();
  if (!place) return null;
  const top = place.plot.y + place.plot.height + topPx;
  const left = place.plot.x;
  return (
    <ZIndexLayer zIndex={650}>
      <g fontSize={12}>
        <text x={4} y={top - 2} fontWeight={700} fill={figureInk[scheme].text}>
          {title}
        </text>
        {curves.map(({ key, label, style, atRisk, eventsBy, censoredBy }, c) => {
          const y = top + (c * rowsPerCurve(counts) + 1) * rowPx;
          const further = counts
            ? [
                { name: counts.events, values: eventsBy },
                { name: counts.censored, values: censoredBy },
              ]
            : [];
          return (
            <g key={key} fill={style.text}>
              <line
                x1={4}
                x2={26}
                y1={y - 4}
                y2={y - 4}
                stroke={style.stroke}
                strokeWidth={2}
                strokeDasharray={style.dash}
              />
              <text x={riskKeyPx} y={y} fontWeight={700}>
                {cutToWidth(label, left - riskKeyPx - firstCountPx)}
              </text>
              {ticks.map((tick, i) => (
                <text key={tick} x={place.x(tick)} y={y} textAnchor="middle" data-tick={tick}>
                  {atRisk[i] ?? missing}
                </text>
              ))}
              {further.map(({ name, values }, row) => (
                <g key={name} fill={figureInk[scheme].text}>
                  <text x={riskKeyPx} y={y + (row + 1) * rowPx}>
                    {cutToWidth(name, left - riskKeyPx - firstCountPx)}
                  </text>
                  {ticks.map((tick, i) => (
                    <text key={tick} x={place.x(tick)} y={y + (row + 1) * rowPx} textAnchor="middle">
                      {values[i] ?? missing}
                    </text>
                  ))}
                </g>
              ))}
            </g>
          );
        })}
      </g>
    </ZIndexLayer>
  );
}
