// Listening on every interface. WASI's IPv6 sockets are for IPv6 alone, so where Node has one socket there are two, `::`
// and `0.0.0.0`, on the same port. Each has a handle of its own that nobody else knows; what they say is told as if
// the server's handle had said it, which has no socket.
//
//   bind   `::`, then 0.0.0.0 on the port that came of it; another port is tried where only that one is taken
//   listen the same two, in the same order

import {
  ADDRESS_WORDS,
  ERROR_ACCESS_DENIED,
  ERROR_ADDRESS_IN_USE,
  ERROR_ADDRESS_NOT_BINDABLE,
  ERROR_BAD_STATE,
  ERROR_NOT_SUPPORTED,
  EVENT_ACCEPTED,
  EVENT_BOUND,
  EVENT_ERROR,
  EVENT_LISTENING,
  OP_ACCEPT,
  OP_BIND,
  OP_LISTEN,
  STATE_BINDING,
  STATE_BOUND,
  STATE_CLOSED,
  STATE_FAILED,
  STATE_LISTEN,
  STATE_STARTING,
} from '../../assembly/abi.ts';
import type { ComponentEvents } from './component-events.ts';
import type { ComponentExports } from './component-exports.ts';

/** Ports that are tried where any will do. */
const TRIES = 16;
/** What a system says that has no such family; want of descriptors or of room is not that. */
const NO_FAMILY = [ERROR_ACCESS_DENIED, ERROR_ADDRESS_NOT_BINDABLE, ERROR_NOT_SUPPORTED];

export interface BothFamiliesHost {
  readonly exports: ComponentExports;
  readonly events: ComponentEvents;
  /** Accepted handles whose IPv4 addresses are shown as IPv6 ones. */
  readonly mapped: Set<number>;
}

type Family = 4 | 6;

export class BothFamilies {
  /** As of a handle of the engine. */
  state: number = STATE_CLOSED;
  readonly #host: BothFamiliesHost;
  /** The server's. */
  readonly #handle: number;
  /** IPv4 alone will do where there is no IPv6. */
  readonly #either: boolean;
  /** Handles of the sockets that there are. */
  readonly #sockets = new Map<Family, number>();
  #port = 0;
  #tries = TRIES;
  #backlog: number | undefined;
  #holds = true;

  constructor(host: BothFamiliesHost, handle: number, either: boolean) {
    this.#host = host;
    this.#handle = handle;
    this.#either = either;
  }

  /** Binds to that port of every address, or with 0 to any port. What comes of it is told. */
  bind(port: number): number {
    this.#port = port;
    this.#rebind();
    return 0;
  }

  listen(backlog: number): number {
    if (this.state !== STATE_BOUND) return -ERROR_BAD_STATE;
    this.#backlog = backlog;
    this.state = STATE_STARTING;
    this.#listenOn(this.#first);
    return 0;
  }

  /** Lets the sockets keep the program alive, or not. */
  hold(on: boolean): void {
    this.#holds = on;
    for (const handle of this.#sockets.values()) this.#host.exports.hold(handle, on);
  }

  close(): void {
    for (const family of [6, 4] as const) this.#drop(family);
  }

  /** The address of the first socket, which stands for both. */
  localAddress(): ArrayLike<number> {
    const handle = this.#sockets.get(this.#first);
    return handle === undefined ? [] : this.#host.exports.localAddress(handle);
  }

  get #first(): Family {
    return this.#sockets.has(6) ? 6 : 4;
  }

  #rebind(): void {
    this.state = STATE_BINDING;
    this.#bind(6, this.#port);
  }

  #bind(family: Family, port: number): void {
    const { exports, events } = this.#host;
    const handle = exports.open();
    if (handle < 0) return this.#failed(family, -handle, OP_BIND);
    this.#sockets.set(family, handle);
    exports.hold(handle, this.#holds);
    events.hear(handle, (kind, a, b) => this.#heard(family, kind, a, b));
    const words = new Uint32Array(ADDRESS_WORDS);
    words.set([family, port]);
    this.#given(family, exports.bind(handle, words), OP_BIND);
  }

  #listenOn(family: Family): void {
    const result = this.#host.exports.listen(this.#sockets.get(family) ?? 0, this.#backlog ?? 0);
    this.#given(family, result, OP_LISTEN);
  }

  /** A command was given. */
  #given(family: Family, result: number, operation: number): void {
    if (result < 0) this.#failed(family, -result, operation);
    else this.#host.events.take();
  }

  #heard(family: Family, kind: number, a: number, b: number): void {
    if (kind === EVENT_ACCEPTED) this.#accepted(family, a);
    else if (kind === EVENT_BOUND) this.#bound(family);
    else if (kind === EVENT_LISTENING) this.#listening(family);
    else if (kind === EVENT_ERROR && b === OP_ACCEPT) this.#tell(kind, a, b);
    else if (kind === EVENT_ERROR) this.#failed(family, a, b);
  }

  #accepted(family: Family, handle: number): void {
    if (family === 4 && this.#sockets.has(6)) this.#host.mapped.add(handle);
    this.#tell(EVENT_ACCEPTED, handle, 0);
  }

  #bound(family: Family): void {
    const six = this.#sockets.get(6);
    if (family === 6 && six !== undefined) return this.#bind(4, this.#host.exports.localAddress(six)[1]);
    this.#allBound();
  }

  #allBound(): void {
    this.state = STATE_BOUND;
    // With a backlog it had begun to listen, on a port that turned out to be taken.
    if (this.#backlog === undefined) this.#tell(EVENT_BOUND, 0, 0);
    else this.listen(this.#backlog);
  }

  #listening(family: Family): void {
    if (family === 6 && this.#sockets.has(4)) this.#listenOn(4);
    else this.#allListening();
  }

  #allListening(): void {
    this.state = STATE_LISTEN;
    this.#tell(EVENT_LISTENING, 0, 0);
  }

  #failed(family: Family, error: number, operation: number): void {
    this.#drop(family);
    if (error === ERROR_ADDRESS_IN_USE) {
      this.close();
      if (this.#port === 0 && this.#tries-- > 0) return this.#rebind();
    } else if (this.#sockets.has(6) && NO_FAMILY.includes(error)) {
      return operation === OP_BIND ? this.#allBound() : this.#allListening(); // there is no IPv4 here
    } else if (family === 6 && this.#either && operation === OP_BIND) {
      return this.#bind(4, this.#port);
    }
    this.close();
    this.state = STATE_FAILED;
    this.#tell(EVENT_ERROR, error, operation);
  }

  #tell(kind: number, a: number, b: number): void {
    this.#host.events.put(kind, this.#handle, a, b);
  }

  #drop(family: Family): void {
    const { exports, events } = this.#host;
    const handle = this.#sockets.get(family);
    if (handle === undefined) return;
    this.#sockets.delete(family);
    events.unhear(handle);
    exports.close(handle);
    events.take();
  }
}
