// `BlockList` and `SocketAddress` of one net: the runtime's own classes where it has both, so that its own functions
// take them, else ours (own-blocklist.ts, own-socket-address.ts). What a runtime's class lacks is put on top.

import type { SocketAddress } from '../api/addresses.ts';
import {
  type AddressMaker,
  type BareBlockListClass,
  type BlockListClass,
  fullBlockList,
} from './full-blocklist.ts';
import { OwnBlockList } from './own-blocklist.ts';
import { OwnSocketAddress, readAuthority, type SocketAddressInit } from './own-socket-address.ts';
import { CUSTOM_INSPECT, type Inspect, type InspectOptions, inspectAs } from './shown-value.ts';
import { validateString } from './validators.ts';

type SocketAddressClass = typeof SocketAddress;

/** The classes of a runtime's net, as far as it has them. */
export interface RuntimeAddressClasses {
  readonly BlockList?: unknown;
  readonly SocketAddress?: unknown;
}

export interface AddressClasses {
  readonly BlockList: BlockListClass;
  readonly SocketAddress: SocketAddressClass;
}

/** Both classes come from one place: a list takes only the addresses of its own kind. */
export function addressClasses(runtime: RuntimeAddressClasses = {}): AddressClasses {
  const has = typeof runtime.BlockList === 'function' && typeof runtime.SocketAddress === 'function';
  const bases = has ? runtime : { BlockList: OwnBlockList, SocketAddress: OwnSocketAddress };
  const SocketAddress = extendSocketAddress(bases.SocketAddress as SocketAddressBase);
  return {
    BlockList: completeBlockList(bases.BlockList as BareBlockListClass, SocketAddress),
    SocketAddress,
  };
}

type SocketAddressBase = (new (
  options?: SocketAddressInit,
) => SocketAddress) & {
  isSocketAddress(value: unknown): boolean;
};

function extendSocketAddress(Base: SocketAddressBase): SocketAddressClass {
  class SocketAddress extends Base {
    /** What `Base` is given was checked by ours: Node ends the process for some numbers, Deno has other errors. */
    constructor(options: SocketAddressInit = {}) {
      super(new OwnSocketAddress(options).toJSON());
    }

    static override isSocketAddress(value: unknown): value is SocketAddress {
      return Base.isSocketAddress(value);
    }

    [CUSTOM_INSPECT](left: number, options: InspectOptions, inspect: Inspect): string {
      const { address, port, family, flowlabel } = this;
      return inspectAs('SocketAddress', () => ({ address, port, family, flowlabel }), left, options, inspect);
    }

    static parse(input: string): SocketAddress | undefined {
      const found = readAuthority(validateString(input, 'input'));
      return found && new SocketAddress(found);
    }
  }
  Object.defineProperty(SocketAddress, 'name', { value: 'SocketAddress' });
  recognise(SocketAddress, SocketAddress.isSocketAddress);
  return SocketAddress;
}

/** A class that can do everything is taken as it is. */
function completeBlockList(Base: BareBlockListClass, SocketAddress: AddressMaker): BlockListClass {
  const Full = fullBlockList(rightBlockList(Base, SocketAddress), SocketAddress);
  const methods = Object.getOwnPropertyNames(Full.prototype);
  if ('PRIVATE_RANGES' in Base && methods.every(name => name in Base.prototype)) {
    return Base as BareBlockListClass & BlockListClass;
  }
  Object.defineProperty(Full, 'name', { value: 'BlockList' });
  recognise(Full, Full.isBlockList);
  return Full;
}

/** Deno 2.9 holds IPv4 addresses for part of IPv6 ranges: there ours does the work, inside an object of Deno's. */
function rightBlockList(Base: BareBlockListClass, SocketAddress: AddressMaker): BareBlockListClass {
  const [start, end] = ['::1', '2001:db8::'].map(address => new SocketAddress({ address, family: 'ipv6' }));
  const probe = new Base();
  probe.addRange(start, end);
  if (!probe.check(new SocketAddress({ address: '10.0.0.1' }))) return Base;
  return class extends Base {
    readonly #own = new OwnBlockList();

    override addAddress(address: SocketAddress): void {
      this.#own.addAddress(address);
    }
    override addRange(start: SocketAddress, end: SocketAddress): void {
      this.#own.addRange(start, end);
    }
    override addSubnet(network: SocketAddress, prefix: number): void {
      this.#own.addSubnet(network, prefix);
    }
    override check(address: SocketAddress): boolean {
      return this.#own.check(address);
    }
    override get rules(): readonly string[] {
      return this.#own.rules;
    }
  };
}

/** Makes the runtime's own objects, and clones of ours, instances of the class; not of classes made from it. */
function recognise(Class: object, isOne: (value: unknown) => boolean): void {
  Object.defineProperty(Class, Symbol.hasInstance, {
    value(this: unknown, value: unknown) {
      return isOf(this, value) || (this === Class && isOne(value));
    },
  });
}

/** `instanceof` by the prototype chain alone. */
function isOf(Class: unknown, value: unknown): boolean {
  return Function.prototype[Symbol.hasInstance].call(Class, value);
}
