// The engine's WASI imports over a provider: the Canonical ABI by hand. Arguments are numbers, results go to a
// return area in the engine's memory; a result's first byte is 0 for ok. A resource is an index into one table;
// a socket, its two streams and its pollables share the index and differ in a tag. Each import names every
// parameter that it is passed: for one with fewer, V8 compiles an adapter while the program waits.

import {
  ERROR_INVALID_STATE,
  ERROR_NOT_SUPPORTED,
  READY_INPUT,
  READY_OUTPUT,
  READY_SOCKET,
} from '../../assembly/abi.ts';
import { encodeAddress, formatAddress } from '../address.ts';
import { type Endpoint, type Provider, type RawSocket, type Settings, STREAM_CLOSED } from './provider.ts';

const VERSION = '@0.2.0';
const TAG_SHIFT = 20;
const INDEX = (1 << TAG_SHIFT) - 1;
const INPUT = 1 << TAG_SHIFT;
const OUTPUT = 2 << TAG_SHIFT;
const POLL_SOCKET = 4 << TAG_SHIFT;
const POLL_INPUT = 5 << TAG_SHIFT;
const POLL_OUTPUT = 6 << TAG_SHIFT;
const NETWORK = 7 << TAG_SHIFT;

/** Views of the engine's memory, made once: it never grows. */
export interface Memory {
  u8: Uint8Array;
  u32: Uint32Array;
  f64: Float64Array;
  view: DataView;
  /** A view for the provider to send from. */
  slice(from: number, length: number): Uint8Array;
}

/** Views of no memory yet: the imports are needed before there is an engine. */
export function noMemory(): Memory {
  const none = new ArrayBuffer(0);
  return {
    u8: new Uint8Array(none),
    u32: new Uint32Array(none),
    f64: new Float64Array(none),
    view: new DataView(none),
    slice: (from, length) => new Uint8Array(none, from, length),
  };
}

/** Lays the views over the engine's memory; `view` makes the slices. */
export function fillMemory(
  memory: Memory,
  buffer: ArrayBuffer,
  view: (buffer: ArrayBuffer, from: number, length: number) => Uint8Array,
): void {
  memory.u8 = new Uint8Array(buffer);
  memory.u32 = new Uint32Array(buffer);
  memory.f64 = new Float64Array(buffer);
  memory.view = new DataView(buffer);
  memory.slice = (from, length) => view(buffer, from, length);
}

/** What the imports ask of the binding: it knows the handles. */
export interface Acting {
  /** The handle on whose behalf the engine is calling. */
  handle(): number;
  settings(handle: number): Settings;
  /** A socket was made for a handle. */
  made(handle: number, raw: RawSocket): void;
  /** A socket has connected: of those that were made for its handle it is the one. */
  connected(raw: RawSocket): void;
  /** An address of that handle as the program has written it. */
  asWritten(handle: number, endpoint: Endpoint): Endpoint;
  /** A socket is about to answer with an error. */
  failing(raw: RawSocket): void;
}

