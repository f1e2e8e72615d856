'use client';
import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts';
import {
  axisBottomPx,
  type KaplanMeierChartProps,
  type KaplanMeierPicture,
  type KaplanMeierRow,
  type KaplanMeierTexts,
  riskRowPx,
  rowsPerCurve,
  riskTopPx,
} from './kaplan-meier-chart-data.ts';
import {
  CensorMarks,
  EndLabels,
  firstCountPx,
  MedianLines,
  riskKeyPx,
  RiskTable,
  Statistics,
} from './kaplan-meier-chart-layers.tsx';
import { KaplanMeierTooltip } from './kaplan-meier-chart-tooltip.tsx';
import { figureFont, figureInk } from './series-style.ts';
import { boldWidth } from './text-width.ts';

/** From this width on, curves are labelled at their ends. */
const namesFromPx = 620;

/** Maximum room for the names; a longer one is cut there and is given in full in the table. */
const mostNamePx = 150;

/** Survival curves with bands, censoring, medians, and the numbers at risk under the ticks they belong to. */
export function KaplanMeierChart(props: KaplanMeierChartProps) {
  const { picture, texts, showsBand, scheme, widthPx, heightPx, isExport } = props;
  const { rows, curves, ticks, xMax, freeCorner } = picture;
  const ink = figureInk[scheme];
  const names = widthPx >= namesFromPx;
  const nameWidth = names ? Math.min(mostNamePx, 14 + Math.max(0, ...curves.map(({ label }) => boldWidth(label)))) : 14;
  const axis = { interval: 0 as const, tick: { fontSize: 12, fill: ink.text }, stroke: ink.muted };
  const titleStyle = { fontSize: 12, fill: ink.text, fontFamily: figureFont };
  return (
    <ComposedChart
      width={widthPx}
      height={heightPx}
      data={rows as KaplanMeierRow[]}
      margin={{
        top: 12,
        right: nameWidth,
        bottom: riskTopPx - axisBottomPx + riskRowPx * curves.length * rowsPerCurve(texts.counts) + 12,
        left: 0,
      }}
      accessibilityLayer={!isExport}
      title={texts.summary}
      style={{ fontFamily: figureFont }}
    >
      <CartesianGrid vertical={false} stroke={ink.grid} />
      <XAxis
        {...axis}
        dataKey="months"
        type="number"
        domain={[0, xMax]}
        ticks={[...ticks]}
        height={axisBottomPx}
        allowDataOverflow
        label={{ value: texts.x, position: 'insideBottom', offset: 4, style: titleStyle }}
      />
      <YAxis
        {...axis}
        type="number"
        domain={[0, 100]}
        ticks={[0, 20, 40, 60, 80, 100]}
        width={leftPx(curves, texts.counts, widthPx)}
        label={{
          value: texts.y,
          angle: -90,
          position: 'insideRight',
          dx: -34,
          style: { ...titleStyle, textAnchor: 'middle' },
        }}
      />
      {isExport ? null : (
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: ink.muted, strokeDasharray: '2 2' }}
          content={({ active, payload }) => (
            <KaplanMeierTooltip
              row={active ? (payload[0]?.payload as KaplanMeierRow | undefined) : undefined}
              curves={curves}
              texts={texts}
            />
          )}
        />
      )}
      {showsBand
        ? curves.flatMap(({ key, style }) =>
            (['thinBand', 'band'] as const).map((part) => (
              <Area
                key={`${key}-${part}`}
                dataKey={(row: KaplanMeierRow) => row.curves[key]?.[part] ?? null}
                type="stepAfter"
                stroke="none"
                fill={style.stroke}
                fillOpacity={part === 'band' ? 0.15 : 0.06}
                connectNulls={false}
                isAnimationActive={false}
                tooltipType="none"
                activeDot={false}
                legendType="none"
              />
            )),
          )
        : null}
      {curves.flatMap(({ key, style }) =>
        (['thin', 'solid'] as const).map((part) => (
          <Line
            key={`${key}-${part}`}
            dataKey={(row: KaplanMeierRow) => row.curves[key]?.[part] ?? null}
            type="stepAfter"
            stroke={style.stroke}
            strokeWidth={2}
            strokeOpacity={part === 'thin' ? 0.45 : 1}
            {...(style.dash ? { strokeDasharray: style.dash } : {})}
            dot={false}
            activeDot={part === 'solid' && !isExport ? { r: 3, stroke: ink.ground } : false}
            connectNulls={false}
            isAnimationActive={false}
            legendType="none"
          />
        )),
      )}
      <MedianLines curves={curves} scheme={scheme} />
      <CensorMarks curves={curves} />
      {names ? <EndLabels rows={rows} curves={curves} scheme={scheme} roomPx={nameWidth - 8} /> : null}
      <Statistics lines={texts.statistics} corner={freeCorner} scheme={scheme} />
      <RiskTable
        curves={curves}
        ticks={ticks}
        title={texts.atRisk}
        counts={texts.counts ?? null}
        topPx={riskTopPx}
        rowPx={riskRowPx}
        scheme={scheme}
      />
    </ComposedChart>
  );
}

/** The names of the rows are left of their numbers: as much room as the longest needs, within reason. */
function leftPx(curves: KaplanMeierPicture['curves'], counts: KaplanMeierTexts['counts'], widthPx: number): number {
  const names = [...curves.map(({ label }) => label), ...(counts ? [counts.events, counts.censored] : [])];
  const longest = Math.max(0, ...names.map(boldWidth));
  return Math.ceil(Math.min(Math.max(64, longest + riskKeyPx + firstCountPx), widthPx * 0.3));
}
