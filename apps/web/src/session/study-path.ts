/** The address of a place in a study: `studyPath('HAIC-2', 'slides', id)`. */
export function studyPath(study: string, ...places: readonly string[]): string {
  return `/${['studies', study, ...places].map(encodeURIComponent).join('/')}`;
}
