const patienceMs = 3_000;
const hands = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Scrolls to an element, and again while what stands above it takes its final size: figures know theirs only once they
 * are measured. Whoever moves meanwhile is left alone.
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
  // A press that leads here is over: the next one is another wish.
  for (const hand of hands) window.addEventListener(hand, end, { passive: true });
  observer.observe(document.documentElement);
  scroll();
  return end;
}
