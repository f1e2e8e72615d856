export function compiledMessages(text: string, file: string): string;
export default function loader(this: { readonly resourcePath: string }, source: string): string;
