import { type ReadColumn, type RecordMaker } from './read-table.ts';
import { damaged, type SavHead, type SavVariable } from './sav-head.ts';
import { dictionaryText, type TextDecoding, textExpected, unpadded } from './text-encoding.ts';
import { clockText, writeDay, writeMonth } from './written-days.ts';

/** A variable as its user sees it: a long text is several of the dictionary. */
export interface Place {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'number' | 'date' | 'time' | 'month';
  /** Where its bytes are in a case, one piece after the other; a number has one of eight. */
  readonly pieces: readonly { readonly from: number; readonly to: number }[];
  readonly variable: SavVariable;
  /** Texts that are missing, beside those of the variable. */
  readonly missingTexts: readonly Buffer[];
  /** The name in the dictionary, of eight bytes. */
  readonly short: string;
}

export interface ValueLabel {
  readonly value: string;
  readonly label: string;
  readonly isMissing: boolean;
}

/** Numbers of formats that show a day, a month, or a length of time. */
const [days, months, times] = [[20, 22, 23, 24, 29, 30, 38, 39, 41], [28], [21, 25, 40]] as const;
const SECONDS_A_DAY = 86_400;
/** Days from 1582-10-14, where SPSS counts from, to 1970. */
const DAYS_TO_1970 = 141_428;
const SYSTEM_MISSING = -Number.MAX_VALUE;
/** A text of more bytes is several variables, of which each but the last counts as 252 and holds 255. */
const [LONGEST, COUNTED] = [255, 252] as const;

export function placesIn(head: SavHead, texts: TextDecoding): Place[] {
  const long = pairsOf(head.extensions.get(13)?.data, texts);
  const widths = pairsOf(head.extensions.get(14)?.data, texts);
  const missing = longMissing(head, texts);
  const places: Place[] = [];
  for (let i = 0; i < head.variables.length; i += 1) {
    const variable = head.variables[i];
    if (!variable) continue;
    const short = dictionaryText(texts, variable.name);
    const name = long.get(short.toUpperCase()) ?? short;
    const width = Number(widths.get(short.toUpperCase()) ?? variable.width);
    const segments = width > LONGEST ? Math.ceil(width / COUNTED) : 1;
    const pieces: { from: number; to: number }[] = [];
    let at = i;
    for (let segment = 0; segment < segments; segment += 1) {
      const part = head.variables[at];
      if (!part) throw damaged(`the long text ${name}`, `长文本 ${name}`);
      const left = width - LONGEST * segment;
      const holds = width === 0 ? 8 : Math.max(0, Math.min(segments === 1 ? width : LONGEST, left));
      pieces.push({ from: 8 * at, to: 8 * at + holds });
      at += 1;
      while (head.variables[at] === null) at += 1;
    }
    places.push({
      ...{ name, pieces, variable, short },
      label: variable.label === null ? '' : dictionaryText(texts, variable.label),
      kind: width > 0 ? 'text' : kindOf(variable.format),
      missingTexts: missing.get(name) ?? [],
    });
    i = at - 1;
  }
  return places;
}

function kindOf(format: number): Place['kind'] {
  if ((days as readonly number[]).includes(format)) return 'date';
  if ((months as readonly number[]).includes(format)) return 'month';
  return (times as readonly number[]).includes(format) ? 'time' : 'number';
}

/** `SHORT=value`, one behind the other; names are compared without regard to case. */
function pairsOf(data: Buffer | undefined, { decode }: TextDecoding): ReadonlyMap<string, string> {
  const text = (data && decode(data)) ?? '';
  return new Map(
    text.split(/[\t\0]+/).flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at).toUpperCase(), pair.slice(at + 1)]];
    }),
  );
}

/** The labels of values, those of long texts among them (record 7, 21). */
export function labelsIn(head: SavHead, texts: TextDecoding, places: readonly Place[]): Map<Place, ValueLabel[]> {
  const found = new Map<Place, ValueLabel[]>();
  const add = (place: Place | undefined, value: Buffer, label: Buffer) => {
    if (!place) return;
    const isText = place.kind === 'text';
    const shown = isText ? dictionaryText(texts, value) : String(head.numbers.double(value, 0));
    const isMissing = isText
      ? isMissingText(place, value)
      : isMissingNumber(place.variable, head, head.numbers.double(value, 0));
    const all = found.get(place) ?? [];
    all.push({ value: shown, label: dictionaryText(texts, label), isMissing });
    found.set(place, all);
  };
  const byStart = new Map(places.map((place) => [(place.pieces[0]?.from ?? 0) / 8 + 1, place]));
  for (const { values, of } of head.labels) {
    for (const at of of) for (const { value, label } of values) add(byStart.get(at), value, label);
  }
  const long = new Walk(head, 21);
  const byName = new Map(places.map((place) => [place.name, place]));
  while (long.hasMore) {
    const place = byName.get(dictionaryText(texts, long.bytes()));
    long.int();
    for (let left = long.int(); left > 0; left -= 1) add(place, long.bytes(), long.bytes());
  }
  return found;
}

