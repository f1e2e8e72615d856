/** One numbering of the words that several blocks number each in its own way. */
export interface UnitedWords {
  readonly words: readonly string[];
  /** For each block, the united code by the block's own; 0 stays 0. */
  readonly maps: readonly Uint32Array[];
}

export function uniteWords(lists: readonly (readonly string[])[]): UnitedWords {
  const codes = new Map<string, number>();
  const maps = lists.map((list) => {
    const map = new Uint32Array(list.length + 1);
    list.forEach((word, k) => {
      const known = codes.get(word) ?? codes.size + 1;
      codes.set(word, known);
      map[k + 1] = known;
    });
    return map;
  });
  return { words: [...codes.keys()], maps };
}
