// What a runtime keeps wasi-net from doing as on Node, and why. The documents and the tests read it.

export type Limits = Readonly<Record<string, string>>;

export const limits = {
  node: {
    '--import and threads of text':
      'Node does not import for a worker thread that is given its program as text: --require does it there too.',
    'a socket handed to a process':
      'child.send() and process.send() throw ERR_INVALID_HANDLE_TYPE for sockets and servers of wasi-net, and spawn() takes none as standard stream: there is no handle of Node to be sent.',
    'a socket handed to a thread':
      'postMessage() throws for sockets and servers of wasi-net what Node 20 and 22 throw for their own, which cannot be transferred either.',
    'bodies of http':
      'http parses what a socket has read, and not below it: headers and a body that come together are told in one tick.',
    'http2 without TLS':
      'With wasi-net/register it stays on sockets of Node: it does everything on a handle below the socket.',
    'named imports that Node lacks':
      'With wasi-net/register the names that an ES module can import from node:net are those that Node has; the default import has all.',
    'session tickets of a cluster':
      'Workers that share a port do not share the keys of their TLS session tickets: give them `ticketKeys`.',
    'TLSSocket without a socket':
      'With wasi-net/register `new tls.TLSSocket()` that connects by itself does it on a socket of Node; tls.connect does not.',
    'copies of a BlockList':
      'What structuredClone and postMessage make of a list is of the class of the runtime. On Node 20 and 22 that lacks what is newer, and its rules are all that were ever added.',
    'interval and count of keep-alive':
      'Node 20 and 22 take the delay alone, and set an interval of 1 s and 10 probes themselves.',
    'type of service': 'Node 20 and 22 have no word for it: setting it on a connection fails with ENOSYS.',
    BoundSocket:
      'Node has it from 24.19 and 26.4 on, and nothing above node:net can bind at once. Elsewhere its constructor throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM.',
    'connect of an adopted descriptor':
      'A descriptor is taken for a connection: one that is only bound does not connect, and connect fails with EISCONN.',
    reusePort: 'Node has it from 22.12 on. Elsewhere listen fails with ENOTSUP.',
  },
  deno: {
    'an end before the first byte':
      'Deno takes a peer that ends before it has sent anything for a broken connection: what the kernel does not take at once fails with ECONNRESET.',
    'an exception that ends the program':
      'Deno emits no exit before: what the tick has gathered is not sent.',
    'anonymous TLS': 'Deno has no cipher suites without a certificate.',
    BoundSocket: 'Deno has none: its constructor throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM.',
    'BlockList and postMessage': 'Deno copies no object with its methods: what arrives is no BlockList.',
    'errors of others':
      'Errors that Deno makes itself, those of its streams and of an AbortSignal among them, have its own names and words.',
    'end in the tick of a connection':
      'Deno writes nothing to an accepted connection before the next turn of its loop: process.exit() or destroy() in that tick loses it.',
    'interval and count of keep-alive': 'Deno takes the delay alone.',
    ipv6Only:
      'Deno has no such sockets. With --allow-sys=networkInterfaces each IPv6 address that the machine has by then is listened on, but those of a link; without, IPv4 connections are accepted and reset.',
    'local end in messages': 'Errors of connect do not end with ` - Local (address:port)`.',
    'long paths':
      'A path that is longer than the system takes fails as one that does not exist does: after connect has returned.',
    'perf_hooks net entries': 'Deno records none, and lets nobody else.',
    'reset after an unread end': 'A write after it fails with ECONNRESET, on Node with EPIPE.',
    'text of a SocketAddress': 'Deno shows `::10.0.0.1` as `::a00:1`.',
    'type of service': 'Deno has no word for it: setting it on a connection fails with ENOSYS.',
    'wasi-net/register': 'It replaces modules of Node, and is for Node alone.',
    'zones by name': 'Deno does not know the zone of an address by the name of its interface: EPERM.',
    'write that fails at once': 'It says so a tick later, when `write` has returned true.',
  },
  wasmtime: {
    'names without permission':
      'Wasmtime looks names up with -S allow-ip-name-lookup. Without it a lookup fails with EAI_FAIL, but localhost and the names below it are 127.0.0.1 and ::1 then.',
    'failures of lookups':
      'Wasmtime does not say why a name has no address: ENOTFOUND, also where Node has EAI_AGAIN.',
    'ADDRCONFIG of lookups':
      'A guest is not told which addresses its machine has: this hint leaves nothing out.',
    'addresses that are refused':
      'WASI connects to no broadcast or multicast address, and to none of another family than localAddress, and listens on no IPv4-mapped one: EINVAL, in an attempt, where Node has ENETUNREACH or an error of bind, or listens.',
    BoundSocket:
      'WASI binds in a turn of its own: its constructor throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM.',
    descriptors: 'A program is given none that are sockets: ENOTSUP.',
    'errors of a connection':
      'WASI says of an open connection that it failed, not why: that is ECONNRESET, or EPIPE for a write after the end, also where Node has ETIMEDOUT or EHOSTUNREACH.',
    'Nagle’s algorithm':
      'WASI has no word for it: setNoDelay does nothing, and small writes of one tick go out together as ever.',
    'order of connecting':
      'Wasmtime begins connections that are asked for in one tick in an order of its own.',
    paths: 'WASI has TCP alone: ENOTSUP.',
    resets:
      'WASI has no word for it: resetAndDestroy ends the connection, and the peer sees an end. What a peer resets is told as on Node.',
    reusePort: 'WASI has no word for it: listen fails with ENOTSUP.',
    'streams of Node 20':
      'Streams are those of readable-stream, which follows Node 20: a write after the end calls back after the end does, pause() and resume() of a closed socket emit, and messages about chunks name fewer classes.',
    'the turn of a local address':
      'A local address is bound in a turn of its own: the attempt is told after it.',
    'type of service': 'WASI has no word for it: setting it on a connection fails with ENOSYS.',
    'zones by name': 'A guest does not know interfaces by name, only zones by number: EINVAL.',
  },
  simulation: {
    descriptors: 'A simulated process has none: ENOTSUP.',
    paths: 'The simulated network has TCP alone: ENOTSUP.',
    'type of service': 'Simulated packets have none: ENOSYS.',
  },
} as const satisfies Record<string, Limits>;

