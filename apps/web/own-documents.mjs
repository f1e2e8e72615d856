import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { print, stripIgnoredCharacters } from 'graphql';

/**
 * A loader that puts each written-out document where it is asked for. What is generated holds the documents of all pages
 * in one module, so every page would load all of them (650 KB of 2 MB); this leaves each page its own, as text, which is a
 * quarter of the object and read by `src/graphql/read-document.ts`.
 */
const generated = path.join(import.meta.dirname, 'src/graphql/generated/graphql.ts');
const imported = /^import \{ graphql \} from '[^']*generated\/index\.ts';$/m;
const reader = "import { readDocument } from '@/graphql/read-document.ts';";
const written = /\bgraphql\(`([^`]*)`\)/g;

/** @type {{ readonly at: number, readonly documents: ReadonlyMap<string, string> } | null} */
let kept = null;

/** The documents as text by their names in what is generated; read again once it was generated again. */
function documents() {
  const at = statSync(generated).mtimeMs;
  if (kept?.at === at) return kept.documents;
  const lines = readFileSync(generated, 'utf8').matchAll(
    /^export const (\w+) = (\{.*\}) as unknown as DocumentNode</gm,
  );
  const texts = [...lines].map(([, name, json]) => {
    return /** @type {const} */ ([name ?? '', stripIgnoredCharacters(print(JSON.parse(json ?? '')))]);
  });
  kept = { at, documents: new Map(texts) };
  return kept.documents;
}

/** @param {string} source @param {string} resource - its path, for the message where a document is missing */
export function withOwnDocuments(source, resource) {
  if (!imported.test(source)) return source;
  return source.replace(imported, reader).replaceAll(written, (_, /** @type {string} */ text) => {
    const [, kind, name] = /^\s*(query|mutation|subscription|fragment)\s+(\w+)/.exec(text) ?? [];
    const whole = documents().get(`${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`);
    if (whole === undefined)
      throw new Error(`${path.basename(resource)}: nothing is generated for ${name}; run npm run generate`);
    return `/*#__PURE__*/ readDocument(${JSON.stringify(whole)})`;
  });
}

/** @this {{ resourcePath: string, addDependency?: (file: string) => void }} @param {string} source */
export default function loader(source) {
  this.addDependency?.(generated);
  return withOwnDocuments(source, this.resourcePath);
}
