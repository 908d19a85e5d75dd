// BlockList and SocketAddress: ours alone, and ours on top of the classes of each runtime, against Node 26's.
import { spawnSync } from 'node:child_process';
import net from 'node:net';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BlockList } from '../../host/api/addresses.ts';
import { addressClasses } from '../../host/net/blocklist.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { CaseMaker } from './blocklist/cases.ts';
import { MAKES, PARSES } from './blocklist/forms.ts';
import { answerTo, type Case, type Classes, play } from './blocklist/play.ts';

const own = addressClasses();
const extended = addressClasses(net);
const both = [own, extended];

type ListAnswer = { given: unknown[]; rules: string[]; size?: number };

function randomLists(seed: number, count: number): Case[] {
  const maker = new CaseMaker(seed);
  return Array.from({ length: count }, () => maker.list());
}

/** What the runtime gives for the cases: with its own classes, or with ours above them. */
function played(command: readonly string[], whose: 'own' | 'ours', cases: readonly Case[]): unknown[] {
  const [program, ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, [...args, 'test/unit/blocklist/program.ts', whose], {
    input: JSON.stringify(cases),
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  });
  assert.is(status, 0, stderr);
  return JSON.parse(stdout);
}

function assertSame(ours: readonly unknown[], theirs: readonly unknown[], cases: readonly Case[]): void {
  for (const [i, one] of cases.entries()) assert.equal(ours[i], theirs[i], JSON.stringify(one));
}

const truth = [needTool('node-26')];
const lists = randomLists(0xb10c, 1500);
const node26 = played(truth, 'own', lists) as ListAnswer[];

test('the random lists of the tests cover addresses, remove rules and refuse arguments', () => {
  const given = node26.flatMap(one => one.given);
  assert.ok(given.filter(one => one === true).length > 1000);
  assert.ok(given.filter(one => (one as { code?: string } | null)?.code !== undefined).length > 1000);
  const removals = lists.flatMap(one => ('steps' in one ? one.steps : [])).filter(([m]) => /^remove/.test(m));
  assert.ok(removals.length > 1000);
});

test("ours answers as Node 26's list does: answers, errors, rules and size over 1,500 random lists", () => {
  assertSame(play(own as unknown as Classes, lists) as unknown[], node26, lists);
});

test("ours above the list of the Node that runs the tests answers as Node 26's does, or is that Node's", () => {
  // A list that can do all is taken as it is: to the program it is what it was.
  const isNodes = isRuntimes(extended.BlockList);
  const wanted = isNodes ? (play(net as unknown as Classes, lists) as unknown[]) : node26;
  assertSame(play(extended as unknown as Classes, lists) as unknown[], wanted, lists);
});

test("ours above the lists of Node 22, Node 26 and Deno answers as Node 26's does", () => {
  const some = lists.slice(0, 400);
  assertSame(played([needTool('node-22')], 'ours', some), node26, some);
  assertSame(played(truth, 'ours', some), node26, some);
  // Deno's addresses show ::10.0.0.1 as ::a00:1, in an error too.
  const plain = some.map((_, i) => i).filter(i => !/::\d+\./.test(JSON.stringify(some[i])));
  const cases = plain.map(i => some[i]);
  const deno = played([needTool('deno'), 'run', '--no-config', '--quiet'], 'ours', cases);
  assertSame(
    deno,
    plain.map(i => node26[i]),
    cases,
  );
});

test('ours checks, and refuses, as the list of this Node does in what both have', () => {
  for (const one of lists.slice(0, 600)) {
    if (!('steps' in one)) continue;
    const steps = one.steps.filter(([method]) => /^add(Address|Range|Subnet)$|^check$/.test(method));
    // A length of -0 ends the process of some. Node 20 knows no other family, Node 26 takes any other for 'ipv6' in `check`.
    const known = steps.filter(([method, , family]) => method !== 'check' || family !== 'inet');
    const once = [{ steps: known.filter(step => !step.some(value => Object.is(value, -0))) }];
    const [theirs] = play(net as unknown as Classes, once) as ListAnswer[];
    const [ours] = play(extended as unknown as Classes, once) as ListAnswer[];
    assert.equal(ours.given, theirs.given, JSON.stringify(once));
  }
});

test("a socket address of ours has the values and errors of Node 26's", () => {
  const cases: Case[] = MAKES.map(make => ({ make }));
  const theirs = played(truth, 'own', cases);
  for (const classes of both) {
    assertSame(play(classes as unknown as Classes, cases) as unknown[], theirs, cases);
  }
  assertSame(played([needTool('deno'), 'run', '--no-config', '--quiet'], 'ours', cases), theirs, cases);
});

test("SocketAddress.parse reads what a URL's authority may hold, as Node 26 does", () => {
  const cases: Case[] = PARSES.map(parse => ({ parse }));
  const theirs = played(truth, 'own', cases);
  assert.ok(theirs.filter(one => one !== 'none').length > 20);
  for (const classes of both) {
    assertSame(play(classes as unknown as Classes, cases) as unknown[], theirs, cases);
    for (const parse of PARSES) {
      const found = typeof parse === 'string' ? classes.SocketAddress.parse(parse) : undefined;
      assert.is(classes.SocketAddress.isSocketAddress(found), found !== undefined);
    }
  }
});

