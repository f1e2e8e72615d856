import { type CropTile } from './crop-tiles.ts';

/** The same tiles as data URLs: a file has no server to ask. */
export function embedded(tiles: readonly CropTile[]): Promise<CropTile[]> {
  return Promise.all(
    tiles.map(async (tile) => {
      const answer = await fetch(tile.url);
      if (!answer.ok) throw new Error('A tile of the slide did not arrive.');
      return { ...tile, url: await dataUrl(await answer.blob()) };
    }),
  );
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The tile cannot be read.'));
    reader.readAsDataURL(blob);
  });
}