/** The import object of the engine. `memory` is filled in by the caller as soon as the engine exists. */
export function wasiImports(
  provider: Pick<Provider, 'create' | 'now'>,
  memory: Memory,
  acting: Acting,
  landing: () => { at: number; bytes: Uint8Array },
) {
  const table: (RawSocket | null)[] = [null];
  const free: number[] = [];
  // The last view that was sent from: small messages use the same block again and again.
  let sentFrom = 0;
  let sent: Uint8Array = new Uint8Array(0);

  const add = (raw: RawSocket): number => {
    const index = free.pop() ?? table.length;
    table[index] = raw;
    return index;
  };
  const at = (resource: number): RawSocket => table[resource & INDEX] as RawSocket;

  /** result<_, error-code> */
  const small = (ret: number, raw: RawSocket, error: number): void => {
    if (error !== 0) acting.failing(raw);
    memory.u8[ret] = error === 0 ? 0 : 1;
    memory.u8[ret + 1] = error === 0 ? 0 : error - 1;
  };
  /** The error case of result<T, error-code> for a T of four-byte alignment. */
  const wide = (ret: number, error: number): void => {
    memory.u8[ret] = 1;
    memory.u8[ret + 4] = error - 1;
  };
  /** A stream-error at `payload`: the failure's error resource is number 1, and never asked. */
  const stream = (ret: number, payload: number, raw: RawSocket, outcome: number): void => {
    if (outcome !== STREAM_CLOSED) acting.failing(raw);
    memory.u8[ret] = 1;
    memory.u8[payload] = outcome === STREAM_CLOSED ? 1 : 0;
    memory.u32[(payload + 4) >> 2] = 1;
  };
  const address = (ret: number, endpoint: Endpoint | undefined): void => {
    if (endpoint) putEndpoint(memory, ret, endpoint);
    else wide(ret, ERROR_INVALID_STATE);
  };
  const keepAlive = (option: 'idle' | 'interval', self: number, nanoseconds: bigint, ret: number): void =>
    small(ret, at(self), at(self).keepAliveOption(option, Number(nanoseconds / 1_000_000n)));
  /** start-bind and start-connect: the address comes as the variant's case and the numbers of its wider one. */
  const withAddress = (
    start: (raw: RawSocket, endpoint: Endpoint) => number,
  ): ((...flat: number[]) => void) => {
    return (self, _network, which, a, b, c, d, e, f, g, h, i, j, k, ret) => {
      const raw = at(self);
      const endpoint = endpointOf(which === 1, [a, b, c, d, e, f, g, h, i, j, k]);
      small(ret, raw, start(raw, which === 1 ? acting.asWritten(raw.handle, endpoint) : endpoint));
    };
  };
  const subscribe = (self: number, tag: number, readiness: number): number => {
    at(self).watch(readiness);
    return (self & INDEX) | tag;
  };

  const sockets = {
    '[method]tcp-socket.start-bind': withAddress((raw, local) => raw.bind(local)),
    '[method]tcp-socket.finish-bind': (self: number, ret: number) =>
      small(ret, at(self), at(self).finishBind()),
    '[method]tcp-socket.start-connect': withAddress((raw, remote) => raw.connect(remote)),
    '[method]tcp-socket.finish-connect': (self: number, ret: number) => {
      const raw = at(self);
      const error = raw.finishConnect();
      if (error !== 0) {
        acting.failing(raw);
        return wide(ret, error);
      }
      acting.connected(raw);
      memory.u8[ret] = 0;
      memory.u32[(ret + 4) >> 2] = self | INPUT;
      memory.u32[(ret + 8) >> 2] = self | OUTPUT;
    },
    '[method]tcp-socket.start-listen': (self: number, ret: number) => small(ret, at(self), at(self).listen()),
    '[method]tcp-socket.finish-listen': (self: number, ret: number) =>
      small(ret, at(self), at(self).finishListen()),
    '[method]tcp-socket.accept': (self: number, ret: number) => {
      const handle = acting.handle();
      const raw = at(self).accept(handle);
      if (typeof raw === 'number') {
        acting.failing(at(self));
        return wide(ret, raw);
      }
      acting.made(handle, raw);
      const index = add(raw);
      memory.u8[ret] = 0;
      memory.u32[(ret + 4) >> 2] = index;
      memory.u32[(ret + 8) >> 2] = index | INPUT;
      memory.u32[(ret + 12) >> 2] = index | OUTPUT;
    },
    '[method]tcp-socket.local-address': (self: number, ret: number) => address(ret, at(self).localEndpoint()),
    '[method]tcp-socket.remote-address': (self: number, ret: number) =>
      address(ret, at(self).remoteEndpoint()),
    '[method]tcp-socket.set-listen-backlog-size': (self: number, size: bigint, ret: number) => {
      at(self).backlog(Number(size));
      memory.u8[ret] = 0;
    },
    '[method]tcp-socket.set-keep-alive-enabled': (self: number, on: number, ret: number) =>
      small(ret, at(self), at(self).keepAlive(on !== 0)),
    '[method]tcp-socket.set-keep-alive-idle-time': (self: number, value: bigint, ret: number) =>
      keepAlive('idle', self, value, ret),
    '[method]tcp-socket.set-keep-alive-interval': (self: number, value: bigint, ret: number) =>
      keepAlive('interval', self, value, ret),
    '[method]tcp-socket.set-keep-alive-count': (self: number, value: number, ret: number) =>
      small(ret, at(self), at(self).keepAliveOption('count', value)),
    '[method]tcp-socket.subscribe': (self: number) => subscribe(self, POLL_SOCKET, READY_SOCKET),
    '[method]tcp-socket.shutdown': (self: number, _direction: number, ret: number) =>
      small(ret, at(self), at(self).shutdown()),
    '[resource-drop]tcp-socket': (self: number) => {
      at(self).drop();
      table[self] = null;
      free.push(self);
    },
  };

  const streams = {
    '[method]input-stream.read': (self: number, max: bigint, ret: number) => {
      const zone = landing();
      const count = at(self).read(zone.bytes, Number(max));
      if (count < 0) return stream(ret, ret + 4, at(self), count);
      memory.u8[ret] = 0;
      memory.u32[(ret + 4) >> 2] = zone.at;
      memory.u32[(ret + 8) >> 2] = count;
    },
    '[method]input-stream.subscribe': (self: number) => subscribe(self, POLL_INPUT, READY_INPUT),
    '[resource-drop]input-stream': (_self: number) => {},
    '[method]output-stream.check-write': (self: number, ret: number) => {
      const permit = at(self).permit();
      if (permit < 0) return stream(ret, ret + 8, at(self), permit);
      memory.u8[ret] = 0;
      memory.u32[(ret + 8) >> 2] = permit;
      memory.u32[(ret + 12) >> 2] = 0;
    },
    '[method]output-stream.write': (self: number, from: number, length: number, ret: number) => {
      if (from !== sentFrom || length !== sent.length) {
        sent = memory.slice(from, length);
        sentFrom = from;
      }
      const outcome = at(self).write(sent);
      if (outcome < 0) return stream(ret, ret + 4, at(self), outcome);
      memory.u8[ret] = 0;
    },
    '[method]output-stream.subscribe': (self: number) => subscribe(self, POLL_OUTPUT, READY_OUTPUT),
    '[resource-drop]output-stream': (_self: number) => {},
  };

  const poll = {
    poll: (_pollables: number, _count: number, _ret: number) => {
      throw new Error('wasi-net: a host that pushes readiness never waits');
    },
    '[resource-drop]pollable': (self: number) => {
      const tag = self & ~INDEX;
      at(self).unwatch(tag === POLL_SOCKET ? READY_SOCKET : tag === POLL_INPUT ? READY_INPUT : READY_OUTPUT);
    },
  };

  return {
    [`wasi:sockets/instance-network${VERSION}`]: { 'instance-network': () => NETWORK },
    [`wasi:sockets/tcp-create-socket${VERSION}`]: {
      'create-tcp-socket': (family: number, ret: number) => {
        const handle = acting.handle();
        const raw = provider.create(family === 0 ? 4 : 6, handle, acting.settings(handle));
        if (typeof raw === 'number') return wide(ret, raw);
        acting.made(handle, raw);
        memory.u8[ret] = 0;
        memory.u32[(ret + 4) >> 2] = add(raw);
      },
    },
    // A host that has these has a `lookup` of its own.
    [`wasi:sockets/ip-name-lookup${VERSION}`]: {
      'resolve-addresses': (_network: number, _from: number, _length: number, ret: number) =>
        wide(ret, ERROR_NOT_SUPPORTED),
      '[method]resolve-address-stream.resolve-next-address': (_self: number, _ret: number) => {},
      '[method]resolve-address-stream.subscribe': (_self: number) => 0,
      '[resource-drop]resolve-address-stream': (_self: number) => {},
    },
    [`wasi:sockets/tcp${VERSION}`]: sockets,
    [`wasi:io/streams${VERSION}`]: streams,
    [`wasi:io/error${VERSION}`]: { '[resource-drop]error': (_self: number) => {} },
    [`wasi:io/poll${VERSION}`]: poll,
    [`wasi:clocks/monotonic-clock${VERSION}`]: {
      now: () => BigInt(Math.trunc(provider.now() * 1_000_000)),
      'subscribe-instant': (_when: bigint) => 0,
    },
  };
}

