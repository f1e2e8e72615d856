/** Where the image is on the screen: `screen = level0 * scale + offset`, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels at each side of the stage that are covered by tools. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const noInsets: Insets = { top: 0, right: 0, bottom: 0, left: 0 };

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The view that shows the whole slide, as large as possible, in the area that the tools leave free.
 *
 * @param slide - in level-0 pixels.
 * @param stage - in CSS pixels.
 */
export function wholeView(slide: Size, stage: Size, { top, right, bottom, left }: Insets): View {
  // On a stage too small for its tools they cover the slide.
  const [across, down] = [stage.width - left - right, stage.height - top - bottom];
  const fits = across > stage.width / 3 && down > stage.height / 3;
  const room = fits
    ? { x: left, y: top, width: across, height: down }
    : { x: 0, y: 0, width: stage.width, height: stage.height };
  const scale = Math.min(room.width / slide.width, room.height / slide.height);
  return {
    ...stage,
    scale,
    left: room.x + (room.width - slide.width * scale) / 2,
    top: room.y + (room.height - slide.height * scale) / 2,
  };
}

/** Whether no part of the slide is outside the stage. */
export function isWhole({ scale, left, top, width, height }: View, slide: Size): boolean {
  const spare = 1; // a rounding error is not a crop
  return (
    left >= -spare &&
    top >= -spare &&
    left + slide.width * scale <= width + spare &&
    top + slide.height * scale <= height + spare
  );
}
