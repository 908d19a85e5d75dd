// A server for every address, by the binding of a component: one handle, and a socket for each family.

import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import * as exported from 'wasi-net:engine/engine@0.1.0';
import * as abi from '../../../assembly/abi.ts';
import { bindComponent } from '../../../host/binding/component.ts';
import type { ComponentExports } from '../../../host/binding/component-exports.ts';
import { kEvent, kHandle, type Owner } from '../../../host/binding/engine.ts';
import { print } from './print.ts';

const PATIENCE = 10_000_000_000;
const engine = bindComponent(exported as unknown as ComponentExports, {
  nextTick: callback => callback(),
  now: () => now() / 1_000_000,
});

/** Listens on the port, prints its address, and closes after so many visitors, or when it cannot listen. */
export function serve(port: number, visitors: number): object {
  const told: number[][] = [];
  const addresses: unknown[] = [];
  const server: Owner = {
    [kHandle]: 0,
    [kEvent](kind, a, b) {
      if (kind !== abi.EVENT_ACCEPTED) told.push(kind === abi.EVENT_ERROR ? [kind, a, b] : [kind]);
      else {
        addresses.push([engine.localAddress(a)?.address, engine.remoteAddress(a)?.address]);
        engine.close(a, () => {});
      }
    },
  };
  const handle = engine.open(server, { anyAddress: true });
  engine.bind(handle, { family: 6, address: '::', port });
  engine.listen(handle, 16);
  print({ address: engine.localAddress(handle) });
  while (engine.holds() && addresses.length < visitors && engine.state(handle) !== abi.STATE_FAILED) turn();
  while (!engine.wait(0) && told.length === 0);
  engine.close(handle, () => {});
  while (engine.holds()) turn();
  return { addresses, told, live: engine.live() };
}

function turn(): void {
  const until = now() + PATIENCE;
  engine.wait(until);
  if (now() >= until) throw new Error('nobody comes');
}
