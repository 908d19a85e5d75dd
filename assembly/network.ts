// What every WASI call has in common: the return area, how results and addresses are laid out in it, and for whom
// a socket is made.

import { ADDRESS_WORDS } from './abi';
import { Socket } from './table';
import { dropError } from './wasi/io';
import { resolveAddresses } from './wasi/names';
import { createTcpSocket, instanceNetwork, startBind, startConnect } from './wasi/sockets';

/** Return area of every import. */
export const RET: usize = memory.data(64, 8);
const ADDRESS: usize = memory.data(32, 8);
/** The handle on whose behalf WASI is being called: how a provider knows whose socket it makes. */
export const ACTING: usize = memory.data(4, 4);

/** A stream failed: the network's error, or its end. */
export const STREAM_FAILED: u32 = 0;
export const STREAM_CLOSED: u32 = 1;

let network: i32 = 0;

/** wit: wasi:sockets/instance-network. One handle serves every socket. */
function instance(): i32 {
  if (network == 0) network = instanceNetwork();
  return network;
}

/** 0, or the error of `result<_, error-code>`: the code follows the discriminant. */
export function smallError(): u32 {
  return load<u8>(RET) == 0 ? 0 : <u32>load<u8>(RET, 1) + 1;
}

/** 0, or the error of `result<T, error-code>` where T is aligned to two bytes. */
export function halfError(): u32 {
  return load<u8>(RET) == 0 ? 0 : <u32>load<u8>(RET, 2) + 1;
}

/** 0, or the error of `result<T, error-code>` where T is aligned to four bytes. */
export function wideError(): u32 {
  return load<u8>(RET) == 0 ? 0 : <u32>load<u8>(RET, 4) + 1;
}

/** Which stream-error lies at `at`; its error resource is dropped. */
export function streamError(at: usize): u32 {
  if (load<u8>(at) == STREAM_CLOSED) return STREAM_CLOSED;
  dropError(load<i32>(at, 4));
  return STREAM_FAILED;
}

/** Makes the socket unless there is one: 0, or the error. */
export function create(s: Socket, family: u32): u32 {
  if (s.socket != 0) return 0;
  store<i32>(ACTING, s.handle);
  createTcpSocket(family == 4 ? 0 : 1, RET);
  const error = wideError();
  if (error == 0) s.socket = load<i32>(RET, 4);
  return error;
}

/** Begins to look a name up: 0, or the error. */
export function lookUp(s: Socket, name: usize, length: u32): u32 {
  resolveAddresses(instance(), name, length, RET);
  const error = wideError();
  if (error == 0) s.socket = load<i32>(RET, 4);
  return error;
}

export function bindTo(socket: i32, address: usize): u32 {
  return start(false, socket, address);
}

/** Binds to a port of any address of that family. */
export function bindAny(socket: i32, family: u32, port: u32): u32 {
  memory.fill(ADDRESS, 0, <usize>(ADDRESS_WORDS * 4));
  store<u32>(ADDRESS, family);
  store<u32>(ADDRESS, port, 4);
  return bindTo(socket, ADDRESS);
}

export function connectTo(socket: i32, address: usize): u32 {
  return start(true, socket, address);
}

/** `start-connect` or `start-bind`: both take the address flattened, a discriminant and eleven words. */
function start(connecting: bool, socket: i32, address: usize): u32 {
  const v6 = load<u32>(address) == 6;
  const a = load<u32>(address, 8);
  const p0 = load<u32>(address, 4);
  const p1 = v6 ? load<u32>(address, 24) : a >>> 24;
  const p2 = v6 ? hextet(address, 0) : (a >>> 16) & 255;
  const p3 = v6 ? hextet(address, 1) : (a >>> 8) & 255;
  const p4 = v6 ? hextet(address, 2) : a & 255;
  const p5 = v6 ? hextet(address, 3) : 0;
  const p6 = v6 ? hextet(address, 4) : 0;
  const p7 = v6 ? hextet(address, 5) : 0;
  const p8 = v6 ? hextet(address, 6) : 0;
  const p9 = v6 ? hextet(address, 7) : 0;
  const p10 = v6 ? load<u32>(address, 28) : 0;
  const kind = v6 ? 1 : 0;
  const net = instance();
  if (connecting) startConnect(socket, net, kind, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, RET);
  else startBind(socket, net, kind, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, RET);
  return smallError();
}

/** The address that `local-address` or `remote-address` returned, as words; 0 when it returned an error. */
export function liftAddress(): usize {
  if (load<u8>(RET) != 0) return 0;
  memory.fill(ADDRESS, 0, <usize>(ADDRESS_WORDS * 4));
  store<u32>(ADDRESS, <u32>load<u16>(RET, 8), 4);
  if (load<u8>(RET, 4) == 0) {
    store<u32>(ADDRESS, 4);
    store<u32>(ADDRESS, bswap(load<u32>(RET, 10)), 8);
  } else {
    store<u32>(ADDRESS, 6);
    liftHextets(ADDRESS, RET + 16);
    store<u32>(ADDRESS, load<u32>(RET, 12), 24);
    store<u32>(ADDRESS, load<u32>(RET, 32), 28);
  }
  return ADDRESS;
}

/** The address that the stream of a lookup returned, as words at `at`: without port and scope. */
export function liftIP(at: usize): void {
  memory.fill(at, 0, <usize>(ADDRESS_WORDS * 4));
  if (load<u8>(RET, 4) == 0) {
    store<u32>(at, 4);
    store<u32>(at, bswap(load<u32>(RET, 6)), 8);
  } else {
    store<u32>(at, 6);
    liftHextets(at, RET + 6);
  }
}

/** Eight hextets become four words of the address at `at`. */
function liftHextets(at: usize, from: usize): void {
  for (let i: usize = 0; i < 16; i += 4) {
    const high = <u32>load<u16>(from + i);
    store<u32>(at + i, (high << 16) | <u32>load<u16>(from + i, 2), 8);
  }
}

/** The `i`th of an IPv6 address's eight hextets: the high half of a word comes first. */
function hextet(address: usize, i: usize): u32 {
  const word = load<u32>(address + 8 + ((i >> 1) << 2));
  return (i & 1) == 0 ? word >>> 16 : word & 0xffff;
}
