export function withOwnDocuments(source: string, resource: string): string;
export default function loader(
  this: { readonly resourcePath: string; readonly addDependency?: (file: string) => void },
  source: string,
): string;
