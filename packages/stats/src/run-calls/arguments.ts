import { StatsInputError } from '../errors.ts';
import type { Term } from './table.ts';

/** One call of a reference file: the method's name and its arguments by name. */
export interface Call {
  readonly fn: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Reads a call's arguments by name and type. */
export class Arguments {
  private readonly values: Call['args'];

  constructor(values: Call['args']) {
    this.values = values;
  }

  text(name: string): string {
    return this.optionalText(name) ?? missing(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || typeof value === 'string') return value;
    throw new StatsInputError(name, 'must be a text');
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? missing(name);
  }

  optionalNumber(name: string): number | undefined {
    const value = this.values[name];
    if (value === undefined || typeof value === 'number') return value;
    throw new StatsInputError(name, 'must be a number');
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  optionalNumbers(name: string): number[] | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    return [value].flat().map(Number);
  }

  optionalTexts(name: string): string[] | undefined {
    const value = this.values[name];
    return value === undefined ? undefined : [value].flat().map(String);
  }

  terms(name: string): Term[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw new StatsInputError(name, 'must be a list of terms');
    return value as Term[];
  }

  counts(name: string): number[][] | undefined {
    const value = this.values[name];
    return value === undefined ? undefined : (value as number[][]);
  }
}

function missing(name: string): never {
  throw new StatsInputError(name, 'is required');
}
