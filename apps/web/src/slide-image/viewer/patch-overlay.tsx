'use client';
import { useEffect, useRef } from 'react';
import { type PatchColumns, patchRectangles } from './patch-rectangles.ts';
import { patchStyle, patternSide } from './patch-style.ts';
import { type View } from './fit.ts';

/** Below this side length on screen a pattern is only noise, so only the colour is drawn. */
const patternFromPx = 10;

/** The grid of patches over the slide: kept ones outlined, dropped ones under the pattern of their reason. */
export function PatchOverlay({ patches, view }: { patches: PatchColumns; view: View }) {
  const ref = useRef<HTMLCanvasElement | null>(null);

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    context.scale(ratio, ratio);
    draw(context, patches, view);
  }, [patches, view]);

  return (
    <canvas
      ref={ref}
      aria-hidden
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }}
    />
  );
}

function draw(context: CanvasRenderingContext2D, patches: PatchColumns, view: View): void {
  const fills = new Map<string | null, CanvasPattern | null>();
  for (const { left, top, size, reason } of patchRectangles(patches, view)) {
    const { colour } = patchStyle(reason);
    if (reason !== null) {
      if (!fills.has(reason)) fills.set(reason, patternOf(context, reason));
      context.globalAlpha = size < patternFromPx ? 0.45 : 0.75;
      context.fillStyle = size < patternFromPx ? colour : (fills.get(reason) ?? colour);
      context.fillRect(left, top, size, size);
    }
    context.globalAlpha = 0.9;
    context.strokeStyle = colour;
    context.lineWidth = reason === null ? 1.5 : 0.75;
    context.strokeRect(left + 0.5, top + 0.5, Math.max(0, size - 1), Math.max(0, size - 1));
  }
}

function patternOf(context: CanvasRenderingContext2D, reason: string): CanvasPattern | null {
  const { colour, pattern } = patchStyle(reason);
  const tile = document.createElement('canvas');
  tile.width = patternSide;
  tile.height = patternSide;
  const ink = tile.getContext('2d');
  if (!ink) return null;
  ink.strokeStyle = colour;
  ink.lineWidth = 1.25;
  ink.stroke(new Path2D(pattern));
  return context.createPattern(tile, 'repeat');
}
