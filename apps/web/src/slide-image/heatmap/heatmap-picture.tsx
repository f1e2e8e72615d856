import { figureFont, figureInk } from '@/charts/series-style.ts';
import { cssColour } from './colour-scale.ts';
import { type CropTile } from './crop-tiles.ts';
import { patchAt, type Region } from './sensitivity-map.ts';
import { attentionColour } from './attention-colours.ts';
import { type Heatmap } from './heatmap.ts';

const gapPx = 12;
const barPx = 12;
/** Room below the slide: the scale with its ends above and its numbers below. */
const legendPx = gapPx + 16 + barPx + 18;
const highestPx = 1000;
const legendSteps = 64;
/** As on screen: smaller patches have no room for a sign. */
const signFromPx = 20;

export interface HeatmapPictureProps {
  readonly heatmap: Heatmap;
  readonly slide: Region;
  /** The slide itself, drawn at the width of `pictureWidth`, as data URLs. */
  readonly tiles: readonly CropTile[];
  readonly widthPx: number;
  /** What the ends of the scale mean, from left to right. */
  readonly ends: readonly [string, string];
  /** The numbers below the scale, from left to right, evenly. */
  readonly ticks: readonly string[];
}

/** Width of the slide in a picture of at most `widthPx`: a tall one is made narrower, so that it fits a page. */
export function pictureWidth(slide: Region, widthPx: number): number {
  return Math.round(Math.min(widthPx, (highestPx * slide.width) / slide.height));
}

export function pictureHeight(slide: Region, widthPx: number): number {
  return Math.round((pictureWidth(slide, widthPx) * slide.height) / slide.width) + legendPx;
}

/** The slide under the colours of its patches, with their scale: for a file, all of it at once. */
export function HeatmapPicture({ heatmap, slide, tiles, widthPx, ...text }: HeatmapPictureProps) {
  const width = pictureWidth(slide, widthPx);
  const scale = width / slide.width;
  const height = slide.height * scale;
  return (
    <svg width={widthPx} height={pictureHeight(slide, widthPx)} fontFamily={figureFont}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} overflow="hidden">
        {tiles.map(({ url, left, top, ...size }) => (
          <image key={`${left} ${top}`} href={url} x={left} y={top} {...size} preserveAspectRatio="none" />
        ))}
        <Patches heatmap={heatmap} scale={scale} />
      </svg>
      <rect width={width} height={height} fill="none" stroke={figureInk.light.muted} />
      <Legend heatmap={heatmap} top={height + gapPx} width={width} {...text} />
    </svg>
  );
}

function Patches({ heatmap, scale: pxPerLevel0 }: { heatmap: Heatmap; scale: number }) {
  const { map, finder, opacity, hasLines } = heatmap;
  const size = map.sizePx * pxPerLevel0;
  return map.x.map((_, index) => {
    const patch = patchAt(map, index);
    const sign = heatmap.signAt(index);
    const [x, y] = [patch.x * pxPerLevel0, patch.y * pxPerLevel0];
    const line = { stroke: '#000000', strokeOpacity: 0.55, strokeWidth: 1 };
    return (
      <g key={index}>
        <rect x={x} y={y} width={size} height={size} fill={heatmap.colourAt(index)} fillOpacity={opacity} />
        {hasLines && finder.isBlockEdge(patch, 'right') && (
          <line x1={x + size} x2={x + size} y1={y} y2={y + size} {...line} />
        )}
        {hasLines && finder.isBlockEdge(patch, 'below') && (
          <line x1={x} x2={x + size} y1={y + size} y2={y + size} {...line} />
        )}
        {size >= signFromPx && sign !== null && (
          <text
            x={x + 4}
            y={y + 15}
            fontSize={14}
            fontWeight={700}
            fill="#111111"
            stroke="#ffffff"
            strokeWidth={3}
            paintOrder="stroke"
          >
            {sign}
          </text>
        )}
      </g>
    );
  });
}

interface LegendProps extends Pick<HeatmapPictureProps, 'heatmap' | 'ends' | 'ticks'> {
  readonly top: number;
  readonly width: number;
}

function Legend({ heatmap: { kind }, top, width, ends, ticks }: LegendProps) {
  const step = width / legendSteps;
  const words = { fontSize: 11, fill: figureInk.light.text };
  const barTop = top + 16;
  return (
    <g>
      <text x={0} y={top + 9} {...words}>
        {ends[0]}
      </text>
      <text x={width} y={top + 9} textAnchor="end" {...words}>
        {ends[1]}
      </text>
      {Array.from({ length: legendSteps }, (_, i) => (
        <rect
          key={i}
          x={i * step}
          y={barTop}
          width={step + 0.5}
          height={barPx}
          fill={
            kind === 'attention'
              ? attentionColour((100 * (i + 0.5)) / legendSteps)
              : cssColour((2 * (i + 0.5)) / legendSteps - 1)
          }
        />
      ))}
      {ticks.map((tick, i) => (
        <text
          key={tick}
          x={(i / (ticks.length - 1)) * width}
          y={barTop + barPx + 13}
          textAnchor={i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle'}
          {...words}
        >
          {tick}
        </text>
      ))}
    </g>
  );
}
