/** Below this many values a comparison sort is faster than clearing the counters of a radix sort. */
const FEW = 4096;
/** Each half of a double's 64 bits has three digits: 11, 11 and 10 bits. */
const DIGIT_BITS = 11;
const SHIFTS = [0, DIGIT_BITS, 2 * DIGIT_BITS];
const MASK = (1 << DIGIT_BITS) - 1;

/**
 * Indices that put finite values in ascending order, equal ones in input order.
 *
 * Many values are sorted by the digits of their bits, least significant first: it reads memory in order, while a
 * comparison sort of indices jumps around, and takes a tenth of the time on a million.
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  if (order.length < FEW) return order.sort((a, b) => (values[a] as number) - (values[b] as number));
  return radixSort(sortableBits(values), order);
}

/** Keys of two 32-bit halves that, as unsigned integers, are in the order of the doubles. */
interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

function sortableBits(values: ArrayLike<number>): Keys {
  const n = values.length;
  const keys = { high: new Uint32Array(n), low: new Uint32Array(n) };
  const double = new Float64Array(1);
  const halves = new Uint32Array(double.buffer);
  const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  const [lowHalf, highHalf] = isLittleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < n; i++) {
    // Adding 0 turns -0 into 0, its equal.
    double[0] = (values[i] as number) + 0;
    const high = halves[highHalf] as number;
    // Negative numbers ascend as their bits descend, so all their bits are flipped; for others only the sign bit.
    const turn = high >>> 31 === 1 ? 0xffffffff : 0;
    keys.high[i] = high ^ (turn | 0x80000000);
    keys.low[i] = (halves[lowHalf] as number) ^ turn;
  }
  return keys;
}

function radixSort(keys: Keys, order: Uint32Array): Uint32Array {
  const n = order.length;
  const next = new Uint32Array(1 << DIGIT_BITS);
  let from: Rows = { ...keys, order };
  let to: Rows = { high: new Uint32Array(n), low: new Uint32Array(n), order: new Uint32Array(n) };
  for (const half of ['low', 'high'] as const) {
    for (const shift of SHIFTS) {
      if (!countDigits(from[half], shift, next)) continue;
      move(from, to, half, shift, next);
      [from, to] = [to, from];
    }
  }
  return from.order;
}

/** Writes to `next` where the first of each digit goes; false if all keys share the digit, so that none has to move. */
function countDigits(keys: Uint32Array, shift: number, next: Uint32Array): boolean {
  next.fill(0);
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] as number) >>> shift) & MASK;
    next[digit] = (next[digit] as number) + 1;
  }
  if (next.includes(keys.length)) return false;
  let first = 0;
  for (let digit = 0; digit < next.length; digit++) {
    const count = next[digit] as number;
    next[digit] = first;
    first += count;
  }
  return true;
}

type Rows = Keys & { readonly order: Uint32Array };

function move(from: Rows, to: Rows, half: 'low' | 'high', shift: number, next: Uint32Array): void {
  const keys = from[half];
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] as number) >>> shift) & MASK;
    const slot = next[digit] as number;
    next[digit] = slot + 1;
    to.high[slot] = from.high[i] as number;
    to.low[slot] = from.low[i] as number;
    to.order[slot] = from.order[i] as number;
  }
}
