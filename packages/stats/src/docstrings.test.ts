import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));
const program = ts.createProgram([resolve(source, 'index.ts')], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ESNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
});
const checker = program.getTypeChecker();

/** A function that the package exports, with the comment above it. */
interface Documented {
  readonly name: string;
  readonly file: string;
  readonly comment: string;
  /** null for one destructured in the signature. */
  readonly parameters: (string | null)[];
}

function exportedFunctions(): Documented[] {
  const index = program.getSourceFile(resolve(source, 'index.ts'));
  const symbol = index && checker.getSymbolAtLocation(index);
  if (!symbol) throw new Error('index.ts exports nothing');
  return checker.getExportsOfModule(symbol).flatMap((exported) => {
    const aliased = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = aliased.valueDeclaration;
    if (!declaration || !ts.isFunctionDeclaration(declaration)) return [];
    const file = declaration.getSourceFile();
    const [comment] = (ts.getLeadingCommentRanges(file.text, declaration.pos) ?? []).slice(-1);
    return {
      name: exported.name,
      file: basename(file.fileName),
      comment: comment ? file.text.slice(comment.pos, comment.end) : '',
      parameters: declaration.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : null)),
    };
  });
}

/** What a docstring lacks of the required form. */
function lacks({ comment, parameters }: Documented): string[] {
  const missing: string[] = [];
  const [sentence = ''] = comment.replace(/^\/\*\*[\s*]*/, '').split(/@|\n \*\n/);
  if (sentence.split(/\s+/).length < 4) missing.push('a sentence');
  for (const name of parameters) {
    // Options may be listed under their own names.
    const isNamed = name === null || new RegExp(`@param (options\\.\\w+|${name})\\b`).test(comment);
    if (!isNamed && name !== 'argument') missing.push(`@param ${name}`);
  }
  if (parameters.includes(null) && !/@param \w/.test(comment)) missing.push('@param');
  for (const part of ['@returns', '@throws', 'Source:', 'Checked against:']) {
    if (!comment.includes(part)) missing.push(part);
  }
  return missing;
}

/** Files named as `reference/…` that do not exist; a star matches any name. */
function unknownReferences(comment: string): string[] {
  const named = comment.match(/reference\/[\w./*-]*[\w*]/g) ?? [];
  return named.filter((path) => {
    const full = resolve(source, '..', path);
    if (!path.includes('*')) return !existsSync(full);
    const pattern = new RegExp(`^${basename(full).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
    return !readdirSync(dirname(full)).some((name) => pattern.test(name));
  });
}

const functions = exportedFunctions();

describe('docstrings of the exported functions', () => {
  it('are found', () => {
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(['kaplanMeier', 'coxRegression', 'toR']));
    expect(functions.length).toBeGreaterThan(45);
  });

  it.each(functions.map((one) => [`${one.name} (${one.file})`, one] as const))('%s', (_name, one) => {
    expect(lacks(one)).toEqual([]);
    expect(unknownReferences(one.comment)).toEqual([]);
  });

  it('are reported if incomplete', () => {
    const sound = `/**\n * Adds one to each number.\n *\n * @param a - [n].\n * @returns [n].\n * @throws Error on none.\n *\n * Source: Peano 1889. Checked against: reference/write.R.\n */`;
    const one = { name: 'add', file: 'add.ts', parameters: ['a'] };
    expect(lacks({ ...one, comment: sound })).toEqual([]);
    expect(lacks({ ...one, comment: '' })).toHaveLength(6);
    expect(lacks({ ...one, comment: sound.replace('Checked against:', 'Like') })).toEqual(['Checked against:']);
    expect(lacks({ ...one, parameters: ['a', 'b'], comment: sound })).toEqual(['@param b']);
    expect(unknownReferences('Checked against: reference/nowhere.R and reference/goldens/edge_*.json.')).toEqual([
      'reference/nowhere.R',
    ]);
  });
});
