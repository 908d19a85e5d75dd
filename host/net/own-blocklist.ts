// BlockList for runtimes without one: a list of rules, and whether an address falls under one of them.
//
// An IPv4 address and its IPv4-mapped IPv6 form (RFC 4291 2.5.5.2) are one address, so each address is kept as 128
// bits: rules compare those. Only a range looks at the family too, as in Node.

import { nodeError } from './errors.ts';
import { type FamilyName, OwnSocketAddress } from './own-socket-address.ts';
import { inspectValue } from './shown-value.ts';
import { validateInt32, validateString } from './validators.ts';

/** 128 bits as four words, most significant first. */
type Bits = readonly [number, number, number, number];

interface Point {
  readonly bits: Bits;
  readonly family: FamilyName;
}

interface Rule {
  readonly text: string;
  covers(address: Point): boolean;
}

const MAPPED_PREFIX = 0xffff;

export class OwnBlockList {
  readonly #rules: Rule[] = [];

  static isBlockList(value: unknown): value is OwnBlockList {
    return typeof value === 'object' && value !== null && #rules in value;
  }

  /** Throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (family) or ERR_INVALID_ADDRESS; so do the next two. */
  addAddress(address: string | OwnSocketAddress, family: string = 'ipv4'): void {
    const one = addressOf(address, 'address', family);
    const { bits } = pointOf(one);
    this.#rules.unshift({
      text: `Address: ${shown(one)}`,
      covers: address => compare(address.bits, bits) === 0,
    });
  }

  /** Also throws ERR_INVALID_ARG_VALUE where `start` comes after `end`. */
  addRange(start: string | OwnSocketAddress, end: string | OwnSocketAddress, family: string = 'ipv4'): void {
    const first = addressOf(start, 'start', family);
    const last = addressOf(end, 'end', family);
    const low = pointOf(first);
    const high = pointOf(last);
    if (comparable(low, high) && compare(low.bits, high.bits) > 0) {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'start', first, 'must come before end');
    }
    this.#rules.unshift({
      text: `Range: ${shown(first)}-${last.address}`,
      covers: address => isUpTo(low, address) && isUpTo(address, high),
    });
  }

  /** `prefix` is a number of bits. Also throws ERR_OUT_OF_RANGE. */
  addSubnet(network: string | OwnSocketAddress, prefix: number, family: string = 'ipv4'): void {
    const one = addressOf(network, 'network', family);
    const length = validateInt32(prefix, 'prefix', 0, one.family === 'ipv4' ? 32 : 128);
    const { bits } = pointOf(one);
    const fixed = one.family === 'ipv4' ? length + 96 : length;
    this.#rules.unshift({
      text: `Subnet: ${shown(one)}/${length}`,
      covers: address => address.bits.every((word, i) => ((word ^ bits[i]) & maskOf(fixed, i)) === 0),
    });
  }

  /** Whether a rule covers the address; false for text that is none. Throws ERR_INVALID_ARG_TYPE. */
  check(address: string | OwnSocketAddress, family: string = 'ipv4'): boolean {
    if (!OwnSocketAddress.isSocketAddress(address)) {
      validateString(address, 'address');
      validateString(family, 'family');
    }
    let point: Point;
    try {
      point = pointOf(addressOf(address, 'address', family));
    } catch {
      return false;
    }
    return this.#rules.some(rule => rule.covers(point));
  }

  /** The rules as text, the newest first: `Subnet: IPv4 10.0.0.0/8`. */
  get rules(): string[] {
    return this.#rules.map(rule => rule.text);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `BlockList ${inspectValue({ rules: this.rules })}`;
  }
}

function addressOf(value: string | OwnSocketAddress, name: string, family: string): OwnSocketAddress {
  if (OwnSocketAddress.isSocketAddress(value)) return value;
  validateString(value, name);
  validateString(family, 'family');
  return new OwnSocketAddress({ address: value, family: family as FamilyName });
}

function pointOf(address: OwnSocketAddress): Point {
  const { words } = OwnSocketAddress.bitsOf(address);
  const { family } = address;
  return { family, bits: family === 'ipv4' ? [0, 0, MAPPED_PREFIX, words[0]] : words };
}

function shown({ family, address }: OwnSocketAddress): string {
  return `${family === 'ipv4' ? 'IPv4' : 'IPv6'} ${address}`;
}

/** Of two families only if both are IPv4 or IPv4-mapped: no IPv4 address is between `::1` and `2001:db8::`. */
function comparable(a: Point, b: Point): boolean {
  return a.family === b.family || (isMapped(a.bits) && isMapped(b.bits));
}

function isMapped(bits: Bits): boolean {
  return bits[0] === 0 && bits[1] === 0 && bits[2] === MAPPED_PREFIX;
}

function isUpTo(a: Point, b: Point): boolean {
  return comparable(a, b) && compare(a.bits, b.bits) <= 0;
}

function compare(a: Bits, b: Bits): number {
  for (let i = 0; i < 4; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** Word `i` of the mask that has its first `length` bits set. */
function maskOf(length: number, i: number): number {
  const bits = Math.min(Math.max(length - 32 * i, 0), 32);
  return bits === 0 ? 0 : -1 << (32 - bits);
}
