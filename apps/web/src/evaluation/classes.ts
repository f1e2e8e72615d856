/** The two classes that a model distinguishes, each named by the response codes in it, such as "SD/PD". */
export interface Classes {
  readonly positiveClass: string;
  readonly negativeClass: string;
}

/** Null for a model whose manifest cannot be read. */
export function classesOf(model: { positiveClass: string | null; classes: readonly string[] } | null): Classes | null {
  const negativeClass = model?.classes.find((name) => name !== model.positiveClass);
  if (!model?.positiveClass || negativeClass === undefined) return null;
  return { positiveClass: model.positiveClass, negativeClass };
}

/** Whether a best response belongs to the positive class; null if it is in neither class. */
export function isPositive(bestResponse: string | null, { positiveClass, negativeClass }: Classes): boolean | null {
  if (bestResponse === null) return null;
  if (positiveClass.split('/').includes(bestResponse)) return true;
  return negativeClass.split('/').includes(bestResponse) ? false : null;
}
