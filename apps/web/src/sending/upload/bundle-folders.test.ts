import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bundleFolders } from './bundle-folders.ts';
import { zipOfFiles } from './zip-of-files.ts';

const file = (path: string, text = path) => {
  const made = new File([text], path.split('/').at(-1)!, { lastModified: 1_700_000_000_000 + path.length });
  return Object.assign(made, { path: path.includes('/') ? `/${path}` : `./${path}` });
};
const names = (files: readonly File[]) => files.map(({ name }) => name);
const contents = async (zip: Blob) =>
  Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer()))).map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString(),
    ]),
  );

describe('folders that are dropped', () => {
  it('of DICOM instances become one zip with their paths, whatever the instances are called', async () => {
    const files = [file('case/IM0001'), file('case/deep/1.2.840.5'), file('case/label.dcm'), file('case/.DS_Store')];
    const bundled = await bundleFolders(files);
    expect(names(bundled)).toEqual(['case.zip']);
    expect(await contents(bundled[0]!)).toEqual({
      'case/IM0001': 'case/IM0001',
      'case/deep/1.2.840.5': 'case/deep/1.2.840.5',
      'case/label.dcm': 'case/label.dcm',
    });
    // The same files make the same zip, so that an upload that was cut is resumed.
    const [again] = await bundleFolders([...files].reverse());
    expect([again!.size, again!.lastModified]).toEqual([bundled[0]!.size, bundled[0]!.lastModified]);
  });

  it('of a MIRAX slide become one zip each; other slides remain files', async () => {
    const files = ['A.mrxs', 'A/Index.dat', 'A/Slidedat.ini', 'B.mrxs', 'B/Index.dat', 'C.svs'].map((path) =>
      file(`scans/${path}`),
    );
    const bundled = await bundleFolders([...files, file('D.tif')]);
    expect(names(bundled)).toEqual(['A.zip', 'B.zip', 'C.svs', 'D.tif']);
    expect(Object.keys(await contents(bundled[0]!))).toEqual([
      'scans/A.mrxs',
      'scans/A/Index.dat',
      'scans/A/Slidedat.ini',
    ]);
  });

  it('of slides of one file each stay files, whatever else is there', async () => {
    const files = [file('scans/S-1.svs'), file('scans/S-2.ome.tif'), file('scans/README')];
    expect(names(await bundleFolders(files))).toEqual(['S-1.svs', 'S-2.ome.tif', 'README']);
  });

  it('of two cases become two zips, and single files are left alone', async () => {
    expect(names(await bundleFolders([file('one/1.dcm'), file('two/1.dcm'), file('loose.dcm')]))).toEqual([
      'one.zip',
      'two.zip',
      'loose.dcm',
    ]);
  });
});

it('a zip has the checksums that zlib computes, over pieces of any size', async () => {
  const bytes = Buffer.alloc((4 << 20) + 12_345, 'slide');
  const zip = Buffer.from(await (await zipOfFiles([{ path: '切片.dcm', file: new Blob([bytes]) }])).arrayBuffer());
  expect(zip.readUInt32LE(14)).toBe(crc32(bytes));
  expect(Buffer.from(unzipSync(zip)['切片.dcm']!).equals(bytes)).toBe(true);
});
