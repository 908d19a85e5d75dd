// Addresses: what is one, which are blocked, and one with its port.

/** 4 or 6 for an address of that version, 0 for everything else. */
export declare function isIP(input: string): number;
/** Whether it is an IPv4 address in dotted decimal. */
export declare function isIPv4(input: string): boolean;
/** Whether it is an IPv6 address, with or without a zone. */
export declare function isIPv6(input: string): boolean;

export type IPVersion = 'ipv4' | 'ipv6';

/**
 * Rules that say which addresses are blocked: single ones, ranges and subnets. An IPv4 rule holds for IPv6 addresses
 * that stand for one (`::ffff:1.2.3.4`).
 */
export declare class BlockList {
  /** Whether `value` is a BlockList. */
  static isBlockList(value: unknown): value is BlockList;

  /** Private networks, loopback, link-local and unique local addresses, for `addCIDRs`. */
  static readonly PRIVATE_RANGES: readonly string[];

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_ADDRESS */
  addAddress(address: string, family?: IPVersion): void;
  addAddress(address: SocketAddress): void;
  /** All of them, or none where one is wrong. */
  addAddresses(addresses: readonly (string | SocketAddress)[], family?: IPVersion): void;
  /** From `start` to `end`, both among them. */
  addRange(start: string, end: string, family?: IPVersion): void;
  addRange(start: SocketAddress, end: SocketAddress): void;
  /**
   * The addresses whose first `prefix` bits are those of `net`.
   *
   * @throws ERR_OUT_OF_RANGE, and what `addAddress` throws
   */
  addSubnet(net: string, prefix: number, family?: IPVersion): void;
  addSubnet(net: SocketAddress, prefix: number): void;
  /** A subnet as text: `10.0.0.0/8`, `2001:db8::/32`. */
  addCIDR(cidr: string): void;
  /** Several: up to the first whose address is wrong; none where one has no prefix. */
  addCIDRs(cidrs: readonly string[]): void;

  /** Takes a rule away that was added in this form; does nothing where there is none. */
  removeAddress(address: string, family?: IPVersion): void;
  removeAddress(address: SocketAddress): void;
  removeRange(start: string, end: string, family?: IPVersion): void;
  removeRange(start: SocketAddress, end: SocketAddress): void;
  removeSubnet(net: string, prefix: number, family?: IPVersion): void;
  removeSubnet(net: SocketAddress, prefix: number): void;
  removeCIDR(cidr: string): void;
  /** Takes all rules away. */
  clear(): void;

  /** Whether a rule holds for the address; false for text that is no address. */
  check(address: string, family?: IPVersion): boolean;
  check(address: SocketAddress): boolean;

  /** The rules as text, the newest first: `Subnet: IPv4 10.0.0.0/8`. */
  readonly rules: readonly string[];
  /** How many rules there are. */
  readonly size: number;
  /** The rules, to be stored. */
  toJSON(): readonly string[];
  /** Adds stored rules: an array, or JSON of one. Text that is no rule is passed over. */
  fromJSON(data: string | readonly string[]): void;
}

/** What a `blockList` option takes: a BlockList, the runtime's own too. */
export type BlockListLike = Pick<BlockList, 'check'>;

export interface SocketAddressInitOptions {
  /** '127.0.0.1' where none is given, '::' with family 'ipv6'. */
  address?: string | undefined;
  family?: IPVersion | undefined;
  /** Of IPv6. */
  flowlabel?: number | undefined;
  port?: number | undefined;
}

/** An address and port that cannot be changed. */
export declare class SocketAddress {
  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_ADDRESS, ERR_SOCKET_BAD_PORT */
  constructor(options?: SocketAddressInitOptions);
  readonly address: string;
  readonly family: IPVersion;
  readonly port: number;
  readonly flowlabel: number;
  /** Whether `value` is a SocketAddress. */
  static isSocketAddress(value: unknown): value is SocketAddress;
  /**
   * Reads `address[:port]`, IPv6 in brackets, as part of a URL: also `0x7f.1:8080`, and port 80 is none. Undefined for
   * what is no address.
   */
  static parse(input: string): SocketAddress | undefined;
}