/** The entries of the API that a limit belongs to; one that is not here belongs to none in particular. */
export const entries: Readonly<Record<string, readonly string[]>> = {
  'a socket handed to a process': ['Socket', 'Server'],
  'an end before the first byte': ['Socket.write'],
  'an exception that ends the program': ['Socket.write'],
  'BlockList and postMessage': ['BlockList'],
  'copies of a BlockList': ['BlockList'],
  'addresses that are refused': ['Socket.connect'],
  BoundSocket: ['BoundSocket'],
  'connect of an adopted descriptor': ['SocketConstructorOpts.fd'],
  descriptors: ['SocketConstructorOpts.fd', 'ListenOptions.fd'],
  'end in the tick of a connection': ['Socket.write'],
  'names without permission': ['Socket.connect'],
  'interval and count of keep-alive': ['Socket.setKeepAlive', 'KeepAliveOptions'],
  ipv6Only: ['ListenOptions.ipv6Only'],
  'local end in messages': ['Socket.connect'],
  'Nagle’s algorithm': ['Socket.setNoDelay'],
  'long paths': ['IpcSocketConnectOpts.path'],
  paths: ['IpcSocketConnectOpts.path', 'ListenOptions.path'],
  'reset after an unread end': ['Socket.write'],
  resets: ['Socket.resetAndDestroy'],
  reusePort: ['ListenOptions.reusePort'],
  'text of a SocketAddress': ['SocketAddress'],
  'type of service': [
    'Socket.setTypeOfService',
    'Socket.getTypeOfService',
    'SocketConstructorOpts.typeOfService',
  ],
  'write that fails at once': ['Socket.write'],
  'zones by name': ['ListenOptions.host'],
};
