import { type PlacedFile, zipOfFiles } from './zip-of-files.ts';

/** Files that systems add by themselves. */
const noise = /(?:^|\/)(?:\.|Thumbs\.db$|desktop\.ini$)/i;
/** By the names that exports from archives have: the API looks at the contents. */
const dicom = /(?:^|\/)(?:DICOMDIR|[^/.]+|[\d.]+|[^/]+\.(?:dcm|dicom|dicm))$/i;
/** Slides of one file each: a folder of them is not one slide. */
const slide = /\.(?:svs|tiff?|ndpi|scn|bif|svslide|czi)$/i;

/** Where a file was in a folder that was dropped: the browser's own path, or the one that the drop zone found. */
function pathOf(file: File): string {
  const { path = '', relativePath = '' } = file as File & { path?: string; relativePath?: string };
  const found = file.webkitRelativePath || relativePath || path || file.name;
  return found.replace(/^\.?\//, '');
}

/**
 * Makes one file of each slide that consists of several: a zip of a folder of DICOM instances, or of a .mrxs with its
 * folder. Other files, also those in folders, remain as they are.
 */
export async function bundleFolders(files: readonly File[]): Promise<File[]> {
  const placed = files.map((file) => ({ file, path: pathOf(file) })).filter(({ path }) => !noise.test(path));
  const taken = new Set<File>();
  const bundles: Promise<File>[] = [];
  const bundle = (name: string, members: readonly (PlacedFile & { readonly file: File })[]): void => {
    for (const { file } of members) taken.add(file);
    bundles.push(packed(name, members));
  };
  for (const { path } of placed.filter((one) => /\.mrxs$/i.test(one.path))) {
    const root = path.replace(/\.mrxs$/i, '');
    const members = placed.filter((one) => one.path === path || one.path.startsWith(`${root}/`));
    if (members.length > 1) bundle(baseOf(root), members);
  }
  const inFolders = placed.filter(({ file, path }) => !taken.has(file) && path.includes('/'));
  const folderOf = (path: string): string => path.slice(0, path.indexOf('/'));
  for (const folder of new Set(inFolders.map(({ path }) => folderOf(path)))) {
    const members = inFolders.filter(({ path }) => folderOf(path) === folder);
    const isDicom = members.some(({ path }) => dicom.test(path)) && !members.some(({ path }) => slide.test(path));
    if (isDicom) bundle(folder, members);
  }
  const alone = placed.filter(({ file }) => !taken.has(file)).map(({ file }) => file);
  return [...(await Promise.all(bundles)), ...alone];
}

const baseOf = (path: string): string => path.split('/').at(-1) ?? path;

/** Its time is that of the youngest file, so that an upload that was cut is known again. */
async function packed(name: string, members: readonly (PlacedFile & { readonly file: File })[]): Promise<File> {
  const sorted = [...members].sort((one, other) => (one.path < other.path ? -1 : 1));
  const zip = await zipOfFiles(sorted);
  const lastModified = Math.max(...members.map(({ file }) => file.lastModified));
  return new File([zip], `${name}.zip`, { type: 'application/zip', lastModified });
}
