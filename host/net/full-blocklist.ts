// BlockList as Node 26 has it, on top of a class that can only add rules and check them: Node 20's and 22's, Deno's,
// or own-blocklist.ts.
//
// What was added stays in that class for good: a copy made by `structuredClone` shares it, so no second list could
// be right. What is removed is remembered here by its text, and taken off what that class answers.

import type { BlockList, SocketAddress } from '../api/addresses.ts';
import { nodeError } from './errors.ts';
import { isAfter, shown, textIn } from './own-blocklist.ts';
import { type FamilyName, parseForFamily, type SocketAddressInit } from './own-socket-address.ts';
import { parseCIDR, readRules } from './rule-text.ts';
import { CUSTOM_INSPECT, type Inspect, type InspectOptions, inspectAs } from './shown-value.ts';
import { validateArray, validateInt32, validateString } from './validators.ts';

/** What every runtime's list has. It is given addresses that were checked. */
export interface BareBlockList {
  addAddress(address: SocketAddress): void;
  addRange(start: SocketAddress, end: SocketAddress): void;
  addSubnet(network: SocketAddress, prefix: number): void;
  check(address: SocketAddress): boolean;
  readonly rules: readonly string[];
}

export interface BareBlockListClass {
  new (): BareBlockList;
  isBlockList?(value: unknown): boolean;
}

type Address = string | SocketAddress;
export type BlockListClass = typeof BlockList;

/** RFC 1918, loopback, link-local, and RFC 4193. */
const PRIVATE_RANGES = Object.freeze([
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '::1/128'],
  ...['169.254.0.0/16', 'fe80::/10', 'fc00::/7'],
]);

/** The class that makes addresses of what a list is given. */
export interface AddressMaker {
  new (init: SocketAddressInit): SocketAddress;
  isSocketAddress(value: unknown): value is SocketAddress;
}

