/** 0.812 (0.701–0.923), or as much of it as there is. */
export function withLimits(value: number | null, lower: number | null, upper: number | null, digits = 3): string {
  if (value === null) return '—';
  const shown = signed(value, digits);
  if (lower === null || upper === null) return shown;
  // A dash between numbers that carry a minus would be read as one.
  return `${shown} (${signed(lower, digits)}${lower < 0 ? ', ' : '–'}${signed(upper, digits)})`;
}

/** As journals print it. */
export function pText(p: number | null): string {
  if (p === null) return '—';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

/** With a true minus, and no minus before a zero. */
function signed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}
