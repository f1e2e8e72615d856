import { type FigureFont } from './figure-fonts.ts';
import { sizeOf } from './figure-size.ts';

/** Side of the square in which a letter shows that its font has loaded. */
const probePx = 24;
const patienceMs = 10_000;

/**
 * Paints an svg of known size.
 *
 * An svg's own fonts load some time after its picture, and no event reports it. So a letter of each font is drawn below
 * the picture, and painting waits until all of them are visible.
 *
 * @param dots - of the picture.
 */
export async function paintedOn(
  dots: { width: number; height: number },
  svg: SVGSVGElement,
  fonts: readonly FigureFont[],
): Promise<{ canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D }> {
  const { width, height } = sizeOf(svg);
  const probed = withProbes(svg, fonts, width, height);
  const source = new Blob([new XMLSerializer().serializeToString(probed)], { type: 'image/svg+xml;charset=utf-8' });
  const url = URL.createObjectURL(source);
  try {
    const image = new Image(width, height + probePx);
    image.src = url;
    await image.decode();
    for (const end = Date.now() + patienceMs; !hasArrived(image, fonts.length, height) && Date.now() < end;) {
      await new Promise((done) => setTimeout(done, 50));
    }
    const painted = paper(dots.width, dots.height);
    painted.pen.drawImage(image, 0, 0, width, height, 0, 0, dots.width, dots.height);
    return painted;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function withProbes(svg: SVGSVGElement, fonts: readonly FigureFont[], width: number, height: number): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + probePx));
  copy.setAttribute('viewBox', `0 0 ${width} ${height + probePx}`);
  for (const [i, { family, weight, letter }] of fonts.entries()) {
    const probe = document.createElementNS(svg.namespaceURI, 'text');
    const place = { x: i * probePx + 2, y: height + 18, 'font-family': `'${family}'`, 'font-weight': weight };
    for (const [name, value] of Object.entries({ ...place, 'font-size': 16 })) probe.setAttribute(name, String(value));
    probe.textContent = letter;
    copy.append(probe);
  }
  return copy;
}

/** True where every letter below the picture has left ink. */
function hasArrived(image: HTMLImageElement, fonts: number, height: number): boolean {
  if (fonts === 0) return true;
  const { pen } = paper(fonts * probePx, probePx);
  pen.drawImage(image, 0, -height);
  return Array.from({ length: fonts }, (_, i) => pen.getImageData(i * probePx, 0, probePx, probePx).data).every(
    (dots) => dots.some((value, at) => at % 4 === 3 && value > 0),
  );
}

function paper(width: number, height: number): { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This browser does not paint.');
  return { canvas, pen };
}
