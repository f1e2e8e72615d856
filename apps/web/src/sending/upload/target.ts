/** A slide as the person who sends a file names it. */
export interface Target {
  readonly study: string;
  readonly centre: string;
  readonly patient: string;
  readonly barcode: string;
  /** Evaluation set of a slide that is not registered yet; empty where none is given. */
  readonly set: string;
}

export interface RegisteredSlide {
  readonly id: string;
  readonly barcode: string;
  readonly patientCode: string;
  readonly centre: string;
  readonly file: object | null;
}

/** What an upload says of itself. The file's name is no part of it: a name may be a patient's. */
export function metadataOf({ study, centre, patient, barcode, set }: Target): Record<string, string> {
  return { study, centre, patient, barcode, ...(set === '' ? {} : { set }) };
}

/** The target that an earlier upload of the same file had; null where what was kept is not one. */
export function targetFrom(metadata: Readonly<Record<string, string | undefined>> | undefined): Target | null {
  const { study, centre, patient, barcode, set = '' } = metadata ?? {};
  if (!study || !centre || !patient || !barcode) return null;
  return { study, centre, patient, barcode, set };
}

export function isSameTarget(a: Target, b: Target): boolean {
  return a.study === b.study && a.centre === b.centre && a.patient === b.patient && a.barcode === b.barcode;
}

const wordBreak = /[^A-Za-z0-9]/;

/** Whether a code stands in a file's name as a word of its own: S-1 is not in S-10.svs. */
function names(fileName: string, code: string): boolean {
  const [text, wanted] = [fileName.toLowerCase(), code.toLowerCase()];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + wanted.length)];
    if ((before === '' || wordBreak.test(before)) && (after === '' || wordBreak.test(after))) return true;
  }
  return false;
}

/**
 * What a file's name tells of its slide, by the codes that are registered already. Never the name itself: it may be a
 * hospital's number.
 *
 * @param slides - of the centres that may be written.
 * @returns null fields for what the name does not tell, or tells twice.
 */
export function guessTarget(
  fileName: string,
  slides: readonly RegisteredSlide[],
): { centre: string | null; patient: string | null; barcode: string | null } {
  const byCode = longest(
    slides.filter(({ barcode }) => names(fileName, barcode)),
    ({ barcode }) => barcode,
  );
  const ofPatient = slides.filter(({ patientCode }) => names(fileName, patientCode));
  const patients = longest(ofPatient, ({ patientCode }) => patientCode);
  const both = byCode.filter((slide) => patients.includes(slide));
  const found = both.length > 0 ? both : byCode;
  const [slide] = found;
  if (slide && found.length === 1) {
    return { centre: slide.centre, patient: slide.patientCode, barcode: slide.barcode };
  }
  const [first] = patients;
  if (
    !first ||
    patients.some(({ centre, patientCode }) => centre !== first.centre || patientCode !== first.patientCode)
  ) {
    return { centre: null, patient: null, barcode: null };
  }
  const open = patients.filter(({ file }) => file === null);
  const barcode = open.length === 1 ? (open[0]?.barcode ?? null) : null;
  return { centre: first.centre, patient: first.patientCode, barcode };
}

/** Of codes of which one is a part of another, the longer is meant. */
function longest(
  slides: readonly RegisteredSlide[],
  codeOf: (slide: RegisteredSlide) => string,
): readonly RegisteredSlide[] {
  const most = Math.max(0, ...slides.map((slide) => codeOf(slide).length));
  return slides.filter((slide) => codeOf(slide).length === most);
}
