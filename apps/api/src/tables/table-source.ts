import { type Readable } from 'node:stream';

/** Opens the bytes of a file from the beginning: it is read once to know its encoding and once for its rows. */
export type TableSource = () => Readable;
