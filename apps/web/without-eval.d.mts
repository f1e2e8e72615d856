export function withoutEval(source: string, resource: string): string;
export default function loader(this: { readonly resourcePath: string }, source: string): string;
