import { type Label } from '@haim/schema';
import { atLine, type XmlTag } from './odm-xml.ts';

export interface OdmEvent {
  readonly oid: string;
  readonly name: string;
  readonly repeats: boolean;
  readonly forms: Set<string>;
}
export interface OdmForm {
  readonly oid: string;
  readonly name: string;
  readonly repeats: boolean;
  readonly groups: Set<string>;
}
export interface OdmGroup {
  readonly oid: string;
  readonly name: string;
  readonly repeats: boolean;
  readonly items: Set<string>;
}
export interface OdmItem {
  readonly oid: string;
  readonly name: string;
  readonly dataType: string;
  /** By language; '' where none is stated. */
  readonly texts: Map<string, string>;
  readonly units: string[];
  list: string | null;
}
/** A list of codes, each with its words by language. */
export interface OdmList {
  readonly oid: string;
  readonly codes: Map<string, Map<string, string>>;
}

/** What a version of a study asks. */
export interface OdmVersion {
  readonly key: string;
  readonly oid: string;
  readonly events: Map<string, OdmEvent>;
  readonly forms: Map<string, OdmForm>;
  readonly groups: Map<string, OdmGroup>;
  readonly items: Map<string, OdmItem>;
  readonly lists: Map<string, OdmList>;
}

export function versionKey(study: string, version: string): string {
  return `${study} ${version}`;
}

/** Gathers the definitions of a file. Those of other standards among them are passed over. */
export class OdmMetadata {
  readonly versions = new Map<string, OdmVersion>();
  /** Symbols of units, and names of sites, by OID. */
  readonly units = new Map<string, string>();
  readonly sites = new Map<string, string>();
  /** Of REDCap: what stands for a missing value in any field, with its words. */
  missing: readonly { readonly mark: string; readonly label: string }[] = [];
  private study = '';
  private version: OdmVersion | null = null;
  private event: OdmEvent | null = null;
  private form: OdmForm | null = null;
  private group: OdmGroup | null = null;
  private item: OdmItem | null = null;
  private list: OdmList | null = null;
  private code: Map<string, string> | null = null;
  private unit: string | null = null;
  /** The element that the text being read is in. */
  private kind = '';
  private language = '';
  private written: string | null = null;

  open(tag: XmlTag): void {
    const { local } = tag;
    const version = this.version;
    if (local !== 'TranslatedText') this.kind = local;
    if (local === 'Study') this.study = need(tag, 'OID');
    else if (local === 'MetaDataVersion') this.begin(need(tag, 'OID'));
    else if (local === 'Include') this.include(tag);
    else if (local === 'MeasurementUnit') this.unit = need(tag, 'OID');
    else if (local === 'Location') this.sites.set(need(tag, 'OID'), tag.get('Name') ?? need(tag, 'OID'));
    else if (local === 'TranslatedText') {
      this.language = tag.get('lang', 'http://www.w3.org/XML/1998/namespace') ?? '';
      this.written = '';
    } else if (local === 'MissingDataCodes') this.written = '';
    else if (version) this.define(version, tag);
  }

  private define(version: OdmVersion, tag: XmlTag): void {
    const oid = () => need(tag, 'OID');
    const named = () => ({ oid: oid(), name: tag.get('Name') || oid(), repeats: tag.get('Repeating') === 'Yes' });
    switch (tag.local) {
      case 'StudyEventDef':
        this.event = put(version.events, { ...named(), forms: new Set<string>() });
        break;
      case 'FormDef':
        this.form = put(version.forms, { ...named(), groups: new Set<string>() });
        break;
      case 'ItemGroupDef':
        this.group = put(version.groups, { ...named(), items: new Set<string>() });
        break;
      case 'ItemDef': {
        const dataType = tag.get('DataType') ?? 'text';
        const { oid: itemOid, name } = named();
        this.item = put(version.items, { oid: itemOid, name, dataType, texts: new Map(), units: [], list: null });
        break;
      }
      case 'CodeList':
        this.list = put(version.lists, { oid: oid(), codes: new Map() });
        break;
      case 'FormRef':
        this.event?.forms.add(need(tag, 'FormOID'));
        break;
      case 'ItemGroupRef':
        this.form?.groups.add(need(tag, 'ItemGroupOID'));
        break;
      case 'ItemRef':
        this.group?.items.add(need(tag, 'ItemOID'));
        break;
      case 'CodeListRef':
        if (this.item) this.item.list = need(tag, 'CodeListOID');
        break;
      case 'MeasurementUnitRef':
        if (this.item) this.item.units.push(need(tag, 'MeasurementUnitOID'));
        break;
      case 'CodeListItem':
      case 'EnumeratedItem':
        this.code = new Map();
        this.list?.codes.set(need(tag, 'CodedValue'), this.code);
        break;
      default:
    }
  }

