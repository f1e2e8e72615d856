/** What is used of adm-zip, which has no types of its own. */
declare module 'adm-zip' {
  interface Entry {
    readonly entryName: string;
    /** `size` is that of the contents, unpacked. */
    readonly header: { readonly size: number };
    getData(): Buffer;
  }
  export default class AdmZip {
    constructor(file?: Buffer);
    getEntries(): Entry[];
    getEntry(name: string): Entry | null;
    addFile(name: string, contents: Buffer): void;
    toBuffer(): Buffer;
  }
}
