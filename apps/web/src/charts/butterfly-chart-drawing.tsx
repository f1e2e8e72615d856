'use client';
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, usePlotArea, XAxis, YAxis, ZIndexLayer } from 'recharts';
import { showInterval, showNumber, showPercent } from '@/numbers/show.ts';
import {
  barsOf,
  butterflyAxisPx,
  type ButterflyChartProps,
  butterflyHeadPx,
  type ButterflyBars,
  type ButterflyRow,
  type ButterflyTexts,
  fitsBeyond,
  mostPercent,
  mostPoints,
  percentTicks,
} from './butterfly-chart-data.ts';
import { figureFont, figureInk } from './series-style.ts';
import { cutToWidth } from './text-width.ts';

const mildOpacity = 0.38;

/** Room beside the bars: names on the left, differences on the right where there is space for them. */
function roomOf({ widthPx, picture }: Pick<ButterflyChartProps, 'widthPx' | 'picture'>) {
  const namesPx = Math.round(Math.min(230, Math.max(96, widthPx * 0.26)));
  const hasDifferences = widthPx >= 640 && picture.rows.some(({ difference }) => difference !== null);
  return { namesPx, differencesPx: hasDifferences ? Math.round(Math.min(330, widthPx * 0.34)) : 0 };
}

/** Shares of two groups to either side, the severe grades darker, and their differences with limits beside them. */
export function ButterflyChart(props: ButterflyChartProps) {
  const { picture, texts, scheme, widthPx, heightPx, isExport } = props;
  const { rows, left, right } = picture;
  const ink = figureInk[scheme];
  const { namesPx, differencesPx } = roomOf(props);
  const most = mostPercent(picture);
  const bars = rows.map(barsOf);
  const bar = { stackId: 'grades', isAnimationActive: false, maxBarSize: 16 } as const;
  return (
    <BarChart
      layout="vertical"
      stackOffset="sign"
      width={widthPx}
      height={heightPx}
      data={bars}
      margin={{ top: butterflyHeadPx, right: differencesPx + 16, bottom: 0, left: 4 }}
      accessibilityLayer={!isExport}
      title={texts.summary}
      style={{ fontFamily: figureFont }}
    >
      <CartesianGrid horizontal={false} stroke={ink.grid} />
      <XAxis
        type="number"
        domain={[left ? -most : 0, most]}
        ticks={percentTicks(most, left !== null)}
        interval={0}
        height={butterflyAxisPx}
        tick={{ fontSize: 12, fill: ink.text }}
        stroke={ink.muted}
        tickFormatter={(value: number) => String(Math.abs(value))}
        label={{
          value: texts.x,
          position: 'insideBottom',
          offset: 6,
          style: { fontSize: 12, fill: ink.text, fontFamily: figureFont },
        }}
      />
      <YAxis
        type="category"
        dataKey="id"
        interval={0}
        width={namesPx}
        axisLine={false}
        tickLine={false}
        tick={({ x, y, index }: { x: number | string; y: number | string; index: number }) => (
          <text x={Number(x) - 4} y={Number(y) + 4} textAnchor="end" fontSize={12} fill={ink.text}>
            {cutToWidth(rows[index]?.name ?? '', namesPx - 12)}
          </text>
        )}
      />
      {isExport ? null : (
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: ink.grid, fillOpacity: 0.4 }}
          content={({ active, payload }) => {
            const shown = active ? (payload[0]?.payload as ButterflyBars | undefined) : undefined;
            return <Readout row={rows.find(({ id }) => id === shown?.id)} {...props} />;
          }}
        />
      )}
      <ReferenceLine x={0} stroke={ink.muted} />
      <Bar {...bar} dataKey="leftSevere" fill={left?.style.stroke ?? ink.muted} />
      <Bar {...bar} dataKey="leftMild" fill={left?.style.stroke ?? ink.muted} fillOpacity={mildOpacity} />
      <Bar {...bar} dataKey="rightSevere" fill={right.style.stroke} />
      <Bar {...bar} dataKey="rightMild" fill={right.style.stroke} fillOpacity={mildOpacity} />
      <Words {...props} most={most} />
      {differencesPx > 0 ? <Differences {...props} widthPx={differencesPx} /> : null}
    </BarChart>
  );
}

/** Names of the groups above their sides, the key of the two tones, and the shares at the ends of the bars. */
function Words({ picture, texts, scheme, most }: ButterflyChartProps & { readonly most: number }) {
  const plot = usePlotArea();
  if (plot === undefined || plot.width <= 0) return null;
  const { rows, left, right } = picture;
  const ink = figureInk[scheme];
  const zero = left ? plot.x + plot.width / 2 : plot.x;
  const perPercent = plot.width / (left ? 2 * most : most);
  const halo = { stroke: ink.ground, strokeWidth: 3, strokeLinejoin: 'round', paintOrder: 'stroke' } as const;
  const head = { y: plot.y - 28, fontSize: 13, fontWeight: 600 };
  const halfPx = left ? plot.width / 2 - 8 : plot.width - 8;
  const sidePx = left ? plot.width / 2 : plot.width;
  const share = (value: number | null, i: number, towards: -1 | 1) => {
    const barPx = 100 * (value ?? 0) * perPercent;
    const isBeyond = fitsBeyond(barPx, sidePx);
    return (
      <text
        x={zero + towards * (barPx + (isBeyond ? 4 : -4))}
        y={plot.y + ((i + 0.5) * plot.height) / rows.length + 4}
        textAnchor={(towards === 1) === isBeyond ? 'start' : 'end'}
        fontSize={11}
        fill={ink.text}
        {...halo}
      >
        {value === null ? '' : showNumber(100 * value, 1)}
      </text>
    );
  };
  return (
    <ZIndexLayer zIndex={650}>
      {left ? (
        <text {...head} x={zero - 8} textAnchor="end" fill={left.style.text}>
          {cutToWidth(left.name, halfPx)}
        </text>
      ) : null}
      <text {...head} x={zero + 8} textAnchor="start" fill={right.style.text}>
        {cutToWidth(right.name, halfPx)}
      </text>
      <Key x={plot.x} y={plot.y - 10} texts={texts} ink={ink} />
      {rows.map((row, i) => (
        <g key={row.id}>
          {row.left ? share(row.left.anyGrade, i, -1) : null}
          {share(row.right.anyGrade, i, 1)}
        </g>
      ))}
    </ZIndexLayer>
  );
}

