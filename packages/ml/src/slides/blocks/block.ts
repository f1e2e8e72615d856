import { type LevelBox } from '../slide-region.ts';

/** A rectangle inside a block. */
export type BlockPart = LevelBox;

/** A tile or strip as it is stored. */
export interface Block {
  readonly bytes: Buffer;
  readonly width: number;
  /** Rows that it may have: a tile is full-size even if it reaches past the image; the last strip may end with it. */
  readonly heights: readonly number[];
}
