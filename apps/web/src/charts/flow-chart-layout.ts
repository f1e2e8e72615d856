import { boldWidth } from './text-width.ts';

/** One box of a flow of patients. */
export interface FlowBox {
  readonly key: string;
  /** Its heading, such as `Enrolled`. */
  readonly title: string;
  /** The number and what else is counted of it, a line each. */
  readonly lines: readonly string[];
  /** The list of these patients; null where there is none. */
  readonly href: string | null;
  /** For screen readers: title, number and lines in one sentence. */
  readonly spoken: string;
}

/** A step, and beside the arrow to the next one who leaves there. */
export interface FlowRow {
  readonly box: FlowBox;
  readonly exit: FlowBox | null;
}

export interface FlowPicture {
  readonly common: readonly FlowRow[];
  /** In columns beside each other where there is room, otherwise below each other. */
  readonly arms: readonly { readonly key: string; readonly rows: readonly FlowRow[] }[];
}

export interface PlacedBox {
  readonly box: FlowBox;
  readonly isExit: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: readonly string[];
  readonly lines: readonly string[];
}

/** From its first point to its last, which has the arrowhead. */
export type Arrow = readonly { readonly x: number; readonly y: number }[];

export interface FlowLayout {
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly Arrow[];
  readonly heightPx: number;
}

export const lineHeight = 17;
export const padding = 10;
const gap = 26;
const between = 18;
/** An arm beside another one needs this much. */
const narrowestArm = 330;

/** Where everything is in a picture of this width; its height follows. Pure, so that page and file agree. */
export function layoutFlow({ common, arms }: FlowPicture, widthPx: number): FlowLayout {
  const boxes: PlacedBox[] = [];
  const arrows: Arrow[] = [];
  const isBeside = arms.length > 1 && widthPx >= narrowestArm * arms.length;
  // Above arms that are beside each other the trunk is in the middle, with who leaves on its right.
  const left = isBeside ? Math.round(widthPx * 0.28) : 0;
  const trunk = place(common, { x: left, y: 1, width: widthPx - left, mainShare: isBeside ? 0.61 : 0.56 });
  boxes.push(...trunk.boxes);
  arrows.push(...trunk.arrows);
  const columns = isBeside ? arms.length : 1;
  const width = (widthPx - between * (columns - 1)) / columns;
  const origin = trunk.end;
  const mainShare = arms.some(({ rows }) => rows.some(({ exit }) => exit !== null)) ? 0.56 : 1;
  let y = trunk.bottom + gap;
  let lowest = trunk.bottom;
  for (const [i, { rows }] of arms.entries()) {
    const x = isBeside ? i * (width + between) : 0;
    const arm = place(rows, { x, y, width, mainShare });
    boxes.push(...arm.boxes);
    arrows.push(...arm.arrows);
    if (origin && arm.start && (isBeside || i === 0)) {
      const bend = trunk.bottom + gap / 2;
      arrows.push(
        origin.x === arm.start.x
          ? [origin, arm.start]
          : [origin, { x: origin.x, y: bend }, { x: arm.start.x, y: bend }, arm.start],
      );
    }
    lowest = Math.max(lowest, arm.bottom);
    if (!isBeside) y = arm.bottom + gap;
  }
  return { boxes, arrows, heightPx: Math.ceil(lowest + 2) };
}

interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Of the width, for the steps; the rest is for who leaves. */
  readonly mainShare: number;
}

function place(rows: readonly FlowRow[], { x, y: top, width, mainShare }: Column) {
  const boxes: PlacedBox[] = [];
  const arrows: Arrow[] = [];
  const mainWidth = Math.floor(width * mainShare);
  const exitX = x + mainWidth + between;
  const middle = x + mainWidth / 2;
  let y = top;
  let bottom = top;
  rows.forEach(({ box, exit }, i) => {
    const main = placed(box, { isExit: false, x, y, width: mainWidth });
    boxes.push(main);
    bottom = y + main.height;
    if (i === rows.length - 1) return;
    let next = bottom + gap;
    if (exit) {
      const beside = placed(exit, { isExit: true, x: exitX, y: bottom + gap / 2, width: x + width - exitX });
      boxes.push(beside);
      next = Math.max(next, beside.y + beside.height + gap / 2);
      const level = beside.y + beside.height / 2;
      arrows.push([
        { x: middle, y: level },
        { x: exitX, y: level },
      ]);
    }
    arrows.push([
      { x: middle, y: bottom },
      { x: middle, y: next },
    ]);
    y = next;
  });
  return {
    boxes,
    arrows,
    bottom,
    start: rows.length > 0 ? { x: middle, y: top } : null,
    end: rows.length > 0 ? { x: middle, y: bottom } : null,
  };
}

function placed(box: FlowBox, at: { isExit: boolean; x: number; y: number; width: number }): PlacedBox {
  const room = at.width - 2 * padding;
  const title = wrapped(box.title, room);
  const lines = box.lines.flatMap((line) => wrapped(line, room));
  const height = (title.length + lines.length) * lineHeight + 2 * padding - 3;
  return { box, ...at, height, title, lines };
}

/** Words on lines of at most this width; Chinese breaks anywhere. */
export function wrapped(text: string, roomPx: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
    if (line !== '' && boldWidth((line + piece).trimEnd()) > roomPx) {
      lines.push(line.trim());
      line = piece.trimStart();
    } else line += piece;
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines;
}
