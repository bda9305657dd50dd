import { randomUUID } from 'node:crypto';

import { ExecutionUses } from '../../purchase/uses';

const A = { key: 'a', content: 'package-1', named: 'Client Reference "a"' };
const B = { key: 'b', content: 'package-1', named: 'Client Reference "b"' };

let execution: string;
const uses = (run = 0, node = 'node-1') => new ExecutionUses({ execution, node, run });

beforeEach(() => {
  execution = randomUUID();
});

describe('what the items of an execution have used', () => {
  it('is kept over the runs of a node, and the tries of a run', () => {
    uses().take(A, { run: 0, item: 0 });
    expect(uses().otherUseOf(A, { run: 0, item: 0 })).toBeNull();
    expect(uses().otherUseOf(A, { run: 0, item: 1 })).toMatchObject({ run: 0, item: 0, named: A.named });
    expect(uses(1).otherUseOf(A, { run: 1, item: 0 })).toMatchObject({ run: 0, item: 0 });
    expect(uses().otherUseOf(B, { run: 0, item: 1 })).toBeNull();
  });

  it('is that of one node in one execution', () => {
    uses().take(A, { run: 0, item: 0 });
    expect(uses(0, 'node-2').otherUseOf(A, { run: 0, item: 1 })).toBeNull();
    execution = randomUUID();
    expect(uses().otherUseOf(A, { run: 0, item: 1 })).toBeNull();
  });

  it('is given free by the item that has it, and by no other', () => {
    uses().take(A, { run: 0, item: 0 });
    uses().release(A, { run: 0, item: 1 });
    uses().release(A, { run: 1, item: 0 });
    expect(uses().otherUseOf(A, { run: 0, item: 1 })).not.toBeNull();
    uses().release(B, { run: 0, item: 0 });
    uses().release(A, { run: 0, item: 0 });
    expect(uses().otherUseOf(A, { run: 0, item: 1 })).toBeNull();
  });

  it('knows what it became, also when the item is tried again', () => {
    uses().take(A, { run: 0, item: 0 });
    uses().settle(A, 'order-1');
    uses().settle(B, 'order-2');
    uses().take(A, { run: 0, item: 0 });
    expect(uses().otherUseOf(A, { run: 0, item: 1 })).toMatchObject({ orderId: 'order-1' });
    expect(uses().otherUseOf(B, { run: 0, item: 1 })).toBeNull();
  });

  it('knows a purchase of the same content under another key', () => {
    uses().take(A, { run: 0, item: 0 });
    expect(uses().alikeUnderAnotherKey(A)).toBeNull();
    expect(uses().alikeUnderAnotherKey(B)).toMatchObject({ named: A.named });
    expect(uses().alikeUnderAnotherKey({ ...B, content: 'package-2' })).toBeNull();
  });

  it('may not be all when the execution began in another process, however often the node has been run here since', () => {
    expect(uses(0).beganElsewhere).toBe(false);
    expect(uses(1).beganElsewhere).toBe(false);
    execution = randomUUID();
    expect(uses(2).beganElsewhere).toBe(true);
    uses(2).take(A, { run: 2, item: 0 });
    expect(uses(3).beganElsewhere).toBe(true);
  });
});
