// The virtual hosts: which addresses they have, and who holds which port. A port belongs to the socket that was
// bound to it or that connected from it; connections that a listener accepted share the listener's.

import { ERROR_ADDRESS_IN_USE, ERROR_ADDRESS_NOT_BINDABLE } from '../../../assembly/abi.ts';
import { encodeAddress, formatAddress } from '../../address.ts';
import type { Endpoint } from '../provider.ts';

const MAPPED = '::ffff:';
const words = new Uint32Array(8);

/** A socket's place: its local address, and whether a wildcard of IPv6 takes IPv4 too. */
export interface Place {
  endpoint: Endpoint;
  both: boolean;
  /** Where a socket goes that connects from a port of its choice: others may go elsewhere from there. */
  remote?: Endpoint;
}

export class Host {
  readonly name: string;
  readonly #addresses: readonly string[];
  readonly #ports: readonly [number, number];
  readonly #places = new Map<number, Place[]>();
  #nextPort: number;

  constructor(name: string, addresses: readonly string[], ports: readonly [number, number]) {
    this.name = name;
    this.#addresses = addresses.map(plain);
    this.#ports = ports;
    this.#nextPort = ports[0];
  }

  /** Its addresses, loopback left out unless it has no other. */
  get addresses(): readonly string[] {
    return this.#addresses.length > 0 ? this.#addresses : ['127.0.0.1', '::1'];
  }

  has(address: string): boolean {
    return isLoopback(address) || this.#addresses.includes(address);
  }

  /** The address that a connection to `remote` comes from. */
  source(remote: Endpoint): string | undefined {
    if (isLoopback(plain(remote.address))) return remote.family === 4 ? '127.0.0.1' : '::1';
    return this.#addresses.find(a => familyOf(a) === remote.family);
  }

  /** Takes a place for a socket, choosing a port where it is 0; or an error. */
  take(local: Endpoint, both: boolean, remote?: Endpoint): Place | number {
    if (!isWildcard(local.address) && !this.has(plain(local.address))) return ERROR_ADDRESS_NOT_BINDABLE;
    const port = local.port === 0 ? this.#freePort() : local.port;
    if (port === 0) return ERROR_ADDRESS_IN_USE;
    const place: Place = { endpoint: { ...local, port }, both, remote };
    const known = this.#places.get(port) ?? [];
    if (known.some(other => overlap(place, other))) return ERROR_ADDRESS_IN_USE;
    this.#places.set(port, [...known, place]);
    return place;
  }

  release(place: Place): void {
    const { port } = place.endpoint;
    const left = (this.#places.get(port) ?? []).filter(other => other !== place);
    if (left.length > 0) this.#places.set(port, left);
    else this.#places.delete(port);
  }

  /** A port that nobody has; 0 when all are taken. */
  #freePort(): number {
    const [first, last] = this.#ports;
    for (let tried = first; tried <= last; tried++) {
      const port = this.#nextPort;
      this.#nextPort = port === last ? first : port + 1;
      if (!this.#places.has(port)) return port;
    }
    return 0;
  }
}

/** The canonical text of an address, without its zone, an IPv4-mapped one as IPv4. */
export function plain(address: string): string {
  const percent = address.indexOf('%');
  const text = percent < 0 ? address : address.slice(0, percent);
  if (!encodeAddress(text, 0, words, 0)) throw new Error(`wasi-net sim: ${address} is no address`);
  const canonical = formatAddress(words).address;
  const mapped = canonical.startsWith(MAPPED) && canonical.includes('.');
  return mapped ? canonical.slice(MAPPED.length) : canonical;
}

export function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** An address as a socket of that family shows it. */
export function shown(address: string, family: 4 | 6): string {
  return family === 6 && familyOf(address) === 4 ? MAPPED + address : address;
}

/** Whether a listener at `place` is meant by `address`, which is plain. */
export function covers(place: Place, address: string): boolean {
  const own = place.endpoint.address;
  if (!isWildcard(own)) return plain(own) === address;
  return place.endpoint.family === familyOf(address) || place.both;
}

function overlap(a: Place, b: Place): boolean {
  if (a.remote && b.remote && !isSame(a.remote, b.remote)) return false;
  if (isWildcard(a.endpoint.address)) return sharesFamily(a, b);
  if (isWildcard(b.endpoint.address)) return sharesFamily(b, a);
  return plain(a.endpoint.address) === plain(b.endpoint.address);
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && plain(a.address) === plain(b.address);
}

function sharesFamily(wildcard: Place, other: Place): boolean {
  return wildcard.both || other.both || wildcard.endpoint.family === other.endpoint.family;
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
