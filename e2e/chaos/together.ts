import type { ChaosHost } from './realRunner';

/** Lets several campaigns share one host, and suffer one power cut while all of them are at work. */
export function together(host: ChaosHost, campaigns: number): { host: ChaosHost; leave: () => void } {
  const before = meeting(campaigns);
  const during = meeting(campaigns);
  let cut: Promise<void> | undefined;
  return {
    host: {
      ...host,
      beforePowerCut: async () => await before.arrive(),
      async powerCut() {
        await during.arrive();
        await (cut ??= host.powerCut());
      },
    },
    /** A campaign that has ended is not waited for. */
    leave() {
      before.expectOneLess();
      during.expectOneLess();
    },
  };
}

/** All who come wait for the last one. */
function meeting(expected: number): { arrive: () => Promise<void>; expectOneLess: () => void } {
  let missing = expected;
  let open = (): void => {};
  const allThere = new Promise<void>((resolve) => {
    open = resolve;
  });
  const expectOneLess = (): void => {
    if (--missing <= 0) open();
  };
  return {
    expectOneLess,
    async arrive() {
      expectOneLess();
      await allThere;
    },
  };
}
