// The functions of the module, and the classes of addresses.
//
// What ends the process of Node 20 or 22 is given to neither side: in a SocketAddress -0, a port as text, a flow
// label of more than 20 bits; in a subnet a prefix of -0.
import nodeNet, { type BlockList, type SocketAddress } from 'node:net';
import type { Kind } from './act.ts';
import type { Pools, Values } from './values.ts';

type AnyFunction = (...args: unknown[]) => unknown;
type AnyClass<T> = new (...args: unknown[]) => T;

const FUNCTIONS: Record<string, readonly unknown[]> = {
  isIP: ['127.0.0.1', '::1', '::ffff:1.2.3.4', 'fe80::1%eth0', '1.2.3'],
  isIPv4: ['127.0.0.1', '255.255.255.255', '01.2.3.4'],
  isIPv6: ['::', '1:2:3:4:5:6:7:8', '::1%', '1::2::3'],
  setDefaultAutoSelectFamily: [true, false],
  setDefaultAutoSelectFamilyAttemptTimeout: [1, 10, 250],
};

export const calls: Kind = (net, values) => {
  const name = values.pick(Object.keys(FUNCTIONS));
  const args = values.once(20) ? [] : [values.mostly(FUNCTIONS[name], 2)];
  const module = net as unknown as Record<string, AnyFunction>;
  const defaults = () =>
    [net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout()] as const;
  let after: unknown;
  return {
    args: [name, ...args],
    call() {
      const before = defaults();
      try {
        return module[name](...args);
      } finally {
        after = defaults();
        net.setDefaultAutoSelectFamily(before[0]);
        net.setDefaultAutoSelectFamilyAttemptTimeout(before[1]);
      }
    },
    view: () => after,
  };
};

const ADDRESS: Pools = {
  address: ['127.0.0.1', '::1', '10.0.0.1', 'zzz'],
  family: ['ipv4', 'ipv6', 'IPv6', 'ipv5'],
  port: [0, 80, 65535],
  flowlabel: [0, 1, 0xfffff],
};

export const addresses: Kind = (net, values) => {
  const Class = net.SocketAddress as unknown as AnyClass<SocketAddress> & Record<string, AnyFunction>;
  const name = values.pick(
    ['new', 'new', 'parse', 'isSocketAddress'].filter(one => one === 'new' || one in nodeNet.SocketAddress),
  );
  const options = () => values.options(ADDRESS, key => oddFor(key, values));
  const args =
    name === 'new' && !values.once(8) ? [options()] : [values.mostly(['127.0.0.1:80', '[::1]:5', '1.2.3.4'])];
  let made: unknown;
  return {
    args: [name, ...args],
    call() {
      made = name === 'new' ? new Class(...args) : Class[name](...args);
      return made;
    },
    view: () => (made instanceof Class ? (made as unknown as { toJSON(): unknown }).toJSON() : made),
  };
};

function oddFor(key: string, values: Values): unknown {
  const odd = values.odd();
  if (key === 'port') return typeof odd === 'string' || odd === 0 ? 0 : odd;
  return key === 'flowlabel' && typeof odd === 'number' && (odd === 0 || odd > 0xfffff) ? 0 : odd;
}

const RULES = [
  'Address: IPv4 10.0.0.1',
  'Range: IPv6 ::1-::5',
  'Subnet: IPv4 10.0.0.0/8',
  'Subnet: IPv4 1.2.3.4/33',
];

const LIST: Record<string, (values: Values) => unknown[]> = {
  addAddress: v => [text(v), ...family(v)],
  addRange: v => [text(v), text(v), ...family(v)],
  addSubnet: v => [text(v), prefix(v), ...family(v)],
  check: v => [text(v), ...family(v)],
  addAddresses: v => [v.once(3) ? v.odd() : [text(v), text(v)], ...family(v)],
  addCIDR: v => [cidr(v)],
  addCIDRs: v => [v.once(3) ? v.odd() : [cidr(v), cidr(v)]],
  removeAddress: v => [text(v), ...family(v)],
  removeRange: v => [text(v), text(v), ...family(v)],
  removeSubnet: v => [text(v), prefix(v), ...family(v)],
  removeCIDR: v => [cidr(v)],
  clear: () => [],
  toJSON: () => [],
  fromJSON: v => [
    v.once(3) ? v.odd() : v.pick([[v.pick(RULES), v.mostly(RULES)], JSON.stringify([v.pick(RULES)])]),
  ],
};
/** The rest is the newest Node's on every Node: test/unit/blocklist compares it. */
const KNOWN = 'PRIVATE_RANGES' in nodeNet.BlockList ? Object.keys(LIST) : Object.keys(LIST).slice(0, 4);

export const lists: Kind = (net, values) => {
  const list: BlockList = new net.BlockList();
  list.addSubnet('10.0.0.0', 8);
  const name = values.pick(KNOWN);
  const args = LIST[name](values);
  return {
    args: [name, ...args],
    call: () => (list as unknown as Record<string, AnyFunction>)[name](...args),
    view: () => list.rules,
  };
};

const text = (values: Values) => values.mostly(['10.0.0.1', '10.0.0.9', '127.0.0.1', '::1', 'zzz', '']);
const family = (values: Values) => (values.once(2) ? [] : [values.mostly(['ipv4', 'ipv6', 'IPv4'])]);

const cidr = (values: Values) =>
  values.mostly(['10.0.0.0/8', '::/0', '10.0.0.1', '10.0.0.0/33', '10.0.0.0/x', '/8']);

function prefix(values: Values): unknown {
  const value = values.mostly([0, 8, 32, 33, 64, 128]);
  return value === 0 ? 0 : value;
}
