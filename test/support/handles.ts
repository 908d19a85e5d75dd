// Whether the engine's table is empty again: what was opened and is never given back would fill it one day. On
// node:net, which has no such table, there is nothing to ask.
import * as assert from 'uvu/assert';
import { implementationName } from './implementation.ts';

const OURS = 'wasi-net';

/** Turns of the event loop in which a peer of this process may still learn that its connection is gone. */
const TURNS = 200;

/** Engine handles in use; 0 on an implementation that is not ours. */
export async function liveHandles(): Promise<number> {
  if (implementationName() !== OURS) return 0;
  const { live } = await import('wasi-net/trace');
  return live();
}

/** Fails unless the table comes to hold `expected` handles, 0 by default, within some turns of the event loop. */
export async function assertNoHandles(expected = 0): Promise<void> {
  let left = await liveHandles();
  for (let turn = 0; left !== expected && turn < TURNS; turn++) {
    await new Promise(resolve => setImmediate(resolve));
    left = await liveHandles();
  }
  assert.is(left, expected, `${left} handles are in use, not ${expected}`);
}
