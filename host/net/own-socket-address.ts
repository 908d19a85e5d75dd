// SocketAddress for runtimes without one: an address with port, family and flow label that cannot be changed.
//
// Checks, order of checks and errors are those of Node's class.

import { formatIPv4, formatIPv6, type ParsedAddress, parseAddress } from '../address.ts';
import { nodeError } from './errors.ts';
import { validateObject, validatePort, validateString, validateUint32 } from './validators.ts';

/** RFC 8200 3: a flow label has 20 bits. */
const MAX_FLOW_LABEL = 0xfffff;

export type FamilyName = 'ipv4' | 'ipv6';

export interface SocketAddressInit {
  /** '127.0.0.1' or '::' unless given. */
  address?: string;
  /** 'ipv4' unless given; upper case will do. */
  family?: FamilyName;
  /** 0 to 65535, 0 unless given. */
  port?: number;
  /** 0 to 0xfffff, 0 unless given. */
  flowlabel?: number;
}

export interface SocketAddressValues {
  address: string;
  port: number;
  family: FamilyName;
  flowlabel: number;
}

export class OwnSocketAddress {
  readonly #values: SocketAddressValues;

  /** Throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SOCKET_BAD_PORT, ERR_OUT_OF_RANGE, ERR_INVALID_ADDRESS. */
  constructor(options: SocketAddressInit = {}) {
    validateObject(options, 'options');
    const given = options.family === undefined ? 'ipv4' : options.family;
    const { address = given === 'ipv4' ? '127.0.0.1' : '::', port = 0, flowlabel = 0 } = options;
    const family = typeof given?.toLowerCase === 'function' ? given.toLowerCase() : given;
    if (family !== 'ipv4' && family !== 'ipv6') {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'options.family', options.family);
    }
    validateString(address, 'options.address');
    const checkedPort = validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel');
    // Node ends the process for one of more bits.
    if (flowlabel > MAX_FLOW_LABEL) {
      throw nodeError('ERR_OUT_OF_RANGE', 'options.flowlabel', `>= 0 && <= ${MAX_FLOW_LABEL}`, flowlabel);
    }
    const parsed = parseForFamily(address, family);
    if (parsed === undefined) throw nodeError('ERR_INVALID_ADDRESS');
    // Only IPv6 has flow labels.
    const label = family === 'ipv6' ? flowlabel >>> 0 : 0;
    this.#values = { address: textOf(parsed), port: checkedPort, family, flowlabel: label };
  }

  static isSocketAddress(value: unknown): value is OwnSocketAddress {
    return typeof value === 'object' && value !== null && #values in value;
  }

  /** In the shortest form (RFC 5952), without the zone. */
  get address(): string {
    return this.#values.address;
  }

  get port(): number {
    return this.#values.port;
  }

  get family(): FamilyName {
    return this.#values.family;
  }

  get flowlabel(): number {
    return this.#values.flowlabel;
  }

  toJSON(): SocketAddressValues {
    return { ...this.#values };
  }
}

/**
 * The authority of a URL that names an address: also `0x7f.1`, a user's name before it, a path behind it. As in Node,
 * which asks its URLs for the port, 80 is none.
 */
export function readAuthority(text: string): SocketAddressInit | undefined {
  let url: URL;
  try {
    url = new URL(`http://${text}`);
  } catch {
    return undefined;
  }
  const [, ipv6] = /^\[(.*)\]$/.exec(url.hostname) ?? [];
  const address = ipv6 ?? url.hostname;
  const family = ipv6 === undefined ? 'ipv4' : 'ipv6';
  return parseForFamily(address, family) && { address, port: Number(url.port), family };
}

/** The address as Node's class reads it; undefined where it is none of that family. */
export function parseForFamily(address: string, family: FamilyName): ParsedAddress | undefined {
  // To the system text ends with a NUL. A zone says where an address is valid, not which one it is: it is let go.
  const [whole] = address.split('\0', 1);
  const [text] = family === 'ipv6' ? whole.split('%', 1) : [whole];
  const parsed = parseAddress(text);
  return parsed?.family === (family === 'ipv4' ? 4 : 6) ? parsed : undefined;
}

/** In the shortest form (RFC 5952), without a zone. */
export function textOf({ family, words }: ParsedAddress): string {
  return family === 4 ? formatIPv4(words[0]) : formatIPv6(words);
}
