// A guest's dns.lookup, over a resolver played by hand, beside Node's own: checks, errors, answers.
import dns from 'node:dns';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ERROR_ACCESS_DENIED,
  ERROR_INVALID_ARGUMENT,
  ERROR_NAME_UNRESOLVABLE,
  ERROR_NOT_SUPPORTED,
  ERROR_PERMANENT_RESOLVER_FAILURE,
  ERROR_TABLE_FULL,
  ERROR_TEMPORARY_RESOLVER_FAILURE,
} from '../../assembly/abi.ts';
import { createLookups, type Lookups } from '../../host/wasmtime/lookup.ts';

const FOUND = ['2001:db8::1', '10.0.0.1', '2001:db8::2', '10.0.0.2'];

/** Lookups whose every name has this answer. */
class Stage {
  readonly asked: string[] = [];
  readonly warnings: string[] = [];
  readonly lookups: Lookups;
  /** What comes in the next turn. */
  turn: (() => void)[] = [];
  scope = 'outside';

  constructor(error = 0, addresses: readonly string[] = FOUND) {
    const engine = {
      resolve: (name: string, answered: (error: number, addresses: readonly string[]) => void) => {
        this.asked.push(name);
        this.turn.push(() => answered(error, addresses));
      },
    };
    this.lookups = createLookups(engine, {
      nextTick: callback => void this.turn.push(callback),
      warn: message => void this.warnings.push(message),
      snapshot: () => {
        const kept = this.scope;
        return {
          runInAsyncScope: run => {
            const before = this.scope;
            this.scope = kept;
            const result = run();
            this.scope = before;
            return result;
          },
        };
      },
    });
  }

  /** What the callback of a lookup is given. */
  answer(name: unknown, options?: unknown): unknown[] {
    let told: unknown[] | undefined;
    this.lookups.lookup(name, options, (...given: unknown[]) => (told = given));
    assert.is(told, undefined, 'nothing is told from within the call');
    for (const callback of this.turn.splice(0)) callback();
    assert.ok(told, 'an answer');
    return told;
  }
}

function addresses(found: unknown): unknown[] {
  return (found as { address: string }[]).map(({ address }) => address);
}

/** What an error shows of itself. */
function shown(error: unknown): Record<string, unknown> {
  const { name, message } = error as Error;
  return { name, message, ...(error as object) };
}

/** What the call throws. */
function thrown(call: () => unknown): Record<string, unknown> {
  try {
    call();
  } catch (error) {
    return shown(error);
  }
  throw new Error('nothing was thrown');
}

