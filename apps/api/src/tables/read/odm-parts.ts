import { type ColumnType, numberedCodes, tableColumn } from '../described-table.ts';
import { labelIn, type OdmItem, type OdmMetadata, type OdmVersion } from './odm-metadata.ts';
import { type OdmStep, type OdmSubject, type OdmValue } from './odm-subjects.ts';
import { atLine } from './odm-xml.ts';
import { type ReadColumn } from './read-table.ts';
import { type FilledPart } from './repeated-parts.ts';
import { RowStore } from './row-store.ts';

/** What a row has beside its values. */
export interface OdmRow {
  /** The number of its subject, in the order of the file. */
  readonly subject: number;
  readonly line: number;
  readonly key: string;
  readonly site: string | null;
  readonly event: string;
  readonly eventKey: string | null;
  readonly formKey: string | null;
  readonly groupKey: string | null;
  readonly cells: readonly OdmValue[];
}

/** A form of a file, or a group of items that repeats within one. */
export class OdmPart implements FilledPart {
  readonly columns: ReadColumn[] = [];
  /** By item, and unit where it may be in several. */
  readonly places = new Map<string, number>();
  /** Places of values without a unit, of items that may have several: shown where there are any. */
  private readonly unitless = new Set<number>();
  private readonly filled = new Set<number>();
  readonly rows = new RowStore<OdmRow>();
  readonly events = new Set<string>();
  hasEventKeys = false;
  repeats: boolean;

  constructor(
    readonly name: string,
    repeats: boolean,
    readonly isGroup: boolean,
  ) {
    this.repeats = repeats;
  }

  fill(place: number, value: OdmValue): OdmValue {
    this.filled.add(place);
    return value;
  }

  /** The places that a table has columns for. */
  shown(): number[] {
    return [...this.columns.keys()].filter((place) => !this.unitless.has(place) || this.filled.has(place));
  }

  add(item: OdmItem, version: OdmVersion, metadata: OdmMetadata): void {
    const several = item.units.length > 1;
    for (const unit of several ? [...item.units, null] : [item.units[0] ?? null]) {
      const key = several && unit !== null ? `${item.oid}\u0001${unit}` : item.oid;
      if (this.places.has(key)) continue;
      this.places.set(key, this.columns.length);
      if (several && unit === null) this.unitless.add(this.columns.length);
      this.columns.push(columnOf(item, version, { unit, metadata, isOneOfSeveral: several && unit !== null }));
    }
  }
}

const types: Readonly<Record<string, ColumnType>> = {
  ...{ integer: 'integer', float: 'decimal', double: 'decimal', boolean: 'boolean', date: 'date', datetime: 'date' },
  ...{ partialDate: 'partialDate', partialDatetime: 'partialDate', incompleteDate: 'partialDate' },
};

function columnOf(
  item: OdmItem,
  version: OdmVersion,
  of: { readonly unit: string | null; readonly metadata: OdmMetadata; readonly isOneOfSeveral: boolean },
): ReadColumn {
  const unit = of.unit === null ? null : (of.metadata.units.get(of.unit) ?? of.unit);
  const list = item.list === null ? undefined : version.lists.get(item.list);
  const codes = list && numberedCodes([...list.codes].map(([code, texts]) => ({ code, label: labelIn(texts, code) })));
  return {
    ...tableColumn({
      name: of.isOneOfSeveral ? `${item.name}_${unit ?? ''}` : item.name,
      label: labelIn(item.texts, item.name),
      type: codes?.length ? 'code' : (types[item.dataType] ?? 'text'),
      ...{ unit, codes: codes?.length ? codes : null, origin: item.oid },
    }),
    marks: of.metadata.missing,
  };
}

/** The forms of a file as parts, in the order of their definitions, to which the rows of its subjects are added. */
export class OdmParts {
  readonly parts = new Map<string, OdmPart>();
  private subjects = 0;

  constructor(
    private readonly metadata: OdmMetadata,
    /** A form is a table by itself, under its own name. */
    private readonly nameOf: (form: { readonly oid: string; readonly name: string }) => string,
  ) {}

