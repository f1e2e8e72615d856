// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConfusionCell } from './confusion-chart-data.ts';
import { ConfusionChart } from './confusion-chart-drawing.tsx';

const cell = (truth: 0 | 1, predicted: 0 | 1, count: number): ConfusionCell => ({
  truth,
  predicted,
  count,
  share: `${count} of a long row`,
  shortShare: `${count} %`,
  spoken: `${count} cases`,
});

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

async function draw(
  cells: readonly ConfusionCell[],
  onCell?: (one: ConfusionCell) => void,
  widthPx = 560,
): Promise<void> {
  await act(async () =>
    root.render(
      <ConfusionChart
        classes={['CR/PR', 'SD/PD']}
        cells={cells}
        trueTitle="True"
        predictedTitle="Predicted"
        totalTitle="Total"
        summary="Matrix"
        scheme="light"
        widthPx={widthPx}
        heightPx={330}
        onCell={onCell}
      />,
    ),
  );
}

const boxOf = (name: string) => {
  const rect = host.querySelector(`[data-cell="${name}"] rect`);
  return { x: Number(rect?.getAttribute('x')), y: Number(rect?.getAttribute('y')), fill: rect?.getAttribute('fill') };
};

/** Height of a class's name at the vertical axis, which is the leftmost of its two names. */
const rowNameY = (name: string): number => {
  const found = [...host.querySelectorAll('text')].filter(({ textContent }) => textContent === name);
  expect(found).toHaveLength(2);
  const [left] = found.sort((a, b) => Number(a.getAttribute('x')) - Number(b.getAttribute('x')));
  return Number(left!.getAttribute('y'));
};

describe('ConfusionChart', () => {
  const cells = [cell(0, 0, 22), cell(0, 1, 5), cell(1, 0, 4), cell(1, 1, 15)];

  it('has true classes as rows, predicted as columns, the negative class first', async () => {
    await draw(cells);
    expect(boxOf('00').x).toBe(boxOf('10').x);
    expect(boxOf('00').y).toBe(boxOf('01').y);
    expect(boxOf('01').x).toBeGreaterThan(boxOf('00').x);
    expect(boxOf('10').y).toBeGreaterThan(boxOf('00').y);
    const [negative, positive] = ['CR/PR', 'SD/PD'].map(rowNameY);
    expect(negative).toBeLessThan(positive!);
  });

  it('shows totals of rows, of columns and of all', async () => {
    await draw(cells);
    const texts = [...host.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['27', '19', '26', '20', '46']));
  });

  it('does not shade a class without cases', async () => {
    await draw([cell(0, 0, 3), cell(0, 1, 0), cell(1, 0, 0), cell(1, 1, 0)]);
    expect(host.querySelector('[data-cell="10"] text')?.textContent).toBe('—');
    expect(boxOf('00').fill).toBe('#6baed6');
    expect(boxOf('01').fill).toBe('#f7fbff');
  });

  it('shortens the share where the cell is narrow', async () => {
    const shareOf = () => host.querySelectorAll('[data-cell="00"] text')[1]?.textContent;
    await draw(cells);
    expect(shareOf()).toBe('22 of a long row');
    await draw(cells, undefined, 320);
    expect(shareOf()).toBe('22 %');
  });

  it('selects a cell by click, Enter and space', async () => {
    const chosen = vi.fn();
    await draw(cells, chosen);
    const button = host.querySelector('[data-cell="01"]')!;
    expect(button.getAttribute('aria-label')).toBe('5 cases');
    button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    for (const key of ['Enter', ' ', 'Tab']) button.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    expect(chosen.mock.calls.map(([one]) => one.count)).toEqual([5, 5, 5]);
  });
});
