// @vitest-environment jsdom
import { act } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { chartsAreHere, later } from './later.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

it('a chart leaves its place empty until it is here, and is then drawn in one go', async () => {
  let arrive: (chart: (props: { name: string }) => React.ReactNode) => void = () => undefined;
  let asked = 0;
  const Chart = later<{ name: string }>(() => {
    asked += 1;
    return new Promise((resolve) => (arrive = resolve));
  });
  // Asked for when the page runs, before anything shows it.
  expect(asked).toBe(1);
  const place = document.createElement('div');
  const root = createRoot(place);
  await act(async () => root.render(<Chart name="early" />));
  expect(place.innerHTML).toBe('');
  await act(async () => {
    arrive(({ name }) => <svg aria-label={name} />);
    await chartsAreHere();
  });
  expect(place.querySelector('svg')?.getAttribute('aria-label')).toBe('early');
  const copy = document.createElement('div');
  // As a file is drawn: nothing is waited for.
  act(() => flushSync(() => createRoot(copy).render(<Chart name="file" />)));
  expect(copy.querySelector('svg')?.getAttribute('aria-label')).toBe('file');
  expect(asked).toBe(1);
});