  begin(version: OdmVersion, line: number): void {
    for (const form of version.forms.values()) {
      for (const oid of form.groups) {
        const group = version.groups.get(oid);
        if (!group) throw undefinedIn(line, `FormDef ${form.oid}`, 'ItemGroupOID', oid);
        const name = this.nameOf(form);
        const part = group.repeats
          ? this.part(keyOf(form.oid, oid), `${name}.${group.name}`, true, true)
          : this.part(form.oid, name, form.repeats, false);
        for (const itemOid of group.items) {
          const item = version.items.get(itemOid);
          if (!item) throw undefinedIn(line, `ItemGroupDef ${oid}`, 'ItemOID', itemOid);
          part.add(item, version, this.metadata);
        }
        for (const event of version.events.values()) if (event.forms.has(form.oid)) part.events.add(event.oid);
      }
    }
  }

  /** Adds what there is of a subject: groups that do not repeat stand beside each other in the row of their form. */
  take({ key, site, known, groups }: OdmSubject): void {
    this.subjects += 1;
    const rows = new Map<string, { part: OdmPart; row: OdmRow & { cells: OdmValue[] }; filled: Map<string, string> }>();
    for (const [path, { line, steps, items }] of groups) {
      if (items.size === 0 && !known.has(path)) continue;
      const step = (element: string): OdmStep | undefined => steps.find((one) => one.element === element);
      const [event, form, group] = [step('StudyEventData'), step('FormData'), step('ItemGroupData')];
      if (!form || !group) continue;
      const repeating = this.parts.get(keyOf(form.oid, group.oid));
      const part = repeating ?? this.parts.get(form.oid);
      if (!part) throw undefinedIn(line, `FormDef ${form.oid}`, 'ItemGroupOID', group.oid);
      const name = JSON.stringify([form.oid, event?.oid, event?.place, form.place, ...(repeating ? [group.oid, group.place] : [])]); // prettier-ignore
      let found = rows.get(name);
      if (!found) {
        const row = {
          ...{ subject: this.subjects, line, key, site, event: event?.oid ?? '', eventKey: event?.key ?? null },
          ...{ formKey: form.key, groupKey: repeating ? group.key : null, cells: [] },
        };
        rows.set(name, (found = { part, row, filled: new Map() }));
      }
      const other = found.filled.get(group.oid);
      if (!repeating && other !== undefined && other !== group.place) {
        throw atLine(line, {
          en: `ItemGroupOID ${group.oid} is there several times in FormOID ${form.oid} (ItemGroupRepeatKey ${group.place}) and is defined with Repeating="No": export it with its definition as it is filled`,
          zh: `FormOID ${form.oid} 中的 ItemGroupOID ${group.oid} 出现多次（ItemGroupRepeatKey ${group.place}），但其定义为 Repeating="No"：请以与数据一致的定义导出`,
        });
      }
      found.filled.set(group.oid, group.place);
      for (const [item, value] of items) {
        const place = part.places.get(item);
        if (place === undefined) throw undefinedIn(line, `ItemGroupDef ${group.oid}`, 'ItemOID', item);
        found.row.cells[place] = part.fill(place, value);
      }
      part.events.add(event?.oid ?? '');
      if (event?.key !== null && event?.key !== undefined && event.key !== '1') part.hasEventKeys = true;
      if (form.key !== null && form.key !== '1') part.repeats = true;
    }
    for (const { part, row } of rows.values()) part.rows.append(row);
  }

  private part(key: string, name: string, repeats: boolean, isGroup: boolean): OdmPart {
    let found = this.parts.get(key);
    if (!found) this.parts.set(key, (found = new OdmPart(name, repeats, isGroup)));
    return found;
  }
}

function keyOf(form: string, group: string): string {
  return `${form}\u0001${group}`;
}

function undefinedIn(line: number, where: string, attribute: string, oid: string): Error {
  return atLine(line, {
    en: `${where} has ${attribute} "${oid}", which is not defined: export the file with all its definitions`,
    zh: `${where} 的 ${attribute} “${oid}”没有定义：请导出含全部定义的文件`,
  });
}
