import { describe, expect, it } from 'vitest';
import { badInput, notFound, PortalError } from '../context/portal-error.ts';
import { refusalOf, RequestRefused } from './refusal.ts';

describe('refusalOf', () => {
  it.each([
    [new PortalError('UNAUTHENTICATED', 'sign in first', { http: { status: 401 } }), 401],
    [new PortalError('FORBIDDEN', 'not yours'), 403],
    [notFound('slide'), 404],
    [new PortalError('CONFLICT', 'changed meanwhile'), 409],
    [new PortalError('UNAVAILABLE', 'later'), 503],
    [new PortalError('MODEL_REFUSED', 'no such model'), 500],
  ])('gives %s the status %d, and a body of code and message', (error, status) => {
    expect(refusalOf(error)).toEqual({ status, body: { code: error.code, message: error.message } });
  });

  it('keeps the machine-readable fields of an error beside code and message', () => {
    const label = { en: 'the file is empty', zh: '文件为空' };
    expect(refusalOf(new PortalError('BAD_USER_INPUT', label.en, { label }))).toEqual({
      status: 400,
      body: { code: 'BAD_USER_INPUT', message: label.en, label },
    });
    expect(refusalOf(badInput('x'))?.body).toEqual({ code: 'BAD_USER_INPUT', message: 'x', issues: [] });
  });

  it('uses the status of a refused request', () => {
    const error = new RequestRefused(413, 'TOO_LARGE', 'too large');
    expect(refusalOf(error)).toEqual({ status: 413, body: { code: 'TOO_LARGE', message: 'too large' } });
  });

  it('names the fault of a text that PostgreSQL cannot hold', () => {
    const refused = Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' });
    expect(refusalOf(refused)).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT' } });
    expect(refusalOf(refused)?.body.message).toMatch(/U\+0000.*remove it/);
  });

  it('does not repeat the message of a library, nor reveal an unforeseen error', () => {
    expect(refusalOf(Object.assign(new Error('Failed to decode param /etc'), { status: 400 }))).toEqual({
      status: 400,
      body: { code: 'BAD_REQUEST', message: 'The request could not be read.' },
    });
    expect(refusalOf(Object.assign(new Error('x'), { status: 502 }))).toBeNull();
    expect(refusalOf(new Error('select * from portal.patient'))).toBeNull();
    expect(refusalOf(null)).toBeNull();
  });
});
