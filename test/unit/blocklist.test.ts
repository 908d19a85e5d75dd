// BlockList and SocketAddress: ours against node:net on this machine, and ours on top of the runtime's.
import net from 'node:net';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { addressClasses, type BlockList } from '../../host/net/blocklist.ts';
import { below, pick } from './beside-node.ts';

const own = addressClasses();
const extended = addressClasses(net);
const both = [own, extended];

function ipv4(): string {
  return `${pick([0, 1, 10, 127, 255])}.${pick([0, 1, 255])}.${pick([0, 1])}.${below(256)}`;
}

function ipv6(): string {
  const tail = below(65536).toString(16);
  return pick([
    `::ffff:${ipv4()}`,
    `2001:db8::${tail}`,
    `::${ipv4()}`,
    `fe80::${tail}:1%lo`,
    '::1',
    '::',
    `ff::${tail}`,
  ]);
}

/** An address with its family's name, or now and then something that is neither. */
function addressAndFamily(): [string, 'ipv4' | 'ipv6'] {
  const kind = below(12);
  if (kind < 6) return [ipv4(), pick(['ipv4', 'ipv4', 'ipv4', 'IPv4']) as 'ipv4'];
  if (kind < 11) return [ipv6(), pick(['ipv6', 'ipv6', 'ipv6', 'IPV6']) as 'ipv6'];
  return pick<unknown>([
    ['x', 'ipv4'],
    ['1.2.3', 'ipv4'],
    [5, 'ipv4'],
    ['::1', 'ipv4'],
    ['1.2.3.4', 'ipvx'],
  ]) as [string, 'ipv4'];
}

