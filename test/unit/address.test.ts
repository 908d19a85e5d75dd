// Addresses as text and as words, compared with node:net on this machine.
import net from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ADDRESS_WORDS } from '../../assembly/abi.ts';
import {
  encodeAddress,
  formatAddress,
  formatIPv6,
  isIP,
  isIPv4,
  isIPv6,
  parseAddress,
} from '../../host/address.ts';
import { below, pick } from './beside-node.ts';

const PIECES = '0 1 a ff FFFF fffff 1.2.3.4 255 256 01 % %lo %1 %eth0.1 0:0 g - . : : :: ::ffff:'.split(' ');

/** Text that is an address about every fourth time. */
function addressLike(): string {
  if (below(3) === 0) return Array.from({ length: below(12) }, () => pick(PIECES)).join('');
  if (below(3) === 0) return Array.from({ length: 3 + below(3) }, () => below(300)).join('.');
  const group = () => (below(6) === 0 ? '' : below(pick([2, 65536])).toString(16));
  const groups = Array.from({ length: 1 + below(9) }, group);
  if (below(4) === 0) groups.push(pick(['1.2.3.4', '255.0.0.1', '1.2.3']));
  return groups.join(':') + pick(['', '', '', '%lo', '%', '%2', '%a_b']);
}

test('isIP, isIPv4 and isIPv6 say what node:net says of 60,000 texts', () => {
  const seen = { 0: 0, 4: 0, 6: 0 };
  for (let i = 0; i < 60_000; i++) {
    const text = addressLike();
    const expected = net.isIP(text) as 0 | 4 | 6;
    seen[expected]++;
    assert.is(isIP(text), expected, JSON.stringify(text));
    assert.is(isIPv4(text), net.isIPv4(text), JSON.stringify(text));
    assert.is(isIPv6(text), net.isIPv6(text), JSON.stringify(text));
  }
  assert.ok(seen[4] > 1000 && seen[6] > 1000 && seen[0] > 1000, JSON.stringify(seen));
});

test('isIP turns any value into text first, as node:net does', () => {
  const values = [
    undefined,
    null,
    0,
    {},
    [],
    ['::1'],
    { toString: () => '127.0.0.1' },
    new String('::1'),
    true,
  ];
  for (const value of values) assert.is(isIP(value), net.isIP(value as string));
  assert.throws(() => isIP(Symbol('x')), TypeError);
  assert.throws(() => net.isIP(Symbol('x') as unknown as string), TypeError);
});

test('IPv6 text is written as node:net writes it', () => {
  for (let i = 0; i < 20_000; i++) {
    const text = addressLike();
    if (!net.isIPv6(text) || text.includes('%')) continue;
    const expected = new net.SocketAddress({ address: text, family: 'ipv6' }).address;
    const parsed = parseAddress(text);
    assert.ok(parsed);
    assert.is(formatIPv6(parsed.words), expected, text);
  }
});

test('an address becomes eight words and comes back', () => {
  const words = new Uint32Array(2 * ADDRESS_WORDS);
  const cases: [string, number, number[], string?][] = [
    ['127.0.0.1', 80, [4, 80, 0x7f000001, 0, 0, 0, 0, 0]],
    ['255.255.255.255', 65535, [4, 65535, 0xffffffff, 0, 0, 0, 0, 0]],
    ['::', 0, [6, 0, 0, 0, 0, 0, 0, 0]],
    ['::1', 1, [6, 1, 0, 0, 0, 1, 0, 0]],
    [
      '2001:DB8::ff00:42:8329',
      443,
      [6, 443, 0x20010db8, 0, 0xff00, 0x428329, 0, 0],
      '2001:db8::ff00:42:8329',
    ],
    ['::ffff:127.0.0.1', 80, [6, 80, 0, 0, 0xffff, 0x7f000001, 0, 0]],
    ['::ffff:7f00:1', 80, [6, 80, 0, 0, 0xffff, 0x7f000001, 0, 0], '::ffff:127.0.0.1'],
    ['fe80::1%3', 9, [6, 9, 0xfe800000, 0, 0, 1, 0, 3]],
    ['fe80::1%4294967295', 9, [6, 9, 0xfe800000, 0, 0, 1, 0, 0xffffffff]],
  ];
  for (const [text, port, expected, back = text] of cases) {
    words.fill(7);
    assert.is(encodeAddress(text, port, words, ADDRESS_WORDS), true, text);
    assert.equal([...words.subarray(0, ADDRESS_WORDS)], new Array(ADDRESS_WORDS).fill(7), text);
    assert.equal([...words.subarray(ADDRESS_WORDS)], expected, text);
    const family = expected[0] === 4 ? 'IPv4' : 'IPv6';
    assert.equal(formatAddress(words, ADDRESS_WORDS), { address: back, family, port });
  }
});

test('what is no address, or names a zone that nobody knows, is not encoded and writes nothing', () => {
  const words = new Uint32Array(ADDRESS_WORDS).fill(7);
  for (const text of ['', 'localhost', '1.2.3', '::1%', 'fe80::1%lo', 'fe80::1%4294967296', '::1%a_b']) {
    assert.is(encodeAddress(text, 1, words, 0), false, text);
    assert.is(parseAddress(text), undefined, text);
  }
  assert.equal([...words], new Array(ADDRESS_WORDS).fill(7));
});

test('a zone name becomes the number the runtime gives for it', () => {
  const zones = new Map([['lo', 1]]);
  assert.is(parseAddress('fe80::1%lo', name => zones.get(name))?.scope, 1);
  assert.is(
    parseAddress('fe80::1%eth9', name => zones.get(name)),
    undefined,
  );
  assert.is(parseAddress('fe80::1%12', () => 99)?.scope, 12);
});

test.run();
