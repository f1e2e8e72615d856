import { figureFont, figureInk } from '@/charts/series-style.ts';
import { cssColour } from './colour-scale.ts';
import { type CropTile } from './crop-tiles.ts';
import { patchAt, type Region } from './sensitivity-map.ts';
import { type Heatmap } from './use-heatmap.ts';

const gapPx = 12;
const barPx = 12;
/** Room below the slide: the scale with its ends above and its numbers below. */
const legendPx = gapPx + 16 + barPx + 18;
const highestPx = 1000;
const legendSteps = 64;
/** As on screen: smaller patches have no room for a sign, weaker ones no sign worth showing. */
const signFromPx = 20;
const signFromShare = 0.1;

export interface HeatmapPictureProps {
  readonly heatmap: Heatmap;
  readonly slide: Region;
  /** The slide itself, drawn at the width of `pictureWidth`, as data URLs. */
  readonly tiles: readonly CropTile[];
  readonly widthPx: number;
  readonly valueText: (value: number) => string;
  readonly towardText: (value: number) => string;
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
  const { map, finder, scale, opacity } = heatmap;
  const size = map.sizePx * pxPerLevel0;
  return map.x.map((_, index) => {
    const patch = patchAt(map, index);
    const share = scale > 0 ? patch.value / scale : 0;
    const [x, y] = [patch.x * pxPerLevel0, patch.y * pxPerLevel0];
    const line = { stroke: '#000000', strokeOpacity: 0.55, strokeWidth: 1 };
    return (
      <g key={index}>
        <rect x={x} y={y} width={size} height={size} fill={cssColour(share)} fillOpacity={opacity} />
        {finder.isBlockEdge(patch, 'right') && <line x1={x + size} x2={x + size} y1={y} y2={y + size} {...line} />}
        {finder.isBlockEdge(patch, 'below') && <line x1={x} x2={x + size} y1={y + size} y2={y + size} {...line} />}
        {size >= signFromPx && Math.abs(share) >= signFromShare && (
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
            {share > 0 ? '+' : '−'}
          </text>
        )}
      </g>
    );
  });
}

interface LegendProps extends Pick<HeatmapPictureProps, 'heatmap' | 'valueText' | 'towardText'> {
  readonly top: number;
  readonly width: number;
}

function Legend({ heatmap: { scale }, top, width, valueText, towardText }: LegendProps) {
  const step = width / legendSteps;
  const words = { fontSize: 11, fill: figureInk.light.text };
  const barTop = top + 16;
  return (
    <g>
      <text x={0} y={top + 9} {...words}>{`← − ${towardText(-1)}`}</text>
      <text x={width} y={top + 9} textAnchor="end" {...words}>{`${towardText(1)} + →`}</text>
      {Array.from({ length: legendSteps }, (_, i) => (
        <rect
          key={i}
          x={i * step}
          y={barTop}
          width={step + 0.5}
          height={barPx}
          fill={cssColour((2 * (i + 0.5)) / legendSteps - 1)}
        />
      ))}
      {[-1, -0.5, 0, 0.5, 1].map((share) => (
        <text
          key={share}
          x={((share + 1) / 2) * width}
          y={barTop + barPx + 13}
          textAnchor={share === -1 ? 'start' : share === 1 ? 'end' : 'middle'}
          {...words}
        >
          {valueText(share * scale)}
        </text>
      ))}
    </g>
  );
}