/** What the call gave or threw, in a form that can be compared. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    return { name, code, message };
  }
}

interface Classes {
  BlockList: new () => Omit<BlockList, 'toJSON' | 'fromJSON'>;
  SocketAddress: new (options?: object) => net.SocketAddress;
}

type Step = (list: Omit<BlockList, 'toJSON' | 'fromJSON'>, classes: Classes) => void;

function randomStep(): Step {
  const [address, family] = addressAndFamily();
  const [last, lastFamily] = addressAndFamily();
  const prefix = below(10) === 0 ? pick([33, 129, -1, 1.5, Number.NaN]) : below(family === 'ipv4' ? 33 : 129);
  const asObjects = below(3) === 0;
  const one = (C: Classes) => (asObjects ? new C.SocketAddress({ address, family }) : address);
  const end = (C: Classes) => (asObjects ? new C.SocketAddress({ address: last, family: lastFamily }) : last);
  return pick<Step>([
    (list, C) => list.addAddress(one(C), family),
    (list, C) => list.addRange(one(C), end(C), family),
    (list, C) => list.addSubnet(one(C), prefix, family),
  ]);
}

test('ours answers as the list of node:net does: same rules, errors and checks over 1,000 random lists', () => {
  const node = net as unknown as Classes;
  let covered = 0;
  for (let round = 0; round < 1000; round++) {
    const theirs = new net.BlockList();
    const ours = new own.BlockList();
    for (let i = 0; i < 4; i++) {
      const step = randomStep();
      const expected = outcome(() => step(theirs as BlockList, node));
      assert.equal(
        outcome(() => step(ours, own as Classes)),
        expected,
      );
    }
    assert.equal(ours.rules, theirs.rules);
    for (let i = 0; i < 30; i++) {
      const [address, family] = addressAndFamily();
      const expected = outcome(() => theirs.check(address, family));
      if (expected === true) covered++;
      assert.equal(
        outcome(() => ours.check(address, family)),
        expected,
        `${address} in ${ours.rules}`,
      );
    }
  }
  assert.ok(covered > 1000, `${covered}`);
});

test('a socket address of ours has the values and errors of node:net', () => {
  const options: unknown[] = [
    undefined,
    {},
    null,
    5,
    [],
    'x',
    { family: 'ipv6' },
    { family: 'IPv6' },
    { family: 4 },
  ];
  options.push({ address: '::1' }, { address: '::1', family: 'ipv6' }, { address: 5 }, { family: null });
  options.push(
    { port: -1 },
    { port: 65536 },
    { port: 'x' },
    { flowlabel: 'x' },
    { flowlabel: 1.5 },
    { flowlabel: -1 },
  );
  options.push(
    { flowlabel: 2 ** 32 },
    { family: 'ipv6', flowlabel: 0xfffff, address: 'FE80::1%lo', port: 65535 },
  );
  for (const option of options) {
    const shown = (C: typeof net.SocketAddress) => () => {
      const { address, port, family, flowlabel } = new C(option as object);
      return { address, port, family, flowlabel };
    };
    const expected = outcome(shown(net.SocketAddress));
    for (const C of both) {
      assert.equal(outcome(shown(C.SocketAddress as typeof net.SocketAddress)), expected, inspect(option));
    }
  }
});

test('a port given as text and a negative zero are read, where node:net would end the process', () => {
  for (const { BlockList, SocketAddress } of both) {
    const init = { port: '80' as unknown as number, flowlabel: -0 };
    assert.is(new SocketAddress(init).port, 80);
    assert.is(Object.is(new SocketAddress({ port: -0 }).port, 0), true);
    const list = new BlockList();
    list.addSubnet('10.0.0.0', -0);
    assert.equal(list.rules, ['Subnet: IPv4 10.0.0.0/0']);
  }
});

test('a flow label of more than 20 bits is refused, where node:net would end the process', () => {
  for (const { SocketAddress } of both) {
    assert.throws(
      () => new SocketAddress({ family: 'ipv6', flowlabel: 2 ** 20 }),
      (e: NodeJS.ErrnoException) =>
        e.code === 'ERR_OUT_OF_RANGE' && /<= 1048575. Received 1048576/.test(e.message),
    );
  }
});

test('the classes on top of those of node:net pass its own checks, and its objects pass ours', () => {
  const { BlockList, SocketAddress } = extended;
  const address = new SocketAddress({ address: '10.1.1.1', port: 5 });
  const list = new BlockList();
  list.addAddress(address);
  assert.ok(list instanceof net.BlockList);
  assert.ok((net.SocketAddress as unknown as typeof SocketAddress).isSocketAddress(address));
  const theirs = new net.BlockList();
  theirs.addAddress(address as net.SocketAddress);
  assert.ok(theirs.check('10.1.1.1'));
  assert.ok(list.check(new net.SocketAddress({ address: '10.1.1.1' })));
  assert.ok(theirs instanceof BlockList && BlockList.isBlockList(theirs));
  assert.ok(new net.SocketAddress({}) instanceof SocketAddress);
});

test('a clone of a list or an address is still one, and holds the rules', () => {
  const { BlockList, SocketAddress } = extended;
  const list = new BlockList();
  list.addSubnet('10.0.0.0', 8);
  const copy = structuredClone(list);
  assert.ok(copy instanceof BlockList && BlockList.isBlockList(copy));
  assert.ok(copy.check('10.2.3.4'));
  const address = structuredClone(new SocketAddress({ address: '127.0.0.1', port: 80 }));
  assert.ok(address instanceof SocketAddress && SocketAddress.isSocketAddress(address));
});

test('only instances count: not other values, and not instances of the class for a class made from it', () => {
  for (const { BlockList, SocketAddress } of both) {
    for (const value of [undefined, null, {}, 5, 'x', []]) {
      assert.not(BlockList.isBlockList(value));
      assert.not(SocketAddress.isSocketAddress(value));
      assert.not((value as object) instanceof BlockList);
    }
    class Mine extends BlockList {}
    assert.ok(new Mine() instanceof BlockList && new Mine() instanceof Mine);
    assert.not(new BlockList() instanceof Mine);
    assert.not(BlockList.isBlockList(new SocketAddress()));
  }
});

test('rules go out as JSON and come back in as text or as an array', () => {
  for (const { BlockList } of both) {
    const list = new BlockList();
    list.addAddress('1.2.3.4');
    list.addRange('10.0.0.1', '10.0.0.9');
    list.addSubnet('2001:db8::', 32, 'ipv6');
    list.addRange('fe80::1', 'fe80::9', 'ipv6');
    const json = JSON.stringify(list);
    assert.equal(JSON.parse(json), list.rules);
    for (const data of [json, list.rules]) {
      const copy = new BlockList();
      copy.fromJSON(data);
      assert.equal([...copy.rules].sort(), [...list.rules].sort());
      assert.ok(copy.check('10.0.0.5') && copy.check('2001:db8::1', 'ipv6') && !copy.check('1.2.3.5'));
    }
  }
});

test('fromJSON refuses what is no list of text and passes over what is no rule', () => {
  for (const { BlockList } of both) {
    const list = new BlockList();
    for (const data of [5, null, {}, [5], '{}', '[1]']) {
      assert.throws(
        () => list.fromJSON(data as string),
        (e: NodeJS.ErrnoException) => e.code === 'ERR_INVALID_ARG_TYPE',
        inspect(data),
      );
    }
    assert.throws(() => list.fromJSON('x'), SyntaxError);
    list.fromJSON(['', 'hello', 'Subnet: IPv4 10.0.0.0', 'Range: IPv4 1.1.1.1', 'Address: IPv5 1']);
    assert.equal(list.rules, []);
  }
});

test('SocketAddress.parse reads an address with or without a port', () => {
  const cases: [string, [string, string, number]?][] = [
    ['1.2.3.4', ['1.2.3.4', 'ipv4', 0]],
    ['1.2.3.4:8080', ['1.2.3.4', 'ipv4', 8080]],
    ['[::1]:65535', ['::1', 'ipv6', 65535]],
    ['[2001:DB8::1]', ['2001:db8::1', 'ipv6', 0]],
    ['1.2.3.4:', ['1.2.3.4', 'ipv4', 0]],
    ['1.2.3.4:65536'],
    ['1.2.3.4:-1'],
    ['::1'],
    ['[::1'],
    ['[::1]x'],
    ['[1.2.3.4]:1'],
    ['[fe80::1%lo]:1'],
    ['localhost:1'],
    [''],
    [':1'],
    ['300.1.1.1:1'],
  ];
  for (const { SocketAddress } of both) {
    for (const [text, expected] of cases) {
      const found = SocketAddress.parse(text);
      assert.equal(found && [found.address, found.family, found.port], expected, text);
      assert.is(SocketAddress.isSocketAddress(found), expected !== undefined);
    }
    assert.throws(
      () => SocketAddress.parse(5 as unknown as string),
      /"input" argument must be of type string/,
    );
  }
});

test('both look the same when inspected', () => {
  for (const { BlockList, SocketAddress } of both) {
    const list = new BlockList();
    assert.is(inspect(list), inspect(new net.BlockList()));
    list.addAddress('1.2.3.4');
    assert.is(inspect(list), "BlockList { rules: [ 'Address: IPv4 1.2.3.4' ] }");
    assert.is(inspect(new SocketAddress()), inspect(new net.SocketAddress({})));
  }
});

test('a runtime with one of the classes only gets both of ours', () => {
  const { BlockList, SocketAddress } = addressClasses({ BlockList: net.BlockList });
  const list = new BlockList();
  list.addAddress(new SocketAddress());
  assert.ok(list.check('127.0.0.1'));
  assert.not(list instanceof net.BlockList);
});

test.run();
