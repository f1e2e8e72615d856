'use client';
import { type PointerEvent, useRef, useState } from 'react';
import { type View } from '../viewer/fit.ts';
import { brushMarks, type DrawnPoint, simplified } from './hand-drawn.ts';
import { type Regions } from './outline.ts';
import styles from './rois.module.css';

interface HandLayerProps {
  readonly tool: 'freehand' | 'brush';
  /** Of the brush, on the screen. */
  readonly radiusPx: number;
  readonly view: View;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly isCutting: boolean;
  /** A line was finished; what it encloses or covers, in level-0 pixels. */
  readonly onDrawn: (regions: Regions) => void;
}

/** Screen pixels by which a stored line may differ from the hand's. */
const tolerancePx = 1.2;
const brushTolerance = 0.12;

/** Takes the pointer while something is drawn by hand: a closed line, or what a round brush covers. */
export function HandLayer({ tool, radiusPx, view, size, isCutting, onDrawn }: HandLayerProps) {
  const [line, setLine] = useState<readonly DrawnPoint[]>([]);
  const [pointer, setPointer] = useState<DrawnPoint | null>(null);
  const drawn = useRef<DrawnPoint[]>([]);
  const placeOf = (event: PointerEvent): DrawnPoint => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const finish = (): void => {
    const points = drawn.current.map(({ x, y }) => ({
      x: (x - view.left) / view.scale,
      y: (y - view.top) / view.scale,
    }));
    drawn.current = [];
    setLine([]);
    if (points.length > 0) void regionsOf(tool, points, radiusPx, view.scale, size).then(onDrawn, () => onDrawn([]));
  };
  const path = line.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return (
    <div
      className={styles['hand']}
      data-hand={tool}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.current = [placeOf(event)];
        setLine(drawn.current);
      }}
      onPointerMove={(event) => {
        const place = placeOf(event);
        setPointer(place);
        if (drawn.current.length === 0) return;
        drawn.current = [...drawn.current, place];
        setLine(drawn.current);
      }}
      onPointerUp={finish}
      onPointerCancel={finish}
      onPointerLeave={() => setPointer(null)}
    >
      <svg aria-hidden data-cutting={isCutting}>
        {tool === 'brush' ? (
          <>
            {line.length > 0 && (
              <path
                className={styles['stroke']}
                d={line.length === 1 ? `${path}h0.01` : path}
                strokeWidth={2 * radiusPx}
              />
            )}
            {pointer && <circle className={styles['cursor']} cx={pointer.x} cy={pointer.y} r={radiusPx} />}
          </>
        ) : (
          <path className={styles['line']} d={`${path}${line.length > 2 ? 'Z' : ''}`} />
        )}
      </svg>
    </div>
  );
}

async function regionsOf(
  tool: HandLayerProps['tool'],
  points: readonly DrawnPoint[],
  radiusPx: number,
  scale: number,
  { widthPx, heightPx }: HandLayerProps['size'],
): Promise<Regions> {
  const { combinedRegions, enclosedBy, joined } = await import('./combine-regions.ts');
  const radius = radiusPx / scale;
  const slide = [
    { outline: { x: [0, widthPx, widthPx, 0], y: [0, 0, heightPx, heightPx] }, holes: [] },
  ] as const satisfies Regions;
  if (tool === 'brush') {
    const covered = joined(brushMarks(simplified(points, radius * brushTolerance), radius));
    return combinedRegions(covered, slide, 'intersect');
  }
  const line = simplified([...points, ...points.slice(0, 1)], tolerancePx / scale).slice(0, -1);
  if (line.length < 3) return [];
  return combinedRegions(enclosedBy({ x: line.map(({ x }) => x), y: line.map(({ y }) => y) }), slide, 'intersect');
}
