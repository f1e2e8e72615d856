/** An estimate with its limits, such as "0.778 (0.634–0.922)"; a dash stands for what could not be estimated. */
export function estimateText(
  value: number | null,
  lower: number | null,
  upper: number | null,
  write: (value: number) => string = (one) => one.toFixed(3),
): string {
  if (value === null) return '—';
  return lower === null || upper === null ? write(value) : `${write(value)} (${write(lower)}–${write(upper)})`;
}