  text(piece: string): void {
    if (this.written !== null) this.written += piece;
  }

  close(local: string): void {
    if (local === 'TranslatedText' && this.written !== null) {
      this.say(this.written.replaceAll(/\s+/g, ' ').trim());
      this.written = null;
    } else if (local === 'MissingDataCodes') {
      this.missing = missingCodes(this.written ?? '');
      this.written = null;
    } else if (local === 'MeasurementUnit') this.unit = null;
    else if (local === 'ItemDef') this.item = null;
    else if (local === 'CodeListItem' || local === 'EnumeratedItem') this.code = null;
    else if (local === 'MetaDataVersion') this.version = null;
  }

  private say(text: string): void {
    const { kind, language } = this;
    if (kind === 'Symbol' && this.unit !== null) {
      if (!this.units.has(this.unit) || isLanguage(language, 'en')) this.units.set(this.unit, text);
    } else if (kind === 'Decode') this.code?.set(language, text);
    else if (!this.item || (kind !== 'Question' && kind !== 'Description')) return;
    // The question is what somebody was asked; a description says what it is for.
    else if (kind === 'Question' || !this.item.texts.has(language)) this.item.texts.set(language, text);
  }

  private begin(oid: string): void {
    const key = versionKey(this.study, oid);
    const empty = { events: new Map(), forms: new Map(), groups: new Map(), items: new Map(), lists: new Map() };
    this.version = { key, oid, ...empty };
    this.versions.set(key, this.version);
  }

  /** A version that adds to another of the file. */
  private include(tag: XmlTag): void {
    const [study, oid] = [need(tag, 'StudyOID'), need(tag, 'MetaDataVersionOID')];
    const other = this.versions.get(versionKey(study, oid));
    if (!other) {
      throw atLine(tag.line, {
        en: `MetaDataVersion ${oid} of ${study}, which is included, is not in the file: export it with all its definitions`,
        zh: `文件中没有所引用（Include）的 MetaDataVersion ${oid}（${study}）：请导出含全部定义的文件`,
      });
    }
    for (const part of ['events', 'forms', 'groups', 'items', 'lists'] as const) {
      const to = this.version?.[part] as Map<string, unknown> | undefined;
      for (const [key, value] of other[part]) to?.set(key, value);
    }
  }
}

function put<One extends { readonly oid: string }>(into: Map<string, One>, one: One): One {
  into.set(one.oid, one);
  return one;
}

/** @throws TableError where an element lacks an attribute that ODM requires. */
export function need(tag: XmlTag, name: string): string {
  const value = tag.get(name);
  if (value !== null) return value;
  throw atLine(tag.line, {
    en: `the element ${tag.local} lacks ${name}: export the file again`,
    zh: `元素 ${tag.local} 缺少 ${name}：请重新导出文件`,
  });
}

function isLanguage(stated: string, language: string): boolean {
  return stated.toLowerCase() === language || stated.toLowerCase().startsWith(`${language}-`);
}

/** Words in both languages, as far as a file has them; otherwise those that it has. */
export function labelIn(texts: ReadonlyMap<string, string>, name: string): Label {
  const of = (language: string) => [...texts].find(([stated]) => isLanguage(stated, language))?.[1];
  const any = texts.get('') ?? [...texts.values()][0] ?? name;
  return { en: of('en') || any, zh: of('zh') || of('en') || any };
}

/** `NI, Not indicated`, one a line, or with bars between them. */
function missingCodes(text: string): { mark: string; label: string }[] {
  return text.split(/[\n|]/).flatMap((one) => {
    const [mark = '', ...words] = one.split(/[,=]/);
    return mark.trim() === '' ? [] : [{ mark: mark.trim(), label: words.join(',').trim() || mark.trim() }];
  });
}
