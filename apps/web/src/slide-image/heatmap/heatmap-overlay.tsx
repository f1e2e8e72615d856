'use client';
import { useEffect, useRef } from 'react';
import { type View } from '../viewer/fit.ts';
import { patchAt } from './sensitivity-map.ts';
import { type Heatmap } from './heatmap.ts';

/** The side length on screen from which a patch has room for its sign. */
const signFromPx = 26;

/** The colours of the scored patches over the slide; the sign is written too, and lines separate blocks. */
export function HeatmapOverlay({ heatmap, view }: { heatmap: Heatmap; view: View }) {
  const ref = useRef<HTMLCanvasElement | null>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    context.scale(ratio, ratio);
    if (heatmap.isShown) drawColours(context, heatmap, view);
    drawChosen(context, heatmap, view);
  }, [heatmap, view]);
  return (
    <canvas
      ref={ref}
      data-heatmap={heatmap.isShown}
      aria-hidden
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }}
    />
  );
}

function drawColours(context: CanvasRenderingContext2D, heatmap: Heatmap, view: View): void {
  const { map, finder, opacity } = heatmap;
  const size = map.sizePx * view.scale;
  // Whole screen pixels, so that neighbours neither overlap nor leave a line between them.
  const edge = (level0: number, offset: number): number => Math.round(level0 * view.scale + offset);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let index = 0; index < map.x.length; index++) {
    const patch = patchAt(map, index);
    const [left, top] = [edge(patch.x, view.left), edge(patch.y, view.top)];
    const [right, bottom] = [edge(patch.x + map.sizePx, view.left), edge(patch.y + map.sizePx, view.top)];
    if (right < 0 || bottom < 0 || left > view.width || top > view.height) continue;
    const sign = heatmap.signAt(index);
    context.globalAlpha = opacity;
    context.fillStyle = heatmap.colourAt(index);
    context.fillRect(left, top, right - left, bottom - top);
    if (size >= signFromPx && sign !== null) drawSign(context, sign, left, top, size);
    if (!heatmap.hasLines) continue;
    context.globalAlpha = 1;
    context.fillStyle = 'rgb(0 0 0 / 0.55)';
    if (finder.isBlockEdge(patch, 'right')) context.fillRect(right - 1, top, 1, bottom - top);
    if (finder.isBlockEdge(patch, 'below')) context.fillRect(left, bottom - 1, right - left, 1);
  }
}

/** In the corner, so that the tissue in the middle of a patch stays visible. */
function drawSign(context: CanvasRenderingContext2D, sign: string, left: number, top: number, size: number): void {
  const at = Math.min(14, size * 0.25);
  context.globalAlpha = 1;
  context.font = `700 ${Math.min(18, size * 0.35)}px Arial, sans-serif`;
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(255 255 255 / 0.9)';
  context.fillStyle = '#111';
  context.strokeText(sign, left + at, top + at);
  context.fillText(sign, left + at, top + at);
}

function drawChosen(context: CanvasRenderingContext2D, { map, chosen }: Heatmap, view: View): void {
  if (chosen === null) return;
  const { x, y } = patchAt(map, chosen);
  const size = map.sizePx * view.scale;
  const [left, top] = [x * view.scale + view.left, y * view.scale + view.top];
  context.globalAlpha = 1;
  for (const [width, colour] of [
    [5, '#fff'],
    [2.5, '#111'],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.strokeRect(left, top, size, size);
  }
}
