// Names: what has been asked for is waited for among everything else, and the answer is kept until it is closed.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  BATCH_SMALL,
  ERROR_ACCESS_DENIED,
  ERROR_EVENTS_FULL,
  ERROR_NAME_UNRESOLVABLE,
  ERROR_POOL_FULL,
  ERROR_TABLE_FULL,
  ERROR_TEMPORARY_RESOLVER_FAILURE,
  LARGE_BLOCKS,
  MAX_ADDRESSES,
  MAX_EVENTS,
  MAX_SOCKETS,
  SMALL_BLOCKS,
  STATE_FAILED,
  STATE_FREE,
  STATE_RESOLVED,
  STATE_RESOLVING,
} from '../../assembly/abi.ts';
import { createSimulation } from '../../host/provider/sim.ts';
import { Bench } from '../support/bench.ts';
import { BUILDS } from '../support/builds.ts';
import type { Step } from '../support/names.ts';
import { closeAll, nothingLeft, scenario } from '../support/pair.ts';

const SMALL = BATCH_SMALL / 32;

/** A sentence about one engine that waits by itself, held on both builds; nothing is left at its end. */
function waiting(
  sentence: string,
  run: (bench: Bench, follow: (milliseconds: number) => void) => void,
): void {
  for (const { name, module } of BUILDS) {
    test(`${sentence} (${name})`, () => {
      const sim = createSimulation();
      const bench = new Bench(module, sim, { waits: true });
      run(bench, milliseconds => {
        const end = sim.now() + milliseconds;
        while (sim.now() < end) {
          bench.x.wait(BigInt(end * 1e6));
          bench.drain();
        }
      });
      closeAll(bench);
      nothingLeft(bench);
    });
  }
}

/** So many addresses, each another. */
function many(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `10.1.${i >> 8}.${i & 255}`);
}

waiting('a name has its addresses of both families in the order in which they were told', bench => {
  const known = ['10.0.0.9', '2001:db8::1', '10.0.0.1', '::1', 'fe80:0:1:2:3:4:5:6', '255.254.253.252'];
  bench.names.answers.set('a.name.example', known);
  const handle = bench.resolve('a.name.example');
  assert.equal(bench.names.asked, ['a.name.example']);
  assert.equal(bench.said(handle), ['resolved 6']);
  assert.is(bench.x.state(handle), STATE_RESOLVED);
  assert.equal(bench.addresses(handle), known);
  bench.close(handle);
  assert.equal(bench.addresses(handle), []);
  assert.is(bench.x.state(handle), STATE_FREE);
});

waiting('a name in other letters is passed on as it is', bench => {
  bench.names.answers.set('bücher.example', ['10.0.0.1']);
  assert.equal(bench.said(bench.resolve('bücher.example')), ['resolved 1']);
});

waiting('addresses that come one by one are gathered while the engine waits', (bench, follow) => {
  bench.names.answers.set('slow', [{ wait: 20 }, '10.0.0.1', { wait: 30 }, '10.0.0.2', { wait: 5 }]);
  const handle = bench.resolve('slow');
  const polls = bench.poll.polls;
  follow(54);
  assert.equal(bench.said(handle), []);
  assert.equal(bench.addresses(handle), [], 'nothing of half an answer is told');
  assert.is(bench.x.state(handle), STATE_RESOLVING);
  follow(1);
  assert.equal(bench.said(handle), ['resolved 2']);
  assert.equal(bench.addresses(handle), ['10.0.0.1', '10.0.0.2']);
  assert.ok(bench.poll.polls - polls < 6, `${bench.poll.polls - polls} polls`);
});

waiting('a lookup holds up no other: each is answered when its addresses are there', (bench, follow) => {
  const lookups = [40, 10, 30, 20].map(wait => {
    bench.names.answers.set(`n${wait}`, [{ wait }, '10.0.0.1']);
    return bench.resolve(`n${wait}`);
  });
  bench.setTimeout(bench.open(), 25);
  follow(50);
  assert.equal(
    bench.happened.map(({ time, text }) => `${time} ${text}`),
    ['10 resolved 1', '20 resolved 1', '25 timeout', '30 resolved 1', '40 resolved 1'],
  );
  assert.equal(
    lookups.map(handle => bench.said(handle).length),
    [1, 1, 1, 1],
  );
});

