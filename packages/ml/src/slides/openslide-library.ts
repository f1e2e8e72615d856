import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';

/** A slide that OpenSlide has open; opaque. */
export type OpenSlideHandle = object;

/** The functions of OpenSlide that this package calls. Those that touch the file run on a thread. */
export interface OpenSlideLibrary {
  readonly version: string;
  /** OpenSlide's name of the format; null for a file that it does not recognise. */
  detectVendor(path: string): Promise<string | null>;
  /** Null for a file that is not a slide; an opened slide may still have an error. */
  open(path: string): Promise<OpenSlideHandle | null>;
  close(handle: OpenSlideHandle): void;
  /** Sticky: after the first error every read of the handle fails. The text can contain a path. */
  error(handle: OpenSlideHandle): string | null;
  levelCount(handle: OpenSlideHandle): number;
  levelSize(handle: OpenSlideHandle, level: number): { width: number; height: number };
  levelDownsample(handle: OpenSlideHandle, level: number): number;
  properties(handle: OpenSlideHandle): ReadonlyMap<string, string>;
  associatedImages(handle: OpenSlideHandle): string[];
  /** The ICC profile of the slide; null for none, or with OpenSlide 3.4, which does not know it. */
  iccProfile(handle: OpenSlideHandle): Buffer | null;
  /**
   * Fills `argb` with `width * height` pixels of premultiplied ARGB, native byte order.
   *
   * @param x - level-0 pixels, at any level.
   */
  readRegion(
    handle: OpenSlideHandle,
    argb: Uint32Array,
    x: number,
    y: number,
    level: number,
    width: number,
    height: number,
  ): Promise<void>;
}

const NAMES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    'libopenslide.1.dylib',
    'libopenslide.0.dylib',
    '/opt/homebrew/lib/libopenslide.1.dylib',
    '/usr/local/lib/libopenslide.1.dylib',
  ],
  win32: ['libopenslide-1.dll', 'libopenslide-0.dll'],
};
const LINUX_NAMES = ['libopenslide.so.1', 'libopenslide.so.0'];
const MAX_STRINGS = 2000;
const MAX_PROFILE_BYTES = 16e6;

/** Loaded with the first slide that needs it. */
let koffi: typeof Koffi;

let found: { readonly path: string | undefined; readonly library: OpenSlideLibrary | null } | null = null;

/** The version of OpenSlide on this machine, or null if it is not found. @param path - as `loadOpenSlide`. */
export function openSlideVersion(path?: string): string | null {
  return loadOpenSlide(path)?.version ?? null;
}

/**
 * Loads OpenSlide 3.4 or 4 if this machine has it.
 *
 * @param path - of the library; absent: the names under which systems install it.
 * @returns null if it is not found.
 */
export function loadOpenSlide(path?: string): OpenSlideLibrary | null {
  if (found?.path === path && found) return found.library;
  koffi ??= createRequire(import.meta.url)('koffi') as typeof koffi;
  const names = path === undefined ? (NAMES[process.platform] ?? LINUX_NAMES) : [path];
  let library: OpenSlideLibrary | null = null;
  for (const name of names) {
    try {
      library = bind(koffi.load(name));
      break;
    } catch {
      // Not found under this name.
    }
  }
  found = { path, library };
  return library;
}

function bind(lib: ReturnType<typeof koffi.load>): OpenSlideLibrary {
  const version = lib.func('const char *openslide_get_version()') as () => string;
  const detectVendor = lib.func('const char *openslide_detect_vendor(const char *path)');
  const open = lib.func('void *openslide_open(const char *path)');
  const close = lib.func('void openslide_close(void *slide)');
  const error = lib.func('const char *openslide_get_error(void *slide)');
  const levelCount = lib.func('int32_t openslide_get_level_count(void *slide)');
  const levelSize = lib.func(
    'void openslide_get_level_dimensions(void *slide, int32_t level, _Out_ int64_t *w, _Out_ int64_t *h)',
  );
  const downsample = lib.func('double openslide_get_level_downsample(void *slide, int32_t level)');
  const propertyNames = lib.func('void *openslide_get_property_names(void *slide)');
  const propertyValue = lib.func('const char *openslide_get_property_value(void *slide, const char *name)');
  const imageNames = lib.func('void *openslide_get_associated_image_names(void *slide)');
  const read = lib.func(
    'void openslide_read_region(void *slide, void *argb, int64_t x, int64_t y, int32_t level, int64_t w, int64_t h)',
  );
  const profile = bindProfile(lib);
  return {
    version: version(),
    detectVendor: async (path) => (await onThread(detectVendor, path)) as string | null,
    open: async (path) => (await onThread(open, path)) as OpenSlideHandle | null,
    close: (handle) => void close(handle),
    error: (handle) => error(handle) as string | null,
    levelCount: (handle) => levelCount(handle) as number,
    levelSize: (handle, level) => {
      const width = [0];
      const height = [0];
      levelSize(handle, level, width, height);
      return { width: Number(width[0]), height: Number(height[0]) };
    },
    levelDownsample: (handle, level) => downsample(handle, level) as number,
    properties: (handle) => {
      const names = strings(propertyNames(handle));
      return new Map(names.map((name) => [name, (propertyValue(handle, name) as string | null) ?? '']));
    },
    associatedImages: (handle) => strings(imageNames(handle)),
    iccProfile: (handle) => profile?.(handle) ?? null,
    readRegion: async (handle, argb, x, y, level, width, height) => {
      await onThread(read, handle, argb, x, y, level, width, height);
    },
  };
}

/** Null for a version before 4.0, which has no such functions. */
function bindProfile(lib: ReturnType<typeof koffi.load>): ((handle: OpenSlideHandle) => Buffer | null) | null {
  try {
    const size = lib.func('int64_t openslide_get_icc_profile_size(void *slide)');
    const read = lib.func('void openslide_read_icc_profile(void *slide, void *dest)');
    return (handle) => {
      const bytes = Number(size(handle));
      if (bytes <= 0 || bytes > MAX_PROFILE_BYTES) return null;
      const profile = Buffer.alloc(bytes);
      read(handle, profile);
      return profile;
    };
  } catch {
    return null;
  }
}

/** Calls a function on a thread of this process; the event loop stays free. */
function onThread(call: Koffi.KoffiFunc<(...args: never[]) => unknown>, ...args: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call.async(...(args as never[]), (error: unknown, result: unknown) => {
      if (error) reject(error as Error);
      else resolve(result);
    });
  });
}

/** A C array of strings that ends with a null pointer. */
function strings(pointer: unknown): string[] {
  const list: string[] = [];
  for (let i = 0; pointer && i < MAX_STRINGS; i++) {
    const text = koffi.decode(pointer, i * koffi.sizeof('void *'), 'const char *') as string | null;
    if (text === null) break;
    list.push(text);
  }
  return list;
}
