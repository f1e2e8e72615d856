import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** A package that the portal runs with, as it is installed here. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Below the root, such as `node_modules/pg`. */
  readonly place: string;
  readonly resolved: string | null;
  readonly integrity: string | null;
}

/** For tests, types and builds only; and the compiler of pages, which are built already. */
const notNeeded = /^node_modules\/(@next\/swc-|node-(linux|win)-)/;

/** Every package of the lockfile that is installed here and not for development alone. */
export function productionPackages(root: string): InstalledPackage[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(packages).flatMap(([place, locked]) => {
    if (!/(^|\/)node_modules\//.test(place) || locked.dev || locked.link || notNeeded.test(place)) return [];
    if (!existsSync(path.join(root, place))) return [];
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { resolved = null, integrity = null, version = '', license } = locked;
    return [{ name, version, license: license ?? licenseOf(path.join(root, place)), place, resolved, integrity }];
  });
}

function licenseOf(folder: string): string {
  const { license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { license?: unknown };
  return typeof license === 'string' ? license : 'see its files';
}

/** Declarations of types, and maps from compiled to source. */
const notRun = /\.(d\.[cm]?ts|map)$/;

/** Binaries of ONNX Runtime for other systems, which come in the same package. */
const ofAnotherSystem = (file: string): boolean => {
  const [, platform, arch] = /onnxruntime-node\/bin\/napi-v\d+\/(\w+)(?:\/(\w+))?/.exec(file) ?? [];
  return platform !== undefined && (platform !== process.platform || (arch !== undefined && arch !== process.arch));
};

/** Copies a package, without those inside it, which are listed by themselves. */
export function copyPackage(root: string, { place }: InstalledPackage, out: string): void {
  const from = path.join(root, place);
  mkdirSync(path.join(out, place), { recursive: true });
  cpSync(from, path.join(out, place), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => {
      const inside = path.relative(from, file).split(path.sep).join('/');
      return inside !== 'node_modules' && !notRun.test(inside) && !ofAnotherSystem(`${place}/${inside}`);
    },
  });
}

const licenceFile = /^(licen[cs]e|copying|notice|third.?party)/i;

/** The texts of licences in a package's own folder. */
export function licenceTexts(root: string, { place }: InstalledPackage): { file: string; text: string }[] {
  const folder = path.join(root, place);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => ({ file: name, text: readFileSync(path.join(folder, name), 'utf8') }));
}
