const KEY_BYTES = 16;
const WORDS = KEY_BYTES / 4;
const LEAST = 1024;

/**
 * Numbers by keys of 16 bytes, in the order in which the keys came: 28 to 56 bytes for each, where a Map of texts takes
 * 150. The bits of a key are random, being a digest or a uuid, so its first word says where to look.
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

  get(key: Buffer): number | undefined {
    const entry = this.places[this.placeOf(wordsOf(key))] ?? 0;
    return entry === 0 ? undefined : this.numbers[entry - 1];
  }

  set(key: Buffer, value: number): void {
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

  /** The keys in order, some thousands at a time, of those whose number `isWanted`. */
  *keysInBatches(most: number, isWanted: (value: number) => boolean = () => true): Generator<Buffer[]> {
    let batch: Buffer[] = [];
    for (let entry = 0; entry < this.count; entry += 1) {
      if (!isWanted(this.numbers[entry] ?? 0)) continue;
      const key = Buffer.alloc(KEY_BYTES);
      for (let i = 0; i < WORDS; i += 1) key.writeUInt32LE(this.keys[entry * WORDS + i] ?? 0, 4 * i);
      batch.push(key);
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
      if (keys[at] === first && keys[at + 1] === second && keys[at + 2] === third && keys[at + 3] === fourth)
        return place;
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

function wordsOf(key: Buffer): Words {
  return [key.readUInt32LE(0), key.readUInt32LE(4), key.readUInt32LE(8), key.readUInt32LE(12)];
}
