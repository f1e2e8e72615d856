/**
 * What a model's score distinguishes, each named by the response codes in it, such as "SD/PD". All classes but the
 * positive one of a model of several count as one.
 */
export interface Classes {
  readonly positiveClass: string;
  readonly negativeClass: string;
}

/** Null for a model whose manifest cannot be read. */
export function classesOf(model: { positiveClass: string | null; classes: readonly string[] } | null): Classes | null {
  const negativeClass = model?.classes.filter((name) => name !== model.positiveClass).join('/');
  if (!model?.positiveClass || !negativeClass) return null;
  return { positiveClass: model.positiveClass, negativeClass };
}

/** Whether a best response belongs to the positive class; null if it is in neither class. */
export function isPositive(bestResponse: string | null, { positiveClass, negativeClass }: Classes): boolean | null {
  if (bestResponse === null) return null;
  if (positiveClass.split('/').includes(bestResponse)) return true;
  return negativeClass.split('/').includes(bestResponse) ? false : null;
}
