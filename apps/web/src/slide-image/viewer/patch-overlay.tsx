'use client';
import { useEffect, useRef } from 'react';
import { type PatchColumns, patchRectangles } from './patch-rectangles.ts';
import { patchStyle, patternSide, waiting } from './patch-style.ts';
import { type View } from './fit.ts';

/** Below this side length on screen a pattern is only noise, so only the colour is drawn. */
const patternFromPx = 10;

interface PatchOverlayProps {
  readonly patches: PatchColumns;
  readonly view: View;
  /** While a run is under way it is seen from afar which patches are done. */
  readonly isComing?: boolean;
}

/** The grid of patches over the slide: kept ones outlined, dropped ones under the pattern of their reason. */
export function PatchOverlay({ patches, view, isComing = false }: PatchOverlayProps) {
  const ref = useRef<HTMLCanvasElement | null>(null);

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    context.scale(ratio, ratio);
    draw(context, patches, view, isComing);
  }, [patches, view, isComing]);

  return (
    <canvas
      ref={ref}
      data-patches={isComing ? 'coming' : 'all'}
      aria-hidden
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }}
    />
  );
}

function draw(context: CanvasRenderingContext2D, patches: PatchColumns, view: View, isComing: boolean): void {
  const fills = new Map<string | null, CanvasPattern | null>();
  for (const { left, top, size, reason } of patchRectangles(patches, view)) {
    const { colour } = patchStyle(reason);
    if (reason === waiting) {
      drawWaiting(context, left, top, size);
      continue;
    }
    if (reason === null && isComing) {
      context.globalAlpha = 0.38;
      context.fillStyle = colour;
      context.fillRect(left, top, size, size);
    }
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

/** Under a veil, so that it looks undone beside those that are. */
function drawWaiting(context: CanvasRenderingContext2D, left: number, top: number, size: number): void {
  context.globalAlpha = 0.55;
  context.fillStyle = '#e9edf0';
  context.fillRect(left, top, size, size);
  context.globalAlpha = 0.9;
  context.strokeStyle = patchStyle(waiting).colour;
  context.lineWidth = 0.5;
  context.strokeRect(left + 0.5, top + 0.5, Math.max(0, size - 1), Math.max(0, size - 1));
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
