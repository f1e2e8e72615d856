import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

interface Node {
  readonly kind: string;
  readonly [part: string]: unknown;
}

const tokens = /[\s,]*(\.\.\.|[!$():=@[\]{}]|[_A-Za-z]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\n]|\\.)*")/gy;

/**
 * An operation with its fragments, as Apollo takes it, from its text. It reads the part of GraphQL that the pages write:
 * no schemas, descriptions, comments or block texts. That is a twelfth of the parser of graphql-js, and a text is a
 * fraction of the object that it describes. A test reads every document of the pages by both.
 *
 * @throws where the text is not such a document, with the place.
 */
export function readDocument<Answer, Variables>(text: string): TypedDocumentNode<Answer, Variables> {
  const words = wordsOf(text);
  let at = 0;
  const fail = (expected: string): never => {
    throw new Error(`Expected ${expected}, found ${words[at] ?? 'the end'}: ${text.trim().slice(0, 60)}`);
  };
  const take = (word: string): boolean => words[at] === word && ++at > 0;
  const need = (word: string): void => void (take(word) || fail(word));
  const isName = (): boolean => /^\w/.test(words[at] ?? '') && !/^\d/.test(words[at] ?? '');
  const name = (): Node => (isName() ? { kind: 'Name', value: words[at++] } : fail('a name'));
  const named = (): Node => ({ kind: 'NamedType', name: name() });

  function list(open: string, one: () => Node, close: string): Node[] {
    const found: Node[] = [];
    if (take(open)) while (!take(close)) found.push(one());
    return found;
  }
  function pair(kind: string): Node {
    const its = name();
    need(':');
    return { kind, name: its, value: value() };
  }
  function variable(): Node {
    need('$');
    return { kind: 'Variable', name: name() };
  }
  function value(): Node {
    const word = words[at] ?? '';
    if (word === '$') return variable();
    if (word === '[') return { kind: 'ListValue', values: list('[', value, ']') };
    if (word === '{') return { kind: 'ObjectValue', fields: list('{', () => pair('ObjectField'), '}') };
    if (!/^[-\w"]/.test(word)) fail('a value');
    at += 1;
    if (word.startsWith('"')) return { kind: 'StringValue', value: JSON.parse(word) as string, block: false };
    if (/^[-\d]/.test(word)) return { kind: /[.eE]/.test(word) ? 'FloatValue' : 'IntValue', value: word };
    if (word === 'true' || word === 'false') return { kind: 'BooleanValue', value: word === 'true' };
    return word === 'null' ? { kind: 'NullValue' } : { kind: 'EnumValue', value: word };
  }
  const given = (): Node[] => list('(', () => pair('Argument'), ')');
  function directives(): Node[] {
    const found: Node[] = [];
    while (take('@')) found.push({ kind: 'Directive', name: name(), arguments: given() });
    return found;
  }
  function type(): Node {
    let found: Node;
    if (take('[')) {
      found = { kind: 'ListType', type: type() };
      need(']');
    } else found = named();
    return take('!') ? { kind: 'NonNullType', type: found } : found;
  }
  function declared(): Node {
    const its = variable();
    need(':');
    const of = type();
    const defaultValue = take('=') ? value() : undefined;
    return { kind: 'VariableDefinition', variable: its, type: of, defaultValue, directives: directives() };
  }
  function selections(): Node {
    if (words[at] !== '{') fail('{');
    const found = list('{', selection, '}');
    if (found.length === 0) fail('a field');
    return { kind: 'SelectionSet', selections: found };
  }
  function selection(): Node {
    if (take('...')) {
      if (isName() && words[at] !== 'on') return { kind: 'FragmentSpread', name: name(), directives: directives() };
      const typeCondition = take('on') ? named() : undefined;
      return { kind: 'InlineFragment', typeCondition, directives: directives(), selectionSet: selections() };
    }
    const first = name();
    const second = take(':') ? name() : null;
    const called = second ? { alias: first, name: second } : { alias: undefined, name: first };
    const rest = { arguments: given(), directives: directives() };
    return { kind: 'Field', ...called, ...rest, selectionSet: words[at] === '{' ? selections() : undefined };
  }
  function definition(): Node {
    if (take('fragment')) {
      const its = name();
      need('on');
      const typeCondition = named();
      return {
        kind: 'FragmentDefinition',
        name: its,
        typeCondition,
        directives: directives(),
        selectionSet: selections(),
      };
    }
    const operation = words[at] ?? '';
    if (!/^(query|mutation|subscription)$/.test(operation)) fail('an operation or fragment');
    at += 1;
    const its = isName() ? name() : undefined;
    const variableDefinitions = list('(', declared, ')');
    const rest = { directives: directives(), selectionSet: selections() };
    return { kind: 'OperationDefinition', operation, name: its, variableDefinitions, ...rest };
  }

  const definitions: Node[] = [];
  while (at < words.length) definitions.push(definition());
  return { kind: 'Document', definitions } as unknown as TypedDocumentNode<Answer, Variables>;
}

function wordsOf(text: string): readonly string[] {
  let end = 0;
  const words = [...text.matchAll(tokens)].map((match) => {
    end = match.index + match[0].length;
    return match[1] ?? '';
  });
  const rest = text.slice(end).trim();
  if (rest !== '') throw new Error(`Not a word of a document: ${rest.slice(0, 40)}`);
  return words;
}
