// Scenarios of the API that are not as on Node in Wasmtime, each under the limit of host/runtime/limits.ts that is why.
import type { limits } from '../../../host/runtime/limits.ts';

type Limit = keyof typeof limits.wasmtime;

/** Of these nothing is asked: now they are as on Node, and now not. */
export const VARIES: readonly Limit[] = ['order of connecting'];

export const differences: Partial<Record<Limit, readonly string[]>> = {
  'addresses that are refused': [
    'a local address that is none of this machine’s, or of the other family, is refused before any attempt',
    'a connection that the system refuses at once is an attempt, and no failed one',
  ],
  'order of connecting': ['connections made at once are accepted in the order of their connecting'],
  paths: [
    'connect by path reaches a server on the same Unix path',
    'a connection to a Unix path that does not exist fails with ENOENT',
    'a connection to a Unix path that is not a socket is refused',
    'over a Unix path ends go the same way',
    'resetAndDestroy on a Unix socket throws ERR_INVALID_HANDLE_TYPE',
    'listen on a path in each of its forms',
    'listen on a path that is taken fails with EADDRINUSE',
    'listen on a path in a folder that does not exist fails',
    'closed in the tick of listen, a server on a path never listens',
    'a path is free again when its server is closed',
    'a path stays the address of the server that was asked to listen on it',
    'an abort while the address is looked up keeps the server from listening',
    'a signal that is aborted already keeps the server from listening',
    'a drop on a Unix path has no addresses',
    'the functions have the names and parameters of Node’s, and may be called with new',
  ],
  resets: [
    'a loop over a socket that is reset throws its error',
    'reset by the client, the server’s reading socket fails with ECONNRESET',
    'reset by the server, the reading client fails with ECONNRESET',
    'what was read before a reset stays read',
    'reset before the connection is there, it is reset as soon as it is',
    'resetAndDestroy twice',
    'a reset fails the write that waits for the peer',
    'a write after the peer’s reset fails',
    'a reset after the peer’s end fails the half-open side',
    'a socket that is destroyed with unread data resets its peer',
    'an error listener that destroys again changes nothing',
    'an error of one socket is its own: its close says so and the server goes on',
  ],
  'streams of Node 20': [
    'a write after end fails with ERR_STREAM_WRITE_AFTER_END and destroys the socket',
    'setters return the socket before, during and after a connection',
  ],
  'the turn of a local address': ['localAddress and localPort choose the near end'],
  'zones by name': ['the zone of an address may be the name of an interface'],
};
