'use client';
import { type CourseCurve, courseTicks, lastMonthOf, survivalAt, survivalPath } from './course-chart-data.ts';
import { armStyle, figureFont, figureInk, type Scheme } from './series-style.ts';

interface CourseChartProps {
  readonly curves: readonly CourseCurve[];
  /** The patient's own time; null if there is none. */
  readonly own: { readonly months: number; readonly died: boolean; readonly label: string } | null;
  readonly xTitle: string;
  readonly yTitle: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
  readonly scheme: Scheme;
  readonly widthPx: number;
  readonly heightPx: number;
}

const margin = { left: 40, right: 10, top: 10, bottom: 34 };

/** The course of one patient against the survival of the groups: a cross where it ended by death, a bar where it goes on. */
export function CourseChart(props: CourseChartProps) {
  const { curves, own, xTitle, yTitle, summary, scheme, widthPx, heightPx } = props;
  const ink = figureInk[scheme];
  const last = lastMonthOf(curves, own?.months ?? null);
  const [width, height] = [widthPx - margin.left - margin.right, heightPx - margin.top - margin.bottom];
  const xOf = (month: number): number => margin.left + (month / last) * width;
  const yOf = (share: number): number => margin.top + (1 - share) * height;
  const ownCurve = curves.find(({ isOwn }) => isOwn) ?? null;
  const ordered = [...curves].sort((one, two) => Number(one.isOwn) - Number(two.isOwn));
  return (
    <svg width={widthPx} height={heightPx} role="img" aria-label={summary} fontFamily={figureFont} fontSize={12}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={margin.left} x2={margin.left + width} y1={yOf(share)} y2={yOf(share)} stroke={ink.grid} />
          <text x={margin.left - 6} y={yOf(share)} dy="0.35em" textAnchor="end" fill={ink.text}>
            {share * 100}
          </text>
        </g>
      ))}
      {courseTicks(last).map((month) => (
        <text key={month} x={xOf(month)} y={margin.top + height + 15} textAnchor="middle" fill={ink.text}>
          {month}
        </text>
      ))}
      <text x={margin.left + width / 2} y={heightPx - 3} textAnchor="middle" fill={ink.text}>
        {xTitle}
      </text>
      <text transform={`translate(11 ${margin.top + height / 2}) rotate(-90)`} textAnchor="middle" fill={ink.text}>
        {yTitle}
      </text>
      {ordered.map((curve) => {
        const { stroke, dash } = armStyle(curve.style, scheme);
        return (
          <path
            key={curve.label}
            d={survivalPath(curve, xOf, yOf)}
            fill="none"
            stroke={stroke}
            strokeWidth={curve.isOwn ? 2.25 : 1.25}
            strokeOpacity={curve.isOwn || ownCurve === null ? 1 : 0.5}
            strokeDasharray={dash}
          />
        );
      })}
      {own !== null && (
        <OwnTime
          x={xOf(own.months)}
          y={yOf(ownCurve === null ? 0 : survivalAt(ownCurve, own.months))}
          bottom={yOf(0)}
          own={own}
          ink={ink.text}
          ground={ink.ground}
          rightEdge={margin.left + width}
        />
      )}
    </svg>
  );
}

interface OwnTimeProps {
  readonly x: number;
  readonly y: number;
  readonly bottom: number;
  readonly own: NonNullable<CourseChartProps['own']>;
  readonly ink: string;
  readonly ground: string;
  readonly rightEdge: number;
}

function OwnTime({ x, y, bottom, own, ink, ground, rightEdge }: OwnTimeProps) {
  const isRight = x > (margin.left + rightEdge) / 2;
  return (
    <g>
      <line x1={margin.left} x2={x} y1={bottom} y2={bottom} stroke={ink} strokeWidth={4} />
      <line x1={x} x2={x} y1={bottom} y2={y} stroke={ink} strokeDasharray="2 2" />
      <circle cx={x} cy={y} r={5} fill={ground} stroke={ink} strokeWidth={2} />
      <path
        d={own.died ? `M${x - 5} ${bottom - 5}l10 10m0 -10l-10 10` : `M${x} ${bottom - 7}v14`}
        stroke={ink}
        strokeWidth={2.5}
      />
      <text
        x={x + (isRight ? -9 : 9)}
        y={bottom - 10}
        textAnchor={isRight ? 'end' : 'start'}
        fontWeight={700}
        fill={ink}
        stroke={ground}
        strokeWidth={3}
        paintOrder="stroke"
      >
        {own.label}
      </text>
    </g>
  );
}
