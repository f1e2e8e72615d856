import { type Point, type Polygon } from './roi.ts';

/** Corners of the polygon that stands for an ellipse: its area is 0.2 % smaller. */
export const ELLIPSE_CORNERS = 64;

/**
 * The polygon of an ellipse, with corners on it.
 *
 * @param across - from the centre to the end of one axis; `along` likewise of the other.
 */
export function ellipseRing(centre: Point, across: Point, along: Point): Polygon {
  return Array.from({ length: ELLIPSE_CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * i) / ELLIPSE_CORNERS;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return rounded({
      x: centre.x + across.x * cos + along.x * sin,
      y: centre.y + across.y * cos + along.y * sin,
    });
  });
}

/** To a hundredth of a pixel, as outlines are stored. */
export function rounded({ x, y }: Point): Point {
  return { x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 };
}