export function fullBlockList(Base: BareBlockListClass, SocketAddress: AddressMaker): BlockListClass {
  return class FullBlockList extends Base implements BlockList {
    static PRIVATE_RANGES = PRIVATE_RANGES;

    /** How often each rule was given to `Base` from here. */
    readonly #added = new Map<string, number>();
    /** How often each rule of `Base` does not count. */
    readonly #removed = new Map<string, number>();
    /** What is left, as a list; true as long as `Base` holds `of` rules and none is removed or put back. */
    #left: { list: BareBlockList; of: number } | undefined;

    static override isBlockList(value: unknown): value is BlockList {
      return Base.isBlockList ? Base.isBlockList(value) : value instanceof Base;
    }

    override addAddress(address: Address, family: string = 'ipv4'): void {
      this.#addAddress(read(address, 'address', family));
    }

    addAddresses(addresses: readonly Address[], family: string = 'ipv4'): void {
      validateArray(addresses, 'addresses');
      validateString(family, 'family');
      const all = Array.from(addresses, (address, i) => read(address, `addresses[${i}]`, family));
      for (const address of all) this.#addAddress(address);
    }

    override addRange(start: Address, end: Address, family: string = 'ipv4'): void {
      const first = read(start, 'start', family);
      const last = read(end, 'end', family);
      if (isAfter(first, last)) {
        throw nodeError('ERR_INVALID_ARG_VALUE', 'start', first, 'must come before end');
      }
      this.#add(rangeText(first, last), () => super.addRange(first, last));
    }

    override addSubnet(network: Address, prefix: number, family: string = 'ipv4'): void {
      const one = read(network, 'network', family);
      const bits = validatePrefix(prefix, one);
      this.#add(subnetText(one, bits), () => super.addSubnet(one, bits));
    }

    addCIDR(cidr: string): void {
      const { address, prefix, family } = parseCIDR(cidr);
      this.addSubnet(address, prefix, family);
    }

    addCIDRs(cidrs: readonly string[]): void {
      validateArray(cidrs, 'cidrs');
      const all = Array.from(cidrs, (cidr, i) => parseCIDR(validateString(cidr, `cidrs[${i}]`)));
      for (const { address, prefix, family } of all) this.addSubnet(address, prefix, family);
    }

    removeAddress(address: Address, family: string = 'ipv4'): void {
      for (const text of addressTexts(read(address, 'address', family))) this.#remove(text, Infinity);
    }

    removeRange(start: Address, end: Address, family: string = 'ipv4'): void {
      const first = read(start, 'start', family);
      this.#remove(rangeText(first, read(end, 'end', family)), 1);
    }

    removeSubnet(network: Address, prefix: number, family: string = 'ipv4'): void {
      const one = read(network, 'network', family);
      this.#remove(subnetText(one, validatePrefix(prefix, one)), 1);
    }

    removeCIDR(cidr: string): void {
      const { address, prefix, family } = parseCIDR(cidr);
      this.removeSubnet(address, prefix, family);
    }

    override check(address: Address, family: string = 'ipv4'): boolean {
      const one = readForCheck(address, family);
      if (one === undefined || !super.check(one)) return false;
      return this.#removed.size === 0 || this.#rest().check(one);
    }

    clear(): void {
      this.#left = undefined;
      this.#removed.clear();
      for (const text of super.rules) this.#removed.set(text, (this.#removed.get(text) ?? 0) + 1);
    }

    toJSON(): readonly string[] {
      return this.rules;
    }

    fromJSON(data: string | readonly string[]): void {
      readRules(data, this);
    }

    override get rules(): readonly string[] {
      const removed = new Map(this.#removed);
      return super.rules.filter(text => {
        const times = removed.get(text) ?? 0;
        removed.set(text, times - 1);
        return times <= 0;
      });
    }

    get size(): number {
      return this.rules.length;
    }

    [CUSTOM_INSPECT](left: number, options: InspectOptions, inspect: Inspect): string {
      return inspectAs('BlockList', () => ({ rules: this.rules }), left, options, inspect);
    }

    /** One address, one rule. Of its two forms the one that came last is shown, as in Node. */
    #addAddress(address: SocketAddress): void {
      const [text, other] = addressTexts(address);
      if (this.#counts(text)) return;
      if (this.#counts(other)) this.#remove(other, 1);
      this.#add(text, () => super.addAddress(address));
    }

    #counts(text: string): boolean {
      return (this.#added.get(text) ?? 0) > (this.#removed.get(text) ?? 0);
    }

    /** A rule that was removed counts again, so that `Base` does not grow with each round of adding and removing. */
    #add(text: string, add: () => void): void {
      const removed = this.#removed.get(text) ?? 0;
      if (removed === 0) {
        add();
        this.#added.set(text, (this.#added.get(text) ?? 0) + 1);
        return;
      }
      if (removed === 1) this.#removed.delete(text);
      else this.#removed.set(text, removed - 1);
      this.#left = undefined;
    }

    #remove(text: string, times: number): void {
      const before = this.#removed.get(text) ?? 0;
      // What a copy has added, only `Base` knows.
      const there = this.#added.get(text) ?? super.rules.filter(rule => rule === text).length;
      const after = Math.min(there, before + times);
      if (after === before) return;
      this.#removed.set(text, after);
      this.#left = undefined;
    }

    #rest(): BareBlockList {
      const of = super.rules.length;
      if (this.#left?.of !== of) {
        this.#left = { list: new Base(), of };
        for (const text of this.rules) addRule(this.#left.list, text);
      }
      return this.#left.list;
    }
  };

  function read(value: Address, name: string, family: string): SocketAddress {
    if (SocketAddress.isSocketAddress(value)) return value;
    validateString(value, name);
    validateString(family, 'family');
    return new SocketAddress({ address: value, family: family as FamilyName });
  }

  /** Undefined for text that is no address. Node: here any family that is not 'ipv4' is 'ipv6'. */
  function readForCheck(address: Address, family: string): SocketAddress | undefined {
    if (SocketAddress.isSocketAddress(address)) return address;
    validateString(address, 'address');
    const name = validateString(family, 'family').toLowerCase() === 'ipv4' ? 'ipv4' : 'ipv6';
    return parseForFamily(address, name) && new SocketAddress({ address, family: name });
  }

  /** Adds the rule that is shown as this text. */
  function addRule(list: BareBlockList, text: string): void {
    const [kind, , what] = text.split(' ');
    const [one, other] = what.split(/[-/]/);
    if (kind === 'Subnet:') list.addSubnet(addressOf(one), Number(other));
    else if (kind === 'Range:') list.addRange(addressOf(one), addressOf(other));
    else list.addAddress(addressOf(one));
  }

  function addressOf(address: string): SocketAddress {
    return new SocketAddress({ address, family: address.includes(':') ? 'ipv6' : 'ipv4' });
  }
}

function validatePrefix(prefix: unknown, { family }: SocketAddress): number {
  // Not -0: on Node 20 and 22 it ends the process.
  return validateInt32(prefix, 'prefix', 0, family === 'ipv4' ? 32 : 128) + 0;
}

function subnetText(network: SocketAddress, prefix: number): string {
  return `Subnet: ${shown(network)}/${prefix}`;
}

function rangeText(start: SocketAddress, end: SocketAddress): string {
  return `Range: ${shown(start)}-${textIn(end)}`;
}

/** As it came, and in the other form that an IPv4 address has (RFC 4291 2.5.5.2); the same where it has none. */
function addressTexts(one: SocketAddress): [text: string, other: string] {
  const text = shown(one);
  const other = text.startsWith('IPv4 ')
    ? text.replace('IPv4 ', `IPv6 ${MAPPED}`)
    : text.replace(`IPv6 ${MAPPED}`, 'IPv4 ');
  return [`Address: ${text}`, `Address: ${other}`];
}

const MAPPED = '::ffff:';
