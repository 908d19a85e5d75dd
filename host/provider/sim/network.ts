// The network between the hosts: who listens where, and how a connection comes about. Three packets, as in RFC
// 9293 3.5: SYN finds a listener or nobody, its answer makes the client connected, and the client's answer to
// that puts the other end into the listener's backlog.

import { ERROR_CONNECTION_REFUSED, ERROR_REMOTE_UNREACHABLE, ERROR_TIMEOUT } from '../../../assembly/abi.ts';
import type { Endpoint } from '../provider.ts';
import type { Budget } from './end.ts';
import { covers, Host, isWildcard, type Place, plain, shown } from './hosts.ts';
import type { Rule } from './options.ts';
import { Lane, type World } from './pipe.ts';
import type { SimSocket } from './socket.ts';

const ANSWERS = {
  blackhole: ERROR_TIMEOUT,
  refuse: ERROR_CONNECTION_REFUSED,
  unreachable: ERROR_REMOTE_UNREACHABLE,
};

/** Where a connection to a wildcard goes: to the host itself. */
const LOOPBACK = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

export class Network {
  readonly world: World;
  readonly #hosts = new Map<string, Host>();
  readonly #rules = new Map<string, Rule>();
  /** Listening sockets by port. */
  readonly #listeners = new Map<number, Set<SimSocket>>();

  constructor(world: World) {
    this.world = world;
    const { hosts, ports } = world.options;
    for (const [name, addresses] of Object.entries(hosts)) {
      this.#hosts.set(name, new Host(name, addresses, ports));
    }
  }

  /** The host of that name; without a name, the first. */
  host(name?: string): Host {
    const host = name === undefined ? this.#hosts.values().next().value : this.#hosts.get(name);
    if (!host) throw new Error(`wasi-net sim: there is no host ${name ?? 'at all'}`);
    return host;
  }

  /** The addresses of the host of that name; undefined when nobody has it. */
  resolve(name: string): readonly string[] | undefined {
    if (name === 'localhost') return ['127.0.0.1', '::1'];
    return this.#hosts.get(name)?.addresses;
  }

  /** Sets what happens to connections to an address, or to one of its ports. */
  rule(address: string, rule: Rule, port?: number): void {
    this.#rules.set(ruleKey(plain(address), port), rule);
  }

  listen(socket: SimSocket): void {
    const { port } = (socket.place as Place).endpoint;
    const known = this.#listeners.get(port);
    if (known) known.add(socket);
    else this.#listeners.set(port, new Set([socket]));
  }

  unlisten(socket: SimSocket): void {
    this.#listeners.get((socket.place as Place).endpoint.port)?.delete(socket);
  }

  /** Begins to connect `client`: 0, or an error that is known at once. The rest comes to the client. */
  dial(client: SimSocket, remote: Endpoint): number {
    const address = LOOPBACK.get(remote.address) ?? plain(remote.address);
    const rule = this.#rules.get(ruleKey(address, remote.port)) ?? this.#rules.get(ruleKey(address)) ?? {};
    const answer = rule.answer ?? this.#chance();
    if (answer !== undefined) {
      this.#fail(client, answer, rule.delay ?? 0);
      return 0;
    }
    const host = this.#route(client, address);
    if (!host) return ERROR_REMOTE_UNREACHABLE;
    this.#greet(client, host, { ...remote, address }, rule);
    return 0;
  }

  /** A fault, drawn by chance. */
  #chance(): Rule['answer'] {
    const { random, options } = this.world;
    if (random.chance(options.faults.refuse)) return 'refuse';
    if (random.chance(options.faults.blackhole)) return 'blackhole';
    if (random.chance(options.faults.unreachable)) return 'unreachable';
    return undefined;
  }

  #fail(client: SimSocket, answer: NonNullable<Rule['answer']>, delay: number): void {
    const { clock, options } = this.world;
    const time = answer === 'blackhole' ? options.connectTimeout : 2 * options.latency[1] + delay;
    clock.after(time, () => client.onRejected(ANSWERS[answer]));
  }

  /** The host that has the address and can be reached from the client's. */
  #route(client: SimSocket, address: string): Host | undefined {
    if (client.host.has(address)) return client.host;
    const local = client.localEndpoint();
    if (!local || isWildcard(local.address)) return undefined;
    for (const host of this.#hosts.values()) if (host.has(address)) return host;
    return undefined;
  }

  /** SYN, and what it meets. */
  #greet(client: SimSocket, host: Host, remote: Endpoint, rule: Rule): void {
    const there = new Lane(this.world);
    const back = new Lane(this.world);
    there.carry(() => {
      if (client.end.gone) return;
      const listener = this.#listener(host, remote);
      if (!listener?.pending.hasRoom()) {
        back.carry(() => client.onRejected(ERROR_CONNECTION_REFUSED), rule.delay);
        return;
      }
      const child = this.#spawn(listener, client, remote);
      const budget = this.#budget(rule);
      child.end.join(this.world, client.end, back, there, budget);
      client.end.join(this.world, child.end, there, back, budget);
      back.carry(() => this.#answer(client, listener, child, there), rule.delay);
    });
  }

  /** The listener's end, with the addresses as a socket of its family shows them. */
  #spawn(listener: SimSocket, client: SimSocket, remote: Endpoint): SimSocket {
    const { family } = listener;
    const peer = client.localEndpoint() as Endpoint;
    return listener.spawn(
      { family, address: shown(remote.address, family), port: remote.port },
      { family, address: shown(plain(peer.address), family), port: peer.port },
    );
  }

  /** SYN and ACK have come back: the third packet, or RST when the client has given up. */
  #answer(client: SimSocket, listener: SimSocket, child: SimSocket, there: Lane): void {
    if (client.end.gone) {
      there.carry(() => {
        listener.pending.forget(child);
        child.end.onReset();
      });
      return;
    }
    there.carry(() => listener.enqueue(child));
    client.onEstablished();
  }

  /** The most specific listener: one on the address itself before one on a wildcard. */
  #listener(host: Host, remote: Endpoint): SimSocket | undefined {
    let found: SimSocket | undefined;
    for (const listener of this.#listeners.get(remote.port) ?? []) {
      const place = listener.place as Place;
      if (listener.host !== host || !covers(place, remote.address)) continue;
      if (!isWildcard(place.endpoint.address)) return listener;
      found = listener;
    }
    return found;
  }

  /** After how many bytes the connection is reset. */
  #budget(rule: Rule): Budget {
    const { random, options } = this.world;
    if (rule.resetAfter !== undefined) return { left: rule.resetAfter };
    if (!random.chance(options.faults.reset)) return { left: Infinity };
    return { left: random.between(0, options.faults.resetWithin) };
  }
}

function ruleKey(address: string, port?: number): string {
  return port === undefined ? address : `${address} ${port}`;
}
