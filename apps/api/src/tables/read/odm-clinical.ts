import { type Label } from '@haim/schema';
import { need, type OdmMetadata, type OdmVersion, versionKey } from './odm-metadata.ts';
import { type OdmStep, type OdmSubject, OdmSubjects, type OdmValue, type OdmValues, type Transaction, transactions } from './odm-subjects.ts'; // prettier-ignore
import { atLine, type XmlTag } from './odm-xml.ts';

interface Entered {
  readonly step: OdmStep;
  readonly transaction: Transaction | null;
}

interface Item {
  readonly tag: XmlTag;
  readonly oid: string;
  /** Of a typed element: its text. */
  text: string;
  unit: string | null;
}

const levels = {
  StudyEventData: { oid: 'StudyEventOID', key: 'StudyEventRepeatKey', of: 'events' },
  FormData: { oid: 'FormOID', key: 'FormRepeatKey', of: 'forms' },
  ItemGroupData: { oid: 'ItemGroupOID', key: 'ItemGroupRepeatKey', of: 'groups' },
} as const;
type Level = keyof typeof levels;

/** Elements whose text is not the value itself. */
const notTexts = /^ItemData(HexBinary|Base64Binary|HexFloat|Base64Float)$/;
const textExpected: Label = {
  en: 'a value as text or number: export it as ItemData',
  zh: '文本或数值：请以 ItemData 导出',
};

/** Reads what a file says of its subjects, and hands each on that is whole. */
export class OdmClinical {
  readonly subjects: OdmSubjects;
  private version: OdmVersion | null = null;
  private subject: OdmSubject | null = null;
  private subjectTransaction: Transaction | null = null;
  private readonly entered: Entered[] = [];
  private values: OdmValues | null = null;
  private item: Item | null = null;
  /** Elements without a key that are told apart by their order. */
  private unkeyed = 0;

  constructor(
    private readonly metadata: OdmMetadata,
    private readonly isSnapshot: boolean,
    continues: boolean,
    private readonly onVersion: (version: OdmVersion, line: number) => void,
    private readonly onSubject: (subject: OdmSubject) => void,
  ) {
    this.subjects = new OdmSubjects(isSnapshot, continues);
  }

  open(tag: XmlTag): void {
    const { local } = tag;
    if (local === 'ClinicalData') this.begin(tag);
    else if (local === 'SubjectData') {
      const subject = this.subjects.subject(need(tag, 'SubjectKey'));
      this.subject = subject;
      const stated = this.stated(tag);
      this.subjectTransaction = stated;
      this.subjects.enter(subject, [], { stated, transaction: stated }, tag.line);
    } else if (this.subject === null) return;
    else if (local === 'SiteRef') this.subject.site = need(tag, 'LocationOID');
    else if (Object.hasOwn(levels, local)) this.enter(local as Level, tag);
    else if (local.startsWith('ItemData')) this.item = { tag, oid: need(tag, 'ItemOID'), text: '', unit: null };
    else if (local === 'MeasurementUnitRef' && this.item) this.item.unit = need(tag, 'MeasurementUnitOID');
  }

  text(piece: string): void {
    if (this.item) this.item.text += piece;
  }

  close(local: string): void {
    if (local.startsWith('ItemData') && this.item) {
      this.put(this.item);
      this.item = null;
    } else if (Object.hasOwn(levels, local)) {
      this.entered.pop();
      if (local === 'ItemGroupData') this.values = null;
    } else if (local === 'SubjectData' && this.subject) {
      if (this.isSnapshot) this.onSubject(this.subjects.take(this.subject));
      this.subject = null;
    }
  }

  private begin(tag: XmlTag): void {
    const [study, oid] = [need(tag, 'StudyOID'), need(tag, 'MetaDataVersionOID')];
    this.version = this.metadata.versions.get(versionKey(study, oid)) ?? null;
    if (!this.version) {
      throw atLine(tag.line, {
        en: `MetaDataVersion ${oid} of ${study} is not in the file, so that nobody can say what its items are: export the data with their metadata`,
        zh: `文件中没有 ${study} 的 MetaDataVersion ${oid}，无法得知各项目的含义：请将数据与元数据一并导出`,
      });
    }
    this.onVersion(this.version, tag.line);
  }

