import { eventIdFrom } from '../../webhooks/eventId';

describe("an event's id", () => {
  test('is 32 hexadecimal digits, the same for the same parts', () => {
    expect(eventIdFrom('esim.installed', '89972123300991848961', null)).toMatch(/^[0-9a-f]{32}$/);
    expect(eventIdFrom('a', null)).toBe(eventIdFrom('a', null));
  });

  test('differs when the parts, their order or their borders differ', () => {
    const ids = [eventIdFrom('a', 'b'), eventIdFrom('b', 'a'), eventIdFrom('ab'), eventIdFrom('a,b'), eventIdFrom('a')];
    const more = [eventIdFrom('a', null), eventIdFrom('a', ''), eventIdFrom('a', 'null'), eventIdFrom()];
    expect(new Set([...ids, ...more]).size).toBe(9);
  });
});
