// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RocChartProps } from './roc-chart-data.ts';
import { RocChart } from './roc-chart-drawing.tsx';

const props: RocChartProps = {
  series: [
    {
      key: 'all',
      columns: {
        thresholds: [null, 0.75, 0.5, 0.3, null],
        sensitivity: [0, 1 / 3, 2 / 3, 1, 1],
        specificity: [1, 1, 1 / 2, 1 / 2, 0],
      },
      label: 'All',
      detail: '3+ / 2−',
      style: 0,
      selected: true,
    },
  ],
  marks: [{ key: 'point', x: 0.5, y: 2 / 3, shape: 'disc', lines: ['threshold 0.500'] }],
  xTitle: '1 − specificity',
  yTitle: 'Sensitivity',
  summary: 'ROC curve',
  scheme: 'light',
  widthPx: 480,
  heightPx: 480,
  isLive: false,
  describeVertex: () => [],
};

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

/** The curve's vertices in pixels. */
async function drawn(widthPx: number, heightPx: number): Promise<[number, number][]> {
  await act(async () => root.render(<RocChart {...props} widthPx={widthPx} heightPx={heightPx} />));
  const path = host.querySelector('.recharts-line-curve')?.getAttribute('d') ?? '';
  return [...path.matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('RocChart', () => {
  it.each([
    [480, 480],
    [700, 480],
    [320, 320],
  ])('has a square plot at %d by %d', async (widthPx, heightPx) => {
    const vertices = await drawn(widthPx, heightPx);
    const [first, last] = [vertices[0]!, vertices.at(-1)!];
    expect(Math.abs(last[0] - first[0] - (first[1] - last[1]))).toBeLessThanOrEqual(1);
    expect(last[0]).toBeLessThanOrEqual(widthPx);
  });

  it('draws every vertex and a tie as one diagonal', async () => {
    const vertices = await drawn(480, 480);
    const [left, bottom] = vertices[0]!;
    const side = vertices.at(-1)![0] - left;
    expect(vertices).toHaveLength(5);
    const shares = vertices.map(([x, y]) => [(x - left) / side, (bottom - y) / side]);
    const expected = [
      [0, 0],
      [0, 1 / 3],
      [0.5, 2 / 3],
      [0.5, 1],
      [1, 1],
    ];
    shares.forEach(([x, y], i) => {
      expect(x).toBeCloseTo(expected[i]![0]!, 3);
      expect(y).toBeCloseTo(expected[i]![1]!, 3);
    });
  });

  it('draws the operating point on its curve and labels it with its threshold', async () => {
    const vertices = await drawn(480, 480);
    const disc = host.querySelector('[data-mark="point"] circle');
    expect(Number(disc?.getAttribute('cx'))).toBeCloseTo(vertices[2]![0], 1);
    expect(Number(disc?.getAttribute('cy'))).toBeCloseTo(vertices[2]![1], 1);
    expect(host.textContent).toContain('threshold 0.500');
  });

  it('moves a point and its label while the curve stays the same element', async () => {
    await drawn(480, 480);
    const curve = host.querySelector('.recharts-line-curve');
    const marks = [{ key: 'point', x: 0, y: 1 / 3, shape: 'disc' as const, lines: ['threshold 0.750'] }];
    await act(async () => root.render(<RocChart {...props} widthPx={480} heightPx={480} marks={marks} />));
    expect(host.textContent).toContain('threshold 0.750');
    expect(host.textContent).not.toContain('threshold 0.500');
    expect(host.querySelector('.recharts-line-curve')).toBe(curve);
    const other = [{ ...props.series[0]!, label: 'Another' }];
    await act(async () => root.render(<RocChart {...props} widthPx={480} heightPx={480} series={other} />));
    expect(host.textContent).toContain('Another');
  });
});
