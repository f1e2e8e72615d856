import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * A loader for the one file in which Annotorious carries its own copy of Pixi. Pixi writes functions as text and evaluates
 * them, which the content policy forbids; @pixi/unsafe-eval has the same functions written out, and this puts them there.
 * What the file's text must hold is stated: a release that differs stops the build and not the drawing.
 */
const changes = [
  {
    // The complaint at start, which would itself try to evaluate.
    from: /if \(!\w+\(\)\)\s*throw new Error\("Current environment does not allow unsafe-eval[^"]*"\);/g,
    to: () => '',
  },
  {
    // The function that hands a group of values to the graphics card.
    from: /function (\w+)\((\w+), (\w+)\) \{\s*var \w+;\s*const \w+ = \[`\s*var v = null;[\s\S]*?return new Function\("ud", "uv", "renderer", "syncData", [\s\S]*?`\)\);\s*\}/g,
    to: (_, name, group, data) =>
      `function ${name}(${group}, ${data}) {\n  return (ud, uv, renderer) => syncUniforms(${group}, ${data}, ud, uv, renderer);\n}`,
  },
  {
    // The same for a kind of buffer that outlines do not use.
    from: /syncFunc: new Function\([\s\S]*?\)\s*\)\s*\}/g,
    to: () => 'syncFunc: () => { throw new Error("not written out: uniform buffers"); } }',
  },
  {
    // The question whether evaluating is allowed; nobody asks it any more.
    from: /(\w+) = new Function\("param1", "param2", "param3", "return param1\[param2\] === param3;"\)\(\{ a: "b" \}, "a", "b"\) === !0;/g,
    to: (_, name) => `${name} = !1;`,
  },
];

/** @param {string} source @param {string} resource - its path */
export function withoutEval(source, resource) {
  let text = source;
  for (const { from, to } of changes) {
    const found = text.match(from) ?? [];
    if (found.length !== 1)
      throw new Error(`${path.basename(resource)} is not the release known here: ${from} fits ${found.length} times`);
    text = text.replace(from, to);
  }
  if (/new Function\(|\beval\(/.test(text)) throw new Error(`${path.basename(resource)} still evaluates text`);
  const written = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@pixi/unsafe-eval')),
    'syncUniforms.mjs',
  );
  const place = path.relative(path.dirname(resource), written).split(path.sep).join('/');
  return `import { syncUniforms } from ${JSON.stringify(place)};\n${text}`;
}

/** @this {{ resourcePath: string }} @param {string} source */
export default function loader(source) {
  return withoutEval(source, this.resourcePath);
}
