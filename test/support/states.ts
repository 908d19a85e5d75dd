// How to bring the client's handle into each state, by nothing but commands and a peer that answers them.
import {
  PENDING,
  STATE_BINDING,
  STATE_BOUND,
  STATE_CLOSE_WAIT,
  STATE_CLOSED,
  STATE_CONNECTING,
  STATE_ENDED,
  STATE_ESTABLISHED,
  STATE_FAILED,
  STATE_FIN_WAIT_1,
  STATE_FIN_WAIT_2,
  STATE_LAST_ACK,
  STATE_LISTEN,
  STATE_RELEASING,
  STATE_RESOLVED,
  STATE_RESOLVING,
  STATE_STARTING,
} from '../../assembly/abi.ts';
import { endpoint } from './bench.ts';
import { type Pair, type PairOptions, pattern, reach } from './pair.ts';

/** A network slow and small enough to be met in every state. */
export const SLOW: PairOptions = { setup: 10, sendBuffer: 1024, receiveWindow: 1024 };

export interface Reached {
  handle: number;
  /** The server's handle of the connection; 0 where there is none. */
  peer: number;
}

/** Nobody answers there. */
export const NOBODY = endpoint('10.0.0.9', 9);

const WAYS: Record<number, (pair: Pair) => Reached> = {
  [STATE_CLOSED]: ({ client }) => alone(client.open()),
  [STATE_BINDING]: pair => {
    const reached = WAYS[STATE_CLOSED](pair);
    pair.client.bind(reached.handle);
    return reached;
  },
  [STATE_BOUND]: pair => later(pair, WAYS[STATE_BINDING](pair), STATE_BOUND),
  [STATE_STARTING]: pair => {
    const reached = WAYS[STATE_BOUND](pair);
    pair.client.listen(reached.handle);
    return reached;
  },
  [STATE_LISTEN]: pair => later(pair, WAYS[STATE_STARTING](pair), STATE_LISTEN),
  [STATE_CONNECTING]: pair => {
    const reached = WAYS[STATE_CLOSED](pair);
    pair.sim.rule(NOBODY.address, { answer: 'blackhole' });
    pair.client.connect(reached.handle, [NOBODY]);
    return reached;
  },
  [STATE_ESTABLISHED]: pair => {
    const [handle, peer] = pair.connected();
    return { handle, peer };
  },
  [STATE_FIN_WAIT_1]: pair => {
    const reached = fullPipe(pair, WAYS[STATE_ESTABLISHED](pair));
    pair.client.end(reached.handle);
    return reached;
  },
  [STATE_FIN_WAIT_2]: pair => {
    const reached = WAYS[STATE_ESTABLISHED](pair);
    pair.client.end(reached.handle);
    return later(pair, reached, STATE_FIN_WAIT_2);
  },
  [STATE_CLOSE_WAIT]: pair => {
    const reached = WAYS[STATE_ESTABLISHED](pair);
    pair.server.end(reached.peer);
    pair.run(10);
    pair.client.recv(reached.handle);
    return reached;
  },
  [STATE_LAST_ACK]: pair => {
    const reached = fullPipe(pair, WAYS[STATE_CLOSE_WAIT](pair));
    pair.client.end(reached.handle);
    return reached;
  },
  [STATE_ENDED]: pair => {
    const reached = WAYS[STATE_CLOSE_WAIT](pair);
    pair.client.end(reached.handle);
    return later(pair, reached, STATE_ENDED);
  },
  [STATE_FAILED]: pair => {
    const reached = WAYS[STATE_ESTABLISHED](pair);
    pair.server.abort(reached.peer);
    return later(pair, { ...reached, peer: 0 }, STATE_FAILED);
  },
  [STATE_RELEASING]: pair => {
    const reached = WAYS[STATE_ESTABLISHED](pair);
    pair.client.takeInput(reached.handle);
    pair.client.close(reached.handle);
    return reached;
  },
  [STATE_RESOLVING]: ({ client }) => {
    client.names.answers.set('far', [{ wait: Infinity }]);
    return alone(client.resolve('far'));
  },
  [STATE_RESOLVED]: ({ client }) => {
    client.names.answers.set('near', ['10.0.0.1']);
    return alone(client.resolve('near'));
  },
};

/** Every state that a handle can be in. */
export const STATES_IN_USE = Object.keys(WAYS).map(Number);

/** Brings a handle of the client into `state`; its events so far have been heard. */
export function inState(pair: Pair, state: number): Reached {
  const reached = WAYS[state](pair);
  const is = pair.client.x.state(reached.handle);
  if (is !== state) throw new Error(`the way to state ${state} leads to ${is}`);
  pair.client.said(reached.handle);
  return reached;
}

function alone(handle: number): Reached {
  return { handle, peer: 0 };
}

function later(pair: Pair, reached: Reached, state: number): Reached {
  reach(pair.client, reached.handle, state);
  return reached;
}

/** Sends more than the network takes while the peer does not read. */
function fullPipe(pair: Pair, reached: Reached): Reached {
  if (pair.client.send(reached.handle, pattern(4096)) !== PENDING) throw new Error('the network took it all');
  return reached;
}