const FAILURES: [sentence: string, answer: readonly Step[] | number, said: string][] = [
  ['that is refused at once', ERROR_ACCESS_DENIED, 'error access-denied lookup'],
  ['that nobody has', [{ wait: 5 }, ERROR_NAME_UNRESOLVABLE], 'error name-unresolvable lookup'],
  [
    'whose resolver fails between two addresses',
    ['10.0.0.1', { wait: 5 }, ERROR_TEMPORARY_RESOLVER_FAILURE],
    'error temporary-resolver-failure lookup',
  ],
];
for (const [sentence, answer, said] of FAILURES) {
  waiting(
    `a name ${sentence} fails with the code of the network, and is closed like others`,
    (bench, follow) => {
      bench.names.answers.set('name', answer);
      const handle = bench.resolve('name');
      follow(10);
      assert.equal(bench.said(handle), [said]);
      assert.is(bench.x.state(handle), STATE_FAILED);
      assert.equal(bench.addresses(handle), []);
      assert.is(bench.x.blocks(), 0);
      assert.is(bench.wasi.count, 0);
    },
  );
}

waiting('a name without addresses is answered with none', bench => {
  bench.names.answers.set('empty', []);
  const handle = bench.resolve('empty');
  assert.equal(bench.said(handle), ['resolved 0']);
  assert.equal(bench.addresses(handle), []);
});

waiting('more addresses than a small block holds move to a large one', bench => {
  const known = many(SMALL + 1);
  bench.names.answers.set('small', known.slice(1));
  bench.names.answers.set('large', known);
  const [small, large] = [bench.resolve('small'), bench.resolve('large')];
  assert.equal(bench.addresses(small), known.slice(1));
  assert.equal(bench.addresses(large), known);
  assert.is(bench.x.blocks(), 1 | (1 << 16));
});

waiting('beyond the most addresses there are no questions any more', bench => {
  const known = many(MAX_ADDRESSES + 1);
  bench.names.answers.set('all', known.slice(0, MAX_ADDRESSES));
  bench.names.answers.set('one too many', [...known, ERROR_NAME_UNRESOLVABLE]);
  for (const name of ['all', 'one too many']) {
    const handle = bench.resolve(name);
    assert.equal(bench.said(handle), [`resolved ${MAX_ADDRESSES}`]);
    assert.equal(bench.addresses(handle), known.slice(0, MAX_ADDRESSES));
  }
});

waiting(
  'with every block in use a name is refused, and with every large one a small answer has to do',
  bench => {
    const known = many(SMALL + 5);
    bench.names.answers.set('many', known);
    bench.names.answers.set('far', [{ wait: Infinity }]);
    const others = Array.from({ length: SMALL_BLOCKS + LARGE_BLOCKS }, () => bench.resolve('far'));
    assert.ok(others.every(handle => handle > 0));
    assert.is(bench.resolve('far'), -ERROR_POOL_FULL);
    bench.close(others[0]);
    const handle = bench.resolve('many');
    assert.equal(bench.addresses(handle), known.slice(0, SMALL));
  },
);

waiting('a lookup that is closed is given up, whatever it was doing', (bench, follow) => {
  bench.names.answers.set('begun', ['10.0.0.1', { wait: 5 }, '10.0.0.2']);
  bench.names.answers.set('far', [{ wait: Infinity }]);
  for (const name of ['begun', 'far']) {
    const handle = bench.resolve(name);
    assert.is(bench.wasi.count, 2);
    assert.is(bench.localAddress(handle), undefined);
    bench.close(handle);
    assert.is(bench.wasi.count, 0);
    assert.is(bench.x.blocks(), 0);
    follow(10);
    assert.equal(bench.said(handle), []);
  }
});

waiting('a full table and a full ring refuse a name, and take no resource for it', bench => {
  bench.names.answers.set('near', ['10.0.0.1']);
  bench.drains = false;
  let last = 0;
  for (let i = 0; i < MAX_EVENTS && last >= 0; i++) {
    last = bench.resolve('near');
    if (last > 0) bench.close(last);
  }
  assert.is(last, -ERROR_EVENTS_FULL);
  bench.drain();
  bench.drains = true;
  const others = Array.from({ length: MAX_SOCKETS }, () => bench.open());
  assert.is(bench.resolve('near'), -ERROR_TABLE_FULL);
  bench.close(others[0]);
  assert.ok(bench.resolve('near') > 0);
});

scenario('a host that is told of readiness says that names are not its engine’s affair', ({ client }) => {
  const handle = client.resolve('anything');
  assert.equal(client.said(handle), ['error not-supported lookup']);
});

test.run();
