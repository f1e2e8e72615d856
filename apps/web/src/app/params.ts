/** What the addresses of a study's pages carry, still as written in the address. */
export interface OfStudy {
  readonly params: Promise<{ readonly study: string }>;
}

export interface OfThing {
  readonly params: Promise<{ readonly study: string; readonly id: string }>;
}

export async function studyOf(params: OfStudy['params']): Promise<string> {
  return decoded((await params).study);
}

export async function thingOf(params: OfThing['params']): Promise<{ study: string; id: string }> {
  const { study, id } = await params;
  return { study: decoded(study), id: decoded(id) };
}

/** An address may hold a percent sign that stands for nothing: then it is what it says. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
