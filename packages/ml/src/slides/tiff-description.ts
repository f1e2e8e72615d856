import { open } from 'node:fs/promises';

/**
 * Adds an ImageDescription to the first image of a classic little-endian TIFF, which is what sharp writes but cannot
 * describe. The directory is copied to the end of the file with one more entry; no pixel moves.
 *
 * @param description - ASCII.
 * @throws RangeError if the file is not a classic little-endian TIFF or already has a description.
 *
 * Source: TIFF 6.0, section 2 (directory layout) and tag 270.
 */
export async function addImageDescription(path: string, description: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const header = Buffer.alloc(8);
    await file.read(header, 0, 8, 0);
    if (header.toString('latin1', 0, 4) !== 'II*\0') throw new RangeError('Not a classic little-endian TIFF.');
    const first = header.readUInt32LE(4);
    const counter = Buffer.alloc(2);
    await file.read(counter, 0, 2, first);
    const count = counter.readUInt16LE();
    const body = Buffer.alloc(count * 12 + 4);
    await file.read(body, 0, body.length, first + 2);
    const entries = Array.from({ length: count }, (_, i) => body.subarray(i * 12, i * 12 + 12));
    if (entries.some((entry) => entry.readUInt16LE() === 270)) throw new RangeError('The TIFF has a description.');

    const text = Buffer.from(`${description}\0`, 'latin1');
    const end = (await file.stat()).size;
    const textAt = end + (end % 2);
    const directoryAt = textAt + text.length + (text.length % 2);
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(270, 0);
    entry.writeUInt16LE(2, 2); // ASCII
    entry.writeUInt32LE(text.length, 4);
    entry.writeUInt32LE(textAt, 8);
    // Entries are in ascending order of their tags.
    const sorted = [...entries, entry].sort((a, b) => a.readUInt16LE() - b.readUInt16LE());
    counter.writeUInt16LE(count + 1);
    await file.write(text, 0, text.length, textAt);
    const directory = Buffer.concat([counter, ...sorted, body.subarray(count * 12)]);
    await file.write(directory, 0, directory.length, directoryAt);
    header.writeUInt32LE(directoryAt, 4);
    await file.write(header, 4, 4, 4);
  } finally {
    await file.close();
  }
}