test('the first address is told with its family, or all in the order of the network', () => {
  const stage = new Stage();
  assert.equal(stage.answer('a.example'), [null, '2001:db8::1', 6]);
  const [error, found] = stage.answer('b.example', { all: true });
  assert.is(error, null);
  assert.equal(
    found,
    FOUND.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
  assert.equal(stage.asked, ['a.example', 'b.example']);
});

test('a family is chosen by number or by name, as an option or in its place', () => {
  const stage = new Stage();
  for (const four of [4, { family: 4 }, { family: 'IPv4' }]) {
    assert.equal(stage.answer('name', four), [null, '10.0.0.1', 4]);
  }
  for (const six of [6, { family: 6 }, { family: 'IPv6' }]) {
    assert.equal(stage.answer('name', six), [null, '2001:db8::1', 6]);
  }
  for (const both of [0, -0, undefined, null, {}, { family: 0 }, { family: null, hints: undefined }]) {
    assert.equal(stage.answer('name', both), [null, '2001:db8::1', 6]);
  }
  assert.equal(addresses(stage.answer('name', { family: 4, all: true })[1]), ['10.0.0.1', '10.0.0.2']);
});

test('the families come in the order that was asked for, which has a default', () => {
  const stage = new Stage();
  const [six, four] = [FOUND.filter(one => one.includes(':')), FOUND.filter(one => !one.includes(':'))];
  const inOrder = (options: object) => addresses(stage.answer('name', { all: true, ...options })[1]);
  assert.equal(inOrder({ order: 'ipv4first' }), [...four, ...six]);
  assert.equal(inOrder({ order: 'ipv6first' }), [...six, ...four]);
  assert.equal(inOrder({ verbatim: false }), [...four, ...six]);
  assert.equal(inOrder({ verbatim: false, order: 'verbatim' }), FOUND);
  assert.is(stage.lookups.getDefaultResultOrder(), 'verbatim');
  stage.lookups.setDefaultResultOrder('ipv4first');
  assert.is(stage.lookups.getDefaultResultOrder(), 'ipv4first');
  assert.equal(inOrder({}), [...four, ...six]);
  assert.equal(inOrder({ verbatim: true }), FOUND);
});

test('IPv4 addresses stand for IPv6 ones where hints say so and there are no others, or all are wanted', () => {
  const { V4MAPPED, ALL, ADDRCONFIG } = dns;
  const asked = { family: 6, all: true };
  const mapped = ['::ffff:10.0.0.1', '::ffff:10.0.0.2'];
  const both = new Stage();
  assert.equal(addresses(both.answer('name', { ...asked, hints: V4MAPPED })[1]), [FOUND[0], FOUND[2]]);
  assert.equal(addresses(both.answer('name', { ...asked, hints: ADDRCONFIG | ALL })[1]), [
    FOUND[0],
    FOUND[2],
  ]);
  assert.equal(addresses(both.answer('name', { ...asked, hints: V4MAPPED | ALL })[1]), [
    FOUND[0],
    FOUND[2],
    ...mapped,
  ]);
  const four = new Stage(0, ['10.0.0.1', '10.0.0.2']);
  assert.equal(addresses(four.answer('name', { ...asked, hints: V4MAPPED })[1]), mapped);
  assert.equal(four.answer('name', { family: 6, hints: V4MAPPED }), [null, '::ffff:10.0.0.1', 6]);
  assert.equal(four.answer('name', { hints: V4MAPPED }), [null, '10.0.0.1', 4]);
});

test('an address is answered as it was written, in a later tick, and nobody asked', async () => {
  const stage = new Stage();
  for (const name of ['127.0.0.1', '::1', '::FFFF:1.2.3.4', 'fe80::1%lo']) {
    for (const options of [undefined, { all: true }, { family: 6 }, 4]) {
      const theirs = await new Promise<unknown[]>(resolve =>
        dns.lookup(name, options as object, (...given: unknown[]) => resolve(given)),
      );
      assert.equal(stage.answer(name, options), theirs);
    }
  }
  assert.equal(stage.asked, []);
});

test('bad arguments throw what Node throws', () => {
  const { lookup, setDefaultResultOrder } = new Stage().lookups;
  const none = () => {};
  const calls: unknown[][] = [
    ['name'],
    ['name', null],
    ['name', {}],
    ['name', {}, 'no function'],
    ['name', 'no options'],
    ['name', 'no options', none],
    ['name', true, none],
    ['name', 5, none],
    ['name', 1.5, none],
    [{}, none],
    [17, 4, none],
    [Symbol.iterator, none],
    ['name', { hints: '1' }, none],
    ['name', { hints: 64 }, none],
    ['name', { hints: -1 }, none],
    ['name', { family: 5 }, none],
    ['name', { family: '4' }, none],
    ['name', { all: 1 }, none],
    ['name', { verbatim: 'yes' }, none],
    ['name', { order: 'alphabetical' }, none],
    ['name', { hints: 'first', family: 'second' }, none],
  ];
  for (const call of calls) {
    const theirs = thrown(() => (dns.lookup as (...args: unknown[]) => void)(...call));
    assert.equal(
      thrown(() => (lookup as (...args: unknown[]) => void)(...call)),
      theirs,
      String(theirs.message),
    );
  }
  const theirs = thrown(() => dns.setDefaultResultOrder('random' as 'verbatim'));
  assert.equal(
    thrown(() => setDefaultResultOrder('random')),
    theirs,
  );
  assert.equal([lookup.name, lookup.length], [dns.lookup.name, dns.lookup.length]);
});

test('an empty name and one with a null byte throw what the newest Node throws', () => {
  const { lookup } = new Stage().lookups;
  for (const [name, text] of [
    ['', "must be a non-empty string. Received ''"],
    [undefined, 'must be a non-empty string. Received undefined'],
    [0, 'must be a non-empty string. Received 0'],
    ['a\0b', "must be a string without null bytes. Received 'a\\x00b'"],
  ] as const) {
    const { name: kind, code, message } = thrown(() => lookup(name, () => {}));
    assert.equal([kind, code], ['TypeError', 'ERR_INVALID_ARG_VALUE']);
    assert.is(message, `The argument 'hostname' ${text}`);
  }
});

const FAILURES: [error: number, code: string, errno: number][] = [
  [ERROR_NAME_UNRESOLVABLE, 'ENOTFOUND', -3008],
  [ERROR_INVALID_ARGUMENT, 'ENOTFOUND', -3008],
  [ERROR_TEMPORARY_RESOLVER_FAILURE, 'EAI_AGAIN', -3001],
  [ERROR_PERMANENT_RESOLVER_FAILURE, 'EAI_FAIL', -3004],
  [ERROR_TABLE_FULL, 'EAI_MEMORY', -3006],
  [ERROR_ACCESS_DENIED, 'EACCES', -13],
  [ERROR_NOT_SUPPORTED, 'ENOTSUP', -95],
];
for (const [error, code, errno] of FAILURES) {
  test(`a failure of the network is told as ${code}, error ${error}`, () => {
    const [told, ...rest] = new Stage(error, []).answer('a.example', { all: true });
    assert.equal(rest, []);
    const message = `getaddrinfo ${code} a.example`;
    const properties = { errno, code, syscall: 'getaddrinfo', hostname: 'a.example' };
    assert.equal(shown(told), { name: 'Error', message, ...properties });
  });
}

test('a name without an address of that family is not found', () => {
  const [told] = new Stage(0, ['10.0.0.1']).answer('four.example', 6);
  assert.equal(shown(told), {
    name: 'Error',
    message: 'getaddrinfo ENOTFOUND four.example',
    errno: -3008,
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: 'four.example',
  });
});

test('a name that is longer than the system takes is refused unasked, as in Node', async () => {
  const stage = new Stage();
  const name = 'a'.repeat(256);
  const theirs = await new Promise(resolve => dns.lookup(name, resolve));
  assert.equal(shown(stage.answer(name)[0]), shown(theirs));
  assert.equal(stage.asked, []);
  assert.equal(stage.answer(name.slice(1))[0], null);
});

test('localhost is the loopback where the runtime looks up no names, and is asked for like others elsewhere', () => {
  for (const error of [ERROR_PERMANENT_RESOLVER_FAILURE, ERROR_ACCESS_DENIED]) {
    const stage = new Stage(error, []);
    for (const name of ['localhost', 'LocalHost.', 'a.localhost']) {
      assert.equal(stage.answer(name), [null, '127.0.0.1', 4]);
    }
    assert.equal(addresses(stage.answer('localhost', { all: true })[1]), ['127.0.0.1', '::1']);
    assert.equal(stage.answer('localhost', 6), [null, '::1', 6]);
    assert.is((stage.answer('nolocalhost')[0] as { syscall: string }).syscall, 'getaddrinfo');
    assert.is((stage.answer('localhost.example')[0] as { syscall: string }).syscall, 'getaddrinfo');
  }
  assert.equal(new Stage().answer('localhost'), [null, '2001:db8::1', 6]);
  const [told] = new Stage(ERROR_NAME_UNRESOLVABLE, []).answer('localhost');
  assert.is((told as { code: string }).code, 'ENOTFOUND');
});

test('where names are refused the program is told once what to do', () => {
  const stage = new Stage(ERROR_PERMANENT_RESOLVER_FAILURE, []);
  stage.answer('localhost');
  assert.equal(stage.warnings, []);
  stage.answer('a.example');
  stage.answer('b.example');
  assert.equal(stage.warnings, ['a.example is not looked up: wasmtime run -S allow-ip-name-lookup does it']);
});

test('the callback has the async context of its call', () => {
  const stage = new Stage();
  const scopes: string[] = [];
  for (const scope of ['one', 'two']) {
    stage.scope = scope;
    stage.lookups.lookup('name', () => scopes.push(stage.scope));
  }
  stage.scope = 'outside';
  for (const callback of stage.turn) callback();
  assert.equal(scopes, ['one', 'two']);
});

test.run();
