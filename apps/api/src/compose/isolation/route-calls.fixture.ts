import { type World } from './world.fixture.ts';

export interface RouteCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What it names that the asker may know of, such as a centre of the own study. */
  readonly names?: 'study' | 'centre';
}

const metadata = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${btoa(value)}`)
    .join(',');
const tus = { 'tus-resumable': '1.0.0' };
const upload = (values: Readonly<Record<string, string>>): RouteCall => ({
  method: 'POST',
  path: '/api/uploads',
  headers: { ...tus, 'upload-length': '9', 'upload-metadata': metadata(values) },
});

function importing(home: World, study: string, { centre, patientCode }: World, then = ''): RouteCall {
  const csv = `patient_code,centre,age_years,sex\n${patientCode},${centre},61,male\n`;
  return {
    method: 'POST',
    path: `/api/imports/${study}${then}`,
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
    names: study === home.study ? 'centre' : 'study',
    body: `--edge\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\n${csv}\r\n--edge--\r\n`,
  };
}

function exporting(study: string, snapshot: string | null, names?: 'study'): RouteCall {
  const asked = { format: 'csv', language: 'en', filter: null, snapshot, isIdentified: false, reason: null };
  return {
    method: 'POST',
    path: `/api/studies/${study}/exports`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    ...(names && { names }),
  };
}

const outline = JSON.stringify({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Polygon', coordinates: [[[0, 0], [50, 0], [50, 50], [0, 0]]] }, // prettier-ignore
});

/**
 * How each route that can name a row, a centre or a study names one: `home` is the asker's own, `named` another world or
 * none. The key is the route as Express has it; a route that is neither here nor in `namesNothing` fails the walk.
 */
export const routeCalls: Readonly<Record<string, (home: World, named: World) => readonly RouteCall[]>> = {
  'GET /api/uploads': (_, { study }) => [{ method: 'GET', path: `/api/uploads?study=${study}` }],
  'POST /api/uploads': (home, { study, centre, slide, patientCode: patient }) => [
    upload({ slide }),
    upload({ study, centre, patient, barcode: 'NEW' }),
    upload({ study: home.study, centre: home.centre, patient, barcode: 'NEW' }),
  ],
  'HEAD /api/uploads/:id': (_, { upload }) => [{ method: 'HEAD', path: `/api/uploads/${upload}`, headers: tus }],
  'GET /api/uploads/:id': (_, { upload }) => [{ method: 'GET', path: `/api/uploads/${upload}` }],
  'PATCH /api/uploads/:id': (_, { upload }) => [
    {
      method: 'PATCH',
      path: `/api/uploads/${upload}`,
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: 'x',
    },
  ],
  'DELETE /api/uploads/:id': (_, { upload }) => [{ method: 'DELETE', path: `/api/uploads/${upload}`, headers: tus }],
  'POST /api/imports/:study': (home, named) => [importing(home, named.study, home), importing(home, home.study, named)],
  'POST /api/imports/:study/look': (home, named) => [importing(home, named.study, home, '/look')],
  'GET /slides/:id/:file': (_, { slide }) =>
    [
      ...['rois.geojson', 'rois.asap.xml', 'rois.imagescope.xml', 'rois.ome.xml', 'rois.dcm', 'rois.sr.dcm'],
      'none.txt',
    ].map((file) => ({ method: 'GET', path: `/slides/${slide}/${file}` })),
  'POST /slides/:id/rois': (_, { slide }) => [{ method: 'POST', path: `/slides/${slide}/rois`, body: outline }],
  'GET /slides/:id/thumbnail.jpg': (_, { slide }) => [{ method: 'GET', path: `/slides/${slide}/thumbnail.jpg` }],
  'GET /slides/:id/dzi/:level/:tile': (_, { slide }) => [
    { method: 'GET', path: `/slides/${slide}/dzi/0/0_0.jpg` },
    { method: 'GET', path: `/slides/${slide}/dzi/99/9_9.jpg` },
  ],
  'ANY /slides/:id/dzi': (_, { slide }) => [{ method: 'GET', path: `/slides/${slide}/dzi/0` }],
  // The password is asked for last: a foreign record is answered like one that does not exist.
  'POST /api/signatures': (_, { patient, records }) => [
    {
      method: 'POST',
      path: '/api/signatures',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ patientId: patient, form: 'eligibility', recordId: records['eligibility'] },
        ...{ meaning: 'approved', password: 'none', code: '' },
      }),
    },
  ],
  'GET /api/studies/:study/audit.csv': (home, { study, centre, patientCode }) => [
    { method: 'GET', path: `/api/studies/${study}/audit.csv`, names: 'study' },
    { method: 'GET', path: `/api/studies/${home.study}/audit.csv?patientCode=${patientCode}` },
    { method: 'GET', path: `/api/studies/${home.study}/audit.csv?centre=${centre}`, names: 'centre' },
  ],
  // What it draws is asked for by operations, which are walked as such; of a foreign study nothing is begun.
  'POST /api/studies/:study/report': (_, { study }) => [
    {
      method: 'POST',
      path: `/api/studies/${study}/report`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'en', format: 'pdf', cohort: null, snapshot: null }),
      names: 'study',
    },
  ],
  'POST /api/studies/:study/exports': (home, { study, snapshot }) => [
    exporting(study, null, 'study'),
    exporting(home.study, snapshot),
  ],
  'GET /api/audit.csv': (_, { patientCode }) => [{ method: 'GET', path: `/api/audit.csv?patientCode=${patientCode}` }],
  'ANY /graphql': (_, { patient }) => [
    {
      method: 'GET',
      path: `/graphql?query=${encodeURIComponent(`{ patient(id: "${patient}") { id code } }`)}`,
      headers: { 'apollo-require-preflight': '1' },
    },
  ],
};

/** Routes by which nothing of a study can be named, each with the reason. */
export const namesNothing: Readonly<Record<string, string>> = {
  'GET /api/health': 'whether the portal is up',
  'GET /health/live': 'whether the portal is up',
  'GET /health/ready': 'how the portal is, in a word for each thing that it needs',
  'ANY /_next/static': 'scripts of the pages, the same for everybody: page-assets.test.ts',
  'ANY /api': 'sets a header',
  'ANY /slides': 'sets a header',
  'ANY /api/studies': 'ends the request with the session',
  'GET /api/studies/:study/exports/:id': 'a file of one’s own, by 192 random bits, once: exports.router.test.ts',
  'ANY /api/audit.csv': 'ends the request with the session',
  'ANY /api/model-uploads': 'ends the request with the session',
  'ANY /api/model-uploads nameless': 'refuses what is no upload',
  'GET /api/model-uploads': 'one’s own unfinished models, of no study: model-uploads.test.ts',
  'POST /api/model-uploads': 'models belong to the portal and to no study: model-uploads.test.ts',
  'PATCH /api/model-uploads/:id/:file': 'one’s own unfinished model: model-uploads.test.ts',
  'POST /api/model-uploads/:id/finish': 'one’s own unfinished model: model-uploads.test.ts',
  'DELETE /api/model-uploads/:id': 'one’s own unfinished model: model-uploads.test.ts',
  'ANY /api/uploads': 'ends the request with the session',
  'ANY /api/imports': 'ends the request with the session',
  'POST /api/imports/:study/checks/:check': 'a file of one’s own, by 122 random bits: imports.router.checks.test.ts',
  'GET /api/imports/:study/checks/:check/cells': 'the same',
  'GET /api/imports/:study/checks/:check/corrected': 'the same',
  'ANY /graphql/stream': 'subscriptions: walked as operations',
  'OPTIONS /api/uploads': 'what the upload protocol can do',
  'ANY /api/uploads nameless': 'signs in, and refuses what is no upload',
  'ANY /api/invitations parseJson': 'reads the body',
  'POST /api/invitations/look': 'a token of 256 bits, of which only the hash is stored: people.test.ts',
  'POST /api/invitations/accept': 'a token of 256 bits: people.test.ts',
  'POST /api/invitations/join': 'a token of 256 bits: people.test.ts',
  'ANY /api/password-resets parseJson': 'reads the body',
  'POST /api/password-resets/look': 'a token of 256 bits, of which only the hash is stored: password-reset.test.ts',
  'POST /api/password-resets/use': 'a token of 256 bits: password-reset.test.ts',
  'POST /api/password-resets/ask': 'answers before anything is looked up: password-reset.test.ts',
  'ANY /api/auth': 'checks that the database is there, and refuses what is not listed below it',
  'POST /api/auth/sign-in/email': 'an address, answered alike whoever has it: auth.test.ts',
  'POST /api/auth/sign-out': 'one’s own session',
  'POST /api/auth/change-password': 'one’s own account',
  'POST /api/auth/two-factor/enable': 'one’s own account',
  'POST /api/auth/two-factor/disable': 'one’s own account',
  'POST /api/auth/two-factor/generate-backup-codes': 'one’s own account',
  'POST /api/auth/two-factor/verify-totp': 'one’s own account',
  'POST /api/auth/two-factor/verify-backup-code': 'one’s own account',
  'GET /api/auth/get-session': 'one’s own session',
  'GET /api/auth/provider/start':
    'leads to the hospital’s provider, which is not asked about anybody: provider-sign-in.test.ts',
  'GET /api/auth/provider/callback': 'one’s own account, as the provider has proved: provider-sign-in.test.ts',
  'ANY / cutLongBodies': 'limits bodies',
  'ANY / compression': 'compresses answers',
  'ANY / nameless': 'headers, refusals of the API, and pages of which none is read with a session of the API',
  'ANY / refuseForeignOrigins': 'refuses other sites',
  'ANY / readBody': 'reads the body',
  'ANY / middleware': 'the pages: they ask this API for every row',
  'ANY / answerErrors': 'answers what was thrown',
};
