/** `1=male; 2=female`, as an export of the portal notes the codes that numbers stand for. */
export function storedCodes(text: string | undefined): ReadonlyMap<string, string> {
  return new Map(
    (text ?? '').split('; ').flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)]];
    }),
  );
}
