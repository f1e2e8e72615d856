import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A loader that gives each page the messages that it and whatever it imports, now or later, ask for. The frame around the
 * pages has its own; without it every document would hold the sentences of all pages, 60 KB of 75.
 */
const sources = path.join(import.meta.dirname, 'src');
const imported = /(?:^(?:import|export)\s(?!type\b)[^;']*from\s*|\bimport\()'([^']+)'/gm;
const asked = /\buseTranslations\(\s*['`](\w+)/g;

/** @type {Map<string, { readonly imports: readonly string[], readonly namespaces: readonly string[] }>} */
const read = new Map();

/** @param {string} file */
function partsOf(file) {
  const known = read.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(imported)].flatMap(([, name = '']) => {
    const place = name.startsWith('@/') ? path.join(sources, name.slice(2)) : path.resolve(path.dirname(file), name);
    const isSource = /^(@\/|\.)/.test(name) && /\.tsx?$/.test(name) && !name.includes('generated/');
    return isSource && existsSync(place) ? [place] : [];
  });
  const parts = { imports, namespaces: [...text.matchAll(asked)].map(([, name = '']) => name) };
  read.set(file, parts);
  return parts;
}

/** @param {readonly string[]} files @returns what they and all that they import ask for, and which files these are */
export function messagesAskedBy(files) {
  const seen = new Set(files);
  const namespaces = new Set();
  // A set is walked with what joins it meanwhile.
  for (const file of seen) {
    const parts = partsOf(file);
    for (const name of parts.namespaces) namespaces.add(name);
    for (const place of parts.imports) seen.add(place);
  }
  return { namespaces: [...namespaces].toSorted(), files: [...seen] };
}

/** What is around every page, or in its place after an error. */
export function frameFiles() {
  return readdirSync(path.join(sources, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|[\\/])(layout|error)\.tsx$/.test(file))
    .map((file) => path.join(sources, 'app', file));
}

/** @param {string} source - of a page, or of what is shown where there is none @param {readonly string[]} namespaces */
export function withOwnMessages(source, namespaces) {
  if (namespaces.length === 0) return source;
  const [whole, asynchronous = '', name] = /^export default (async )?function (\w+)/m.exec(source) ?? [];
  if (whole === undefined || /^'use client'/.test(source))
    throw new Error(
      'a page is a function of the server, exported by default, so that its messages can be put around it',
    );
  return `import { PageMessages as OwnMessages } from '@/i18n/page-messages.tsx';
${source.replace(whole, `${asynchronous}function ${name}`)}
export default function WithOwnMessages(props) {
  return <OwnMessages of={${JSON.stringify(namespaces)}}><${name} {...props} /></OwnMessages>;
}
`;
}

/** @param {string} source @param {readonly string[]} namespaces */
export function withFrameNamespaces(source, namespaces) {
  const text = source.replace(/(frameNamespaces\b[^=]*= )null;/, `$1${JSON.stringify(namespaces)};`);
  if (text === source) throw new Error('frame-namespaces.ts has nothing to put the namespaces of the frame into');
  return text;
}

/** @this {{ resourcePath: string, addDependency?: (file: string) => void }} @param {string} source */
export default function loader(source) {
  const ofFrame = messagesAskedBy(frameFiles());
  const isFrame = this.resourcePath.endsWith('frame-namespaces.ts');
  const ofPage = isFrame ? ofFrame : messagesAskedBy([this.resourcePath]);
  for (const file of [...ofFrame.files, ...ofPage.files]) this.addDependency?.(file);
  if (isFrame) return withFrameNamespaces(source, ofFrame.namespaces);
  return withOwnMessages(
    source,
    ofPage.namespaces.filter((name) => !ofFrame.namespaces.includes(name)),
  );
}
