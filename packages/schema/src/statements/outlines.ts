import { amount, choice, count, text } from './values.ts';
import { fixed, sentence } from './sentence.ts';

/** Outlines of regions: warnings about one, and why one or its file is refused. */
export const outlines = {
  outlinePartlyOutside: sentence(
    { outline: text },
    ({ outline }) => `"${outline}" lies partly outside the slide: only what is on it is scored.`,
    ({ outline }) => `“${outline}”部分位于切片之外：仅对切片上的部分评分。`,
  ),
  outlineRepaired: sentence(
    { outline: text, pieces: count, before: amount, after: amount, x: amount, y: amount },
    ({ outline, pieces, before, after, x, y }, { pieces: n }) =>
      `"${outline}" was repaired to ${n === 1 ? 'one piece' : `${pieces} pieces`}, its area from ${before} to ${after} square pixels: it crosses or touches itself near x ${x}, y ${y}.`,
    ({ outline, pieces, before, after, x, y }) =>
      `“${outline}”已修复为 ${pieces} 块，面积由 ${before} 变为 ${after} 平方像素：其在 x ${x}，y ${y} 附近自相交或自相接。`,
  ),

  outlineCrossesItself: sentence(
    { x: amount, y: amount },
    ({ x, y }) => `it crosses or touches itself near x ${x}, y ${y}.`,
    ({ x, y }) => `在 x ${x}，y ${y} 附近自相交或自相接。`,
  ),
  outlineCutByHoles: sentence(
    { x: amount, y: amount },
    ({ x, y }) => `its holes touch it or each other twice near x ${x}, y ${y}, which cuts it apart.`,
    ({ x, y }) => `其孔洞在 x ${x}，y ${y} 附近两次与轮廓或彼此相接，将其切断。`,
  ),
  repairChangesArea: sentence(
    { x: amount, y: amount, before: amount, after: amount },
    ({ x, y, before, after }) =>
      `it crosses or touches itself near x ${x}, y ${y}. Repairing it would change its area from ${before} to ${after} square pixels: more than 1 %.`,
    ({ x, y, before, after }) =>
      `在 x ${x}，y ${y} 附近自相交或自相接。修复会使其面积由 ${before} 变为 ${after} 平方像素，超过 1 %。`,
  ),
  outlineWithout: sentence(
    {
      part: choice({
        outline: { en: 'outline', zh: '轮廓' },
        Vertex: { en: 'Vertex', zh: 'Vertex 元素' },
        Coordinate: { en: 'Coordinate', zh: 'Coordinate 元素' },
        polygon: { en: 'polygon', zh: '多边形' },
        ring: { en: 'ring', zh: '环' },
      }),
    },
    ({ part }) => `it has no ${part}.`,
    ({ part }) => `其中没有${part}。`,
  ),
  outlineTooFewPoints: sentence(
    { n: count },
    ({ n }) => `it has ${n} different points; an area needs three.`,
    ({ n }) => `只有 ${n} 个不同的点；围成区域至少需要三个。`,
  ),
  outlineTooManyPoints: sentence(
    { n: count, most: count },
    ({ n, most }) => `it has ${n} points; ${most} are the most a shape may have.`,
    ({ n, most }) => `有 ${n} 个点；一个轮廓最多 ${most} 个。`,
  ),
  outlineBelowOnePixel: fixed('it encloses less than one pixel.', '所围面积不足一个像素。'),
  outlineOutsideSlide: sentence(
    { width: count, height: count },
    ({ width, height }) => `it lies wholly outside the slide of ${width} x ${height} pixels.`,
    ({ width, height }) => `完全位于切片（${width} × ${height} 像素）之外。`,
  ),
  pointNotFinite: sentence(
    { point: count },
    ({ point }) => `point ${point} is not a pair of finite numbers.`,
    ({ point }) => `第 ${point} 个点不是一对有限的数值。`,
  ),
  holeInsideHole: fixed('it lies inside another hole.', '位于另一个孔洞之内。'),
  holeOutsideOutline: fixed('it lies outside its outline.', '位于其轮廓之外。'),
  holeInNoOutline: fixed(
    'it takes away an area that lies in no outline of the file.',
    '所去除的区域不在文件的任何轮廓之内。',
  ),

  outlineFileTooLarge: sentence(
    { megabytes: amount, most: amount },
    ({ megabytes, most }) => `it has ${megabytes} MB; ${most} MB are the most.`,
    ({ megabytes, most }) => `文件有 ${megabytes} MB；最多 ${most} MB。`,
  ),
  tooManyAnnotations: sentence(
    { n: count, most: count },
    ({ n, most }) => `it holds ${n} annotations; ${most} are the most.`,
    ({ n, most }) => `文件含 ${n} 个标注；最多 ${most} 个。`,
  ),
  noAnnotation: fixed('it holds no annotation.', '文件中没有标注。'),
  outlineFileOfOtherXml: sentence(
    { root: text },
    ({ root }) => `the file is XML of "${root}"; ASAP_Annotations, Annotations (ImageScope), OME or GeoJSON is needed.`,
    ({ root }) => `该文件是“${root}”的 XML；需要 ASAP_Annotations、Annotations（ImageScope）、OME 或 GeoJSON。`,
  ),
  neitherXmlNorJson: fixed(
    'the file is neither XML, JSON nor DICOM; ASAP_Annotations, Annotations (ImageScope), OME, GeoJSON or DICOM annotations are needed.',
    '该文件不是 XML、JSON 或 DICOM；需要 ASAP_Annotations、Annotations（ImageScope）、OME、GeoJSON 或 DICOM 标注。',
  ),
  xmlDeclaresEntities: fixed(
    'it declares a document type or entities, which no such file needs.',
    '文件声明了文档类型或实体，此类文件均不需要。',
  ),
  xmlCutOff: fixed('the file is cut off or is not XML.', '文件不完整，或不是 XML。'),
  xmlUnreadable: fixed('it is not XML that can be read.', '无法读取的 XML。'),
  asapRootNeeded: fixed('an ASAP file begins with ASAP_Annotations.', 'ASAP 文件以 ASAP_Annotations 开头。'),
  imageScopeRootNeeded: fixed('an ImageScope file begins with Annotations.', 'ImageScope 文件以 Annotations 开头。'),
  jsonCutOff: fixed('it is cut off or is not JSON.', '文件不完整，或不是 JSON。'),
  featuresNeeded: fixed('a FeatureCollection lists its features.', 'FeatureCollection 应列出其 features。'),
  geoJsonRootNeeded: fixed(
    'a GeoJSON file is a FeatureCollection, a Feature, a geometry or a list of them.',
    'GeoJSON 文件应为 FeatureCollection、Feature、几何对象，或由它们组成的列表。',
  ),
  neitherFeatureNorGeometry: fixed('it is neither a Feature nor a geometry.', '既不是 Feature，也不是几何对象。'),
  coordinatesNotAList: fixed('its coordinates are not a list.', '其坐标不是列表。'),
  twoNumbersNeeded: fixed('two numbers of pixels are needed.', '需要两个像素数值。'),
  coordinateMissing: sentence(
    { name: text },
    ({ name }) => `${name} is missing; a number of pixels is needed.`,
    ({ name }) => `缺少 ${name}；需要像素数值。`,
  ),
  coordinateNotANumber: sentence(
    { name: text, given: text },
    ({ name, given }) => `${name} is "${given}"; a number of pixels is needed.`,
    ({ name, given }) => `${name} 为“${given}”；需要像素数值。`,
  ),
  enclosesNoArea: sentence(
    { type: text },
    ({ type }) => `a ${type} encloses no area and is left out.`,
    ({ type }) => `${type} 不围成区域，已略去。`,
  ),
  featureWithoutGeometry: fixed(
    'a feature without geometry encloses no area and is left out.',
    '没有几何对象的 feature 不围成区域，已略去。',
  ),
  ellipseAsPolygon: sentence(
    { corners: count },
    ({ corners }) => `it is an ellipse, and is kept as a polygon of ${corners} corners.`,
    ({ corners }) => `这是一个椭圆，将保存为 ${corners} 个顶点的多边形。`,
  ),
  shapeMoved: fixed('its corners are where its transformation puts them.', '其顶点位于其变换所给出的位置。'),
  maskNotRead: fixed(
    'a mask of pixels is not read as an outline: draw its border as a polygon.',
    '像素掩膜不作为轮廓读取：请将其边界绘制为多边形。',
  ),
  roiOfOtherImage: fixed(
    'it belongs to an image of another size than the slide and is left out.',
    '它属于与切片尺寸不同的图像，已略去。',
  ),
  dicomOfOtherClass: sentence(
    { given: text },
    ({ given }) =>
      `the DICOM file is of SOP Class ${given}; Microscopy Bulk Simple Annotations or a structured report is needed.`,
    ({ given }) => `该 DICOM 文件的 SOP Class 为 ${given}；需要 Microscopy Bulk Simple Annotations 或结构化报告。`,
  ),
  dicomCutOff: fixed('it is cut off or is not DICOM that can be read.', '文件不完整，或不是可读取的 DICOM。'),
  dicomInMillimetres: fixed(
    'its coordinates are millimetres on the glass (3D): export it with pixels of the total pixel matrix (2D).',
    '其坐标为玻片上的毫米（3D）：请以总像素矩阵的像素坐标（2D）导出。',
  ),
  dicomOfFrames: fixed(
    'its coordinates count from a tile, not from the slide (Pixel Origin Interpretation FRAME).',
    '其坐标以图块而非切片为原点（Pixel Origin Interpretation 为 FRAME）。',
  ),
  dicomIndexWrong: fixed(
    'its list of where each annotation begins does not fit its points.',
    '其标注起点列表与点数不符。',
  ),
  typeNotRead: sentence(
    {
      type: choice({
        ellipse: { en: 'an ellipse', zh: '椭圆' },
        arrow: { en: 'an arrow', zh: '箭头' },
        ruler: { en: 'a ruler', zh: '标尺' },
        other: { en: 'a shape of this type', zh: '该类型的图形' },
      }),
    },
    ({ type }) => `${type} is not read as an outline.`,
    ({ type }) => `${type}不作为轮廓读取。`,
  ),
} as const;
