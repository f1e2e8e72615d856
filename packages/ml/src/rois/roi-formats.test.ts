import { describe, expect, test } from 'vitest';
import { readRois, writeRois } from './roi-formats.ts';
import { type RoiImage, type WrittenFormat, writtenFormats } from './roi-file.ts';
import { type Point, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';

const points = (...numbers: number[]) =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));

function refusalOf(text: string): RoiError {
  try {
    readRois(text);
  } catch (error) {
    if (error instanceof RoiError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('ASAP', () => {
  const asap = `<?xml version="1.0"?>
<ASAP_Annotations>
  <Annotations>
    <Annotation Name="Annotation 0" Type="Polygon" PartOfGroup="Tumour" Color="#F4FA58">
      <Coordinates>
        <Coordinate Order="2" X="3000,25" Y="2000"/>
        <Coordinate Order="0" X="1000,5" Y="1000"/>
        <Coordinate Order="10" X="1000.5" Y="2000"/>
        <Coordinate Order="1" X="3000" Y="1000"/>
      </Coordinates>
    </Annotation>
    <Annotation Name="vessel &amp; necrosis &lt;1&gt;" Type="Spline" PartOfGroup="tumour_holes" Color="#646464">
      <Coordinates>
        <Coordinate Order="0" X="1500" Y="1400"/><Coordinate Order="1" X="1700" Y="1400"/>
        <Coordinate Order="2" X="1600" Y="1600"/>
      </Coordinates>
    </Annotation>
    <Annotation Name="inner" Type="Rectangle" PartOfGroup="Tumour" Color="#F4FA58">
      <Coordinates>
        <Coordinate Order="0" X="2000" Y="1200"/><Coordinate Order="1" X="2100" Y="1200"/>
        <Coordinate Order="2" X="2100" Y="1300"/><Coordinate Order="3" X="2000" Y="1300"/>
      </Coordinates>
    </Annotation>
    <Annotation Name="cell" Type="Dot" PartOfGroup="None" Color="#F4FA58">
      <Coordinates><Coordinate Order="0" X="5" Y="6"/></Coordinates>
    </Annotation>
  </Annotations>
  <AnnotationGroups><Group Name="Tumour" PartOfGroup="None" Color="#64FE2E"><Attributes/></Group></AnnotationGroups>
</ASAP_Annotations>`;

  test('sorts points by Order, reads decimal commas and holes by group; an inner polygon of a plain group is not a hole', () => {
    const { format, shapes, errors } = readRois(asap);
    expect(format).toBe('asap');
    expect(shapes).toEqual([
      {
        name: 'Annotation 0',
        label: 'Tumour',
        regions: [
          {
            outline: points(1000.5, 1000, 3000, 1000, 3000.25, 2000, 1000.5, 2000),
            holes: [points(1500, 1400, 1700, 1400, 1600, 1600)],
          },
        ],
      },
      {
        name: 'inner',
        label: 'Tumour',
        regions: [{ outline: points(2000, 1200, 2100, 1200, 2100, 1300, 2000, 1300), holes: [] }],
      },
    ]);
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['NOT_AN_AREA', 'Annotation 4 "cell": a Dot encloses no area and is left out.'],
    ]);
  });

  test.each(['_2', 'exclude', 'Exclusion', 'hole', 'liver holes'])('subtracts polygons of group %s', (group) => {
    const { shapes } = readRois(asap.replace('tumour_holes', group));
    expect(shapes[0]?.regions[0]?.holes).toHaveLength(1);
  });

  test('reports a hole outside every outline as a separate error', () => {
    const moved = asap.replace('X="1500" Y="1400"', 'X="15" Y="14"');
    const { shapes, errors } = readRois(moved);
    expect(shapes[0]?.regions[0]?.holes).toEqual([]);
    expect(errors.map(({ code, where }) => [code, where])).toContainEqual([
      'HOLE_OUTSIDE',
      'Annotation 2 "vessel & necrosis <1>"',
    ]);
  });

  test.each([
    ['X="3000" Y="1000"', 'X="NaN" Y="1000"', 'Coordinate 4: X is "NaN"'],
    ['X="3000" Y="1000"', 'Y="1000"', 'Coordinate 4: X is missing'],
    ['X="3000" Y="1000"', 'X="1.234,5" Y="1000"', 'Coordinate 4: X is "1.234,5"'],
    ['X="3000" Y="1000"', 'X="3000" Y="1e999"', 'Coordinate 4: Y is "1e999"'],
    ['X="3000" Y="1000"', 'X="0x10" Y="1"', 'Coordinate 4: X is "0x10"'],
    ['Order="1" X="3000"', 'Order="second" X="3000"', 'Coordinate 4: Order is "second"'],
  ])('refuses %s as %s, naming the element', (sound, odd, said) => {
    const { shapes, errors } = readRois(asap.replace(sound, odd));
    expect(errors[0]).toMatchObject({ code: 'NOT_A_NUMBER' });
    expect(errors[0]?.message).toContain(`Annotation 1 "Annotation 0", ${said}`);
    expect(shapes.map(({ name }) => name)).toEqual(['inner']);
  });

  test('reports an annotation without coordinates', () => {
    const { errors } = readRois(
      '<ASAP_Annotations><Annotations><Annotation Name="a" Type="Polygon"/></Annotations></ASAP_Annotations>',
    );
    expect(errors[0]).toMatchObject({ code: 'TOO_FEW_POINTS', where: 'Annotation 1 "a"' });
  });
});

describe('QuPath', () => {
  const polygon = {
    type: 'Feature',
    id: 'a56cd8f0-6fd4-4d41-8bbf-42b8c0e1c0bb',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [10, 20],
          [110, 20],
          [110.5, 220],
          [10, 20],
        ],
        [
          [50, 50],
          [60, 50],
          [60, 60],
          [50, 50],
        ],
      ],
    },
    properties: { objectType: 'annotation', name: 'left lobe', classification: { name: 'Tumor', color: [200, 0, 0] } },
  };
  const multi = {
    type: 'Feature',
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [9, 0],
            [9, 9],
            [0, 0],
          ],
        ],
        [
          [
            [20, 0],
            [29, 0],
            [29, 9],
            [20, 0],
          ],
        ],
      ],
    },
    properties: { classification: { names: ['Tumor', 'Positive'] } },
  };
  const point = { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: {} };
  const expected = [
    {
      name: 'left lobe',
      label: 'Tumor',
      regions: [
        { outline: points(10, 20, 110, 20, 110.5, 220, 10, 20), holes: [points(50, 50, 60, 50, 60, 60, 50, 50)] },
      ],
    },
    {
      name: 'Tumor: Positive 2',
      label: 'Tumor: Positive',
      regions: [
        { outline: points(0, 0, 9, 0, 9, 9, 0, 0), holes: [] },
        { outline: points(20, 0, 29, 0, 29, 9, 20, 0), holes: [] },
      ],
    },
  ];

  test.each([
    ['a FeatureCollection', { type: 'FeatureCollection', features: [polygon, multi, point] }],
    ['a list', [polygon, multi, point]],
  ])('%s', (_, file) => {
    const { format, shapes, errors } = readRois(`\uFEFF ${JSON.stringify(file)}`);
    expect(format).toBe('qupath');
    expect(shapes).toEqual(expected);
    expect(errors.map(({ message }) => message)).toEqual(['feature 3: a Point encloses no area and is left out.']);
  });

  test('reads a single feature', () => {
    expect(readRois(JSON.stringify(polygon)).shapes).toEqual(expected.slice(0, 1));
  });

  test.each([
    ['[[10,20],[110,"20"],[1,2]]', 'feature 1, position 2'],
    ['[[10,20],[1e999,20],[1,2]]', 'feature 1, position 2'],
    ['[[10,20],7,[1,2]]', 'feature 1, position 2'],
    ['7', 'feature 1'],
  ])('refuses a ring %s, naming its place', (ring, where) => {
    const { errors } = readRois(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[${ring}]}}`);
    expect(errors[0]?.where).toBe(where);
  });
});

describe('ImageScope', () => {
  const imagescope = `<?xml version="1.0" encoding="UTF-8"?>
<Annotations MicronsPerPixel="0.2520">
  <Annotation Id="1" Name="Tumour" ReadOnly="0" LineColor="65280" Visible="1">
    <Attributes><Attribute Name="Description" Id="0" Value=""/></Attributes>
    <Regions>
      <RegionAttributeHeaders><AttributeHeader Id="9999" Name="Region" ColumnWidth="-1"/></RegionAttributeHeaders>
      <Region Id="1" Type="0" Zoom="0.1" Text="" NegativeROA="0">
        <Vertices><Vertex X="0" Y="0" Z="0"/><Vertex X="400" Y="0"/><Vertex X="400" Y="300.75"/><Vertex X="0" Y="300"/></Vertices>
      </Region>
      <Region Id="2" Type="0" Text="" NegativeROA="1">
        <Vertices><Vertex X="100" Y="100"/><Vertex X="200" Y="100"/><Vertex X="150" Y="200"/></Vertices>
      </Region>
      <Region Id="3" Type="2" Text="" NegativeROA="0">
        <Vertices><Vertex X="100" Y="100"/><Vertex X="200" Y="200"/></Vertices>
      </Region>
    </Regions>
    <Plots/>
  </Annotation>
  <Annotation Id="2" Name="Necrosis" Visible="1">
    <Regions>
      <Region Id="1" Type="1" Text="south" NegativeROA="0">
        <Vertices><Vertex X="10" Y="210"/><Vertex X="90" Y="210"/><Vertex X="90" Y="290"/><Vertex X="10" Y="290"/></Vertices>
      </Region>
    </Regions>
  </Annotation>
</Annotations>`;

  test('reads layers, and negative regions as holes; names regions that do not enclose a ring', () => {
    const { format, shapes, errors } = readRois(imagescope);
    expect(format).toBe('imagescope');
    expect(shapes).toEqual([
      {
        name: 'Tumour 1',
        label: 'Tumour',
        regions: [
          { outline: points(0, 0, 400, 0, 400, 300.75, 0, 300), holes: [points(100, 100, 200, 100, 150, 200)] },
        ],
      },
      {
        name: 'south',
        label: 'Necrosis',
        regions: [{ outline: points(10, 210, 90, 210, 90, 290, 10, 290), holes: [] }],
      },
    ]);
    expect(errors.map(({ message }) => message)).toEqual([
      'layer 1 "Tumour", Region 3: an ellipse is not read as an outline.',
    ]);
  });

  test('does not subtract a negative region of another layer', () => {
    const { errors } = readRois(
      imagescope.replace('Type="1" Text="south" NegativeROA="0"', 'Type="1" Text="south" NegativeROA="1"'),
    );
    expect(errors.map(({ code, where }) => [code, where])).toContainEqual([
      'HOLE_OUTSIDE',
      'layer 2 "Necrosis", Region 1',
    ]);
  });
});

const image: RoiImage = { width: 2e5, height: 2e5, micronsPerPixel: 0.25, sha256: 'b'.repeat(64) };

describe('written and read again', () => {
  const shape = (name: string, left: number, holes: ReturnType<typeof points>[]): RoiShape => {
    const right = left + 900.5;
    return {
      name,
      label: 'Tumour',
      regions: [{ outline: points(left, 0, right, 0, right, 99999.9, left, 8e4), holes }],
    };
  };

  test.each(writtenFormats)('%s gives the same shapes', (format: WrittenFormat) => {
    const shapes = [
      shape('left "lobe" <1> & 肝', 0.125, []),
      shape('holed', 1e5, [points(100_100, 100, 100_300.5, 100, 100_200, 300)]),
    ];
    const again = readRois(writeRois(format, shapes, image));
    expect(again).toMatchObject({ format: format === 'dicom-report' ? 'dicom' : format, errors: [] });
    // GeoJSON and reports repeat the first point.
    const isClosed = format === 'qupath' || format === 'dicom-report';
    const open = <One>(ring: readonly One[]) => (isClosed ? ring.slice(0, -1) : ring);
    const read = again.shapes.map(({ regions, ...rest }) => ({
      ...rest,
      regions: regions.map(({ outline, holes }) => ({ outline: open(outline), holes: holes.map(open) })),
    }));
    // Coordinates of a report have 32 bits.
    const kept = ({ x, y }: Point) => (format === 'dicom-report' ? { x: Math.fround(x), y: Math.fround(y) } : { x, y });
    const expected = shapes.map(({ regions, ...rest }) => ({
      ...rest,
      regions: regions.map(({ outline, holes }) => ({
        outline: outline.map(kept),
        holes: holes.map((hole) => hole.map(kept)),
      })),
    }));
    expect(read).toEqual(expected);
  });

  test('QuPath keeps several regions as one annotation; the others write one annotation for each', () => {
    const two: RoiShape = {
      name: 'two',
      label: null,
      regions: [
        { outline: points(0, 0, 9, 0, 9, 9), holes: [] },
        { outline: points(20, 0, 29, 0, 29, 9), holes: [] },
      ],
    };
    expect(readRois(writeRois('qupath', [two], image)).shapes[0]?.regions).toHaveLength(2);
    for (const format of ['asap', 'imagescope', 'dicom-report'] as const) {
      expect(readRois(writeRois(format, [two], image)).shapes.map(({ name }) => name)).toEqual(['two (1)', 'two (2)']);
    }
  });
});

describe('hostile files', () => {
  const laughs = (root: string) =>
    `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><${root}><Annotations><Annotation Name="&lol2;"/></Annotations></${root}>`;

  test.each([
    ['an entity bomb', laughs('ASAP_Annotations'), 'NOT_AN_ROI_FILE', 'document type'],
    ['an entity bomb of another root', laughs('x'), 'NOT_AN_ROI_FILE', 'root element'],
    [
      'an external entity',
      '<!DOCTYPE a SYSTEM "file:///etc/passwd"><Annotations/>',
      'NOT_AN_ROI_FILE',
      'document type',
    ],
    ['another root', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'NOT_AN_ROI_FILE', 'XML of "svg"'],
    ['a slide', '\u0049\u0049\u002a\u0000\u0008', 'NOT_AN_ROI_FILE', 'neither XML, JSON nor DICOM'],
    ['nothing', '', 'NOT_AN_ROI_FILE', 'neither XML, JSON nor DICOM'],
    ['a cut-off file', '<ASAP_Annotations><Annotations><Annotation Name="a"', 'MALFORMED', ''],
    ['unclosed elements', '<ASAP_Annotations><Annotations>', 'MALFORMED', ''],
    ['deep XML', `<Annotations>${'<a>'.repeat(2_000)}${'</a>'.repeat(2_000)}</Annotations>`, 'MALFORMED', ''],
    ['deep JSON', '['.repeat(1_000_000), 'MALFORMED', ''],
    ['cut-off JSON', '{"type": "FeatureCollection", "features": [', 'MALFORMED', ''],
    ['JSON of something else', '{"type": "Topology"}', 'NOT_AN_ROI_FILE', 'FeatureCollection'],
    ['an empty collection', '{"type": "FeatureCollection", "features": []}', 'NO_SHAPES', ''],
    ['a file without annotations', '<ASAP_Annotations><Annotations/></ASAP_Annotations>', 'NO_SHAPES', ''],
    ['10 MB', `<ASAP_Annotations>${' '.repeat(10_000_000)}</ASAP_Annotations>`, 'FILE_TOO_LARGE', '5 MB'],
    [
      'a thousand shapes and one',
      JSON.stringify(Array.from({ length: 1_001 }, () => ({ type: 'Feature' }))),
      'FILE_TOO_LARGE',
      '1,000',
    ],
  ])('%s', (_, text, code, said) => {
    const began = performance.now();
    const error = refusalOf(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
    expect(error.message.length).toBeLessThan(300);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('names that have a meaning in JavaScript are ordinary names', () => {
    const { shapes } = readRois(
      '[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]]]},"properties":{"name":"__proto__","classification":{"name":"constructor"}}}]',
    );
    expect(shapes).toMatchObject([{ name: '__proto__', label: 'constructor' }]);
    for (const format of writtenFormats) {
      expect(readRois(writeRois(format, shapes, image)).shapes[0]).toMatchObject({
        name: '__proto__',
        label: 'constructor',
      });
    }
  });
});
