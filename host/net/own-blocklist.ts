// The heart of BlockList for runtimes without one: a list of rules, and whether an address falls under one of them.
// What Node's class has on top is in full-blocklist.ts, which also checks what comes in here.
//
// An IPv4 address and its IPv4-mapped IPv6 form (RFC 4291 2.5.5.2) are one address, so each address is kept as 128
// bits: rules compare those. Only a range looks at the family too, as in Node.

import type { ParsedAddress } from '../address.ts';
import { type FamilyName, parseForFamily, textOf } from './own-socket-address.ts';

/** A socket address of any class, its text as the class has checked it. */
interface Address {
  readonly address: string;
  readonly family: FamilyName;
}

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

  addAddress(address: Address): void {
    const { bits } = pointOf(address);
    this.#rules.unshift({
      text: `Address: ${shown(address)}`,
      covers: other => compare(other.bits, bits) === 0,
    });
  }

  addRange(start: Address, end: Address): void {
    const low = pointOf(start);
    const high = pointOf(end);
    this.#rules.unshift({
      text: `Range: ${shown(start)}-${textIn(end)}`,
      covers: address => isUpTo(low, address) && isUpTo(address, high),
    });
  }

  /** `prefix` is a number of bits. */
  addSubnet(network: Address, prefix: number): void {
    const { bits } = pointOf(network);
    const fixed = network.family === 'ipv4' ? prefix + 96 : prefix;
    this.#rules.unshift({
      text: `Subnet: ${shown(network)}/${prefix}`,
      covers: address => address.bits.every((word, i) => ((word ^ bits[i]) & maskOf(fixed, i)) === 0),
    });
  }

  /** Whether a rule covers the address. */
  check(address: Address): boolean {
    const point = pointOf(address);
    return this.#rules.some(rule => rule.covers(point));
  }

  /** The rules as text, the newest first: `Subnet: IPv4 10.0.0.0/8`. */
  get rules(): string[] {
    return this.#rules.map(rule => rule.text);
  }
}

/** Whether the first comes after the second, as far as they can be compared. */
export function isAfter(start: Address, end: Address): boolean {
  const low = pointOf(start);
  const high = pointOf(end);
  return comparable(low, high) && compare(low.bits, high.bits) > 0;
}

function pointOf({ address, family }: Address): Point {
  const { words } = parseForFamily(address, family) as ParsedAddress;
  return { family, bits: family === 'ipv4' ? [0, 0, MAPPED_PREFIX, words[0]] : words };
}

/** As a rule shows it. */
export function shown(address: Address): string {
  return `${address.family === 'ipv4' ? 'IPv4' : 'IPv6'} ${textIn(address)}`;
}

/** In Node's form: Deno's addresses write their last 32 bits in another way. */
export function textIn({ address, family }: Address): string {
  return textOf(parseForFamily(address, family) as ParsedAddress);
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
