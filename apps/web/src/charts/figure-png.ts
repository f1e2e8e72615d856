/** Print size of the files: 180 mm wide figures need 300 dots per inch. */
const scale = 3;

/** Paints an svg of known size on white, three dots per pixel. */
export async function pngOf(svg: SVGSVGElement): Promise<Blob> {
  const [width, height] = [Number(svg.getAttribute('width')), Number(svg.getAttribute('height'))];
  const source = new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml;charset=utf-8' });
  const url = URL.createObjectURL(source);
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('This browser does not paint.');
    pen.scale(scale, scale);
    pen.drawImage(image, 0, 0, width, height);
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!png) throw new Error('The picture is too large for this browser.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