  private enter(local: Level, tag: XmlTag): void {
    const { oid: oidName, key: keyName, of } = levels[local];
    const oid = need(tag, oidName);
    const definition = this.version?.[of].get(oid);
    if (!definition) throw this.unknown(tag, oidName, oid);
    const key = tag.get(keyName);
    // Records without a key are valid: each is one of its own where there may be several, and the only one otherwise.
    const isUnkeyed = key === null && definition.repeats && this.isSnapshot;
    const place = isUnkeyed ? `#${(this.unkeyed += 1)}` : (key ?? '');
    const above = this.transaction();
    const stated = this.stated(tag);
    const transaction = stated ?? above;
    this.entered.push({ step: { element: local, oid, key, place }, transaction });
    const steps = this.entered.map(({ step }) => step);
    if (!this.subject) return;
    // What is in something that is removed has gone with it.
    if (above !== 'Remove') this.subjects.enter(this.subject, steps, { stated, transaction }, tag.line);
    if (local !== 'ItemGroupData') return;
    const form = this.entered.find(({ step }) => step.element === 'FormData')?.step;
    if (form === undefined) {
      throw atLine(tag.line, {
        en: `ItemGroupOID ${oid} is in no FormData: the file is not ODM of a study (Dataset-XML?); export ODM 1.3.2`,
        zh: `ItemGroupOID ${oid} 不在 FormData 中：该文件不是研究的 ODM（可能为 Dataset-XML）；请导出 ODM 1.3.2`,
      });
    }
    if (!this.version?.forms.get(form.oid)?.groups.has(oid)) throw this.unknown(tag, oidName, oid);
    this.values = this.subjects.group(this.subject, steps, tag.line);
  }

  private put({ tag, oid, text, unit }: Item): void {
    const group = this.entered.at(-1)?.step;
    const declared = this.version?.groups.get(group?.oid ?? '');
    const definition = this.version?.items.get(oid);
    if (!this.values || !definition || !declared?.items.has(oid)) throw this.unknown(tag, 'ItemOID', oid);
    const stated = this.stated(tag);
    const of = unit ?? tag.get('MeasurementUnitOID');
    if (of !== null && !this.metadata.units.has(of)) throw this.unknown(tag, 'MeasurementUnitOID', of);
    const isOneOfSeveral = of !== null && definition.units.length > 1 && definition.units.includes(of);
    const item = isOneOfSeveral ? `${oid}\u0001${of}` : oid;
    if (this.transaction() === 'Remove') return;
    const transaction = stated ?? this.transaction();
    const value = valueOf(tag, text);
    const isForeign = of !== null && value !== null && !definition.units.includes(of);
    const checked: OdmValue = isForeign
      ? {
          value: `${typeof value === 'string' ? value : value.value} ${this.metadata.units.get(of) ?? of}`,
          rule: 'wrongUnit',
          expected: this.unitExpected(definition.units),
        }
      : value;
    this.subjects.item(this.values, item, { value: checked, stated, transaction, line: tag.line });
  }

  private unitExpected(units: readonly string[]): Label {
    const symbols = units.map((unit) => this.metadata.units.get(unit) ?? unit);
    return symbols.length === 0
      ? { en: 'a value without a unit, as its definition says', zh: '不带单位的值（与其定义一致）' }
      : {
          en: `a value in ${symbols.join(' or ')}, as its definition says`,
          zh: `单位为 ${symbols.join(' 或 ')} 的值（与其定义一致）`,
        };
  }

  private transaction(): Transaction | null {
    return this.entered.at(-1)?.transaction ?? this.subjectTransaction;
  }

  private stated(tag: XmlTag): Transaction | null {
    const stated = tag.get('TransactionType');
    const found = transactions.find((one) => one === stated) ?? null;
    if (stated !== null && found === null) {
      throw atLine(tag.line, {
        en: `TransactionType "${stated}" is not one of ${transactions.join(', ')}`,
        zh: `TransactionType “${stated}”不是以下之一：${transactions.join('、')}`,
      });
    }
    if (found === 'Remove' && this.isSnapshot) {
      throw atLine(tag.line, {
        en: 'a Snapshot removes nothing: export it as a Snapshot without TransactionType, or as Transactional',
        zh: 'Snapshot 中不应有 Remove：请导出不含 TransactionType 的 Snapshot，或导出为 Transactional',
      });
    }
    return found;
  }

  /** A refusal that names the OID and where it is. */
  private unknown(tag: XmlTag, attribute: string, oid: string): Error {
    const where = this.entered.map(({ step }) => `${step.element} ${step.oid}`).join(', ');
    const of = this.version?.oid ?? '';
    return atLine(tag.line, {
      en: `${tag.local}${where && ` in ${where}`} has ${attribute} "${oid}", which is not defined there in MetaDataVersion ${of}: export data and definitions together`,
      zh: `${where && `${where} 中的 `}${tag.local} 的 ${attribute} “${oid}”在 MetaDataVersion ${of} 的相应位置没有定义：请将数据与定义一并导出`,
    });
  }
}

function valueOf(tag: XmlTag, text: string): OdmValue {
  if (tag.get('IsNull') === 'Yes') return null;
  if (tag.local === 'ItemData') return tag.get('Value');
  if (notTexts.test(tag.local)) return { value: text.trim().slice(0, 60), rule: 'wrongType', expected: textExpected };
  return tag.local === 'ItemDataString' || tag.local === 'ItemDataAny' ? text : text.trim();
}
