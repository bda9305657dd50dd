import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';

import { checkStandardWebhook } from '../../webhooks/standardWebhooks';

// the vector of Svix's own tests (facts/esim-field.md, section 1.5)
const SIGNING = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = Buffer.from('{"test": 2432232314}');
const SIGNED_AT = 1614265330;
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(SIGNED_AT),
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const OTHER = `whsec_${Buffer.from('another secret of 24 byt').toString('base64')}`;

function asSvix(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]));
}

function at(seconds: number): void {
  jest.useFakeTimers({ now: seconds * 1000 });
}

describe('signatures of Standard Webhooks and Svix', () => {
  beforeEach(() => at(SIGNED_AT));
  afterEach(() => jest.useRealTimers());

  it('trusts the published test vector under both header families', () => {
    const name = { message: 'msg_p5jXN8AQM9LWM0D4loKWxJek', attempt: '1614265330' };
    expect(checkStandardWebhook(HEADERS, BODY, SIGNING)).toEqual({ trusted: true, proven: true, name });
    expect(checkStandardWebhook(asSvix(HEADERS), BODY, SIGNING)).toEqual({ trusted: true, proven: true, name });
  });

  it('trusts a delivery when one of several signatures matches, and skips versions it does not know', () => {
    const signature = `v1a,AAAA v2,BBBB v1,${Buffer.alloc(32).toString('base64')} ${HEADERS['webhook-signature']}`;
    expect(checkStandardWebhook({ ...HEADERS, 'webhook-signature': signature }, BODY, SIGNING).trusted).toBe(true);
  });

  it('trusts a delivery signed with any of the secrets while one is being replaced', () => {
    for (const secrets of [
      `${OTHER} ${SIGNING}`,
      `${OTHER},${SIGNING}`,
      ` ${SIGNING}\n${OTHER} `,
      `${OTHER} , ${SIGNING}`,
    ]) {
      expect(checkStandardWebhook(HEADERS, BODY, secrets).trusted).toBe(true);
    }
  });

  it('takes a timestamp up to five minutes away in both directions, and none farther', () => {
    for (const seconds of [-300, -1, 0, 1, 300]) {
      at(SIGNED_AT + seconds);
      expect(checkStandardWebhook(HEADERS, BODY, SIGNING).trusted).toBe(true);
    }
    at(SIGNED_AT + 301);
    expect(checkStandardWebhook(HEADERS, BODY, SIGNING)).toEqual({
      trusted: false,
      reason: 'the timestamp is more than 5 minutes in the past',
    });
    at(SIGNED_AT - 301);
    expect(checkStandardWebhook(HEADERS, BODY, SIGNING)).toEqual({
      trusted: false,
      reason: 'the timestamp is more than 5 minutes in the future',
    });
  });

  it('does not trust a body that was changed, if only by a space', () => {
    expect(checkStandardWebhook(HEADERS, Buffer.from('{"test":2432232314}'), SIGNING)).toEqual({
      trusted: false,
      reason: 'no signature matches the body',
    });
  });

  it('trusts a signed body that is no JSON: reading it is somebody else’s work', () => {
    const body = Buffer.from('not json');
    const signature = new Webhook(SIGNING).sign('msg_1', new Date(SIGNED_AT * 1000), body);
    const headers = { ...HEADERS, 'webhook-id': 'msg_1', 'webhook-signature': signature };
    expect(checkStandardWebhook(headers, body, SIGNING).trusted).toBe(true);
  });

  it.each(['', '  ', ',\n'])('trusts nothing while no secret is set (%j)', (secrets) => {
    expect(checkStandardWebhook(HEADERS, BODY, secrets)).toEqual({
      trusted: false,
      reason: 'no signing secret is set in the credential',
    });
  });

  it.each(['whsec_', 'whsec_***', '***'])(
    'says so when the secret cannot be one (%s), without repeating it',
    (secret) => {
      expect(checkStandardWebhook(HEADERS, BODY, secret)).toEqual({
        trusted: false,
        reason: 'a signing secret is not Base64 after "whsec_"',
      });
    },
  );

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('does not trust a delivery without %s', (name) => {
    expect(checkStandardWebhook({ ...HEADERS, [name]: undefined }, BODY, SIGNING)).toEqual({
      trusted: false,
      reason: 'the id, timestamp and signature headers are not all there',
    });
  });

  it('does not trust a timestamp that is no number', () => {
    expect(checkStandardWebhook({ ...HEADERS, 'webhook-timestamp': 'now' }, BODY, SIGNING)).toEqual({
      trusted: false,
      reason: 'the timestamp is not a number',
    });
  });

  it('never throws, whatever the headers, body and secrets are', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        fc.uint8Array(),
        fc.string(),
        (id, time, signature, body, secret) => {
          const headers = { 'svix-id': id, 'svix-timestamp': time, 'svix-signature': signature };
          expect(checkStandardWebhook(headers, Buffer.from(body), secret).trusted).toBe(false);
          expect(checkStandardWebhook({ ...HEADERS, 'webhook-signature': signature }, BODY, SIGNING).trusted).toBe(
            false,
          );
        },
      ),
    );
  });
});
