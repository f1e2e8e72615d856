/** The parameters in the addresses of a study's pages, not yet decoded. */
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

/** An address may hold a percent sign that encodes nothing: then it is taken literally. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
