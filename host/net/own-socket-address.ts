// SocketAddress for runtimes without one: an address with port, family and flow label that cannot be changed.
//
// Checks, order of checks and errors are those of Node's class.

import { formatIPv4, formatIPv6, type ParsedAddress, parseAddress } from '../address.ts';
import { nodeError } from './errors.ts';
import { inspectValue } from './shown-value.ts';
import { validateObject, validatePort, validateString, validateUint32 } from './validators.ts';

/** RFC 8200 3: a flow label has 20 bits. */
export const MAX_FLOW_LABEL = 0xfffff;

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
  readonly #parsed: ParsedAddress;

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
    validateFlowLabel(flowlabel);
    this.#parsed = parseForFamily(address, family);
    this.#values = { address: textOf(this.#parsed), port: checkedPort, family, flowlabel };
  }

  static isSocketAddress(value: unknown): value is OwnSocketAddress {
    return typeof value === 'object' && value !== null && #values in value;
  }

  /** The bits of the address. Throws a TypeError for what is no OwnSocketAddress. */
  static bitsOf(address: OwnSocketAddress): ParsedAddress {
    return address.#parsed;
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

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `SocketAddress ${inspectValue(this.toJSON())}`;
  }
}

/** Node 20 and 22 end the process on a label of more than 20 bits; here it is ERR_OUT_OF_RANGE. */
export function validateFlowLabel(label: unknown): void {
  if (typeof label === 'number' && label > MAX_FLOW_LABEL && label < 2 ** 32) {
    throw nodeError('ERR_OUT_OF_RANGE', 'options.flowlabel', `>= 0 && <= ${MAX_FLOW_LABEL}`, label);
  }
}

function parseForFamily(address: string, family: FamilyName): ParsedAddress {
  // A zone says where an address is valid, not which one it is: as in Node it is let go.
  const text = family === 'ipv6' ? address.split('%', 1)[0] : address;
  const parsed = parseAddress(text);
  if (parsed?.family !== (family === 'ipv4' ? 4 : 6)) throw nodeError('ERR_INVALID_ADDRESS');
  return parsed;
}

function textOf({ family, words }: ParsedAddress): string {
  return family === 4 ? formatIPv4(words[0]) : formatIPv6(words);
}
