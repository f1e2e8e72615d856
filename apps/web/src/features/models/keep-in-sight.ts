const patienceMs = 3_000;
const hands = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Scrolls to an element, and again while what is above it takes its final size: figures know theirs only once they
 * are measured. It stops as soon as the reader scrolls.
 *
 * @returns ends it.
 */
export function keepInSight(element: HTMLElement): () => void {
  const scroll = (): void => element.scrollIntoView({ block: 'start' });
  const observer = new ResizeObserver(scroll);
  const end = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    for (const hand of hands) window.removeEventListener(hand, end);
  };
  const timer = setTimeout(end, patienceMs);
  // The press that led here is over: the next one is a new intention.
  for (const hand of hands) window.addEventListener(hand, end, { passive: true });
  observer.observe(document.documentElement);
  scroll();
  return end;
}
