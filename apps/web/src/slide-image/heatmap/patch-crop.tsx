import { type Pyramid } from '../viewer/tile-url.ts';
import { cropTiles } from './crop-tiles.ts';
import { type Region } from './sensitivity-map.ts';
import styles from './sensitivity.module.css';

interface PatchCropProps {
  readonly slideId: string;
  readonly file: Pyramid;
  readonly region: Region;
  readonly sidePx: number;
}

/** A piece of the slide as a picture, assembled from the viewer's own tiles. Its button describes it. */
export function PatchCrop({ slideId, file, region, sidePx }: PatchCropProps) {
  return (
    <span className={styles['crop']} style={{ width: sidePx, height: sidePx }} aria-hidden>
      {cropTiles(slideId, file, region, sidePx).map(({ url, ...place }) => (
        <img key={url} src={url} alt="" loading="lazy" draggable={false} style={place} />
      ))}
    </span>
  );
}