interface KeyProps {
  readonly x: number;
  readonly y: number;
  readonly texts: ButterflyTexts;
  readonly ink: { readonly text: string };
}

function Key({ x, y, texts, ink }: KeyProps) {
  const second = 22 + texts.severe.length * 7 + (/\p{Script=Han}/u.test(texts.severe) ? texts.severe.length * 5 : 0);
  return (
    <g>
      <rect x={x} y={y - 9} width={12} height={10} fill={ink.text} />
      <text x={x + 17} y={y} fontSize={11} fill={ink.text}>
        {texts.severe}
      </text>
      <rect x={x + second} y={y - 9} width={12} height={10} fill={ink.text} fillOpacity={mildOpacity} />
      <text x={x + second + 17} y={y} fontSize={11} fill={ink.text}>
        {texts.mild}
      </text>
    </g>
  );
}

/** A point with its limits for each row on an axis of percentage points, and the numbers beside it. */
function Differences({ picture, texts, scheme, widthPx }: ButterflyChartProps) {
  const plot = usePlotArea();
  if (plot === undefined || plot.height <= 0) return null;
  const { rows } = picture;
  const ink = figureInk[scheme];
  const numbersPx = 118;
  const [from, to] = [plot.x + plot.width + 22, plot.x + plot.width + widthPx - numbersPx];
  const most = mostPoints(picture);
  const placeOf = (share: number) => (from + to) / 2 + ((share * 100) / most) * ((to - from) / 2);
  const bottom = plot.y + plot.height;
  return (
    <ZIndexLayer zIndex={650}>
      <text x={(from + to) / 2} y={plot.y - 28} textAnchor="middle" fontSize={12} fontWeight={600} fill={ink.text}>
        {cutToWidth(texts.difference, to - from + numbersPx)}
      </text>
      <line x1={placeOf(0)} x2={placeOf(0)} y1={plot.y} y2={bottom} stroke={ink.muted} strokeDasharray="3 3" />
      <line x1={from} x2={to} y1={bottom} y2={bottom} stroke={ink.muted} />
      {[-most, 0, most].map((tick) => (
        <text key={tick} x={placeOf(tick / 100)} y={bottom + 16} textAnchor="middle" fontSize={12} fill={ink.text}>
          {showNumber(tick, 0)}
        </text>
      ))}
      <text x={(from + to) / 2} y={bottom + butterflyAxisPx - 6} textAnchor="middle" fontSize={12} fill={ink.text}>
        {texts.points}
      </text>
      {rows.map(({ id, difference }, i) => {
        if (!difference) return null;
        const y = plot.y + ((i + 0.5) * plot.height) / rows.length;
        const { estimate, lower, upper } = difference;
        return (
          <g key={id}>
            <line x1={placeOf(lower)} x2={placeOf(upper)} y1={y} y2={y} stroke={ink.text} strokeWidth={1.5} />
            <circle cx={placeOf(estimate)} cy={y} r={3.5} fill={ink.text} />
            <text x={to + 8} y={y + 4} fontSize={11} fill={ink.text}>
              {pointsText(difference)}
            </text>
          </g>
        );
      })}
    </ZIndexLayer>
  );
}

function pointsText({ estimate, lower, upper }: NonNullable<ButterflyRow['difference']>): string {
  return `${showNumber(100 * estimate, 1)} (${showInterval(100 * lower, 100 * upper, 1)})`;
}

function Readout({ row, picture, texts, scheme }: ButterflyChartProps & { readonly row: ButterflyRow | undefined }) {
  if (!row) return null;
  const ink = figureInk[scheme];
  const sides = [
    ...(picture.left && row.left ? [{ name: picture.left.name, side: row.left }] : []),
    { name: picture.right.name, side: row.right },
  ];
  return (
    <div
      style={{
        padding: '6px 10px',
        background: ink.ground,
        border: `1px solid ${ink.muted}`,
        borderRadius: 4,
        color: ink.text,
        fontSize: 12,
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <div style={{ fontWeight: 600 }}>{row.name}</div>
      {sides.map(({ name, side }) => (
        <div key={name}>
          {`${name}: ${showPercent(side.anyGrade)}; ${texts.severe}: ${showPercent(side.gradeThreeOrMore)}`}
        </div>
      ))}
      {row.difference ? <div>{`${texts.difference}: ${pointsText(row.difference)}`}</div> : null}
    </div>
  );
}
