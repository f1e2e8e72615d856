import { forms } from '@haim/schema';
import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { given, named } from './call-values.fixture.ts';
import { type World } from './world.fixture.ts';

export type Operation = GraphQLField<unknown, unknown>;

/** Ids that the portal gives to what belongs to no centre, known once it is there. */
export function giveIds(ids: Readonly<Record<'activateModel.id' | 'retireModel.id', string>>): void {
  Object.assign(given, ids);
}

const leaves: Readonly<Record<string, unknown>> = {
  Boolean: true,
  Int: 1,
  Float: 0.5,
  String: 'text',
  ID: 'text',
  LocalDate: '2024-02-01',
  PartialDate: '2024-02',
  DateTime: '2024-02-01T00:00:00Z',
};

/** A value that the declaration of the form accepts. */
function ofForm(key: string): unknown {
  const [input = '', field = ''] = key.split('.');
  const form = forms.find(({ name }) => `${name}Input`.toLowerCase() === input.toLowerCase());
  const spec = form && (form.fields as Readonly<Record<string, { kind: string; list?: { codes: readonly { code: string }[] }; range?: readonly [number, number] }>>)[field];
  if (!spec) return undefined;
  if (spec.list) return spec.list.codes[0]?.code;
  return spec.range?.[0];
} // prettier-ignore

/** Where a call can name a row: the path of the argument or field, and its key in `named`. */
export interface Slot {
  readonly path: readonly string[];
  readonly key: string;
}

/** Every argument and, below it, every field of an input: `path` to it and the key under which it is known here. */
export function slotsOf(operation: Operation): Slot[] {
  const below = (type: GraphQLInputType, slot: Slot): Slot[] => {
    const input = getNamedType(type);
    if (!isInputObjectType(input) || slot.key in named) return [slot];
    return [
      slot,
      ...Object.values(input.getFields()).flatMap((field) =>
        below(field.type, { path: [...slot.path, field.name], key: keyOf(input.name, field.name) }),
      ),
    ];
  };
  return operation.args.flatMap(({ name, type }) => below(type, { path: [name], key: keyOf(operation.name, name) }));
}

export const namesARow = ({ key }: Slot): boolean => key in named;

function keyOf(owner: string, name: string): string {
  const full = `${owner}.${name}`;
  return full in named || full in given || !(name in named || name in given) ? full : name;
}

/** An argument of this name and type says nothing of what it names: the walk asks for it to be said here. */
export function unknownIds(operation: Operation, contract: GraphQLSchema): string[] {
  const idType = contract.getType('ID');
  const typeAt = (path: readonly string[]): GraphQLInputType | undefined => {
    let type: GraphQLInputType | undefined = operation.args.find(({ name }) => name === path[0])?.type;
    for (const name of path.slice(1)) {
      const input = type && getNamedType(type);
      type = input && isInputObjectType(input) ? input.getFields()[name]?.type : undefined;
    }
    return type;
  };
  return slotsOf(operation)
    .filter((slot) => !namesARow(slot) && !(slot.key in given) && getNamedType(typeAt(slot.path)) === idType)
    .map(({ key }) => key);
}

/** The variables of a call: what is required, and what the wanted paths name; `put` decides what each slot holds. */
export function variablesOf(
  operation: Operation,
  home: World,
  wanted: readonly Slot[] = [],
  put: ReadonlyMap<string, World> = new Map(),
): Record<string, unknown> {
  const isWanted = (path: readonly string[]) =>
    wanted.some((slot) => path.every((name, i) => slot.path[i] === name) && slot.path.length >= path.length);
  const make = (type: GraphQLInputType, owner: string, name: string, path: readonly string[]): unknown => {
    const key = keyOf(owner, name);
    const bare = getNullableType(type);
    if (key in named) return named[key]!(put.get(path.join('.')) ?? home);
    if (key in given) return given[key];
    if (isListType(bare)) {
      const made = make(bare.ofType, owner, name, path);
      return [made];
    }
    if (isInputObjectType(bare)) {
      return Object.fromEntries(
        Object.values(bare.getFields())
          .filter((field) => isRequiredInputField(field) || isWanted([...path, field.name]))
          .map((field) => [field.name, make(field.type, bare.name, field.name, [...path, field.name])]),
      );
    }
    if (isEnumType(bare)) return bare.getValues()[0]!.name;
    return ofForm(key) ?? leaves[getNamedType(bare).name];
  };
  return Object.fromEntries(
    operation.args
      .filter((argument) => isRequiredArgument(argument) || isWanted([argument.name]))
      .map(({ name, type }) => [name, make(type, operation.name, name, [name])]),
  );
}

/** The operation with every argument as a variable; what is left out of the variables keeps its default. */
export function textOf(kind: 'query' | 'mutation' | 'subscription', operation: Operation, variables: object, selection: string): string {
  const used = operation.args.filter(({ name }) => name in variables);
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const inner = used.length > 0 ? `(${declared})` : '';
  return `${kind} ${inner} { ${operation.name}${used.length > 0 ? `(${passed})` : ''} ${selection} }`;
} // prettier-ignore
