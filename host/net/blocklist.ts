// `BlockList` and `SocketAddress` of one net: the runtime's own classes extended where it has both, so that they
// pass its own checks, else ours (own-blocklist.ts, own-socket-address.ts).
//
// On top comes what a runtime's class may lack: isBlockList, toJSON, fromJSON, SocketAddress.parse.

import { isIPv4, isIPv6 } from '../address.ts';
import { nodeError } from './errors.ts';
import { OwnBlockList } from './own-blocklist.ts';
import { OwnSocketAddress, type SocketAddressInit, validateFlowLabel } from './own-socket-address.ts';
import { validateString } from './validators.ts';

export interface SocketAddress {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly flowlabel: number;
  readonly port: number;
}

export interface SocketAddressClass {
  new (options?: SocketAddressInit): SocketAddress;
  isSocketAddress(value: unknown): value is SocketAddress;
  /** The address in 'a.b.c.d[:port]' or '[ipv6][:port]'; undefined where there is none. */
  parse(input: string): SocketAddress | undefined;
}

interface BareBlockList {
  addAddress(address: string | SocketAddress, family?: 'ipv4' | 'ipv6'): void;
  addRange(start: string | SocketAddress, end: string | SocketAddress, family?: 'ipv4' | 'ipv6'): void;
  addSubnet(network: string | SocketAddress, prefix: number, family?: 'ipv4' | 'ipv6'): void;
  check(address: string | SocketAddress, family?: 'ipv4' | 'ipv6'): boolean;
  readonly rules: readonly string[];
  toJSON?(): readonly string[];
  fromJSON?(data: string | readonly string[]): void;
}

export interface BlockList extends BareBlockList {
  /** The rules as text, which `fromJSON` takes. */
  toJSON(): readonly string[];
  /** Adds rules given as an array of text, or as JSON of one. Throws ERR_INVALID_ARG_TYPE. */
  fromJSON(data: string | readonly string[]): void;
}

export interface BlockListClass {
  new (): BlockList;
  isBlockList(value: unknown): value is BlockList;
}

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
  return {
    BlockList: extendBlockList(bases.BlockList as BlockListBase),
    SocketAddress: extendSocketAddress(bases.SocketAddress as SocketAddressBase),
  };
}

type BlockListBase = (new () => BareBlockList) & { isBlockList?(value: unknown): boolean };
type SocketAddressBase = (new (
  options?: SocketAddressInit,
) => SocketAddress) & {
  isSocketAddress?(value: unknown): boolean;
  parse?(input: string): SocketAddress | undefined;
};

function extendSocketAddress(Base: SocketAddressBase): SocketAddressClass {
  class SocketAddress extends Base {
    constructor(options?: SocketAddressInit) {
      super(withoutTraps(options));
    }

    static override isSocketAddress(value: unknown): value is SocketAddress {
      return Base.isSocketAddress ? Base.isSocketAddress(value) : isOf(Base, value);
    }

    static override parse(input: string): SocketAddress | undefined {
      validateString(input, 'input');
      const found = Base.parse ? Base.parse(input) : readSocketAddress(input);
      if (found === undefined) return undefined;
      const { address, port, family } = found;
      return new SocketAddress({ address, port, family });
    }
  }
  recognise(SocketAddress, SocketAddress.isSocketAddress);
  return SocketAddress;
}

function extendBlockList(Base: BlockListBase): BlockListClass {
  class BlockList extends Base {
    static override isBlockList(value: unknown): value is BlockList {
      return Base.isBlockList ? Base.isBlockList(value) : isOf(Base, value);
    }

    override addSubnet(network: string | SocketAddress, prefix: number, family?: 'ipv4' | 'ipv6'): void {
      super.addSubnet(network, Object.is(prefix, -0) ? 0 : prefix, family);
    }

    override toJSON(): readonly string[] {
      return super.toJSON?.() ?? this.rules;
    }

    override fromJSON(data: string | readonly string[]): void {
      if (super.fromJSON) super.fromJSON(data);
      else for (const rule of rulesOf(data)) addRule(this, rule);
    }
  }
  recognise(BlockList, BlockList.isBlockList);
  return BlockList;
}

/**
 * The same options, with the numbers in the form that Node needs: on Node 20 and 22 a port given as text, -0, or a
 * flow label of more than 20 bits ends the process. Throws ERR_OUT_OF_RANGE for the last.
 */
function withoutTraps(options?: SocketAddressInit): SocketAddressInit | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  const { address, family, port, flowlabel } = options;
  validateFlowLabel(flowlabel);
  const isPort = (typeof port === 'string' && /\S/.test(port)) || typeof port === 'number';
  const number = isPort && Number(port) === Number(port) >>> 0 ? Number(port) >>> 0 : port;
  return { address, family, port: number, flowlabel: Object.is(flowlabel, -0) ? 0 : flowlabel };
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

/** The authority of a URL, as Node reads it; forms that only a URL knows (`0x7f.1`, a user's name) are none. */
function readSocketAddress(text: string): SocketAddressInit | undefined {
  const [, ipv6, ipv4, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{0,5}))?$/.exec(text) ?? [];
  const port = Number(digits ?? 0);
  if (port > 0xffff) return undefined;
  if (ipv6 !== undefined) {
    return isIPv6(ipv6) && !ipv6.includes('%') ? { address: ipv6, port, family: 'ipv6' } : undefined;
  }
  return isIPv4(ipv4) ? { address: ipv4, port, family: 'ipv4' } : undefined;
}

function rulesOf(data: unknown): string[] {
  const list: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  if (Array.isArray(list) && list.every(item => typeof item === 'string')) return list;
  throw nodeError('ERR_INVALID_ARG_TYPE', 'data', ['string', 'string[]'], list);
}

/** Adds the rule that `rules` shows as this text. As in Node, text that is no rule is passed over. */
function addRule(list: BlockList, text: string): void {
  const [, kind, version, address, end, prefix] = RULE.exec(text) ?? [];
  const family = version === 'IPv4' ? 'ipv4' : 'ipv6';
  if (kind === 'Subnet' && prefix) list.addSubnet(address, Number(prefix), family);
  else if (kind === 'Range' && end) list.addRange(address, end, family);
  else if (kind === 'Address' && !prefix && !end) list.addAddress(address, family);
}

const RULE = /^(Address|Range|Subnet): (IPv4|IPv6) ([^-/]+)(?:-([^-/]+)|\/(\d{1,3}))?$/;
