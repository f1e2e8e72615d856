import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

interface Link {
  /** The page of the link and the one that it leads to, the first is 1. */
  readonly from: number;
  readonly to: number;
  /** Height of the place on that page, in points from below. */
  readonly y: number;
}

/** What another program than the one that wrote it reads in a PDF; sizes in points. */
export async function readPdf(bytes: Uint8Array) {
  const pdf = await getDocument({
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    verbosity: 0,
    // Without it the names of fonts are left out.
    fontExtraProperties: true,
  }).promise;
  const texts: string[] = [];
  const fonts = new Map<string, { font: string; isEmbedded: boolean }>();
  const links: Link[] = [];
  const sizes: number[][] = [];
  const parts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    // Fonts are known once the instructions that name them have been read.
    await page.getOperatorList();
    for (const item of items) {
      if (!('fontName' in item) || fonts.has(item.fontName)) continue;
      const { name, missingFile } = page.commonObjs.get(item.fontName) as { name: string; missingFile?: boolean };
      fonts.set(item.fontName, { font: name.replace(/^[A-Z]{6}\+/, ''), isEmbedded: missingFile !== true });
    }
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
    sizes.push(page.view.slice(2));
    parts.push(...(await partsOf(page)));
    for (const { dest } of (await page.getAnnotations()) as { dest?: string }[]) {
      const place = dest === undefined ? null : await pdf.getDestination(dest);
      if (place) links.push({ from: number, to: (await pdf.getPageIndex(place[0])) + 1, y: Number(place[3]) });
    }
  }
  const { info } = await pdf.getMetadata();
  // The types have an object of it.
  const marks = (await pdf.getMarkInfo()) as unknown as ReadonlyMap<string, boolean> | null;
  const outline = ((await pdf.getOutline()) as { title: string }[] | null) ?? [];
  return {
    pages: pdf.numPages,
    /** Of the first page. */
    size: sizes[0] ?? [],
    text: texts.join(''),
    /** Of each page. */
    texts,
    fonts: [...fonts.values()],
    links,
    /** As a program that reads aloud meets them: the kind of each part, with its text or what is said in place of a picture. */
    parts,
    isTagged: marks?.get('Marked') === true,
    outline: outline.map(({ title }) => title),
    info: info as Record<string, unknown>,
  };
}

interface Part {
  readonly role?: string;
  readonly alt?: string;
  /** Of marked content. */
  readonly id?: string;
  readonly type?: string;
  readonly children?: readonly Part[];
}

async function partsOf(page: PDFPageProxy): Promise<string[]> {
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const textOf = new Map<string, string>();
  const open: (string | null)[] = [];
  for (const item of items) {
    if ('str' in item) {
      const id = open.findLast((one) => one !== null);
      if (id) textOf.set(id, `${textOf.get(id) ?? ''}${item.str}`);
    } else if (item.type === 'endMarkedContent') open.pop();
    else open.push((item as { id?: string | null }).id ?? null);
  }
  const listed = ({ role, alt, children = [] }: Part): string[] => {
    const text = children.flatMap(({ type, id }) => (type === 'content' ? [textOf.get(id ?? '') ?? ''] : [])).join('');
    const isLeaf = children.some(({ type }) => type === 'content');
    return [
      ...(isLeaf || alt !== undefined ? [`${role}: ${alt ?? text}`] : []),
      ...children.filter((child) => child.role !== undefined).flatMap(listed),
    ];
  };
  const tree = (await page.getStructTree()) as Part | null;
  return tree ? (tree.children ?? []).flatMap(listed) : [];
}
