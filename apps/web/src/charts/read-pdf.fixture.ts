import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What another program than the one that wrote it reads in a PDF of one page; its size in points. */
export async function readPdf(bytes: Uint8Array) {
  const pdf = await getDocument({
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    verbosity: 0,
    // Without it the names of fonts are left out.
    fontExtraProperties: true,
  }).promise;
  const page = await pdf.getPage(1);
  const { items } = await page.getTextContent();
  // Fonts are known once the instructions that name them have been read.
  await page.getOperatorList();
  const names = new Set(items.flatMap((item) => ('fontName' in item ? [item.fontName] : [])));
  const fonts = [...names].map((name) => {
    const { name: font, missingFile } = page.commonObjs.get(name) as { name: string; missingFile?: boolean };
    return { font: font.replace(/^[A-Z]{6}\+/, ''), isEmbedded: missingFile !== true };
  });
  const { info } = await pdf.getMetadata();
  return {
    pages: pdf.numPages,
    size: page.view.slice(2),
    text: items.map((item) => ('str' in item ? item.str : '')).join(''),
    fonts,
    info: info as Record<string, unknown>,
  };
}
