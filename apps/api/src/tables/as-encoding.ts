import { type Label } from '@haim/schema';
import { type Encoding, encodings } from './encoding.ts';
import { TableError } from './table-error.ts';

/** @throws TableError where the name is not one of the encodings. */
export function asEncoding(name: string): Encoding {
  const found = encodings.find((encoding) => encoding === name.trim().toLowerCase());
  if (found) return found;
  const list = encodings.join(', ');
  const label: Label = {
    en: `the encoding "${name.slice(0, 40)}" is not known; it is one of ${list}`,
    zh: `未知的编码“${name.slice(0, 40)}”，可用编码为：${list}`,
  };
  throw new TableError(label);
}
