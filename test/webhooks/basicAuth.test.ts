import fc from 'fast-check';

import { checkBasicAuth } from '../../webhooks/basicAuth';

const basic = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('HTTP Basic authentication of a webhook', () => {
  it('trusts the right user name and password, whatever the case of the scheme', () => {
    for (const scheme of ['Basic', 'basic', 'BASIC']) {
      expect(checkBasicAuth(`${scheme} ${basic('shop:correct horse')}`, 'shop', 'correct horse')).toEqual({
        trusted: true,
        proven: true,
      });
    }
  });

  it('trusts the pair with more space around it than there has to be', () => {
    for (const header of [
      `  Basic ${basic('shop:right')}`,
      `Basic \t ${basic('shop:right')}`,
      `Basic ${basic('shop:right')} `,
    ]) {
      expect(checkBasicAuth(header, 'shop', 'right').trusted).toBe(true);
    }
  });

  it('takes colons and letters beyond ASCII in a password', () => {
    expect(checkBasicAuth(`Basic ${basic('shop:a:b:ü')}`, 'shop', 'a:b:ü').trusted).toBe(true);
  });

  it.each([
    ['a wrong password', `Basic ${basic('shop:wrong')}`, 'the user name or the password is wrong'],
    ['a wrong user name', `Basic ${basic('other:right')}`, 'the user name or the password is wrong'],
    ['a password with something behind it', `Basic ${basic('shop:right ')}`, 'the user name or the password is wrong'],
    ['no header', undefined, 'the request has no Authorization header'],
    ['an empty header', ' ', 'the request has no Authorization header'],
    ['another scheme', 'Bearer abc', 'the Authorization header is not HTTP Basic'],
    ['something that is not Base64', 'Basic ***', 'the Authorization header is not HTTP Basic'],
    [
      'the pair in front of other words',
      `Basic ${basic('shop:right')} x`,
      'the Authorization header is not HTTP Basic',
    ],
    [
      'the pair behind other words',
      `Digest Basic ${basic('shop:right')}`,
      'the Authorization header is not HTTP Basic',
    ],
    ['the pair without its scheme', basic('shop:right'), 'the Authorization header is not HTTP Basic'],
  ])('does not trust %s, and says why', (_case, header, reason) => {
    expect(checkBasicAuth(header, 'shop', 'right')).toEqual({ trusted: false, reason });
  });

  it('trusts nobody while no password is set', () => {
    expect(checkBasicAuth(`Basic ${basic('shop:')}`, 'shop', '')).toEqual({
      trusted: false,
      reason: 'no password is set in the credential',
    });
  });

  it('never throws, and trusts nothing but the exact pair', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(checkBasicAuth(header, 'shop', 'right').trusted).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (user, password) => {
        const expected = `${user}:${password}` === 'shop:right';
        expect(checkBasicAuth(`Basic ${basic(`${user}:${password}`)}`, 'shop', 'right').trusted).toBe(expected);
      }),
    );
  });
});
