'use client';
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  Tooltip,
  usePlotArea,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts';
import { showNumber } from '@/numbers/show.ts';
import {
  type LearningCurveChartProps,
  type LearningPicture,
  type LearningRow,
  type LearningTexts,
} from './learning-curve-chart-data.ts';
import { figureFont, figureInk, groupStyle, type Scheme } from './series-style.ts';

const series = ['trainingLoss', 'tuningLoss'] as const;

/** Training and tuning loss by epoch, with the epoch that was kept. */
export function LearningCurveChart(props: LearningCurveChartProps) {
  const { picture, texts, scheme, widthPx, heightPx, isExport } = props;
  const { rows, bestEpoch, epochTicks, lastEpoch, lossTicks, mostLoss } = picture;
  const ink = figureInk[scheme];
  const axis = { interval: 0 as const, tick: { fontSize: 12, fill: ink.text }, stroke: ink.muted };
  const titleStyle = { fontSize: 12, fill: ink.text, fontFamily: figureFont };
  return (
    <ComposedChart
      width={widthPx}
      height={heightPx}
      data={rows as LearningRow[]}
      margin={{ top: 14, right: 24, bottom: 6, left: 4 }}
      accessibilityLayer={!isExport}
      title={texts.summary}
      style={{ fontFamily: figureFont }}
    >
      <CartesianGrid vertical={false} stroke={ink.grid} />
      <XAxis
        {...axis}
        dataKey="epoch"
        type="number"
        scale="log"
        domain={[1, lastEpoch]}
        ticks={[...epochTicks]}
        height={44}
        allowDataOverflow
        label={{ value: texts.x, position: 'insideBottom', offset: 4, style: titleStyle }}
      />
      <YAxis
        {...axis}
        type="number"
        domain={[0, mostLoss]}
        ticks={[...lossTicks]}
        width={56}
        label={{
          value: texts.y,
          angle: -90,
          position: 'insideLeft',
          offset: 12,
          style: { ...titleStyle, textAnchor: 'middle' },
        }}
      />
      {isExport ? null : (
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: ink.muted, strokeDasharray: '2 2' }}
          content={({ active, payload }) => (
            <Readout
              row={active ? (payload[0]?.payload as LearningRow | undefined) : undefined}
              texts={texts}
              scheme={scheme}
            />
          )}
        />
      )}
      {bestEpoch === null ? null : <ReferenceLine x={bestEpoch} stroke={ink.text} strokeDasharray="4 3" />}
      {series.map((key, i) => {
        const { stroke, dash } = groupStyle(i, scheme);
        return (
          <Line
            key={key}
            dataKey={key}
            type="linear"
            stroke={stroke}
            strokeWidth={2}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            dot={rows.length === 1 ? { r: 3, fill: stroke } : false}
            activeDot={false}
            isAnimationActive={false}
          />
        );
      })}
      <Words picture={picture} texts={texts} scheme={scheme} />
    </ComposedChart>
  );
}

/** Names of the two lines in the corner, and the kept epoch beside its line, on the side that has room. */
function Words({ picture, texts, scheme }: { picture: LearningPicture; texts: LearningTexts; scheme: Scheme }) {
  const plot = usePlotArea();
  const ink = figureInk[scheme];
  if (plot === undefined || plot.width <= 0) return null;
  const { bestEpoch, lastEpoch } = picture;
  const share = bestEpoch === null ? 0 : Math.log(bestEpoch) / Math.log(lastEpoch);
  const isRight = share > 0.6;
  const halo = { stroke: ink.ground, strokeWidth: 4, strokeLinejoin: 'round' as const, paintOrder: 'stroke' };
  const legendX = isRight ? plot.x + 10 : plot.x + plot.width - 10;
  return (
    <ZIndexLayer zIndex={650}>
      {series.map((key, i) => {
        const { stroke, text, dash } = groupStyle(i, scheme);
        const y = plot.y + 16 + 18 * i;
        const [from, to] = isRight ? [legendX, legendX + 28] : [legendX - 28, legendX];
        return (
          <g key={key}>
            <line
              x1={from}
              x2={to}
              y1={y - 4}
              y2={y - 4}
              stroke={stroke}
              strokeWidth={2}
              {...(dash ? { strokeDasharray: dash } : {})}
            />
            <text
              x={isRight ? to + 8 : from - 8}
              y={y}
              textAnchor={isRight ? 'start' : 'end'}
              fontSize={12}
              fontWeight={600}
              fill={text}
              {...halo}
            >
              {key === 'trainingLoss' ? texts.training : texts.tuning}
            </text>
          </g>
        );
      })}
      {bestEpoch === null ? null : (
        <text
          x={plot.x + share * plot.width + (isRight ? -6 : 6)}
          y={plot.y + 52}
          textAnchor={isRight ? 'end' : 'start'}
          fontSize={12}
          fill={ink.text}
          {...halo}
        >
          {texts.best}
        </text>
      )}
    </ZIndexLayer>
  );
}

function Readout({ row, texts, scheme }: { row: LearningRow | undefined; texts: LearningTexts; scheme: Scheme }) {
  const ink = figureInk[scheme];
  if (!row) return null;
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
      <div style={{ fontWeight: 600 }}>{texts.epoch(row.epoch)}</div>
      <div>{`${texts.training}: ${showNumber(row.trainingLoss, 4)}`}</div>
      <div>{`${texts.tuning}: ${showNumber(row.tuningLoss, 4)}`}</div>
    </div>
  );
}
