import { redact } from '../../http/redact';

/** A provider's text for each kind of secret, what must not be left of it, and what must. */
const TEXTS: Array<[kind: string, text: string, secret: RegExp, left: string]> = [
  [
    'an install link of Apple',
    'Open https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.test$AB-12 now',
    /apple|rsp|AB-12/,
    'Open [install link] now',
  ],
  [
    'an install page with a token',
    'See https://dent.giga.store/esim/profile?token=abc123 for more',
    /abc123|giga/,
    'See [install link] for more',
  ],
  ['an image of a QR code', 'https://cdn.test/qrcode/5C01.png is gone', /cdn|5C01/, '[install link] is gone'],
  ['an activation code', 'cannot use LPA:1$rsp.test$AB-12 again', /rsp|AB-12/, 'cannot use [activation code] again'],
  ['one without its scheme', 'cannot use 1$rsp.test$AB-12 again', /rsp|AB-12/, 'cannot use [activation code] again'],
  ['one in percent-encoding', 'cannot use LPA%3A1%24rsp.test%24AB-12', /rsp|AB-12/, 'cannot use [activation code]'],
  ['a matching id', '{"matchingId":"5C-01C087","a":1}', /5C-01/, '"a":1'],
  ['a matching id with a line', 'matching_id=5C-01C087, sorry', /5C-01/, 'sorry'],
  ['an activation code by name', 'activation_code: K2-X9', /K2-X9/, 'activation_code: [hidden]'],
  ['a bearer', 'header was Bearer abcdef0123456789', /abcdef/, 'header was [credential]'],
  ['a basic authorization', 'header was Basic dXNlcjpwYXNz', /dXNlc/, 'header was [credential]'],
  ['a JSON web token', 'got eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln here', /eyJ|c2ln/, 'got [token] here'],
  ['an access token by name', '{"access_token":"s3cr3t","b":2}', /s3cr3t/, '"b":2'],
  ['a refresh token by name', 'refreshToken=s3cr3t', /s3cr3t/, 'refreshToken=[hidden]'],
  ['a client secret by name', 'client_secret=s3cr3t&x=1', /s3cr3t/, '&x=1'],
  ['a password by name', "password: 's3cr3t'", /s3cr3t/, 'password'],
  ['an API key by name', 'apiKey=s3cr3t', /s3cr3t/, 'apiKey=[hidden]'],
];

it.each(TEXTS)('takes %s out of what a provider says, and leaves the rest', (_kind, text, secret, left) => {
  expect(redact(text)).not.toMatch(secret);
  expect(redact(text)).toContain(left);
});

it('hides the exact secrets that it is given, wherever and however often they stand', () => {
  expect(redact('hunter22 is not hunter22!', ['hunter22'])).toBe('[hidden] is not [hidden]!');
});

it('does not tear words apart for a secret of three characters', () => {
  expect(redact('the other', ['the'])).toBe('the other');
  expect(redact('thee and you', ['thee'])).toBe('[hidden] and you');
});

it('leaves an address without a secret as it is', () => {
  expect(redact('see https://docs.test/errors#1')).toBe('see https://docs.test/errors#1');
});
