import { readCode, say, type Statement } from '@haim/schema';
import { Field, ObjectType } from 'type-graphql';
import { Json } from './scalars.ts';

@ObjectType('Statement', {
  description: 'What is said of a result: its code with values, and the sentence in both languages.',
})
export class StatementType {
  @Field(() => String, { description: 'Stable; compare this, never the words.' })
  code!: Statement['code'];
  @Field(() => Json, { description: 'What the sentence speaks of, by name; which names depends on the code.' })
  values!: Statement['values'];
  @Field(() => String) get en(): string {
    return say(this as Statement, 'en');
  }
  @Field(() => String) get zh(): string {
    return say(this as Statement, 'zh');
  }
}

const deprecationReason = 'The same sentence in English only; ask for the statement.';
const english = (said: Statement): string => say(said, 'en');

/**
 * A property that holds a statement. It travels as `methodStatement`, and as `method` in English for older clients.
 */
export function Said({ nullable = false }: { nullable?: boolean } = {}): PropertyDecorator {
  return (prototype, key) => {
    const property = String(key);
    Field(() => StatementType, { nullable, name: `${property}Statement` })(prototype, property);
    const read = (said: Statement | null) => said && english(said);
    computed(prototype, property, () => String, { name: property, nullable, deprecationReason }, read);
  };
}

/** A property that holds statements: they travel as `statements`, and under the property's own name in English. */
export function SaidList(): PropertyDecorator {
  return (prototype, key) => {
    const property = String(key);
    Field(() => [StatementType], { name: 'statements' })(prototype, property);
    const read = (all: readonly Statement[]) => all.map(english);
    computed(prototype, property, () => [String], { name: property, deprecationReason }, read);
  };
}

/** As `Said`, of a column that holds the statement's code alone. */
export function SaidByCode(): PropertyDecorator {
  return (prototype, key) => {
    const property = String(key);
    const read = (code: string | null) => (code === null ? null : readCode(code));
    const options = { nullable: true } as const;
    computed(prototype, property, () => StatementType, { ...options, name: `${property}Statement` }, read);
    const readEnglish = (code: string | null) => (code === null ? null : english(readCode(code)));
    computed(prototype, property, () => String, { ...options, name: property, deprecationReason }, readEnglish);
  };
}

interface ComputedOptions {
  readonly name: string;
  readonly nullable?: boolean;
  readonly deprecationReason?: string;
}

/** A field of GraphQL that is read from a property of the object; the object's own type does not know it. */
function computed<T>(
  prototype: object,
  property: string,
  type: () => typeof String | (typeof String)[] | typeof StatementType,
  options: ComputedOptions,
  read: (value: T) => unknown,
): void {
  const getter = `${options.name}Of${property}`;
  const descriptor: PropertyDescriptor = {
    get(this: Readonly<Record<string, T>>) {
      return read(this[property] as T);
    },
  };
  Object.defineProperty(prototype, getter, descriptor);
  Field(type, options)(prototype, getter, descriptor);
}