/** The class is the runtime's, which can do all. */
function isRuntimes(BlockList: unknown): boolean {
  return BlockList === net.BlockList;
}

test('rules are shown with the newest first, by newer Nodes after all addresses', () => {
  for (const { BlockList } of both) {
    const list = new BlockList();
    list.addAddress('1.1.1.1');
    list.addRange('10.0.0.1', '10.0.0.10');
    list.addCIDRs(['2001:DB8:0::/64', '10.0.0.0/8']);
    const address = 'Address: IPv4 1.1.1.1';
    const others = [
      'Subnet: IPv4 10.0.0.0/8',
      'Subnet: IPv6 2001:db8::/64',
      'Range: IPv4 10.0.0.1-10.0.0.10',
    ];
    const rules = isRuntimes(BlockList) ? [address, ...others] : [...others, address];
    assert.equal(list.rules, rules);
    list.removeCIDR('2001:db8::/64');
    assert.equal(
      list.rules,
      rules.filter(rule => rule !== others[1]),
    );
  }
});

test('adding and removing over and over leaves nothing behind', () => {
  for (const { BlockList } of both) {
    const list = new BlockList();
    const kept = () => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(BlockList.prototype), 'rules');
    for (let i = 0; i < 100; i++) {
      list.addAddress('1.1.1.1');
      list.addSubnet('10.0.0.0', 8);
      assert.ok(list.check('10.1.1.1'));
      list.removeSubnet('10.0.0.0', 8);
      assert.not(list.check('10.1.1.1'));
      list.clear();
      assert.is(list.size, 0);
    }
    // The runtime's class takes rules back by itself, where it can.
    if (!isRuntimes(BlockList)) assert.is(kept()?.get?.call(list).length, 2);
  }
});

test('a port given as text and a negative zero are read, where some Nodes would end the process', () => {
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

test('a clone of a list or an address is still one, and shares the rules', () => {
  const { BlockList, SocketAddress } = extended;
  const list = new BlockList();
  list.addSubnet('10.0.0.0', 8);
  const copy = structuredClone(list);
  assert.ok(copy instanceof BlockList && BlockList.isBlockList(copy));
  assert.ok(copy.check('10.2.3.4'));
  copy.addAddress('1.1.1.1');
  assert.ok(list.check('1.1.1.1'));
  list.removeSubnet('10.0.0.0', 8);
  copy.addAddress('2.2.2.2');
  assert.ok(list.check('2.2.2.2') && !list.check('10.2.3.4'));
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
    list.addAddresses(['1.2.3.4', '1.2.3.5']);
    list.addRange('10.0.0.1', '10.0.0.9');
    list.addCIDRs(BlockList.PRIVATE_RANGES);
    list.removeAddress('1.2.3.5');
    const json = JSON.stringify(list);
    assert.equal(JSON.parse(json), list.rules);
    for (const data of [json, list.rules]) {
      const copy = new BlockList();
      copy.fromJSON(data);
      assert.equal([...copy.rules].sort(), [...list.rules].sort());
      assert.ok(copy.check('10.0.0.5') && copy.check('fd00::1', 'ipv6') && !copy.check('1.2.3.5'));
    }
  }
});

test('fromJSON refuses what is no list of text', () => {
  for (const { BlockList } of both) {
    const list = new BlockList();
    for (const data of [5, null, {}, [5], '{}', '[1]', [Symbol('x')]]) {
      const { code } = answerTo(() => list.fromJSON(data as string)) as { code: string };
      assert.is(code, 'ERR_INVALID_ARG_TYPE', inspect(data));
    }
    assert.throws(() => list.fromJSON('x'), SyntaxError);
    assert.equal(list.rules, []);
  }
});

test('both look the same as those of node:net when inspected, at any depth', () => {
  const fill = (list: Pick<BlockList, 'addAddress'>) => {
    list.addAddress('1.2.3.4');
    return list;
  };
  for (const { BlockList, SocketAddress } of both) {
    const ours = [new BlockList(), fill(new BlockList()), new SocketAddress()];
    const theirs = [new net.BlockList(), fill(new net.BlockList() as BlockList), new net.SocketAddress({})];
    for (const depth of [-1, 0, 1, 2, null]) {
      const shown = (values: unknown[]) => inspect({ a: { b: values } }, { depth });
      assert.is(shown(ours), shown(theirs));
      assert.is(inspect(ours[1], { depth }), inspect(theirs[1], { depth }));
    }
    assert.is(inspect(ours[1]), "BlockList { rules: [ 'Address: IPv4 1.2.3.4' ] }");
  }
});

test('a runtime with one of the classes only gets both of ours', () => {
  const { BlockList, SocketAddress } = addressClasses({ BlockList: net.BlockList });
  const list = new BlockList();
  list.addAddress(new SocketAddress());
  assert.ok(list.check('127.0.0.1'));
  assert.not(list instanceof net.BlockList);
});

test("a list of the runtime's that can do everything is taken as it is", () => {
  class Complete extends own.BlockList {}
  Object.defineProperties(Complete.prototype, Object.getOwnPropertyDescriptors(own.BlockList.prototype));
  const classes = addressClasses({ BlockList: Complete, SocketAddress: own.SocketAddress });
  assert.is(classes.BlockList, Complete as never);
});

test.run();
