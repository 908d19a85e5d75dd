// A simulated process: the provider of one engine, on one host, with its own limit of sockets.

import { ERROR_NEW_SOCKET_LIMIT, ERROR_NOT_SUPPORTED } from '../../../assembly/abi.ts';
import type { Provider, RawSocket, Ready, Settings } from '../provider.ts';
import type { Host } from './hosts.ts';
import type { Network } from './network.ts';
import { type Process, SimSocket } from './socket.ts';

export class SimProcess implements Provider, Process {
  readonly network: Network;
  readonly host: Host;
  readonly name: string;
  readonly listeners = new Set<SimSocket>();
  #ready: Ready = () => {};
  #sockets = 0;

  constructor(network: Network, host: Host, name: string) {
    this.network = network;
    this.host = host;
    this.name = name;
  }

  create(family: 4 | 6, handle: number, settings: Settings): RawSocket | number {
    // Paths and descriptors belong to a real system.
    const { path, adopted, bound } = settings;
    if (path !== undefined || adopted || bound) return ERROR_NOT_SUPPORTED;
    return this.admit() ? new SimSocket(this, family, handle, settings) : ERROR_NEW_SOCKET_LIMIT;
  }

  start(_landing: Uint8Array, ready: Ready): void {
    this.#ready = ready;
  }

  now(): number {
    return this.network.world.clock.now();
  }

  ready(handle: number, readiness: number): void {
    this.#ready(handle, readiness);
  }

  admit(): boolean {
    if (this.#sockets >= this.network.world.options.sockets) return false;
    this.#sockets++;
    return true;
  }

  dismiss(): void {
    this.#sockets--;
    for (const listener of this.listeners) listener.retry();
  }
}
