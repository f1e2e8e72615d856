// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LearningCurveChart } from './learning-curve-chart-drawing.tsx';
import { learningPicture } from './learning-curve-chart-data.ts';

const texts = {
  x: 'Epoch',
  y: 'Loss',
  training: 'Training part',
  tuning: 'Tuning part',
  best: 'Kept: epoch 10',
  summary: 'Loss by epoch',
  epoch: (epoch: number) => `Epoch ${epoch}`,
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

it('draws both losses over epochs on a log scale and marks the kept epoch at its place', async () => {
  // Powers of ten are equally spaced; the training loss halves, the tuning loss turns at epoch 10.
  const rows = [
    { epoch: 1, trainingLoss: 0.8, tuningLoss: 0.8 },
    { epoch: 10, trainingLoss: 0.4, tuningLoss: 0.5 },
    { epoch: 100, trainingLoss: 0.2, tuningLoss: 0.9 },
  ];
  const drawing = { scheme: 'light' as const, widthPx: 700, heightPx: 320, isExport: true };
  await act(async () =>
    root.render(<LearningCurveChart {...drawing} picture={learningPicture(rows, 100, 10)} texts={texts} />),
  );
  const lines = [...host.querySelectorAll('.recharts-line-curve')].map((path) =>
    [...(path.getAttribute('d') ?? '').matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
  );
  expect(lines.map((points) => points.length)).toEqual([3, 3]);
  const [training, tuning] = lines as [[number, number][], [number, number][]];
  const x = training.map(([at]) => at);
  expect(x[1]! - x[0]!).toBeCloseTo(x[2]! - x[1]!, 1);
  // The same loss at the first epoch; afterwards a larger loss is drawn higher.
  expect(tuning[0]).toEqual(training[0]);
  expect(tuning[2]![1]).toBeLessThan(training[2]![1]);
  expect(tuning[2]![1]).toBeLessThan(tuning[1]![1]);
  const kept = host.querySelector('.recharts-reference-line-line');
  expect(Number(kept?.getAttribute('x1'))).toBeCloseTo(x[1]!, 1);
  const words = [...host.querySelectorAll('text')].map(({ textContent }) => textContent);
  expect(words).toEqual(expect.arrayContaining(['1', '10', '100', 'Training part', 'Tuning part', 'Kept: epoch 10']));
  const label = [...host.querySelectorAll('text')].find(({ textContent }) => textContent === 'Kept: epoch 10');
  expect(Number(label?.getAttribute('x')) - x[1]!).toBeCloseTo(6, 0);
});