const words = new Uint32Array(8);

/** A flattened ip-socket-address: port and four bytes, or port, flow info, eight words and scope id. */
function endpointOf(v6: boolean, a: readonly number[]): Endpoint {
  words[0] = v6 ? 6 : 4;
  words[1] = a[0];
  words[6] = v6 ? a[1] : 0;
  words[7] = v6 ? a[10] : 0;
  if (v6) for (let i = 0; i < 4; i++) words[2 + i] = (a[2 + 2 * i] << 16) | a[3 + 2 * i];
  else words[2] = (a[1] << 24) | (a[2] << 16) | (a[3] << 8) | a[4];
  const { address, port } = formatAddress(words, 0);
  return { family: v6 ? 6 : 4, address, port };
}

/** ok(ip-socket-address) in the return area. */
function putEndpoint(memory: Memory, ret: number, endpoint: Endpoint): void {
  encodeAddress(endpoint.address, endpoint.port, words, 0);
  const { u8, view } = memory;
  u8[ret] = 0;
  view.setUint16(ret + 8, endpoint.port, true);
  if (words[0] === 4) {
    u8[ret + 4] = 0;
    view.setUint32(ret + 10, words[2], false);
    return;
  }
  u8[ret + 4] = 1;
  view.setUint32(ret + 12, words[6], true);
  for (let i = 0; i < 4; i++) {
    view.setUint16(ret + 16 + 4 * i, words[2 + i] >>> 16, true);
    view.setUint16(ret + 18 + 4 * i, words[2 + i] & 0xffff, true);
  }
  view.setUint32(ret + 32, words[7], true);
}
