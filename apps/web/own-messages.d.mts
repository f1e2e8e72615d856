interface Asked {
  readonly namespaces: readonly string[];
  readonly files: readonly string[];
}
export function messagesAskedBy(files: readonly string[]): Asked;
export function frameFiles(): readonly string[];
export function withOwnMessages(source: string, namespaces: readonly string[]): string;
export function withFrameNamespaces(source: string, namespaces: readonly string[]): string;
export default function loader(
  this: { readonly resourcePath: string; readonly addDependency?: (file: string) => void },
  source: string,
): string;
