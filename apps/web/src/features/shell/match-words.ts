/** Something that Ctrl+K offers: a page by its address, or an act. */
export interface Place {
  readonly id: string;
  readonly label: string;
  /** Other words that find it; not shown. */
  readonly also?: string;
  /** Shown beside the label, quietly. */
  readonly note?: string;
  readonly goes: { readonly href: string } | { readonly act: () => void };
}

/** Those that have every typed word in label, note or other words, in any case and width; first those that begin so. */
export function matchWords(places: readonly Place[], typed: string): Place[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const [first = ''] = words;
  const found = places.filter(({ label, note = '', also = '' }) => {
    const text = plain(`${label} ${note} ${also}`);
    return words.every((word) => text.includes(word));
  });
  return found.toSorted((a, b) => Number(begins(b, first)) - Number(begins(a, first)));
}

function begins({ label }: Place, word: string): boolean {
  return plain(label).startsWith(word);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
