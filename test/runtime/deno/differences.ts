// Sentences of the shared tests, by file, that do not hold on Deno, each with the limit of host/runtime/limits.ts that
// is why.
import type { limits } from '../../../host/runtime/limits.ts';

type Limit = keyof typeof limits.deno;

export const differences: Readonly<Record<string, Readonly<Record<string, Limit>>>> = {
  traces: {
    'a write after the peer’s reset fails': 'write that fails at once',
    'a connection that the system refuses at once is an attempt, and no failed one': 'local end in messages',
    'the zone of an address may be the name of an interface': 'zones by name',
    'a server cannot listen in a zone that is not there': 'zones by name',
  },
  failures: {
    'connect to the broadcast address of the loopback finds no route, as on node:net':
      'local end in messages',
    'connect to a multicast address on the loopback finds no route, as on node:net': 'local end in messages',
    'a process without descriptors fails with EMFILE and goes on, as on node:net': 'local end in messages',
    'connect to a path that is longer than a system takes fails, as on node:net': 'long paths',
    'writes after end fail with ERR_STREAM_WRITE_AFTER_END, as on node:net': 'errors of others',
    'calls on a socket that is destroyed, as on node:net': 'errors of others',
    'a descriptor of a file or of nothing is refused by the constructor of Socket, as on node:net':
      'errors of others',
    'an abort before, while and after connecting, as on node:net': 'errors of others',
  },
  'losing-nothing': {
    'nothing that node:net delivers is lost: writes, then an exception that nobody catches':
      'an exception that ends the program',
    'nothing that node:net delivers is lost: writes of a server on its connection, then exit':
      'end in the tick of a connection',
    'nothing that node:net delivers is lost: writes and end of a server, then exit':
      'end in the tick of a connection',
    'nothing that node:net delivers is lost: writes and destroy of a server':
      'end in the tick of a connection',
  },
  lessons: {
    'a connection that is used already can go over to TLS, as STARTTLS does': 'anonymous TLS',
  },
  promises: {
    'a signal ends a connection that is being made, with AbortError': 'errors of others',
  },
};
