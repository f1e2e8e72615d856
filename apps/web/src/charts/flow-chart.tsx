'use client';
import { type MouseEvent, useId } from 'react';
import styles from './flow-chart.module.css';
import { type Arrow, type FlowPicture, layoutFlow, lineHeight, padding, type PlacedBox } from './flow-chart-layout.ts';
import { figureInk, type Scheme } from './series-style.ts';

interface FlowChartProps {
  readonly picture: FlowPicture;
  /** What the picture shows, for who does not see it. */
  readonly summary: string;
  readonly scheme: Scheme;
  readonly widthPx: number;
  readonly isExport: boolean;
  /** Follows the link of a box within the portal. */
  readonly onOpen: (href: string) => void;
}

const ground = { light: { step: '#f4f8f8', exit: '#ffffff' }, dark: { step: '#22302f', exit: '#1d1f22' } } as const;
const line = { light: '#5f6b73', dark: '#98a2a9' } as const;

/** The height that the picture has at this width. */
export const flowHeight = (picture: FlowPicture, widthPx: number): number =>
  layoutFlow(picture, Math.max(280, widthPx)).heightPx;

/** Who came in, who left and why, and who was analysed. Each box is a link to its patients. */
export function FlowChart({ picture, summary, scheme, widthPx, isExport, onOpen }: FlowChartProps) {
  const id = useId();
  const { boxes, arrows, heightPx } = layoutFlow(picture, Math.max(280, widthPx));
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${Math.max(280, widthPx)} ${heightPx}`}
      role={isExport ? 'img' : 'group'}
      aria-labelledby={id}
    >
      <title id={id}>{summary}</title>
      {arrows.map((arrow) => (
        <ArrowLine key={arrow.map(({ x, y }) => `${x} ${y}`).join()} arrow={arrow} scheme={scheme} />
      ))}
      {boxes.map((placed) => (
        <Box key={placed.box.key} placed={placed} scheme={scheme} isExport={isExport} onOpen={onOpen} />
      ))}
    </svg>
  );
}

/** Drawn, not a marker: a marker's reference is lost when the picture is saved as a file. */
function ArrowLine({ arrow, scheme }: { arrow: Arrow; scheme: Scheme }) {
  const [last, before] = [arrow.at(-1), arrow.at(-2)];
  if (!last || !before) return null;
  const [dx, dy] = [Math.sign(last.x - before.x), Math.sign(last.y - before.y)];
  const tip = `${last.x},${last.y}`;
  const sides = dx === 0 ? [-4, 4].map((d) => `${last.x + d},${last.y - 7 * dy}`) : [-4, 4].map((d) => `${last.x - 7 * dx},${last.y + d}`); // prettier-ignore
  return (
    <g stroke={line[scheme]} fill="none">
      <polyline points={arrow.map(({ x, y }) => `${x},${y}`).join(' ')} strokeWidth={1.2} />
      <polygon points={[tip, ...sides].join(' ')} fill={line[scheme]} stroke="none" />
    </g>
  );
}

interface BoxProps extends Pick<FlowChartProps, 'scheme' | 'isExport' | 'onOpen'> {
  readonly placed: PlacedBox;
}

function Box({ placed, scheme, isExport, onOpen }: BoxProps) {
  const { box, isExit, x, y, width, height, title, lines } = placed;
  const { text } = figureInk[scheme];
  const { href } = box;
  const content = (
    <>
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={width - 1}
        height={height - 1}
        rx={5}
        fill={ground[scheme][isExit ? 'exit' : 'step']}
        stroke={line[scheme]}
        strokeDasharray={isExit ? '4 3' : undefined}
      />
      {[...title, ...lines].map((words, i) => (
        <text
          // The same words may stand on two lines.
          key={`${i} ${words}`}
          x={x + padding}
          y={y + padding + 11 + i * lineHeight}
          fontSize={12}
          fontWeight={i < title.length ? 700 : 400}
          fill={text}
        >
          {words}
        </text>
      ))}
    </>
  );
  if (isExport) return <g>{content}</g>;
  if (href === null) {
    return (
      <g role="img" aria-label={box.spoken}>
        {content}
      </g>
    );
  }
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(href);
  };
  return (
    <a href={href} aria-label={box.spoken} className={styles['link']} onClick={follow}>
      {content}
    </a>
  );
}