function longMissing(head: SavHead, texts: TextDecoding): ReadonlyMap<string, readonly Buffer[]> {
  const found = new Map<string, Buffer[]>();
  const walk = new Walk(head, 22);
  while (walk.hasMore) {
    const name = dictionaryText(texts, walk.bytes());
    const count = walk.byte();
    const width = walk.int();
    found.set(
      name,
      Array.from({ length: count }, () => walk.next(width)),
    );
  }
  return found;
}

/** Steps through an extension whose parts state their lengths. */
class Walk {
  private at = 0;
  private readonly data: Buffer;

  constructor(
    private readonly head: SavHead,
    subtype: number,
  ) {
    this.data = head.extensions.get(subtype)?.data ?? Buffer.alloc(0);
  }

  get hasMore(): boolean {
    return this.at < this.data.length;
  }

  next(bytes: number): Buffer {
    if (bytes < 0 || this.at + bytes > this.data.length)
      throw damaged('what it says of long texts', '关于长文本的说明');
    this.at += bytes;
    return this.data.subarray(this.at - bytes, this.at);
  }

  byte(): number {
    return this.next(1)[0] ?? 0;
  }

  int(): number {
    return this.head.numbers.int32(this.next(4), 0);
  }

  bytes(): Buffer {
    return this.next(this.int());
  }
}

function isMissingText({ variable, missingTexts }: Place, bytes: Buffer): boolean {
  const text = unpadded(bytes);
  return [...variable.missing, ...missingTexts].some((one) => unpadded(one).equals(text));
}

function isMissingNumber({ missing, hasRange }: SavVariable, { numbers }: SavHead, value: number): boolean {
  const given = missing.map((one) => numbers.double(one, 0));
  if (!hasRange) return given.includes(value);
  const [lowest = 0, highest = 0, one] = given;
  return (value >= lowest && value <= highest) || value === one;
}

/** Writes the cell of a variable from the bytes of a case. */
export function cellOf(
  place: Place,
  head: SavHead,
  texts: TextDecoding,
  column: ReadColumn | undefined,
): (bytes: Buffer, record: RecordMaker) => void {
  if (place.kind === 'text') return textCell(place, texts);
  const { from } = place.pieces[0] ?? { from: 0 };
  const codes = new Map(column?.codes?.map(({ number, code }) => [number, code]));
  const { double } = head.numbers;
  const hasMissing = place.variable.missing.length > 0;
  const write = numberWriters[place.kind];
  return (bytes, record) => {
    const value = double(bytes, from);
    if (value === SYSTEM_MISSING || Number.isNaN(value)) record.value('');
    else if (hasMissing && isMissingNumber(place.variable, head, value)) record.missing(String(value));
    else {
      const code = codes.get(value);
      if (code === undefined) write(record, value);
      else record.value(code);
    }
  };
}

const numberWriters: Readonly<Record<Exclude<Place['kind'], 'text'>, (record: RecordMaker, value: number) => void>> = {
  number: (record, value) => record.value(String(value)),
  date: (record, value) => writeDay(record, value / SECONDS_A_DAY - DAYS_TO_1970),
  month: (record, value) => writeMonth(record, value / SECONDS_A_DAY - DAYS_TO_1970),
  time: (record, value) => record.value(clockText(value)),
};

function textCell(place: Place, { decode }: TextDecoding): (bytes: Buffer, record: RecordMaker) => void {
  const { pieces } = place;
  const hasMissing = place.variable.missing.length + place.missingTexts.length > 0;
  return (bytes, record) => {
    const [first] = pieces;
    const whole =
      pieces.length === 1 && first
        ? bytes.subarray(first.from, first.to)
        : Buffer.concat(pieces.map(({ from, to }) => bytes.subarray(from, to)));
    const plain = unpadded(whole);
    const text = decode(plain);
    if (text === null) record.fault(plain.toString('latin1'), 'encoding', textExpected);
    else if (hasMissing && isMissingText(place, plain)) record.missing(text);
    else record.value(text);
  };
}
