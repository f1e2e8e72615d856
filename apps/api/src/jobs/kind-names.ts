/** The kinds by the names under which an operator knows them: see `portal worker --kinds`. */
export const kindNames = {
  scores: 'inference',
  explanations: 'sensitivity',
  trainings: 'training_run',
  checks: 'quality_run',
} as const;
export type KindName = keyof typeof kindNames;

export function isKindName(text: string): text is KindName {
  return Object.hasOwn(kindNames, text);
}

/** The name of the kind whose runs are in a table; of one that has none, such as a test's, the table. */
export function kindNameOf(table: string): string {
  return Object.entries(kindNames).find(([, runs]) => runs === table)?.[0] ?? table;
}

/** @throws Error naming the kinds that there are. */
export function readKindNames(text: string): KindName[] {
  return text.split(',').map((part) => {
    const name = part.trim();
    if (!isKindName(name)) throw new Error(`"${name}" is none of the kinds ${Object.keys(kindNames).join(', ')}`);
    return name;
  });
}
