import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { isPlainlyChinese } from './chinese-words.ts';

/** What files of a liver centre say, written down here; each stands for a file whose only foreign cell it is. */
const chinese =
  '腹痛 发热 恶心 呕吐 皮疹 肝功能异常 血小板减少 骨髓抑制 手足综合征 胆道感染 腹泻 便秘 乏力 食欲不振 高血压 消化道出血 中山大学肿瘤防治中心 乙型肝炎 无并发症 轻度疼痛 男 女 是 否 患者编号 中心 不良反应名称 开始日期';
const others: Record<string, string[]> = {
  'windows-1252': [
    ...'Céphalée Fièvre Café Müller naïve Übelkeit Größe ñandú Ödem dyspnée Müdigkeit Schwäche é à µg élévation ALAT é,à'.split(
      ' ',
    ),
    '38 °C',
    '± 2',
    'douleur à l’effort',
    '€ 5',
  ],
  big5: '腹痛 發燒 噁心 嘔吐 肝功能異常 血小板減少症 臺大醫院 皮疹 男 女 有 無 患者編號'.split(' '),
  shift_jis: '腹痛 発熱 悪心・嘔吐 肝機能異常 血小板減少 なし ソラフェニブ 男 女 患者番号'.split(' '),
  'euc-kr':
    '두통 복통 간암 발열 오한 간동맥 혈소판 감소증 서울대학교병원 남 여 환자번호 구토 설사 피로 고혈압 없음'.split(' '),
};

describe('text in GB18030', () => {
  it.each(chinese.split(' '))('%s is plainly Chinese', (term) => {
    expect(isPlainlyChinese([iconv.encode(term, 'gb18030')])).toBe(true);
  });

  it('is plainly Chinese even where a file also names drugs, which no dictionary has', () => {
    const cells = ['仑伐替尼', '索拉非尼', '恶心', '血小板减少', '肝功能异常', '高血压'];
    expect(isPlainlyChinese(cells.map((cell) => iconv.encode(cell, 'gb18030')))).toBe(true);
  });

  it('is plainly Chinese despite rare characters of a name', () => {
    expect(isPlainlyChinese([iconv.encode('患者张𬭎因腹痛入院治疗，肝功能异常', 'gb18030')])).toBe(true);
  });
});

describe.each(Object.entries(others))('text in %s', (encoding, terms) => {
  it.each(terms)('%s is not taken for Chinese', (term) => {
    expect(isPlainlyChinese([iconv.encode(term, encoding)])).toBe(false);
  });

  it('all of it together is not taken for Chinese', () => {
    expect(isPlainlyChinese(terms.map((term) => iconv.encode(term, encoding)))).toBe(false);
  });
});

it('UTF-8 is not taken for GB18030 either', () => {
  for (const term of [...chinese.split(' '), ...Object.values(others).flat()]) {
    expect([term, isPlainlyChinese([Buffer.from(term)])]).toEqual([term, false]);
  }
});
