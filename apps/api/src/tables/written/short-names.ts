/** How long a name may be in a format, and what it may be. */
export interface NameRule {
  /** Characters, all of them of one byte. */
  readonly most: number;
  readonly isUpper?: boolean;
  /** Words of the language that reads the file, in lower case. */
  readonly reserved?: readonly string[];
}

/**
 * Names that a format allows, one for each name and all different: letters, digits and underscores, beginning with a
 * letter; what is too long is cut, and numbered where that would make two alike. Which stands for which is in the dictionary.
 */
export function shortNames(
  names: readonly string[],
  { most, isUpper = false, reserved = [] }: NameRule,
): Map<string, string> {
  const taken = new Set<string>();
  const given = new Map<string, string>();
  for (const name of names) {
    const plain = name.replaceAll(/\W/g, '_').replace(/^(?![a-z])/i, 'v_');
    const fitting = reserved.includes(plain.toLowerCase()) ? `${plain}_` : plain;
    // Underscores go first: they say least.
    const packed = fitting.length > most ? fitting.replaceAll('_', '') : fitting;
    let short = packed.slice(0, most);
    for (let number = 2; taken.has(short.toLowerCase()); number++) {
      short = packed.slice(0, most - String(number).length) + String(number);
    }
    taken.add(short.toLowerCase());
    given.set(name, isUpper ? short.toUpperCase() : short);
  }
  return given;
}

/** As much of a text as fits into so many bytes of UTF-8, cut between characters. */
export function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let bytes = 0;
  let fitting = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    fitting += character;
  }
  return fitting;
}
