// In this order: Edge also calls itself Chrome, and Chrome calls itself Safari.
const browsers = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /Safari\//],
] as const;

// In this order: Android also calls itself Linux, and an iPhone like a Mac.
const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
] as const;

/** 'Firefox, Windows' for what a browser says of itself; null for what is no browser's. It helps to recognise, not to prove. */
export function deviceOf(userAgent: string | null): string | null {
  const of = (names: readonly (readonly [string, RegExp])[]) =>
    names.find(([, mark]) => mark.test(userAgent ?? ''))?.[0];
  const parts = [of(browsers), of(systems)].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}
