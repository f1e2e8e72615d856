import { type FigureChoice, pictureKinds } from './figure-choice.ts';
import { type FigureFont, fontsFor } from './figure-fonts.ts';
import { makeGrey } from './figure-grey.ts';
import { paintedOn } from './figure-paint.ts';
import { sizeInDots, sizeInMm, sizeOf } from './figure-size.ts';
import { descriptionOf } from './figure-svg.ts';
import { type DrawnFigure } from './use-figure-drawing.tsx';

const software = 'HAIM Portal';

/** A drawn figure as the file that was chosen: a printed size, its origin inside, the fonts with it. */
export async function pictureFile(drawn: DrawnFigure, choice: FigureChoice): Promise<Blob> {
  const { svg, text, language } = drawn;
  if (choice.isGrey) makeGrey(svg);
  const { dpi } = pictureKinds[choice.kind];
  if (dpi !== null) return inDots(drawn, choice, dpi);
  if (choice.kind === 'svg') return new Blob([await svgFile(drawn, choice, fontsFor)], { type: 'image/svg+xml' });
  // What makes a PDF is loaded for whoever saves one.
  const [{ pdfOf }, { loadPrintFace }] = await Promise.all([
    import('./figure-pdf.ts'),
    import('./figure-print-fonts.ts'),
  ]);
  const pdf = await pdfOf(svg, loadPrintFace, {
    widthMm: choice.widthMm,
    title: text.title,
    description: descriptionOf(text),
    software,
    language: language === 'zh' ? 'zh-CN' : language,
  });
  return new Blob([pdf], { type: 'application/pdf' });
}

/**
 * An svg that is complete: its printed size, its language, and the fonts of its letters inside.
 *
 * @param fontsOf - fetches the fonts of these letters.
 */
export async function svgFile(
  { svg, language }: DrawnFigure,
  { widthMm }: Pick<FigureChoice, 'widthMm'>,
  fontsOf: (letters: string) => Promise<readonly FigureFont[]>,
): Promise<string> {
  const size = sizeInMm(sizeOf(svg), widthMm);
  svg.setAttribute('width', size.width);
  svg.setAttribute('height', size.height);
  svg.setAttribute('lang', language);
  svg.prepend(styleWith(svg, await fontsOf(lettersOf(svg))));
  return new XMLSerializer().serializeToString(svg);
}

async function inDots({ svg, text }: DrawnFigure, choice: FigureChoice, dpi: number): Promise<Blob> {
  const size = sizeInDots(sizeOf(svg), choice.widthMm, dpi);
  const fonts = await fontsFor(lettersOf(svg));
  svg.prepend(styleWith(svg, fonts));
  const { canvas, pen } = await paintedOn(size, svg, fonts);
  const description = descriptionOf(text);
  if (pictureKinds[choice.kind].extension === 'tif') {
    const [{ tiffOf }, { data }] = [await import('./tiff.ts'), pen.getImageData(0, 0, size.width, size.height)];
    return tiffOf({
      ...size,
      rgba: data,
      dpi,
      isGrey: choice.isGrey,
      description: `${text.title}. ${description}`,
      software,
    });
  }
  const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!png) throw new Error('The picture is too large for this browser.');
  const { withPngFacts } = await import('./png-facts.ts');
  const texts = { Title: text.title, Description: description, Software: software };
  return new Blob([withPngFacts(new Uint8Array(await png.arrayBuffer()), { dpi, texts })], { type: 'image/png' });
}

/** Of what is drawn: title and description of an svg are not. */
function lettersOf(svg: SVGSVGElement): string {
  return [...svg.querySelectorAll('text')].map((text) => text.textContent ?? '').join('');
}

function styleWith(svg: SVGSVGElement, fonts: readonly { readonly css: string }[]): Element {
  const style = document.createElementNS(svg.namespaceURI, 'style');
  style.textContent = fonts.map(({ css }) => css).join('\n');
  return style;
}
