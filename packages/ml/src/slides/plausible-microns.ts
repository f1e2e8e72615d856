/** 72 dpi and its like are screen defaults, not a scale: light microscopy is well inside 0.05 to 20 microns. */
export function plausibleMicrons(value: number | undefined): number | null {
  return value !== undefined && value >= 0.05 && value <= 20 ? value : null;
}
