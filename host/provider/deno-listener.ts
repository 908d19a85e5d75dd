// `ipv6Only` on Deno, whose sockets take IPv4 on `::` all the same: in its place each IPv6 address of this machine
// has a listener of its own. Without permission to ask for the addresses, IPv4 peers are accepted and reset.

import net from 'node:net';
import { ERROR_WOULD_BLOCK } from '../../assembly/abi.ts';
import { type Listener, NodeListener } from './node-listener.ts';
import type { Endpoint, Settings } from './provider.ts';

declare const Deno: {
  permissions: { querySync(wanted: { name: 'sys'; kind: string }): { state: string } };
};

const EVERY = '::';

export class Ipv6Listener implements Listener {
  backlog: number | undefined;
  readonly #make: () => NodeListener;
  readonly #parts: NodeListener[];
  #local: Endpoint = { family: 6, address: EVERY, port: 0 };
  /** What is listened on once the first address has its port. */
  #others: string[] = [];

  constructor(settings: Settings, ready: () => void, failing: (error: unknown) => number) {
    const own: Settings = { ...settings, anyAddress: false };
    this.#make = () => new NodeListener(own, () => this.#onReady(ready), failing);
    this.#parts = [this.#make()];
  }

  listen(local: Endpoint | undefined): number {
    if (local) this.#local = local;
    const [first, ...others] = this.#local.address === EVERY ? everyAddress() : [this.#local.address];
    this.#others = others;
    return this.#start(this.#parts[0], first, this.#local.port);
  }

  finishListen(): number {
    return this.#parts.map(part => part.finishListen()).find(outcome => outcome !== 0) ?? 0;
  }

  next(): net.Socket | number {
    let outcome: net.Socket | number = ERROR_WOULD_BLOCK;
    for (const part of this.#parts) {
      outcome = part.next();
      while (typeof outcome !== 'number' && isFromIpv4(outcome)) {
        outcome.resetAndDestroy();
        outcome = part.next();
      }
      if (outcome !== ERROR_WOULD_BLOCK) break;
    }
    return outcome;
  }

  endpoint(): Endpoint | undefined {
    const first = this.#parts[0].endpoint();
    return first && { ...first, address: this.#local.address };
  }

  ref(): void {
    for (const part of this.#parts) part.ref();
  }

  unref(): void {
    for (const part of this.#parts) part.unref();
  }

  close(closed: () => void): void {
    const [first, ...others] = this.#parts;
    for (const other of others) other.close(() => {});
    first.close(closed);
  }

  #onReady(ready: () => void): void {
    const port = this.#parts[0].endpoint()?.port;
    if (this.#others.length > 0 && port !== undefined) {
      for (const address of this.#others.splice(0)) {
        const part = this.#make();
        this.#parts.push(part);
        this.#start(part, address, port);
      }
    }
    if (this.finishListen() !== ERROR_WOULD_BLOCK) ready();
  }

  #start(part: NodeListener, address: string, port: number): number {
    part.backlog = this.backlog;
    return part.listen({ family: 6, address, port });
  }
}

/** Without those of a link, which need a zone. */
function everyAddress(): string[] {
  const { state } = Deno.permissions.querySync({ name: 'sys', kind: 'networkInterfaces' });
  if (state !== 'granted') return [EVERY];
  const known = Object.values(process.getBuiltinModule('node:os').networkInterfaces()).flat();
  const own = known.filter(one => one?.family === 'IPv6' && !one.scopeid).map(one => one?.address as string);
  return own.length > 0 ? own : [EVERY];
}

function isFromIpv4({ remoteAddress }: net.Socket): boolean {
  return remoteAddress !== undefined && (net.isIPv4(remoteAddress) || /^::ffff:/i.test(remoteAddress));
}
