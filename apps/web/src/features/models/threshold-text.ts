/** A threshold with three decimals, or with as many as it needs. */
export function shortest(value: number): string {
  const plain = String(Number(value.toFixed(6)));
  return plain.length > 5 ? plain : value.toFixed(3);
}
