// The rules of a BlockList as text: CIDR notation, and what `toJSON` gives and `fromJSON` takes.

import { nodeError } from './errors.ts';
import type { FamilyName } from './own-socket-address.ts';
import { validateString } from './validators.ts';

export interface Subnet {
  readonly address: string;
  readonly prefix: number;
  readonly family: FamilyName;
}

/** 'address/bits'. Throws ERR_INVALID_ARG_TYPE or ERR_INVALID_ARG_VALUE; the address is not looked at. */
export function parseCIDR(cidr: unknown): Subnet {
  const text = validateString(cidr, 'cidr');
  const slash = text.lastIndexOf('/');
  if (slash < 0) {
    throw nodeError(
      'ERR_INVALID_ARG_VALUE',
      'cidr',
      text,
      'must contain a prefix length (e.g. "10.0.0.0/8")',
    );
  }
  const bits = text.slice(slash + 1);
  const prefix = Number.parseInt(bits, 10);
  if (String(prefix) !== bits || Number.isNaN(prefix)) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'cidr', text, 'prefix length must be a valid integer');
  }
  const address = text.slice(0, slash);
  return { address, prefix, family: address.includes(':') ? 'ipv6' : 'ipv4' };
}

/** What rules that were read are added to. */
interface Rules {
  addAddress(address: string, family: FamilyName): void;
  addRange(start: string, end: string, family: FamilyName): void;
  addSubnet(network: string, prefix: number, family: FamilyName): void;
}

interface Form {
  /** Must be there in this case. */
  readonly marker: string;
  readonly pattern: RegExp;
  add(rules: Rules, one: string, other: string): void;
}

/** In the order in which they are tried. Node finds a rule anywhere in the text, and in IPv6 any case will do. */
const FORMS: readonly Form[] = [
  ...forms('IPv4', 'ipv4', String.raw`(\d{1,3}(?:\.\d{1,3}){3})`, String.raw`(\d{1,2})`, ''),
  ...forms('IPv6', 'ipv6', '([0-9a-f:.]{1,45})', String.raw`(\d{1,3})`, 'i'),
];

/**
 * Adds the rules of an array of text, or of JSON of one. Text that is no rule is passed over. Throws
 * ERR_INVALID_ARG_TYPE, SyntaxError, and what adding throws: the rules before that one are added.
 */
export function readRules(data: unknown, rules: Rules): void {
  const list: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  if (!Array.isArray(list) || list.some(item => typeof item !== 'string')) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'data', ['string', 'string[]'], list);
  }
  for (const text of list as string[]) {
    const form = FORMS.find(({ marker, pattern }) => text.includes(marker) && pattern.test(text));
    const [, one, other] = form?.pattern.exec(text) ?? [];
    form?.add(rules, one, other);
  }
}

function forms(marker: string, family: FamilyName, ip: string, bits: string, flags: string): Form[] {
  const pattern = (text: string) => new RegExp(text, flags);
  return [
    {
      marker,
      pattern: pattern(`Subnet: ${marker} ${ip}/${bits}`),
      add: (rules, network, prefix) => rules.addSubnet(network, Number(prefix), family),
    },
    {
      marker,
      pattern: pattern(`Address: ${marker} ${ip}`),
      add: (rules, address) => rules.addAddress(address, family),
    },
    {
      marker,
      pattern: pattern(`Range: ${marker} ${ip}-${ip}`),
      add: (rules, start, end) => rules.addRange(start, end, family),
    },
  ];
}
