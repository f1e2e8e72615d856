import compile from 'icu-minify/compile';

/**
 * A loader that compiles the messages of one file, so that the pages need what fills messages in (under a kilobyte) and
 * not the parser of their notation. Messages without values stay the sentences that they are.
 *
 * @param {string} text - JSON: sentences by their keys, also nested
 * @param {string} file - for the error of a message that cannot be read
 */
export function compiledMessages(text, file) {
  /** @param {unknown} value @param {string} key @returns {unknown} */
  const compiled = (value, key) => {
    if (typeof value !== 'string') {
      const entries = Object.entries(/** @type {object} */ (value));
      return Object.fromEntries(entries.map(([name, one]) => [name, compiled(one, `${key}.${name}`)]));
    }
    try {
      return compile(value);
    } catch (error) {
      throw new Error(`${file}: the message ${key.slice(1)} cannot be read: ${String(error)}`, { cause: error });
    }
  };
  return JSON.stringify(compiled(JSON.parse(text), ''));
}

/** @this {{ resourcePath: string }} @param {string} source */
export default function loader(source) {
  return `export default JSON.parse(${JSON.stringify(compiledMessages(source, this.resourcePath))});`;
}
