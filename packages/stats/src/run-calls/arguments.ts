import { StatsInputError } from '../numerics/errors.ts';
import type { Term } from './table.ts';

/** One call of a reference file: the method's name and its arguments by name. */
export interface Call {
  readonly fn: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Reads a call's arguments by name and type, and records which names were read. */
export class Arguments {
  private readonly values: Call['args'];
  private readonly asked = new Set<string>();

  constructor(values: Call['args']) {
    this.values = values;
  }

  text(name: string): string {
    return this.optionalText(name) ?? missing(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.read(name);
    if (value === undefined || typeof value === 'string') return value;
    throw new StatsInputError(name, 'must be a text');
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? missing(name);
  }

  optionalNumber(name: string): number | undefined {
    const value = this.read(name);
    if (value === undefined || typeof value === 'number') return value;
    throw new StatsInputError(name, 'must be a number');
  }

  flag(name: string): boolean {
    const value = this.read(name);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    throw new StatsInputError(name, 'must be true or false');
  }

  optionalNumbers(name: string): number[] | undefined {
    const value = this.read(name);
    if (value === undefined) return undefined;
    const list: unknown[] = [value].flat();
    if (list.every((item) => typeof item === 'number')) return list;
    throw new StatsInputError(name, 'must be a list of numbers');
  }

  optionalTexts(name: string): string[] | undefined {
    const value = this.read(name);
    return value === undefined ? undefined : [value].flat().map(String);
  }

  terms(name: string): Term[] {
    const value = this.read(name);
    if (Array.isArray(value) && value.every(isTerm)) return value;
    throw new StatsInputError(name, 'must be a list of {column, type: "numeric" or "factor", levels?}');
  }

  counts(name: string): number[][] | undefined {
    const value = this.read(name);
    if (value === undefined || isMatrix(value)) return value;
    throw new StatsInputError(name, 'must be a list of rows of numbers');
  }

  /**
   * @throws StatsInputError on an argument that no method read: otherwise a wrong name would silently have no effect.
   */
  requireAllAsked(): void {
    const [unknown] = Object.keys(this.values).filter((name) => !this.asked.has(name));
    if (unknown !== undefined) throw new StatsInputError(unknown, 'is not an argument of this call');
  }

  private read(name: string): unknown {
    this.asked.add(name);
    return this.values[name];
  }
}

function isTerm(value: unknown): value is Term {
  if (value === null || typeof value !== 'object') return false;
  const { column, type, levels } = value as Record<string, unknown>;
  const hasLevels =
    levels === undefined || (Array.isArray(levels) && levels.every((level) => typeof level === 'string'));
  return typeof column === 'string' && (type === 'numeric' || type === 'factor') && hasLevels;
}

function isMatrix(value: unknown): value is number[][] {
  const isRow = (row: unknown) => Array.isArray(row) && row.every((count) => typeof count === 'number');
  return Array.isArray(value) && value.every(isRow);
}

function missing(name: string): never {
  throw new StatsInputError(name, 'is required');
}
