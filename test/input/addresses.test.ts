import { fields, refusalOf } from './support';

describe('an email address', () => {
  test.each([
    'ann@example.com',
    '\u200bann@example.com\u200e',
    'ann@exam\u00adple.com',
    'mailto:ann@example.com',
    'MAILTO:ann@example.com?subject=x',
    'ann@example.com?subject=x&body=a@b',
    '"ann@example.com"',
    "'ann@example.com'",
    `"'ann@example.com'"`,
    '<ann@example.com>',
    'Ann Smith <ann@example.com>',
    '"Smith, Ann" <ann@example.com>',
    '[ann@example.com](mailto:ann@example.com)',
    '<mailto:ann@example.com|ann@example.com>',
    '<a href="mailto:ann@example.com">ann@example.com</a>',
    'ann\uff20example\uff0ecom',
  ])('%p is ann@example.com', (raw) => {
    expect(fields.email.read(raw)).toBe('ann@example.com');
  });

  test.each([
    "Ann.O'Neill+esim@mail.example.co.uk",
    'ann.null@example.com',
    'null.ann@example.com',
    'j\u00fcrgen@m\u00fcller.example',
    'ann@xn--mller-kva.xn--p1ai',
    'a_b-c@example.com',
    'ann@a.example',
    'ann@3m.web2.example',
    'ann@\u0939\u093f\u0928\u094d\u0926\u0940.example',
    `ann@${'b'.repeat(63)}.example`,
    `${'a'.repeat(242)}@example.com`,
  ])('%p stays as it is', (raw) => {
    expect(fields.email.read(raw)).toBe(raw);
  });

  test.each([
    'undefined',
    'undefined@example.com',
    'null@example.com',
    'ann.undefined@example.com',
    'undefined.undefined@example.com',
    'ann@undefined.com',
    'ann@null.com',
    'ann-null@example.com',
    'ann.null-x@example.com',
    'x-null.ann@example.com',
    'NaN@example.com',
    '[object Object]@example.com',
  ])('%p says that a part is missing', (raw) => {
    expect(refusalOf(fields.email, raw)).toMatch(/^The Field has a part that is missing \(/);
  });

  test.each([
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann@example..com',
    'ann@.example.com',
    'ann@example.com.',
    '.ann@example.com',
    'ann.@example.com',
    'a..b@example.com',
    'ann@@example.com',
    'ann@example.com, bob@example.com',
    'ann@example.com;bob@example.com',
    'ann smith@example.com',
    'ann@10.0.0.1',
    'ann@mail.example.123',
    'ann@-example.com',
    'ann@example-.com',
    'ann@exa_mple.com',
    `ann@${'b'.repeat(64)}.example`,
    'ann@example.com@example.org',
    'ann.mailto:smith@example.com',
    '<ann@example.com>.uk',
    'ann%40example.com',
    `${'a'.repeat(243)}@example.com`,
    12,
  ])('%p is refused', (raw) => {
    expect(refusalOf(fields.email, raw)).toContain('which does not look like an email address');
  });

  test.each([[['ann@example.com']], [{ email: 'ann@example.com' }], [true]])('%p is refused as what it is', (raw) => {
    expect(refusalOf(fields.email, raw)).toMatch(/is a list of 1|is an object|came as true/);
  });
});

describe('a web address', () => {
  test.each(['https://n8n.example.com/webhook/a?b=c#d', 'HTTPS://Example.com', 'http://localhost:5678/'])(
    '%p is read as it is, without what cannot be seen around it',
    (address) => {
      expect(fields.url.read(` ${address}\u200b`)).toBe(address);
    },
  );

  test.each([
    'example.com',
    'ftp://example.com',
    'https://',
    'https://a b.com',
    'javascript:alert(1)',
    'https://exa<mple.com',
    'https://example.com/<b>',
    'xhttps://example.com',
    7,
  ])('%p is refused', (raw) => {
    expect(refusalOf(fields.url, raw)).toContain('which is no web address');
  });
});

describe('an IP address', () => {
  const MORE = ['255.255.255.255', '64:ff9b::192.0.2.33', '2001:db8:0:0:0:0:0:1', '2001:DB8::1', '1:2:3:4:5:6::8'];
  const NONE = [
    ...['12345::1', '1g::1', 'g1::1', 'zz::', '1:2:3::4:5::6:7:8', '1:2:3:4::5:6:7:8', '1:2:3:4:5:6:7:8:9'],
    ...['1:2:3:4:5:6:7::10.0.0.1', '10.0.0.1::1', '1.2.3.4.5'],
  ];

  test.each(['203.0.113.7', '::1', '2001:db8::8a2e:370:7334', '::ffff:10.0.0.1', ' 203.0.113.7\u200b', ...MORE])(
    '%p is read',
    (raw) => {
      expect(fields.ipAddress.read(raw)).toBe(raw.replace(/[\s\u200b]/g, ''));
    },
  );

  test.each(['203.0.113', '203.0.113.256', '203.0.113.07', '10.0.0.1:80', '1::2::3', 'localhost', '2001:db8', ...NONE])(
    '%p is refused',
    (raw) => {
      expect(refusalOf(fields.ipAddress, raw)).toContain('which is no IP address');
    },
  );
});
