/** A slide as named by the person who sends a file. */
export interface Target {
  readonly study: string;
  readonly centre: string;
  readonly patient: string;
  readonly barcode: string;
  /** Evaluation set of a slide that is not registered yet; empty if none is given. */
  readonly set: string;
}

export interface RegisteredSlide {
  readonly id: string;
  readonly barcode: string;
  readonly patientCode: string;
  readonly centre: string;
  readonly file: object | null;
}

/** The metadata of an upload. The file's name is not part of it: it may contain a patient's name. */
export function metadataOf({ study, centre, patient, barcode, set }: Target): Record<string, string> {
  return { study, centre, patient, barcode, ...(set === '' ? {} : { set }) };
}

/** The target that an earlier upload of the same file had; null if what was kept is not a target. */
export function targetFrom(metadata: Readonly<Record<string, string | undefined>> | undefined): Target | null {
  const { study, centre, patient, barcode, set = '' } = metadata ?? {};
  if (!study || !centre || !patient || !barcode) return null;
  return { study, centre, patient, barcode, set };
}

export function isSameTarget(a: Target, b: Target): boolean {
  return a.study === b.study && a.centre === b.centre && a.patient === b.patient && a.barcode === b.barcode;
}

const wordBreak = /[^A-Za-z0-9]/;

/** Whether a code is in a file's name as a separate word: S-1 is not in S-10.svs. */
function names(fileName: string, code: string): boolean {
  const [text, wanted] = [fileName.toLowerCase(), code.toLowerCase()];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + wanted.length)];
    if ((before === '' || wordBreak.test(before)) && (after === '' || wordBreak.test(after))) return true;
  }
  return false;
}

/**
 * What a file's name reveals about its slide, by registered codes. Never the name itself: it may be a
 * hospital's number.
 *
 * @param slides - of the centres that the person may write.
 * @returns null fields for what the name does not reveal, or reveals ambiguously.
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

/** If one code is part of another, the longer one is meant. */
function longest(
  slides: readonly RegisteredSlide[],
  codeOf: (slide: RegisteredSlide) => string,
): readonly RegisteredSlide[] {
  const most = Math.max(0, ...slides.map((slide) => codeOf(slide).length));
  return slides.filter((slide) => codeOf(slide).length === most);
}
