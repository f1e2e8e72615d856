/** Attributes and properties that hold a colour. */
const coloured = ['fill', 'stroke', 'stop-color', 'color'] as const;

/** Makes every colour of a drawing the grey of the same luminance, so that contrasts stay what they are. */
export function makeGrey(svg: Element): void {
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    for (const name of coloured) {
      const value = element.getAttribute(name);
      if (value !== null) element.setAttribute(name, greyOf(value));
    }
    const style = element.getAttribute('style');
    if (style !== null) element.setAttribute('style', greyInStyle(style));
  }
}

function greyInStyle(style: string): string {
  return style.replaceAll(
    /(^|;\s*)(fill|stroke|stop-color|color)\s*:\s*([^;]+)/g,
    (_, before: string, name: string, value: string) => `${before}${name}: ${greyOf(value.trim())}`,
  );
}

/**
 * The grey of a CSS colour written as hex or rgb(), with its opacity; anything else, such as `none`, as it is.
 * Luminance and transfer function are those of sRGB (IEC 61966-2-1), as in WCAG 2.2.
 */
export function greyOf(colour: string): string {
  const parts = partsOf(colour);
  if (!parts) return colour;
  const [red = 0, green = 0, blue = 0] = parts.rgb.map((value) => linear(value / 255));
  const level = Math.round(encoded(0.2126 * red + 0.7152 * green + 0.0722 * blue) * 255);
  const hex = level.toString(16).padStart(2, '0');
  return `#${hex}${hex}${hex}${parts.alpha}`;
}

function partsOf(colour: string): { rgb: number[]; alpha: string } | null {
  const [, short] = /^#([0-9a-f]{3})$/i.exec(colour) ?? [];
  const [, six, alpha = ''] = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(colour) ?? [];
  const digits = six ?? short?.replaceAll(/./g, '$&$&');
  if (digits) return { rgb: [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)), alpha };
  const [, inside] = /^rgb\(([^)]*)\)$/i.exec(colour) ?? [];
  const numbers = inside?.split(/[\s,]+/).map(Number) ?? [];
  return numbers.length === 3 && numbers.every(Number.isFinite) ? { rgb: numbers, alpha: '' } : null;
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encoded = (value: number): number => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
