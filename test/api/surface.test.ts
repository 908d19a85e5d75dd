// What a net has beyond the public net of Node 20: every public name of Node 26, and BoundSocket where the runtime has
// it. Node 26 is asked in a process of its own.
import { spawnSync } from 'node:child_process';
import nodeNet from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { limits } from '../../host/runtime/limits.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { assertNoHandles } from '../support/handles.ts';
import { implementation } from '../support/implementation.ts';
import type { NewNet } from './surface/bound-socket.ts';
import { reusedPort } from './surface/reuse-port.ts';
import { type Surface, surfaceOf } from './surface/surface.ts';

const net = (await implementation()) as unknown as NewNet;

interface Answers {
  surface: Surface;
  bound: string[];
  reused: string[];
}

function onNode26(name: string): Answers {
  const program = spawnSync(needTool('node-26'), ['test/api/surface/program.ts', name], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  assert.is(program.status, 0, program.stderr);
  return JSON.parse(program.stdout);
}

const node26 = onNode26('node:net');
const ours = onNode26('wasi-net');

for (const [name, members] of Object.entries(node26.surface)) {
  test(`${name} has every public member of Node 26, and of its kind`, () => {
    assert.ok(Object.keys(members).length > 0);
    assert.equal(common(surfaceOf(net)[name], members), members);
    assert.equal(common(ours.surface[name], members), members);
  });
}

test('the net has nothing more than Node 26 but what Node has merged since', () => {
  const more = Object.keys(surfaceOf(net).net).filter(name => !(name in node26.surface.net));
  assert.equal(more, ['promises']);
  const servers = Object.keys(surfaceOf(net)['Server.prototype']);
  const newer = servers.filter(name => !(name in node26.surface['Server.prototype']));
  assert.equal(newer, ['Symbol(Symbol.asyncIterator)']);
});

test('functions and classes go by the names that Node’s go by', () => {
  for (const [name, member] of Object.entries(nodeNet)) {
    if (typeof member === 'function' && !name.startsWith('_')) {
      assert.is(Reflect.get(net, name).name, member.name, name);
    }
  }
});

test('what Node’s Socket and Server have of their own ours have, and stand on the same classes', () => {
  for (const [ours, theirs] of [
    [net.Socket.prototype, nodeNet.Socket.prototype],
    [net.Server.prototype, nodeNet.Server.prototype],
  ]) {
    assert.is(Object.getPrototypeOf(ours), Object.getPrototypeOf(theirs));
    const names = Object.getOwnPropertyNames(theirs).filter(name => !name.startsWith('_'));
    assert.equal(
      names.filter(name => !Object.hasOwn(ours, name)),
      [],
    );
  }
});

test('a socket that no server has accepted says null of its server', () => {
  const names = (socket: object) => Object.keys(socket).filter(name => !name.startsWith('_'));
  const [ours, theirs] = [new net.Socket(), new nodeNet.Socket()];
  assert.equal([Reflect.get(ours, 'server'), names(ours).sort()], [null, names(theirs).sort()]);
});

test('where the runtime has BoundSocket servers and sockets adopt it as its own do', () => {
  assert.equal(ours.bound, node26.bound);
});

test('where the runtime has no BoundSocket the class is there, and refuses in Node’s words', () => {
  assert.type(net.BoundSocket, 'function');
  assert.is(net.BoundSocket.name, 'BoundSocket');
  const theirs = Reflect.get(nodeNet, 'BoundSocket');
  assert.is('address' in net.BoundSocket.prototype, theirs !== undefined, 'how programs find out');
  if (theirs) assert.is(net.BoundSocket, theirs);
  else {
    const { node, deno } = limits;
    for (const said of [node.BoundSocket, deno.BoundSocket]) assert.match(said, 'UNAVAILABLE_ON_PLATFORM');
    assert.throws(
      () => new net.BoundSocket(),
      (error: NodeJS.ErrnoException) =>
        error instanceof TypeError &&
        error.code === 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' &&
        /The feature net\.BoundSocket is unavailable/.test(error.message),
    );
  }
});

test('where the runtime knows reusePort servers share a port', () => {
  assert.equal(ours.reused, node26.reused);
  assert.equal(ours.reused.slice(0, 2), ['first listens', 'second listens']);
});

test('where the runtime knows no reusePort it fails as on a system without it, and nothing listens', async () => {
  const lines = await reusedPort(net);
  // Node has it from 22.12 on.
  const without = process.version.startsWith('v20.');
  const refused =
    'first Error: listen ENOTSUP: operation not supported on socket 127.0.0.1 ENOTSUP listen -95';
  assert.equal(lines, without ? [refused] : node26.reused);
  await assertNoHandles();
});

test.run();

/** Of ours what Node has too. */
function common(own: Record<string, string>, theirs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(theirs).map(name => [name, own[name]]));
}
