const WORDS = 4;
const DIGITS = 8;
const LEAST = 1024;

/**
 * Numbers by keys of 128 bits, in the order in which the keys came: 28 to 56 bytes for each, where a Map of texts takes
 * 150. A key is given as 32 hexadecimal digits, of which more are ignored; its bits are random, being of a digest or a
 * uuid, so its first word says where to look.
 */
export class NumberByKey {
  private keys = new Uint32Array(LEAST * WORDS);
  private numbers = new Int32Array(LEAST);
  /** Open addressing: at the place of each key, which entry it is, counted from 1; 0 where there is none. */
  private places = new Uint32Array(2 * LEAST);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: string): number | undefined {
    const entry = this.places[this.placeOf(wordsOf(key))] ?? 0;
    return entry === 0 ? undefined : this.numbers[entry - 1];
  }

  set(key: string, value: number): void {
    const words = wordsOf(key);
    let place = this.placeOf(words);
    if (this.places[place] === 0) {
      if (this.count === this.numbers.length) {
        this.grow();
        place = this.placeOf(words);
      }
      this.keys.set(words, this.count * WORDS);
      this.count += 1;
      this.places[place] = this.count;
    }
    this.numbers[(this.places[place] ?? 0) - 1] = value;
  }

  /** The keys of those whose number `isWanted`, in order, `most` at a time. */
  *keysInBatches(most: number, isWanted: (value: number) => boolean = () => true): Generator<string[]> {
    let batch: string[] = [];
    for (let entry = 0; entry < this.count; entry += 1) {
      if (!isWanted(this.numbers[entry] ?? 0)) continue;
      const words = this.keys.subarray(entry * WORDS, (entry + 1) * WORDS);
      batch.push(Array.from(words, (word) => word.toString(16).padStart(DIGITS, '0')).join(''));
      if (batch.length === most) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length) yield batch;
  }

  /** Where the key is, or the free place where it would be. */
  private placeOf([first, second, third, fourth]: Words): number {
    const { keys, places } = this;
    const mask = places.length - 1;
    for (let place = first & mask; ; place = (place + 1) & mask) {
      const entry = places[place] ?? 0;
      if (entry === 0) return place;
      const at = (entry - 1) * WORDS;
      const isHere = keys[at] === first && keys[at + 1] === second && keys[at + 2] === third && keys[at + 3] === fourth;
      if (isHere) return place;
    }
  }

  private grow(): void {
    const { keys, numbers } = this;
    this.keys = new Uint32Array(2 * keys.length);
    this.keys.set(keys);
    this.numbers = new Int32Array(2 * numbers.length);
    this.numbers.set(numbers);
    this.places = new Uint32Array(2 * this.places.length);
    const mask = this.places.length - 1;
    for (let entry = 0; entry < this.count; entry += 1) {
      let place = (keys[entry * WORDS] ?? 0) & mask;
      while (this.places[place] !== 0) place = (place + 1) & mask;
      this.places[place] = entry + 1;
    }
  }
}

type Words = readonly [first: number, second: number, third: number, fourth: number];

function wordsOf(key: string): Words {
  return [wordOf(key, 0), wordOf(key, 1), wordOf(key, 2), wordOf(key, 3)];
}

function wordOf(key: string, i: number): number {
  // Without a text for each word: an import of millions of rows asks for some ten keys a row.
  let word = 0;
  for (let at = i * DIGITS; at < (i + 1) * DIGITS; at++) {
    const character = key.charCodeAt(at);
    // The digits are 48 to 57, the letters follow 64 or 96.
    word = (word << 4) | ((character & 15) + (character > 57 ? 9 : 0));
  }
  return word >>> 0;
}
